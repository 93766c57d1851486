"""Applying a parsed standard: stored whole, published, never twice, never half."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from espalier.cycle.standards.catalogue import queries, rules, services
from espalier.cycle.standards.catalogue.models import Item, Standard
from espalier.cycle.standards.catalogue.types import Presence, Space
from espalier.engines.intake.types import Block, Duty, Task, TaskGroup
from espalier.kit.audit.models import Entry
from espalier.kit.errors import Refused
from tests.factories.standards import item, large_standard, small_standard

pytestmark = pytest.mark.django_db


@pytest.fixture
def apply(system, monday):
    def act(parsed, *, space=Space.OFFICIAL, **origin):
        return services.apply_standard(parsed=parsed, space=space, by=system, at=monday, **origin)

    return act


def test_what_was_parsed_comes_back_whole(apply):
    parsed = small_standard()
    assert queries.standard_as_parsed(apply(parsed)) == parsed


def test_one_code_printed_with_two_texts_keeps_both(apply):
    blocks = (
        Block(4, knowledge=(item("K", "K03", "資料蒐集與分析"), item("K", "", "無編碼知識"))),
        Block(4, knowledge=(item("K", "K03", "資料蒐集與數據分析"), item("K", "", "無編碼知識"))),
    )
    duty = Duty("", "", (TaskGroup((Task("T1.1", "蒐集資料"),), blocks),))
    parsed = small_standard(duties=(duty,), attitudes=(item("A", "", "願意學習新知。"),) * 2)
    standard = apply(parsed)
    assert queries.standard_as_parsed(standard) == parsed
    k03 = Item.objects.filter(standard=standard, code="K03").order_by("variant")
    assert [(row.variant, row.name) for row in k03] == [
        (0, "資料蒐集與分析"),
        (1, "資料蒐集與數據分析"),
    ]


def test_it_is_published_and_logged_in_one_act(apply, monday):
    standard = apply(small_standard(), source_uri="https://example.org/a.pdf")
    assert (standard.state, standard.published_at) == ("published", monday)
    assert str(standard.updated_on) == "2026-01-05"
    assert [entry.event for entry in Entry.objects.all()] == ["standards.standard.applied"]


def test_the_same_again_changes_nothing(apply):
    first = apply(small_standard())
    later_copy = small_standard(versions=(), warnings=(), is_historical=True)
    assert apply(later_copy) == first
    assert (Standard.objects.count(), Entry.objects.count()) == (1, 1)


def test_the_same_version_with_other_content_is_refused_and_says_where(apply):
    apply(small_standard())
    other = small_standard(description="別的工作。", level=4)
    with pytest.raises(Refused) as refusal:
        apply(other)
    assert refusal.value.problems[0].params["differing"] == ["description", "level"]
    assert queries.here(other).presence is Presence.OTHER
    assert Standard.objects.count() == 1


@pytest.mark.parametrize(("order", "states"), [((1, 2), "SP"), ((2, 1), "PS")])
def test_only_the_newest_version_is_in_force(apply, order, states):
    for version in order:
        apply(small_standard(version))
    rows = Standard.objects.order_by("pk").values_list("state", flat=True)
    assert [state[0].upper() for state in rows] == list(states)
    assert queries.latest_standard("ZZZ9999-001").version_no == 2


def test_everything_that_cannot_be_stored_is_named_at_once(apply):
    blocks = (Block(7),)
    duty = Duty("T1", "長" * 301, (TaskGroup((Task("T1.1", "做事"),), blocks),))
    with pytest.raises(Refused) as refusal:
        apply(small_standard(title=" ", duties=(duty,)))
    assert [p.code for p in refusal.value.problems] == ["no_title", "too_long", "level_outside"]
    assert not Standard.objects.exists()


def test_an_own_model_may_not_carry_an_official_code(apply):
    with pytest.raises(Refused) as refusal:
        apply(small_standard(), space=Space.OWN)
    assert refusal.value.problems[0].code == "official_code"


def test_the_number_of_queries_does_not_grow_with_the_items(apply):
    apply(small_standard())  # the first audit entry also starts the chain
    counts = []
    for n_items in (10, 500, 1000):
        with CaptureQueriesContext(connection) as captured:
            apply(large_standard(n_items))
        counts.append(len(captured))
    assert counts[0] == counts[1] == counts[2] == 18


def test_reading_back_takes_seven_queries(apply, django_assert_num_queries):
    standard = apply(large_standard(500))
    with django_assert_num_queries(7):
        queries.standard_as_parsed(queries.standard(standard.pk))


def test_content_ignores_the_file_but_not_the_words():
    parsed = small_standard()
    assert rules.differing_parts(parsed, replace(parsed, sha256="x", unplaced=())) == ()
    assert rules.differing_parts(parsed, replace(parsed, attitudes=())) == ("attitudes",)
