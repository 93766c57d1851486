"""P2.3.2 as the example company plays it: the plan is presented to the management, who ask and decide."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from espalier.entrypoints.cli.acts.company import Company, Done

TOLD = Path(__file__).with_name("briefing.toml")
YEAR = "2027"


def play(company: Company) -> Iterator[Done]:
    """Slides from the edition in force, the meeting, its questions and decisions; nothing of it twice."""
    from django.utils import timezone

    from espalier.cycle.plan.briefing import queries, services
    from espalier.cycle.plan.briefing.types import PresentationStep

    told = tomllib.loads(TOLD.read_text(encoding="utf-8"))
    today = timezone.localdate(company.at)
    code = told["presentation"]["code"]
    if code in queries.days_by_code():
        yield Done("presentation of the plan", "held before", changed=False)
        return
    if queries.edition_in_force() is None:
        yield Done("presentation of the plan", "no plan is in force", changed=False)
        return
    by, at = company.actor("manager"), company.at
    first = {**told["presentation"], "plan": YEAR, "held_on": today}
    row = _saved(company, "presentations", first)
    services.build_decks(presentation_id=row.pk, is_draft=False, by=by, at=at)
    services.move_presentation(presentation_id=row.pk, step=PresentationStep.HOLD, by=by, at=at)
    for kind in ("question", "decision"):
        for number, values in enumerate(told[kind], 1):
            own = {**_dated(values, today), "presentation": code, "number": number}
            _saved(company, f"presentation_{kind}s", own)
    n, m = len(told["question"]), len(told["decision"])
    yield Done("presentation of the plan", f"held, {n} questions, {m} decisions", changed=True)


def _dated(values: Mapping[str, Any], today: date) -> dict[str, Any]:
    """With its day: so many days after the meeting."""
    found = dict(values)
    days = found.pop("due_in", None)
    return found | ({} if days is None else {"due_on": today + timedelta(days=days)})


def _saved(company: Company, kind: str, values: Mapping[str, object]) -> Any:
    from espalier.kit.registers import queries, services

    return services.save_record(
        register=queries.register_of(kind),
        record_id=None,
        values=values,
        by=company.actor("manager"),
        at=company.at,
    )
