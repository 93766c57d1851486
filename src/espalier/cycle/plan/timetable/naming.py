"""How the records of a timetable are called, by the codes the engine knows them by."""

from typing import Any

from espalier.cycle.plan.timetable import queries, reading, wording
from espalier.cycle.policy.resources import queries as resources


def title_of(row: Any) -> str:
    """The name of a session's module in the reader's language; its code where nobody named it."""
    return wording.in_words(row.title or row.line.module.code, row.title_en or "")


def names_of(scenario_id: int) -> wording.Names:
    """Four queries."""
    sessions = {
        queries.code_of(row): title_of(row)
        for row in queries.sessions(scenario_id).prefetch_related(None)
    }
    things = {row.code: wording.in_words(row.name, row.name_en) for row in resources.resources()}
    units = {code: wording.in_words(*told) for code, told in reading.tree().names.items()}
    return wording.Names(sessions, things, units)
