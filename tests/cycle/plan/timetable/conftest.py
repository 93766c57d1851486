"""Every timetable is really solved in its child process; the same problem again gets the remembered answer."""

import pytest

from espalier.cycle.plan.annual_plan import queries as plans
from espalier.cycle.plan.timetable import services
from espalier.cycle.plan.timetable.services import solving
from espalier.engines.planner.timetable import tasks
from espalier.engines.planner.timetable.codec import problem_as_json
from espalier.engines.planner.timetable.solution import hash_of
from tests.factories import timetable as make
from tests.factories.plan import AT, BY

ANSWERS = {}
really_run = tasks.run_work


def key_of(work):
    inner = work.work if isinstance(work, tasks.Mending) else work
    return (
        type(work).__name__,
        hash_of(problem_as_json(inner.problem)),
        inner.seed,
        str(getattr(work, "old_plan", inner.start)),
    )


@pytest.fixture(autouse=True)
def run_work(monkeypatch):
    def remembered(work, **others):
        key = key_of(work)
        if key not in ANSWERS:
            ANSWERS[key] = really_run(work, **others)
        return ANSWERS[key]

    monkeypatch.setattr(solving.tasks, "run_work", remembered)
    return remembered


@pytest.fixture
def firm(db):
    return make.company()


@pytest.fixture
def dated(firm, date_all):
    date_all(firm)
    return firm


@pytest.fixture
def date_all(django_capture_on_commit_callbacks):
    """Let the planner date a company's sessions, as its job does."""

    def run(firm, **changes):
        with django_capture_on_commit_callbacks(execute=True):
            found = services.start_timetable(
                scenario_id=firm.scenario.pk, by=BY, at=AT, **({"work": 5.0} | changes)
            )
        return plans.run_or_404(found.pk)

    return run


@pytest.fixture
def mend(django_capture_on_commit_callbacks):
    """Let the planner mend the dates after something happened."""

    def run(firm, *events, **changes):
        with django_capture_on_commit_callbacks(execute=True):
            found = services.start_replan(
                scenario_id=firm.scenario.pk,
                events=events,
                by=BY,
                at=AT,
                **({"work": 5.0} | changes),
            )
        return plans.run_or_404(found.pk)

    return run
