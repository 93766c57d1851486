"""The pages about versions: choose, read, filter, confirm."""

import pytest
from django.urls import reverse

from espalier.cycle.standards.versions.models import ItemMatch, VersionComparison
from espalier.engines.intake.types import Block, Duty, Task, TaskGroup
from espalier.kit.accounts.types import Role
from tests.factories.standards import adopted, applied, item, large_standard, small_standard

pytestmark = pytest.mark.django_db


def version(number, *knowledge):
    items = tuple(item("K", f"K{place:02}", name) for place, name in enumerate(knowledge, 1))
    duty = Duty(
        "T1", "修剪果樹", (TaskGroup((Task("T1.1", "修剪"),), (Block(3, knowledge=items),)),)
    )
    return small_standard(number, duties=(duty,))


@pytest.fixture
def client(manager, client_of):
    return client_of(manager)


def at(name, *arguments):
    return reverse(f"standards:{name}", args=arguments)


@pytest.fixture
def comparison(client):
    old, _result = adopted(version(1, "果樹修剪原理", "病蟲害辨識", "農藥安全使用"))
    new = applied(version(2, "果樹修剪原理", "病蟲害辨識與防治"))
    answer = client.post(at("compare_start"), {"old": old.pk, "new": new.pk})
    found = VersionComparison.objects.get()
    assert answer.url == at("comparison", found.pk)
    return found


def test_the_choice_is_filled_from_the_address(client):
    old, new = applied(small_standard(1)), applied(small_standard(2))
    page = client.get(at("compare"), {"old": old.pk, "new": new.pk}).text
    assert f'<option value="{old.pk}" selected>' in page
    assert f'<option value="{new.pk}" selected>' in page


@pytest.mark.parametrize("sent", [{}, {"old": "1"}, {"old": "x", "new": "y"}])
def test_two_versions_are_needed(client, sent):
    answer = client.post(at("compare_start"), sent)
    assert answer.status_code == 422
    assert 'data-problem="two_versions"' in answer.text


def test_the_page_shows_what_changed_and_hides_what_did_not(client, comparison):
    page = client.get(at("comparison", comparison.pk)).text
    assert "<ins>與防治</ins>" in page
    assert "<del>農藥安全使用</del>" in page
    unchanged = ItemMatch.objects.get(old_item__name="果樹修剪原理")
    assert f'id="match-{unchanged.pk}"' not in page
    shown = client.get(at("comparison", comparison.pk), {"kind": "unchanged"}).text
    assert f'id="match-{unchanged.pk}"' in shown


def test_filters_narrow(client, comparison):
    address = at("comparison", comparison.pk)
    removed = client.get(address, {"kind": "removed"}).text
    assert "農藥安全使用" in removed
    assert "<ins>與防治</ins>" not in removed
    assert "沒有可顯示的內容" in client.get(address, {"kind": "removed", "part": "skill"}).text


def test_the_impact_names_the_competencies(client, comparison):
    page = client.get(at("comparison", comparison.pk)).text
    impact = page[page.index('id="impact"') :]
    assert "ZZZ9999-001/K03 農藥安全使用" in impact
    assert "ZZZ9999-001/K01" not in impact  # it did not change


def test_a_match_is_confirmed_with_its_reason(client, comparison):
    match = ItemMatch.objects.get(old_item__name="農藥安全使用")
    address = at("confirm_match", comparison.pk, match.pk)
    refused = client.post(address, {"new_item": "", "reason": ""})
    assert refused.status_code == 422
    assert 'data-problem="reason_missing"' in refused.text
    answer = client.post(f"{address}?kind=removed", {"new_item": "", "reason": "法規另有訓練。"})
    assert answer.url == f"{at('comparison', comparison.pk)}?kind=removed#match-{match.pk}"
    page = client.get(at("comparison", comparison.pk)).text
    assert "法規另有訓練。" in page
    assert "manager" in page


def test_what_is_confirmed_leaves_the_open_ones(client, comparison):
    client.post(at("confirm_unchanged", comparison.pk))
    page = client.get(at("comparison", comparison.pk), {"kind": "unchanged", "open": "1"}).text
    assert "沒有可顯示的內容" in page


def test_readers_read_and_change_nothing(client_of, person_with, comparison):
    reader = client_of(person_with(Role.INSTRUCTOR))
    page = reader.get(at("comparison", comparison.pk)).text
    assert "農藥安全使用" in page
    assert '<form method="post" action="/standards/' not in page
    assert 'id="impact"' not in page  # the thread is not theirs to walk
    match = ItemMatch.objects.first()
    for address in (
        at("confirm_match", comparison.pk, match.pk),
        at("confirm_unchanged", comparison.pk),
    ):
        assert reader.post(address).status_code == 404
    assert not ItemMatch.objects.exclude(confirmed_at=None).exists()


def test_a_stranger_finds_nothing(client_of, stranger, comparison):
    assert client_of(stranger).get(at("comparison", comparison.pk)).status_code == 404


def test_the_queries_of_the_page_do_not_grow(
    client_of, person_with, client, django_assert_num_queries
):
    reader = client_of(person_with(Role.LEARNER))
    for n_items in (10, 100):
        old = applied(large_standard(n_items))
        new = large_standard(n_items)
        newer = applied(
            small_standard(
                2, raw_code=f"{new.code_base}v2", code_base=new.code_base, duties=new.duties
            )
        )
        client.post(at("compare_start"), {"old": old.pk, "new": newer.pk})
        found = VersionComparison.objects.latest("pk")
        with django_assert_num_queries(6):
            reader.get(at("comparison", found.pk))
