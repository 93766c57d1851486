"""P2.3.1 The dates of the plan: sessions from lines, solved in a process of their own, checked, taken over."""

from datetime import date

import pytest

from espalier.cycle.plan.timetable import framing, queries
from espalier.cycle.policy.resources.models import Demand
from espalier.engines.planner.timetable.check import check_plan
from espalier.kit.audit.models import Entry
from espalier.kit.files.queries import file_bytes
from espalier.kit.jobs.models import Job
from tests.factories.plan import AT

pytestmark = pytest.mark.django_db


def test_a_run_dates_every_session_and_proves_it(firm, date_all):
    run = date_all(firm)
    assert (run.status, run.is_verified, run.is_applied, run.problem_text) == (
        "optimal",
        True,
        True,
        "",
    )
    rows = list(queries.sessions(firm.scenario.pk))
    assert [(queries.code_of(r), r.n_people) for r in rows] == [
        ("2027-001-1", 5),
        ("2027-001-2", 5),
        ("2027-002-1", 5),
    ]
    assert all(len(row.meetings.all()) == 1 for row in rows)
    assert all(row.room.code == "R1" for row in rows)
    assert run.job.state == Job.State.DONE
    events = ["plan.run.finished", "plan.timetable.applied", "plan.sessions.prepared"]
    assert [Entry.objects.filter(event=e).count() for e in events] == [1, 1, 1]


def test_what_was_frozen_can_be_checked_again(firm, date_all):
    run = date_all(firm)
    framed = framing.unpack(file_bytes(run.problem_file))
    plan = framing.unpack_plan(file_bytes(run.plan_file))
    assert check_plan(framed.problem, plan).broken == ()
    assert framing.pack(framing.unpack(file_bytes(run.problem_file))) == file_bytes(
        run.problem_file
    )
    now = framing.frame(firm.scenario.pk, AT.date())
    assert set(now.plan) == set(plan)


def test_what_is_planned_is_asked_of_the_resources(dated):
    asked = Demand.objects.filter(year=2027, source_kind="plan.AnnualPlan")
    assert sum(row.minutes for row in asked) == 3 * 180 * 2


def test_no_class_on_a_holiday(dated):
    days = {
        m.starts_at.date()
        for row in queries.sessions(dated.scenario.pk)
        for m in row.meetings.all()
    }
    assert date(2027, 1, 1) not in days
