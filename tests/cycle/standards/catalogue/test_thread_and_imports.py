"""What the room tells the kit: thread, broken links, permissions, the sheet of competencies."""

from datetime import date

import pytest

from espalier.cycle.standards.catalogue import imports, queries, services, thread
from espalier.cycle.standards.catalogue.models import Competency, Item
from espalier.engines.intake.types import Block, Duty, Task, TaskGroup
from espalier.kit.accounts.scope import declared
from espalier.kit.accounts.types import Role
from espalier.kit.errors import Conflict, Refused
from espalier.kit.imports.types import Action, Row
from espalier.kit.thread.queries import walk
from tests.factories.standards import adopted, applied, item, small_standard

pytestmark = pytest.mark.django_db


def test_who_may_do_what():
    roles = declared()
    assert roles["standards.view_standard"] == frozenset(Role)
    assert roles["standards.change_standard"] == {Role.MANAGER, Role.COORDINATOR}


def test_the_thread_leads_from_standard_to_competency_and_back():
    standard, _result = adopted()
    down = walk("standards.Standard", str(standard.pk), "down")
    kinds = [node.kind for node in down.nodes]
    assert kinds.count("standards.Item") == Item.objects.count()
    assert kinds.count("standards.Competency") == 5
    competency = Competency.objects.get(code__endswith="K01")
    up = walk("standards.Competency", str(competency.pk), "up")
    assert [node.kind for node in up.nodes][1:] == ["standards.Item", "standards.Standard"]
    assert all(node.url for node in up.nodes)


def test_the_thread_takes_a_fixed_number_of_queries(django_assert_num_queries):
    standard, _result = adopted()
    walk("standards.Standard", str(standard.pk), "down")
    with django_assert_num_queries(6):
        found = thread.registry.edges()
        mine = [e for e in found if e.source in (thread.STANDARD, thread.ITEM)][:2]
        for edge in mine:
            list(edge.down(["1", "2"]))
            list(edge.up(["1", "2"]))
        list(thread._standards([standard.pk]))
        list(thread._competencies(["1"]))


def knowing(version, *names):
    items = tuple(item("K", f"K{place:02}", name) for place, name in enumerate(names, 1))
    duty = Duty("T1", "工作", (TaskGroup((Task("T1.1", "做事"),), (Block(3, knowledge=items),)),))
    return small_standard(version, duties=(duty,), attitudes=())


def test_a_competency_whose_item_was_dropped_is_a_broken_link(django_assert_num_queries):
    adopted(knowing(1, "修枝", "施肥"))
    assert list(thread.lost_sources()) == []
    newest = applied(knowing(2, "施肥", "灌溉"))
    with django_assert_num_queries(2):
        [broken] = thread.lost_sources()
    assert broken.label.endswith("修枝")
    assert newest.raw_code in str(broken.message)
    assert f"new={newest.pk}" in broken.remedy_url


def row(number, **values):
    return Row("Sheet1", number, values)


def test_the_sheet_adds_changes_skips_and_refuses(system, monday, django_assert_num_queries):
    standard, _result = adopted()
    known = Competency.objects.get(code="ZZZ9999-001/K02")
    same = next(r for r in imports.records() if r["code"] == "ZZZ9999-001/K01")
    rows = [
        row(2, code="ORG/K1", kind="K", name="農場規章"),
        row(3, **(same | {"name_en": "Pruning"})),
        row(4, **next(r for r in imports.records() if r["code"] == known.code)),
        row(5, code="ORG/K2", kind="K", name="a", standard_code=standard.raw_code),
        row(6, code="ORG/K3", kind="K", name="b", standard_code="X", item_code="K01"),
        row(7, code="ORG/S1", kind="S", name="c", standard_code=standard.raw_code, item_code="K01"),
        row(8, code="ORG/K4", kind="K", name="d", standard_code=standard.raw_code, item_code="K02"),
    ]
    with django_assert_num_queries(2):
        planned = imports.plan(rows, date(2026, 11, 2))
    assert [each.action for each in planned] == [
        Action.ADD,
        Action.CHANGE,
        Action.SKIP,
        Action.REFUSE,
        Action.REFUSE,
        Action.REFUSE,
        Action.ADD,
    ]
    assert [each.reasons[0].code for each in planned[3:6]] == [
        "half_source",
        "unknown_item",
        "other_kind",
    ]
    assert imports.apply(planned, system, monday) == {"add": 2, "change": 1}
    assert Competency.objects.get(code="ORG/K4").source_item.code == "K02"
    assert Competency.objects.get(code="ZZZ9999-001/K01").name_en == "Pruning"
    again = imports.plan([r for r in rows if r.number in (2, 3, 4, 8)], date(2026, 11, 2))
    assert {each.action for each in again} == {Action.SKIP}


def test_records_and_plan_agree():
    adopted()
    rows = [row(number, **record) for number, record in enumerate(imports.records(), 2)]
    assert {each.action for each in imports.plan(rows, date(2026, 11, 2))} == {Action.SKIP}


def test_a_competency_is_edited_and_concurrent_edits_are_told(system, monday):
    adopted()
    wanted = queries.competencies().first()
    change = {"competency_id": wanted.pk, "seen": {"name": wanted.name}, "by": system, "at": monday}
    services.edit_competency(values={"name": "細心"}, **change)
    with pytest.raises(Conflict):
        services.edit_competency(values={"name": "謹慎"}, **change)
    with pytest.raises(Refused):
        services.edit_competency(values={"name": " "}, **change)
    assert Competency.objects.get(pk=wanted.pk).name == "細心"
