"""Comparing versions: frozen, proposed item by item, confirmed by a person with a reason."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from espalier.cycle.standards.catalogue.models import Item
from espalier.cycle.standards.versions import queries, services
from espalier.cycle.standards.versions.models import ItemMatch, VersionComparison
from espalier.engines.intake.types import Block, Duty, Task, TaskGroup
from espalier.kit.audit.models import Entry
from espalier.kit.errors import NotFound, Refused
from tests.factories.standards import applied, item, large_standard, small_standard

pytestmark = pytest.mark.django_db


@pytest.fixture
def act(system, monday):
    def call(service, **arguments):
        return service(**arguments, by=system, at=monday)

    return call


def version(number, *knowledge):
    items = tuple(item("K", f"K{place:02}", name) for place, name in enumerate(knowledge, 1))
    duty = Duty(
        "T1", "修剪果樹", (TaskGroup((Task("T1.1", "修剪"),), (Block(3, knowledge=items),)),)
    )
    return small_standard(number, duties=(duty,))


@pytest.fixture
def comparison(act):
    old = applied(version(1, "果樹修剪原理", "病蟲害辨識", "農藥安全使用"))
    new = applied(version(2, "果樹修剪原理", "病蟲害辨識與防治"))
    return act(services.compare_versions, old_id=old.pk, new_id=new.pk)


def match_of(name) -> ItemMatch:
    return ItemMatch.objects.get(old_item__name=name)


def test_every_old_item_gets_a_proposal_and_nothing_is_confirmed(comparison):
    found = {
        match.old_item.name: match.new_item and match.new_item.name
        for match in ItemMatch.objects.select_related("old_item", "new_item")
    }
    assert found == {
        "果樹修剪原理": "果樹修剪原理",
        "病蟲害辨識": "病蟲害辨識與防治",
        "農藥安全使用": None,
        "謹慎細心": "謹慎細心",
    }
    assert queries.confirmed_matches(comparison.pk) == []
    assert Entry.objects.latest("sequence").event == "standards.versions.compared"


def test_the_same_two_again_give_the_comparison_there_is(act, comparison):
    again = act(services.compare_versions, old_id=comparison.old_id, new_id=comparison.new_id)
    assert (again.pk, VersionComparison.objects.count()) == (comparison.pk, 1)


def test_a_version_is_not_compared_with_itself_or_with_nothing(act, comparison):
    with pytest.raises(Refused) as refusal:
        act(services.compare_versions, old_id=comparison.old_id, new_id=comparison.old_id)
    assert [p.code for p in refusal.value.problems] == ["same_version"]
    with pytest.raises(NotFound):
        act(services.compare_versions, old_id=comparison.old_id, new_id=0)


def test_confirming_the_proposal_needs_no_reason(act, comparison, monday):
    match = match_of("病蟲害辨識")
    act(
        services.confirm_match,
        comparison_id=comparison.pk,
        match_id=match.pk,
        new_item_id=match.new_item_id,
        reason="",
    )
    [confirmed] = queries.confirmed_matches(comparison.pk)
    assert (confirmed.old_item_id, confirmed.new_item_id) == (match.old_item_id, match.new_item_id)
    assert (confirmed.kind, confirmed.confirmed_by) == ("K", "test")
    assert 0 < confirmed.similarity < 1


DEPARTURES = {
    "item ends": ("農藥安全使用", None),
    "another successor": ("農藥安全使用", "果樹修剪原理"),
}


@pytest.mark.parametrize(("old", "new"), DEPARTURES.values(), ids=DEPARTURES)
def test_departing_from_the_proposal_needs_a_reason(act, comparison, old, new):
    chosen = Item.objects.get(standard=comparison.new, name=new).pk if new else None
    wanted = {"comparison_id": comparison.pk, "match_id": match_of(old).pk, "new_item_id": chosen}
    with pytest.raises(Refused) as refusal:
        act(services.confirm_match, **wanted, reason="  ")
    assert [p.code for p in refusal.value.problems] == ["reason_missing"]
    act(services.confirm_match, **wanted, reason="新版併入其他項目。")
    [confirmed] = queries.confirmed_matches(comparison.pk)
    assert (confirmed.new_item_id, confirmed.reason) == (chosen, "新版併入其他項目。")


def test_a_successor_is_of_the_same_kind_and_of_the_new_version(act, comparison):
    attitude = Item.objects.get(standard=comparison.new, kind="A")
    old_one = Item.objects.get(standard=comparison.old, name="農藥安全使用")
    for wrong in (attitude, old_one):
        with pytest.raises(Refused) as refusal:
            act(
                services.confirm_match,
                comparison_id=comparison.pk,
                match_id=match_of("病蟲害辨識").pk,
                new_item_id=wrong.pk,
                reason="試",
            )
        assert refusal.value.problems[0].code == "wrong_item"


def test_a_match_of_another_comparison_is_not_found(act, comparison):
    match = match_of("病蟲害辨識")
    with pytest.raises(NotFound):
        act(
            services.confirm_match,
            comparison_id=comparison.pk + 1,
            match_id=match.pk,
            new_item_id=None,
            reason="x",
        )


def test_what_stayed_the_same_is_confirmed_in_one_act(act, comparison):
    assert act(services.confirm_unchanged, comparison_id=comparison.pk) == 2
    assert act(services.confirm_unchanged, comparison_id=comparison.pk) == 0
    assert len(queries.confirmed_matches(comparison.pk)) == 2


def test_after_the_migration_nothing_is_confirmed_any_more(act, comparison, monday):
    act(services.mark_migrated, comparison_id=comparison.pk)
    match = match_of("病蟲害辨識")
    with pytest.raises(Refused) as refusal:
        act(
            services.confirm_match,
            comparison_id=comparison.pk,
            match_id=match.pk,
            new_item_id=match.new_item_id,
            reason="",
        )
    assert refusal.value.problems[0].code == "migrated"
    assert queries.comparison(comparison.pk).migrated_at == monday


def test_entries_carry_their_match(comparison):
    entries = queries.differences(comparison)
    removed = next(entry for entry in entries if entry.old_text == "農藥安全使用")
    assert (removed.kind, removed.match_id) == ("removed", match_of("農藥安全使用").pk)


def test_the_number_of_queries_does_not_grow_with_the_items(act, django_assert_num_queries):
    counts = []
    for n_items in (10, 300):
        old = applied(large_standard(n_items))
        new = large_standard(n_items)
        newer = applied(
            small_standard(
                2, raw_code=f"{new.code_base}v2", code_base=new.code_base, duties=new.duties
            )
        )
        with CaptureQueriesContext(connection) as captured:
            comparison = act(services.compare_versions, old_id=old.pk, new_id=newer.pk)
        counts.append(len(captured))
        with django_assert_num_queries(1):
            queries.differences(comparison)
    assert counts[0] == counts[1] == 27
