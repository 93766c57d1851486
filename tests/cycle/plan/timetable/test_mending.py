"""P2.3.1 What happens during the year: the dates mended with the fewest changes, looked at, taken over."""

from datetime import date

import pytest
from django.utils import timezone

from espalier.cycle.plan.timetable import services
from espalier.cycle.plan.timetable.models import CalendarDay
from espalier.cycle.plan.timetable.types import EventContent, EventKind
from espalier.cycle.policy.resources.models import Absence
from espalier.kit.audit.models import Entry
from espalier.kit.errors import Refused
from tests.factories.plan import AT, BY

pytestmark = pytest.mark.django_db


def absent(firm, code="2027-002-1"):
    day = timezone.localdate(firm.session(code).meetings.get().starts_at)
    teacher = firm.session(code).instructor.code
    return EventContent(EventKind.ABSENT, teacher, day, day, "住院")


def told(firm):
    return {
        code: [m.starts_at for m in firm.session(code).meetings.all()]
        for code in ("2027-001-1", "2027-001-2", "2027-002-1")
    }


def test_an_absence_moves_only_what_it_hits_and_waits_for_a_word(dated, mend):
    before = told(dated)
    run = mend(dated, absent(dated))
    assert (run.status, run.is_verified, run.is_applied) == ("optimal", True, False)
    assert run.answer["is_minimal"]
    assert told(dated) == before
    changed = {each["session"] for each in run.answer["changes"]}
    services.apply_timetable(run_id=run.pk, by=BY, at=AT)
    after = told(dated)
    assert {code for code in before if before[code] != after[code]} <= changed
    assert Absence.objects.get().resource == dated.things["T1"]
    told_why = Entry.objects.filter(event="plan.session.mended")
    assert {entry.payload.body["after"]["reason"] for entry in told_why} == {"住院"}
    assert told_why.count() == len(changed)


def test_a_session_that_never_had_a_date_stands_in_nobodys_way(dated, mend):
    waiting = dated.session("2027-001-2")
    waiting.meetings.all().delete()
    run = mend(dated, absent(dated))
    assert run.is_verified
    assert run.answer["without"] == ["2027-001-2"]


def test_a_closed_day_and_a_cancelled_session_become_records(dated, mend):
    day = timezone.localdate(dated.session("2027-001-1").meetings.get().starts_at)
    events = (
        EventContent(EventKind.DAY_CLOSED, "", day, day, "颱風停班"),
        EventContent(EventKind.CANCELLED, "2027-002-1", reason="報名不足"),
    )
    run = mend(dated, *events)
    services.apply_timetable(run_id=run.pk, by=BY, at=AT)
    assert CalendarDay.objects.get(on=day).name == "颱風停班"
    assert dated.session("2027-002-1").state == "cancelled"
    assert dated.session(
        "2027-002-1"
    ).meetings.exists()  # its calendar entry is called off, not lost
    assert day not in {
        timezone.localdate(m)
        for code, times in told(dated).items()
        for m in times
        if code != "2027-002-1"
    }


def test_records_that_changed_meanwhile_are_named(dated, mend):
    run = mend(dated, absent(dated))
    CalendarDay.objects.create(
        code="X", on=date(2027, 1, 4), until=date(2027, 12, 30), kind="closed", name="停工"
    )
    with pytest.raises(Refused) as refused:
        services.apply_timetable(run_id=run.pk, by=BY, at=AT)
    assert {problem.code for problem in refused.value.problems} == {"takes_place"}
    assert dated.session("2027-001-1").meetings.exists()


def test_wrong_events_are_named_at_once(dated):
    event = EventContent(EventKind.ABSENT, "T99", date(2027, 3, 2), date(2027, 3, 1))
    with pytest.raises(Refused) as refused:
        services.start_replan(scenario_id=dated.scenario.pk, events=[event], work=1.0, by=BY, at=AT)
    assert [problem.code for problem in refused.value.problems] == ["reversed", "unknown"]
