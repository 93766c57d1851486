"""Adopting a standard: its K, S and A become the organisation's competencies, once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from espalier.cycle.standards.catalogue import queries, services
from espalier.cycle.standards.catalogue.models import Competency, Item
from espalier.engines.intake.types import Block, Duty, Task, TaskGroup
from espalier.kit.audit.models import Entry
from tests.factories.standards import applied, item, large_standard, small_standard

pytestmark = pytest.mark.django_db


@pytest.fixture
def adopt(system, monday):
    def act(standard):
        return services.adopt_competencies(standard=standard, by=system, at=monday)

    return act


def knowing(version, *names):
    items = tuple(item("K", f"K{place:02}", name) for place, name in enumerate(names, 1))
    duty = Duty("T1", "工作", (TaskGroup((Task("T1.1", "做事"),), (Block(3, knowledge=items),)),))
    return small_standard(version, duties=(duty,), attitudes=())


def test_each_item_gets_its_competency_with_its_source(adopt):
    standard = applied()
    result = adopt(standard)
    rows = queries.competencies()
    assert [row.code.removeprefix("ZZZ9999-001/") for row in rows] == [
        "A01",
        "K01",
        "K02",
        "S01",
        "S02",
    ]
    assert {row.source_item.standard_id for row in rows} == {standard.pk}
    assert (result.n_created, result.n_kept, len(result.competency_of)) == (5, 0, 5)
    assert Entry.objects.latest("sequence").event == "standards.competencies.adopted"


def test_adopting_again_keeps_everything_and_logs_nothing(adopt):
    standard = applied()
    first, entries = adopt(standard), Entry.objects.count()
    again = adopt(standard)
    assert again.competency_of == first.competency_of
    assert (again.n_created, again.n_kept, Entry.objects.count()) == (0, 5, entries)


def test_a_newer_version_keeps_what_kept_its_name_and_doubts_what_did_not(adopt):
    old = adopt(applied(knowing(1, "修枝", "施肥")))
    new = adopt(applied(knowing(2, "修枝", "灌溉")))
    assert (new.n_created, new.n_kept) == (1, 1)
    assert set(new.competency_of.values()) & set(old.competency_of.values())
    assert list(Competency.objects.order_by("code").values_list("code", "name")) == [
        ("ZZZ9999-001/K01", "修枝"),
        ("ZZZ9999-001/K02", "施肥"),
        ("ZZZ9999-001v2/K02", "灌溉"),
    ]


def test_an_item_without_code_is_found_by_its_place(adopt):
    adopt(applied(small_standard(attitudes=(item("A", "", "願意分享"),))))
    assert Competency.objects.get(kind="A").code == "ZZZ9999-001/A#1"


def test_a_migration_moves_the_source_and_nothing_else(adopt, system, monday):
    adopt(applied(knowing(1, "修枝")))
    competency = Competency.objects.get()
    target = Item.objects.get(standard=applied(knowing(2, "修剪")))
    moved = services.move_source_items(
        moves={competency.pk: target.pk}, reason="改名", by=system, at=monday
    )
    competency.refresh_from_db()
    assert (moved, competency.source_item, competency.name) == (1, target, "修枝")
    assert Entry.objects.latest("sequence").event == "standards.competencies.moved"


def test_the_number_of_queries_does_not_grow_with_the_items(adopt):
    counts = []
    for n_items in (10, 500):
        standard = applied(large_standard(n_items))
        with CaptureQueriesContext(connection) as captured:
            adopt(standard)
        counts.append(len(captured))
    assert counts[0] == counts[1] == 12
