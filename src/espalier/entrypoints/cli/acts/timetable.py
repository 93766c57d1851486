"""P2.3.1 as the example company plays it: the usual slots, the holidays of the year, dates for every session."""

from collections.abc import Iterator
from typing import Any

from espalier.entrypoints.cli.acts.company import Company, Done

YEAR = 2027
WORK, SECONDS = (
    20.0,
    120,
)  # counted work, so that everybody who loads the example gets the same dates


def play(company: Company) -> Iterator[Done]:
    """Nothing is done again where sessions have dates."""
    from espalier.cycle.plan.annual_plan.queries import plan_of_year
    from espalier.cycle.plan.timetable import queries, services

    by, at = company.actor("manager"), company.at
    n = services.take_starter_calendar(year=YEAR, by=by, at=at)
    n += services.take_starter_slots(by=by, at=at)
    yield Done("calendar", f"{n} rows taken over", n > 0)
    plan = plan_of_year(YEAR)
    if plan is None or plan.chosen_id is None:
        yield Done("timetable", "no scenario chosen", changed=False)
        return
    if queries.sessions(plan.chosen_id).exclude(meetings=None).exists():
        yield Done("timetable", "already dated", changed=False)
        return
    run = _dated(plan.chosen_id, (), company)
    without = sorted({f["place"].removeprefix("sessions/") for f in run.answer.get("faults", ())})
    if not run.is_applied and without:
        # What cannot be held as planned waits for a person; the page says why and what would mend it.
        run = _dated(plan.chosen_id, without, company)
    told = f"{run.status}, {run.answer.get('n_sessions', 0)} sessions, {len(without)} left out"
    yield Done("timetable", told, changed=True)


def _dated(scenario_id: int, without: Any, company: Company) -> Any:
    from espalier.cycle.plan.timetable import services

    by, at = company.actor("manager"), company.at
    run = services.start_timetable(
        scenario_id=scenario_id,
        seconds=SECONDS,
        work=WORK,
        without=without,
        in_background=False,
        by=by,
        at=at,
    )
    return services.solve_timetable_run(run_id=run.pk, report=_unheard, by=by, at=at)


def _unheard(share: float, step: str = "") -> None:
    """Nobody watches: the load says itself what it does."""
