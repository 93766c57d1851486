"""What the engine is told and what comes back: one person, many people, the forecast, the matrix."""

from datetime import date

import pytest

from espalier.cycle.learning_map.norms.models import NormExemption
from espalier.cycle.learning_map.obligations import queries
from espalier.cycle.learning_map.obligations.models import DutyAssignment
from espalier.cycle.people.employees.models import Leave, Licence, PositionHolding
from espalier.engines.obligations.results import Status
from espalier.kit.accounts.scope import Scope
from espalier.kit.errors import NotFound
from tests.factories import learning_map as make

pytestmark = pytest.mark.django_db
ON = make.ON


def states(status):
    return {line.face.code: (line.found.status.name, line.found.due_on) for line in status.lines}


def test_one_person_with_the_most_urgent_first(bound):
    found = queries.person_status(bound.ann.pk, ON)
    # Nothing was done in 2025 and the norm began then: overdue since its last day.
    assert [line.face.code for line in found.lines] == ["YEARLY", "SAFETY"]
    assert states(found) == {
        "SAFETY": ("VALID", date(2028, 1, 1)),
        "YEARLY": ("OVERDUE", date(2025, 12, 31)),
    }
    assert [line.face.code for line in found.others] == ["AID"]
    counted = found.lines[1].found.counted[0]
    assert found.done[counted.hours].code == "SAFE"


def test_duties_exemptions_leaves_and_licences_reach_the_engine(bound):
    DutyAssignment.objects.create(employee=bound.bob, duty="急救人員", starts_on=date(2026, 10, 1))
    NormExemption.objects.create(
        norm=bound.yearly, employee=bound.bob, reason="派駐國外", starts_on=date(2026, 1, 1),
        approved_by="主管", recorded_at=make.AT, recorded_by="test",
    )  # fmt: skip
    Leave.objects.create(employee=bound.bob, kind="育嬰", starts_on=date(2026, 1, 1))
    Licence.objects.create(employee=bound.bob, name="堆高機", issued_on=None)
    found = queries.person_status(bound.bob.pk, ON)
    assert states(found)["AID"] == ("OVERDUE", date(2026, 10, 1))
    exempt = next(line for line in found.lines if line.face.code == "YEARLY")
    assert (exempt.found.status, exempt.found.reason) == (Status.EXEMPT, "派駐國外")
    assert found.duties == (("急救人員", date(2026, 10, 1), None),)


def test_everybody_says_what_each_person_says(bound):
    DutyAssignment.objects.create(employee=bound.bob, duty="急救人員", starts_on=date(2026, 10, 1))
    PositionHolding.objects.create(
        employee=bound.ann, position=bound.leader, unit=bound.north,
        starts_on=date(2026, 1, 1), is_primary=False,
    )  # fmt: skip
    Licence.objects.create(employee=bound.ann, name="堆高機", issued_on=date(2020, 1, 1))
    Leave.objects.create(employee=bound.ann, kind="育嬰", starts_on=date(2025, 1, 1))
    for day in (ON, date(2027, 6, 30)):
        board = queries.board_of(day)
        for cell in board.cells():
            alone = queries.person_status(cell.person.id, day)
            line = next(line for line in alone.lines if line.face.code == cell.face.code)
            assert cell.due_on == line.found.due_on
            assert cell.minutes_done == line.found.minutes_done
        assert len(list(board.cells())) == 5
        assert board.total.people == 2


def test_a_scope_and_a_unit_narrow_the_people(bound):
    north = Scope((bound.north.scope.path,))
    assert [p.name for p in queries.board_of(ON, north).people] == ["林安"]
    assert [p.name for p in queries.board_of(ON, unit_id=bound.south.pk).people] == ["陳博"]
    assert len(queries.board_of(ON, unit_id=bound.root.pk).people) == 2
    with pytest.raises(NotFound):
        queries.person_status(bound.bob.pk, ON, north)
    assert {c.person.name for c in queries.status_of_people(ON, north)} == {"林安"}


def test_the_board_counts_by_norm_unit_and_person(bound):
    board = queries.board_of(ON)
    assert [(face.code, c.overdue, c.open, c.people) for face, c in board.by_norm()] == [
        ("YEARLY", 2, 0, 2),
        ("SAFETY", 0, 1, 2),
    ]
    assert {name: c.overdue for _pk, name, c in board.by_unit()} == {"北廠": 1, "南廠": 1}
    first = board.by_person(slice(0, 1))[0]
    assert (first.overdue, first.asked, first.next_due) == (1, 2, date(2025, 12, 31))
    assert board.total.in_order_share == 0.5
    assert board.rows_of_norm(bound.aid.pk) == []


def test_the_forecast_counts_what_falls_due(bound):
    days = [ON, date(2027, 12, 31), date(2028, 1, 31)]
    board, counts = queries.forecast(days)
    # January 2028: the safety hours of both lapse on New Year's Day.
    assert counts[:, Status.OVERDUE].tolist() == [2, 2, 4]
    assert board.falling_due(date(2028, 1, 1), date(2028, 1, 31)).sum() == 2


def test_the_matrix_of_each_kind(bound):
    Licence.objects.create(
        employee=bound.ann, name="堆高機", issued_on=date(2020, 1, 1), expires_on=date(2026, 12, 1)
    )
    Licence.objects.create(employee=bound.bob, name="堆高機", issued_on=date(2027, 1, 1))

    def marks(kind):
        found = queries.matrix_of(kind, ON)
        heads = [(column.code, column.holders) for column in found.columns]
        return heads, {person.name: [m.state for m in row] for person, row in found.rows}

    assert marks("licences") == ([("堆高機", 1)], {"林安": ["expiring"], "陳博": [""]})
    assert marks("modules") == ([("SAFE", 1)], {"林安": ["valid"], "陳博": [""]})
    heads, rows = marks("norms")
    assert [code for code, _n in heads] == ["SAFETY", "YEARLY"]
    assert rows["陳博"] == ["missing", "overdue"]


def test_reading_everybody_takes_as_many_queries_for_few_as_for_many(
    bound,
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as few:
        queries.board_of(ON)
    for n in range(20):
        make.hire(
            number=f"9{n:03}", name=f"員工{n}", unit_id=bound.north.pk, position_id=bound.welder.pk,
            sex="M", category="operative", hired_on=date(2025, 3, 1), by=make.BY, at=make.AT,
        )  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        queries.board_of(ON)
    assert len(many) == len(few) == 14
