"""Opening and closing survey rounds, and reminding units by the clock."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.cycle.needs.unit_requests import queries, rules, telling
from espalier.cycle.needs.unit_requests.holding import locked_round
from espalier.cycle.needs.unit_requests.models import AskedUnit, SurveyRound
from espalier.cycle.needs.unit_requests.rules import RequestProblem
from espalier.cycle.needs.unit_requests.types import RoundAct, RoundContent, RoundState
from espalier.cycle.needs.unit_requests.wording import in_words
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import Refused
from espalier.kit.versions.services import record_changed

ROUND_FIELDS = tuple(RoundContent.__dataclass_fields__)
ROUND = "needs.SurveyRound"


@transaction.atomic
def save_round(
    *,
    round_id: int | None,
    content: RoundContent,
    unit_ids: Collection[int],
    by: Actor,
    at: datetime,
) -> SurveyRound:
    """Plan a round, or change one; units added to an open round are told.

    Raises: NotFound; Refused with every problem.
    """
    found = locked_round(round_id) if round_id is not None else SurveyRound()
    twin = queries.round_codes().get(content.code.strip())
    held = queries.units_with_requests(round_id) if round_id is not None else {}
    problems = rules.problems_of_round(
        content,
        code_taken=twin is not None and twin.pk != round_id,
        n_units=len(unit_ids),
        dropped=[code for pk, code in held.items() if pk not in unit_ids],
    )
    if problems:
        raise Refused(in_words(problems))
    before = {name: getattr(found, name) for name in ROUND_FIELDS} if round_id else {}
    for name in ROUND_FIELDS:
        value = getattr(content, name)
        setattr(found, name, value.strip() if isinstance(value, str) else value)
    found.updated_at = at
    found.save()
    fresh = _ask(found, unit_ids)
    after = {name: getattr(found, name) for name in ROUND_FIELDS} | {"n_units": len(unit_ids)}
    event = "needs.survey_round.changed" if round_id else "needs.survey_round.planned"
    log.record(event, found, by=by, at=at, before=before, after=after)
    if found.state == RoundState.OPEN:
        _tell(found, fresh, telling.ASKED, by, at)
    return found


def _ask(found: SurveyRound, unit_ids: Collection[int]) -> list[AskedUnit]:
    """Make the units asked those wanted; returns the new ones."""
    known = set(found.asked.values_list("unit_id", flat=True))
    found.asked.exclude(unit_id__in=list(unit_ids)).delete()
    new = [pk for pk in unit_ids if pk not in known]
    AskedUnit.objects.bulk_create(AskedUnit(round=found, unit_id=pk) for pk in new)
    return [each for each in queries.asked_units(found.pk) if each.unit_id in set(new)]


@transaction.atomic
def move_round(*, round_id: int, act: RoundAct, by: Actor, at: datetime) -> SurveyRound:
    """Open a round and tell the units it asks, close it, or open it again.

    Raises: NotFound; Refused.
    """
    found = locked_round(round_id)
    problems = rules.problems_of_round_act(
        RoundState(found.state), act, deadline=found.deadline, today=timezone.localdate(at)
    )
    target = rules.next_round_state(RoundState(found.state), act)
    if problems or target is None:
        raise Refused(in_words(problems))
    before = {"state": found.state}
    found.state, found.updated_at = target, at
    if target is RoundState.OPEN:
        found.opened_at, found.closed_at = found.opened_at or at, None
    else:
        found.closed_at = at
    found.save(update_fields=["state", "opened_at", "closed_at", "updated_at"])
    event = "needs.survey_round.closed" if act is RoundAct.CLOSE else "needs.survey_round.opened"
    log.record(event, found, by=by, at=at, before=before, after={"state": target.value})
    record_changed(
        kind=ROUND, record_id=found.pk, label=found.title,
        reason=_("the survey of the units moved on"), by=by, at=at,
    )  # fmt: skip
    if act is RoundAct.OPEN:
        _tell(found, list(queries.asked_units(found.pk)), telling.ASKED, by, at)
    return found


@transaction.atomic
def remind_now(*, round_id: int, by: Actor, at: datetime) -> int:
    """Remind every unit that has not answered; returns of how many units somebody was told.

    Raises: NotFound; Refused when the round is not open.
    """
    found = locked_round(round_id)
    if found.state != RoundState.OPEN:
        raise Refused(in_words([(RequestProblem.NOT_OPEN, "")]))
    return _remind(found, queries.unanswered(found.pk), by, at)


@transaction.atomic
def run_due_surveys(*, by: Actor, at: datetime) -> str:
    """Open rounds whose first day has come, close those past the deadline, remind units; for the scheduler.

    Returns what was done, in words for the log; "" when nothing was due.
    """
    today = timezone.localdate(at)
    n_opened = n_closed = n_reminded = 0
    for found in queries.open_rounds():
        if found.state == RoundState.PLANNED and found.opens_on <= today <= found.deadline:
            move_round(round_id=found.pk, act=RoundAct.OPEN, by=by, at=at)
            n_opened += 1
        elif found.state == RoundState.OPEN and found.deadline < today:
            move_round(round_id=found.pk, act=RoundAct.CLOSE, by=by, at=at)
            n_closed += 1
        elif found.state == RoundState.OPEN:
            n_reminded += _remind(found, _due(found, at), by, at)
    done = (("opened", n_opened, "surveys"), ("closed", n_closed, "surveys"),
            ("reminded", n_reminded, "units of a survey"))  # fmt: skip
    return ", ".join(f"{verb} {n} {what}" for verb, n, what in done if n)


def _due(found: SurveyRound, at: datetime) -> list[AskedUnit]:
    today = timezone.localdate(at)
    return [
        each
        for each in queries.unanswered(found.pk)
        if rules.is_reminded(deadline=found.deadline, today=today, told_on=_told_on(each))
    ]


def _told_on(asked: AskedUnit) -> date | None:
    if asked.reminded_on is not None:
        return asked.reminded_on
    return timezone.localdate(asked.told_at) if asked.told_at else None


def _remind(found: SurveyRound, asked: Sequence[AskedUnit], by: Actor, at: datetime) -> int:
    """Remind units; one that nobody can be told of is noted too, so that it is not tried every minute."""
    if not asked:
        return 0
    told = telling.tell_units(found, asked, telling.REMINDER, by=by, at=at)
    for each in asked:
        each.reminded_on, each.n_reminders = timezone.localdate(at), each.n_reminders + 1
    AskedUnit.objects.bulk_update(asked, ["reminded_on", "n_reminders"], batch_size=300)
    after = {"n_units": len(asked), "n_told": len(told)}
    log.record("needs.survey_round.reminded", found, by=by, at=at, after=after)
    return len(told)


def _tell(
    found: SurveyRound, asked: Sequence[AskedUnit], topic: str, by: Actor, at: datetime
) -> None:
    if not asked:
        return
    told = telling.tell_units(found, asked, topic, by=by, at=at)
    for each in told:
        each.told_at = at
    AskedUnit.objects.bulk_update(told, ["told_at"], batch_size=300)
