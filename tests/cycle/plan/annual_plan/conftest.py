"""Every problem is really solved once; the same problem again gets the remembered answer, so that tests stay fast."""

import pytest

from espalier.cycle.plan.annual_plan import checking, queries
from espalier.cycle.plan.annual_plan.services import frontier, solving
from espalier.engines.planner import check
from tests.factories import plan as make

ANSWERS = {}
really_select = solving.select


@pytest.fixture(autouse=True)
def select(monkeypatch):
    checking.forget()

    def remembered(problem, *, seed, work_limit=None, give_permille=10, **others):
        key = (check.data_sha256(problem), seed, work_limit, give_permille)
        if key not in ANSWERS:
            told = {"seed": seed, "work_limit": work_limit, "give_permille": give_permille}
            ANSWERS[key] = really_select(problem, **told, **others)
        return ANSWERS[key]

    for room in (solving, frontier):
        monkeypatch.setattr(room, "select", remembered)
    return remembered


@pytest.fixture
def solve(django_capture_on_commit_callbacks):
    """Let the planner work on a scenario, as its job does."""

    def run(scenario, **changes):
        with django_capture_on_commit_callbacks(execute=True):
            found = make.solved(scenario, **({"seconds": 30} | changes))
        scenario.refresh_from_db()
        return queries.run_or_404(found.pk)

    return run


@pytest.fixture
def solved(company, scenario, solve):
    solve(scenario)
    return scenario
