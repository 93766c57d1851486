"""Duties come in as a sheet; what stands is compared, all problems are told, one audit entry is written."""

from datetime import date

import pytest

from espalier.cycle.learning_map.obligations import services
from espalier.cycle.learning_map.obligations.models import DutyAssignment
from espalier.cycle.learning_map.obligations.types import NewDuty
from espalier.kit.audit.models import Entry
from espalier.kit.errors import Refused
from tests.cycle.learning_map.sheets import actions, again, brought_in, planned, reasons
from tests.factories.learning_map import AT, BY

pytestmark = pytest.mark.django_db
FIRST = date(2026, 1, 1)
AID = {"number": "0001", "duty": "急救人員", "starts_on": FIRST}


def test_a_sheet_adds_skips_and_changes(company):
    assert brought_in("duties", AID) == {"added": 1, "changed": 0}
    assert actions(planned("duties", AID)) == ["skip"]
    assert brought_in("duties", {**AID, "ends_on": date(2026, 6, 30)}) == {"added": 0, "changed": 1}
    assert DutyAssignment.objects.get().ends_on == date(2026, 6, 30)
    assert again("duties") == ["skip"]
    events = Entry.objects.filter(event__startswith="learning_map.duties").order_by("pk")
    assert list(events.values_list("event", flat=True)) == [
        "learning_map.duties.assigned",
        "learning_map.duties.ended",
    ]


def test_what_cannot_be_is_refused_with_its_reason(company):
    plan = planned("duties", {**AID, "number": "9999"}, {**AID, "ends_on": date(2025, 1, 1)}, AID)
    assert reasons(plan) == [
        [("number", "unknown")],
        [("ends_on", "ends_first")],
        [("number", "duplicate_in_file")],
    ]


def test_the_service_tells_every_problem_and_writes_nothing(company):
    rows = [
        NewDuty("9999", "急救人員", FIRST),
        NewDuty("0001", " ", FIRST),
        NewDuty("0001", "急救人員", FIRST, date(2025, 1, 1)),
        NewDuty("0001", "防火管理人", FIRST),
    ]
    with pytest.raises(Refused) as refusal:
        services.assign_duties(rows=rows, by=BY, at=AT)
    assert [p.code for p in refusal.value.problems] == ["unknown_person", "no_duty", "ends_first"]
    assert not DutyAssignment.objects.exists()
