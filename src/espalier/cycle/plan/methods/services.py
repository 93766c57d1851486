"""Deciding how to teach and how to assess, and taking over our starter criteria."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from espalier.cycle.plan.methods import queries, rules
from espalier.cycle.plan.methods.models import MethodDecision
from espalier.cycle.plan.methods.registers import CRITERIA
from espalier.cycle.plan.methods.types import Weighed
from espalier.cycle.plan.methods.wording import in_words
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import Refused
from espalier.kit.registers import queries as registers
from espalier.kit.registers import services as records
from espalier.kit.versions.services import record_changed

KIND = "plan.MethodDecision"
STARTER = Path(__file__).parent / "starter" / "method_criteria.toml"


@transaction.atomic
def decide(
    *,
    decision_id: int,
    option_id: int,
    reason: str,
    reason_en: str = "",
    on: date,
    by: Actor,
    at: datetime,
) -> MethodDecision:
    """Choose one of at least two scored options; weights, scores, totals and flips are frozen with it.

    Deciding again is allowed and is logged with what was chosen before.

    Raises: NotFound; Refused with everything that is missing.
    """
    decision = queries.decision_or_404(decision_id)
    criteria = queries.criteria_of(decision.side)
    known = queries.weighed_now(decision, criteria)
    problems = rules.problems_before_deciding(
        known, chosen=option_id, reason=reason, context=decision.context
    )
    if problems:
        raise Refused(in_words(problems, f"{decision.code} {decision.title}"))
    before = {"chosen": decision.chosen.code if decision.chosen else None}
    options = {option.pk: option for option in decision.options.all()}
    decision.chosen = options[option_id]
    decision.reason, decision.reason_en = reason.strip(), reason_en.strip()
    codes = {**{c.pk: c.code for c in criteria}}
    decision.frozen = _frozen(known, codes, {pk: o.code for pk, o in options.items()})
    decision.decided_on, decision.decided_by, decision.updated_at = on, by.label, at
    decision.save()
    after = {"chosen": decision.chosen.code, "reason": decision.reason}
    log.record("plan.method.decided", decision, by=by, at=at, before=before, after=after)
    record_changed(
        kind=KIND, record_id=decision.pk, label=f"{decision.code} {decision.title}",
        reason=_("It was decided."), by=by, at=at,
    )  # fmt: skip
    return decision


def _frozen(
    known: Weighed, criteria: Mapping[int, str], options: Mapping[int, str]
) -> dict[str, object]:
    """The weighing as it was, by codes, so that it is read without the records of that day."""
    return {
        "weights": {criteria[c]: s for c, s in zip(known.criterion_ids, known.shares, strict=True)},
        "scores": {
            options[o]: {criteria[c]: s for c, s in zip(known.criterion_ids, row, strict=True)}
            for o, row in zip(known.option_ids, known.scores, strict=True)
        },
        "totals": {options[o]: t for o, t in zip(known.option_ids, known.totals, strict=True)},
        "flips": [
            {
                "criterion": criteria[turn.criterion_id],
                "option": options[turn.option_id],
                "now": turn.now,
                "share": turn.share,
                "rises": turn.rises,
            }
            for turn in known.flips
        ],
    }


@transaction.atomic
def take_starter_criteria(*, by: Actor, at: datetime) -> int:
    """Take over the criteria of our starter table that are not here yet; returns how many."""
    rows = tomllib.loads(STARTER.read_text(encoding="utf-8"))["row"]
    there = registers.ids_by_key(CRITERIA)
    fresh = [row for row in rows if registers.key_of(CRITERIA, row) not in there]
    if fresh:
        records.import_rows(register=CRITERIA, rows=fresh, by=by, at=at)
    return len(fresh)
