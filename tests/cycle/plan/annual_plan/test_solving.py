"""The planner put to work: frozen, solved in its own process, checked, taken over."""

import pytest

from espalier.cycle.plan.annual_plan import queries, services
from espalier.cycle.plan.annual_plan.models import Run
from espalier.kit.audit.models import Entry
from tests.factories import plan as make

pytestmark = pytest.mark.django_db


def test_a_run_fills_the_scenario(company, scenario, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        run = make.solved(scenario, seconds=30)
    run.refresh_from_db()
    print(run.status, run.problem_text, run.job.state if run.job else None, run.job.problem)
    assert run.status == "optimal"
    assert run.is_verified
    assert run.is_applied
    for line in queries.lines(scenario.pk):
        print(line.number, line.module.code, line.headcount, line.sessions, line.cost, line.reasons)
    print(run.answer)
    assert run.bound >= run.objective > 0
