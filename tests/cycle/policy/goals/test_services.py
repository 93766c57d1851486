"""P1.1.1: writing, ending and deleting goals and directions."""

import pytest

from espalier.cycle.policy.goals import queries, services
from espalier.cycle.policy.goals.models import BusinessGoal, DevelopmentGoal, Direction
from espalier.cycle.policy.goals.types import Level
from espalier.kit.audit.models import Entry
from espalier.kit.errors import Refused
from espalier.kit.versions.services import name_sources
from espalier.kit.versions.types import Source
from tests.factories import policy as make
from tests.factories.policy import AT, BY, ON

pytestmark = pytest.mark.django_db


def flagged(kind: str, record_id: object):
    """A published handbook that rests on a record."""
    edition = make.published_edition()
    name_sources(edition=edition, sources=[Source("strategy", kind, str(record_id))], by=BY, at=AT)
    return edition


def test_writing_keeps_links_and_logs_once():
    goal = make.goal()
    development = make.development("D1", goal)
    assert queries.goal_links() == {(goal.pk, development.pk)}
    entry = Entry.objects.get(event="policy.development.written")
    assert entry.payload.body["after"]["serves"] == ["G1"]


def test_saving_the_same_again_changes_and_logs_nothing():
    goal = make.goal()
    edition = flagged("policy.BusinessGoal", goal.pk)
    services.save_goal(
        level=Level.BUSINESS,
        record_id=goal.pk,
        values=make.values("G1", perspective="financial"),
        by=BY,
        at=AT,
    )
    edition.refresh_from_db()
    assert edition.needs_update_since is None
    assert not Entry.objects.filter(event="policy.business.changed").exists()


def test_a_change_flags_the_handbook_with_reason_and_record():
    goal = make.goal()
    edition = flagged("policy.BusinessGoal", goal.pk)
    told = make.values("G1", perspective="financial", text="新的目標")
    services.save_goal(level=Level.BUSINESS, record_id=goal.pk, values=told, by=BY, at=AT)
    edition.refresh_from_db()
    assert edition.needs_update_since == AT
    assert edition.needs_update_reason.startswith("G1 新的目標")
    assert edition.needs_update_record == str(goal.pk)


def test_all_problems_are_told_at_once_and_nothing_is_written():
    make.direction("7")
    told = make.values("07", text="", target=3)
    with pytest.raises(Refused) as refusal:
        services.save_goal(level=Level.DIRECTION, values=told, by=BY, at=AT)
    codes = [problem.code for problem in refusal.value.problems]
    assert codes == ["no_text", "target_without_measure", "key_taken"]
    assert Direction.objects.count() == 1


@pytest.mark.parametrize("level", list(Level))
def test_what_a_clause_rests_on_is_not_deleted(level):
    chain = make.chain()
    record = {
        Level.BUSINESS: chain.goal,
        Level.DEVELOPMENT: chain.development,
        Level.DIRECTION: chain.direction,
    }[level]
    with pytest.raises(Refused) as refusal:
        services.delete_goal(level=level, record_id=record.pk, by=BY, at=AT)
    [problem] = refusal.value.problems
    assert "3.1 條文3.1" in str(problem.message)
    assert problem.params["clauses"] == [chain.clause.pk]
    services.end_goal(level=level, record_id=record.pk, on=ON, reason="不再推動", by=BY, at=AT)
    record.refresh_from_db()
    assert (record.ended_on, record.end_reason) == (ON, "不再推動")


def test_what_no_clause_rests_on_goes_with_its_links():
    goal = make.goal()
    development = make.development("D1", goal)
    make.direction("1", development)
    services.delete_goal(level=Level.DEVELOPMENT, record_id=development.pk, by=BY, at=AT)
    assert not DevelopmentGoal.objects.exists()
    assert not queries.goal_links()
    assert not queries.direction_links()
    assert BusinessGoal.objects.exists()
    before = Entry.objects.get(event="policy.development.deleted").payload.body["before"]
    assert (before["key"], before["serves"]) == ("D1", ["G1"])


def test_an_ended_goal_leaves_the_matrix_and_comes_back():
    chain = make.chain()
    level, pk = Level.DEVELOPMENT, chain.development.pk
    services.end_goal(level=level, record_id=pk, on=ON, reason="併入 D2", by=BY, at=AT)
    found = queries.matrix()
    assert [row.key for row in found.uncovered] == ["G1"]
    assert [row.key for row in found.unjustified] == ["1"]
    services.resume_goal(level=level, record_id=pk, by=BY, at=AT)
    found = queries.matrix()
    assert (found.uncovered, found.unjustified) == ((), ())
    with pytest.raises(Refused):
        services.resume_goal(level=level, record_id=pk, by=BY, at=AT)


def test_ending_needs_a_reason():
    goal = make.goal()
    with pytest.raises(Refused) as refusal:
        services.end_goal(level=Level.BUSINESS, record_id=goal.pk, on=ON, reason=" ", by=BY, at=AT)
    assert [problem.code for problem in refusal.value.problems] == ["no_reason"]


def test_the_matrix_says_what_is_missing():
    chain = make.chain()
    make.goal("G5", perspective="process")
    make.direction("6")
    found = queries.matrix()
    assert [row.key for row in found.uncovered] == ["G5"]
    assert [row.key for row in found.unjustified] == ["6"]
    assert [row.key for row in found.without_clause] == ["6"]
    between = found.cells[chain.goal.pk, chain.direction.pk]
    assert [row.key for row in between] == ["D1"]
    assert [ref.number for ref in found.clauses[chain.direction.pk]] == ["3.1"]


@pytest.mark.parametrize("n", [1, 12])
def test_the_matrix_takes_six_queries_for_few_and_many(n, django_assert_num_queries):
    for k in range(n):
        goal = make.goal(f"G{k}")
        make.clause(3, k + 1, make.direction(str(k + 1), make.development(f"D{k}", goal)))
    with django_assert_num_queries(6):
        found = queries.matrix()
    assert len(found.cells) == n
