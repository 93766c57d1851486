"""Deciding in programmes: which option, and taking over the starter tables."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from espalier.cycle.strategy.programmes import queries, rules
from espalier.cycle.strategy.programmes.models import DesignOption
from espalier.cycle.strategy.programmes.queries.wording import LACKS
from espalier.cycle.strategy.programmes.starter import starter_rows
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import Problem, Refused
from espalier.kit.registers import queries as registers
from espalier.kit.registers import services as records
from espalier.kit.versions.services import record_changed

OPTION = "strategy.DesignOption"


@transaction.atomic
def choose_option(
    *, option_id: int, reason: str, reason_en: str = "", by: Actor, at: datetime
) -> DesignOption:
    """Choose one of at least two complete options, with a reason; another one chosen before steps back.

    Raises: NotFound; Refused with everything that is missing.
    """
    option = queries.option_or_404(option_id)
    beside = DesignOption.objects.select_for_update().filter(programme=option.programme)
    problems = _problems(option, len(beside), reason)
    if problems:
        raise Refused(problems)
    before = [row.code for row in beside if row.is_chosen]
    beside.exclude(pk=option.pk).filter(is_chosen=True).update(is_chosen=False)
    option.is_chosen, option.reason, option.reason_en = True, reason.strip(), reason_en.strip()
    option.chosen_by, option.chosen_at, option.updated_at = by.label, at, at
    option.save()
    after = {"chosen": option.code, "reason": option.reason}
    log.record(
        "strategy.option.chosen", option, by=by, at=at, before={"chosen": before}, after=after
    )
    label = f"{option.code} {option.name}"
    told = _("It was chosen.")
    record_changed(kind=OPTION, record_id=option.pk, label=label, reason=told, by=by, at=at)
    return option


def _problems(option: DesignOption, n_options: int, reason: str) -> list[Problem]:
    place = f"{option.code} {option.name}"
    problems = []
    if n_options < 2:
        message = _("The programme %(code)s has fewer than two design options.")
        remedy = _("Write another option, so that there is something to choose from.")
        told = message % {"code": option.programme.code}
        problems.append(Problem("few_options", told, place, remedy))
    for lack in rules.option_lacks(
        n_groups=option.groups.count(),
        n_needs=option.needs.count(),
        n_posts=option.positions.count(),
    ):
        remedy = _("Name its target groups, needs and positions.")
        message = _("The option %(lack)s.") % {"lack": LACKS[lack]}
        problems.append(Problem(f"option_without_{lack}", message, place, remedy))
    if not reason.strip():
        problems.append(Problem("no_reason", _("A choice needs a reason."), _("Reason")))
    return problems


@transaction.atomic
def take_starter(*, kind: str, by: Actor, at: datetime) -> int:
    """Take over what our own starter table has and the register lacks; returns how many. Nothing is overwritten.

    Raises: NotFound for a kind without a starter table.
    """
    register = registers.register_of(kind)
    there = registers.ids_by_key(register)
    rows = [row for row in starter_rows(kind) if registers.key_of(register, row) not in there]
    if rows:
        records.import_rows(register=register, rows=rows, by=by, at=at)
    return len(rows)
