"""Moving positions to a new version of their standard: nothing is destroyed."""

from datetime import date

import pytest
from django.urls import reverse

from espalier.cycle.learning_map.requirements import queries, services
from espalier.cycle.learning_map.requirements.models import (
    Adoption,
    LevelMap,
    Migration,
    Requirement,
)
from espalier.cycle.learning_map.requirements.types import (
    ItemDecision,
    MigrationDecisions,
    MoveAction,
)
from espalier.cycle.standards.catalogue.models import Competency, Item
from espalier.cycle.standards.versions.models import VersionComparison
from espalier.cycle.standards.versions.services import compare_versions
from espalier.engines.intake.types import Block, Duty, Task, TaskGroup
from espalier.kit.audit.models import Entry
from espalier.kit.errors import Refused
from tests.factories import standards

pytestmark = pytest.mark.django_db
JUNE, DECEMBER = date(2026, 6, 1), date(2026, 12, 1)


def second_version():
    """K01 lives on as K05 at level 4, K02 is gone, S01 and A01 stay, K09 is new."""
    item = standards.item
    block = Block(
        level=4,
        knowledge=(item("K", "K05", "果樹修剪原理"), item("K", "K09", "土壤分析")),
        skills=(item("S", "S01", "工具保養"),),
    )
    duty = Duty("T1", "修剪果樹", (TaskGroup((Task("T1.1", "規劃修剪"),), (block,)),))
    return standards.small_standard(2, duties=(duty,))


@pytest.fixture
def who(by_manager, monday):
    return {"by": by_manager, "at": monday}


@pytest.fixture
def old(company, who):
    LevelMap.objects.bulk_create(
        LevelMap(standard_level=n, required_level=float(n)) for n in range(1, 7)
    )
    standard = standards.applied()
    for position in (company.welder, company.leader):
        services.adopt_standard(
            position=position, standard=standard, starts_on=JUNE, reason="對應", **who
        )
    levels = {
        row.competency_id: row.level
        for row in queries.propose_requirements(company.welder.pk, JUNE)
        if row.level is not None
    }
    for position in (company.welder, company.leader):
        services.accept_proposals(position_id=position.pk, levels=levels, starts_on=JUNE, **who)
    return standard


@pytest.fixture
def comparison(old, who) -> VersionComparison:
    new = standards.applied(second_version())
    return compare_versions(old_id=old.pk, new_id=new.pk, **who)


def item(standard, code) -> int:
    return Item.objects.get(standard=standard, code=code, kind=code[0]).pk


def decisions(comparison, company, **changes) -> MigrationDecisions:
    old, new = comparison.old, comparison.new
    items = {
        "K01": ItemDecision(item(old, "K01"), MoveAction.MOVE, item(new, "K05"), take_level=True),
        "K02": ItemDecision(item(old, "K02"), MoveAction.END, reason="已無此工作"),
        "S01": ItemDecision(item(old, "S01"), MoveAction.MOVE, item(new, "S01")),
        "S02": ItemDecision(item(old, "S02"), MoveAction.KEEP, reason="仍需要"),
        "A01": ItemDecision(item(old, "A01"), MoveAction.MOVE, item(new, "A01")),
    }
    told = {
        "position_ids": (company.welder.pk,),
        "items": tuple(items.values()),
        "require_new": (item(new, "K09"),),
    }
    return MigrationDecisions(**(told | changes))


def levels(position, on) -> dict[str, float]:
    rows = queries.requirements_of(position.pk, on)
    return {row.competency.code.split("/")[1]: row.level for row in rows}


def migrate(comparison, company, who, **changes):
    return services.migrate_to_version(
        comparison_id=comparison.pk,
        decisions=decisions(comparison, company, **changes),
        starts_on=DECEMBER,
        **who,
    )


def test_what_was_confirmed_moves_and_the_past_stays(company, comparison, who):
    before = levels(company.welder, date(2026, 11, 30))
    done = migrate(comparison, company, who)
    assert (
        levels(company.welder, date(2026, 11, 30)) == before == {"K01": 3.0, "K02": 3.0, "S01": 3.0}
    )
    assert levels(company.welder, DECEMBER) == {"K01": 4.0, "S01": 3.0, "K09": 4.0}
    assert done.counts == {
        "adoptions": 1,
        "competencies_moved": 3,
        "competencies_created": 1,
        "requirements_ended": 3,
        "requirements_added": 3,
    }
    assert Migration.objects.get().decisions["items"][1]["reason"] == "已無此工作"
    comparison.refresh_from_db()
    assert comparison.migrated_at is not None
    assert Entry.objects.filter(event="learning_map.version.migrated").count() == 1


def test_a_position_that_was_not_chosen_stays_where_it_is(company, comparison, who):
    before = levels(company.leader, DECEMBER)
    migrate(comparison, company, who)
    assert levels(company.leader, DECEMBER) == before
    rows = Adoption.objects.order_by("position__code", "starts_on")
    assert list(rows.values_list("position__code", "standard__version_no", "ends_on")) == [
        ("MFG-1", 1, date(2026, 11, 30)),
        ("MFG-1", 2, None),
        ("MFG-2", 1, None),
    ]


def test_competencies_keep_code_and_name_and_rest_on_the_new_item(company, comparison, who):
    migrate(comparison, company, who)
    moved = Competency.objects.get(code="ZZZ9999-001/K01")
    assert (moved.source_item.code, moved.source_item.standard_id) == ("K05", comparison.new_id)
    ended = Competency.objects.get(code="ZZZ9999-001/K02")
    assert ended.source_item.standard_id == comparison.old_id


def test_renewed_requirements_name_the_new_block(company, comparison, who):
    migrate(comparison, company, who)
    rows = Requirement.objects.filter(position=company.welder, ends_on=None)
    blocks = {row.source_block.group.duty.standard_id for row in rows}
    assert blocks == {comparison.new_id}


def test_what_nobody_decided_stops_everything(company, comparison, who):
    rows = list(Requirement.objects.values_list("pk", "ends_on"))
    with pytest.raises(Refused) as refusal:
        migrate(comparison, company, who, items=())
    assert {problem.code for problem in refusal.value.problems} == {"undecided"}
    assert len(refusal.value.problems) == 5
    assert list(Requirement.objects.values_list("pk", "ends_on")) == rows
    assert not Migration.objects.exists()


def test_a_day_before_the_adoption_is_refused(company, comparison, who):
    with pytest.raises(Refused) as refusal:
        services.migrate_to_version(
            comparison_id=comparison.pk,
            decisions=decisions(comparison, company),
            starts_on=JUNE,
            **who,
        )
    assert "starts_too_early" in {problem.code for problem in refusal.value.problems}


def test_the_page_shows_every_item_and_carries_the_decisions_out(
    client_of, manager, company, comparison
):
    client = client_of(manager)
    address = reverse("learning_map:migration", args=[comparison.pk])
    text = client.get(address).content.decode()
    for code in ("K01", "K02", "S01", "S02", "A01"):
        assert f"{code} " in text
    assert "K09 土壤分析" in text
    sent = {"starts_on": "2026-12-01", "position": [str(company.welder.pk)]}
    for each in decisions(comparison, company).items:
        sent[f"do-{each.old_item_id}"] = each.action.value
        sent[f"to-{each.old_item_id}"] = str(each.new_item_id or "")
    answer = client.post(address, {**sent, "position": []})
    assert answer.status_code == 422
    assert "未選擇職位" in answer.content.decode()
    assert client.post(address, sent).status_code == 302
    assert levels(company.welder, DECEMBER) == {"K01": 3.0, "S01": 3.0}


@pytest.mark.parametrize("names", [["welder"], ["welder", "leader"]])
def test_the_number_of_queries_does_not_grow_with_positions(
    company, comparison, who, names, django_assert_num_queries
):
    chosen = tuple(getattr(company, name).pk for name in names)
    with django_assert_num_queries(68):
        migrate(comparison, company, who, position_ids=chosen)
