"""Start, plan, apply, undo: state, records, audit entry — all or nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from espalier.kit.accounts.models import ScopeNode
from espalier.kit.audit.models import Entry
from espalier.kit.errors import NotFound, Refused
from espalier.kit.imports import registry, services
from espalier.kit.imports.models import ImportRun, RememberedMapping
from tests.kit.imports.sample import PLACES, csv

TWO = csv("地點代碼,地點名稱\n001,北廠\n002,南廠\n")


def codes(refusal) -> list[str]:
    return [problem.code for problem in refusal.value.problems]


def events() -> list[str]:
    return list(Entry.objects.order_by("sequence").values_list("event", flat=True))


@pytest.mark.django_db
def test_apply_writes_all_rows_with_one_audit_entry(bring, system, monday):
    run = bring(TWO)
    assert (run.state, run.counts["add"]) == ("planned", 2)
    assert not ScopeNode.objects.exists()
    run = services.apply_import(run_id=run.pk, by=system, at=monday)
    assert (run.state, run.applied_at, run.counts["n_places"]) == ("applied", monday, 2)
    assert sorted(ScopeNode.objects.values_list("key", "label")) == [
        ("001", "北廠"),
        ("002", "南廠"),
    ]
    assert events().count("kit.import.applied") == 1
    entry = Entry.objects.select_related("payload").get(event="kit.import.applied")
    assert entry.payload.body["after"]["counts"]["add"] == 2


def test_the_same_file_again_changes_nothing(bring, system, monday, monkeypatch):
    services.apply_import(run_id=bring(TWO).pk, by=system, at=monday)
    again = bring(TWO)
    assert {k: again.counts[k] for k in ("add", "change", "skip", "refuse")} == {
        "add": 0,
        "change": 0,
        "skip": 2,
        "refuse": 0,
    }
    seen = []
    spec = replace(PLACES, apply=lambda *a: seen.append(a) or {})
    monkeypatch.setitem(registry._SPECS, "places", spec)
    assert services.apply_import(run_id=again.pk, by=system, at=monday).state == "applied"
    assert seen == []


def test_a_change_shows_before_and_after(bring, system, monday):
    services.apply_import(run_id=bring(TWO).pk, by=system, at=monday)
    run = bring(csv("地點代碼,地點名稱\n001,北一廠\n002,南廠\n"))
    assert run.counts["change"] == 1
    row = next(row for row in run.plan["rows"] if row["action"] == "change")
    assert (row["number"], row["change"]) == (2, [["label", "北廠", "北一廠"]])


def test_refused_rows_stop_the_rest_unless_accepted(bring, system, monday):
    run = bring(csv("地點代碼,地點名稱,上級地點代碼\n001,北廠,\n002,南廠,999\n,無名,\n"))
    assert (run.counts["add"], run.counts["refuse"]) == (1, 2)
    with pytest.raises(Refused) as refusal:
        services.apply_import(run_id=run.pk, by=system, at=monday)
    assert codes(refusal) == ["refused_rows"]
    assert not ScopeNode.objects.exists()
    services.apply_import(run_id=run.pk, by=system, at=monday, accept_refused=True)
    assert list(ScopeNode.objects.values_list("key", flat=True)) == ["001"]


def test_two_rows_with_one_key_are_both_refused_and_name_each_other(bring):
    run = bring(csv("地點代碼,地點名稱\n001,北廠\n001,南廠\n"))
    rows = [row for row in run.plan["rows"] if row["action"] == "refuse"]
    assert [row["number"] for row in rows] == [2, 3]
    assert "3" in rows[0]["reasons"][0][3]
    assert "2" in rows[1]["reasons"][0][3]


def test_records_that_moved_since_the_plan_refuse_it(bring, system, monday):
    run = bring(TWO)
    ScopeNode.objects.create(key="001", label="別的", path="/9/")
    with pytest.raises(Refused) as refusal:
        services.apply_import(run_id=run.pk, by=system, at=monday)
    assert codes(refusal) == ["records_moved"]
    assert ScopeNode.objects.get().label == "別的"
    run = services.plan_import(run_id=run.pk, by=system, at=monday)
    assert (run.counts["add"], run.counts["change"]) == (1, 1)
    services.apply_import(run_id=run.pk, by=system, at=monday)
    assert ScopeNode.objects.count() == 2


def test_records_that_moved_without_touching_the_plan_do_not(bring, system, monday):
    run = bring(TWO)
    ScopeNode.objects.create(key="003", label="東廠", path="/9/")
    services.apply_import(run_id=run.pk, by=system, at=monday)
    assert ScopeNode.objects.count() == 3


def test_an_error_inside_apply_leaves_nothing(bring, system, monday, monkeypatch):
    def half(planned, by, at):
        PLACES.apply(planned[:1], by, at)
        raise ZeroDivisionError

    run = bring(TWO)
    monkeypatch.setitem(registry._SPECS, "places", replace(PLACES, apply=half))
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        services.apply_import(run_id=run.pk, by=system, at=monday)
    run.refresh_from_db()
    assert run.state == "planned"
    assert not ScopeNode.objects.exists()
    assert "kit.import.applied" not in events()


def test_a_constraint_of_the_database_is_a_refusal_not_a_crash(bring, system, monday, monkeypatch):
    def collide(planned, by, at):
        raise IntegrityError("UNIQUE constraint failed")

    run = bring(TWO)
    monkeypatch.setitem(registry._SPECS, "places", replace(PLACES, apply=collide))
    with pytest.raises(Refused) as refusal:
        services.apply_import(run_id=run.pk, by=system, at=monday)
    assert codes(refusal) == ["records_moved"]


def test_an_applied_import_cannot_be_applied_again(bring, system, monday):
    run = bring(TWO)
    services.apply_import(run_id=run.pk, by=system, at=monday)
    with pytest.raises(Refused) as refusal:
        services.apply_import(run_id=run.pk, by=system, at=monday)
    assert codes(refusal) == ["wrong_state"]


def test_undo_takes_everything_back(bring, system, monday):
    first = bring(TWO)
    services.apply_import(run_id=first.pk, by=system, at=monday)
    later = bring(csv("地點代碼,地點名稱\n001,北一廠\n003,東廠\n"))
    services.apply_import(run_id=later.pk, by=system, at=monday + timedelta(hours=1))
    with pytest.raises(Refused) as refusal:
        services.undo_import(run_id=first.pk, by=system, at=monday)
    assert codes(refusal) == ["later_import"]
    services.undo_import(run_id=later.pk, by=system, at=monday)
    assert sorted(ScopeNode.objects.values_list("key", "label")) == [
        ("001", "北廠"),
        ("002", "南廠"),
    ]
    services.undo_import(run_id=first.pk, by=system, at=monday)
    assert not ScopeNode.objects.exists()
    assert events()[-1] == "kit.import.undone"


def test_a_kind_without_undo_says_so(bring, system, monday, monkeypatch):
    monkeypatch.setitem(registry._SPECS, "places", replace(PLACES, undo=None))
    run = bring(TWO)
    services.apply_import(run_id=run.pk, by=system, at=monday)
    with pytest.raises(Refused) as refusal:
        services.undo_import(run_id=run.pk, by=system, at=monday)
    assert codes(refusal) == ["no_undo"]


def test_a_discarded_file_is_done_with(bring, system, monday):
    run = services.discard(run_id=bring(TWO).pk, by=system, at=monday)
    assert run.state == ImportRun.State.DISCARDED
    with pytest.raises(Refused):
        services.plan_import(run_id=run.pk, by=system, at=monday)


def test_a_confirmed_mapping_is_remembered_for_the_same_header(db, system, monday):
    odd = csv("甲,乙\n001,北廠\n")
    run = services.start_import(kind="places", data=odd, filename="a.csv", by=system, at=monday)
    with pytest.raises(Refused) as refusal:
        services.plan_import(run_id=run.pk, by=system, at=monday)
    assert codes(refusal) == ["missing_column", "missing_column"]
    services.set_mapping(run_id=run.pk, columns={0: "code", 1: "label"}, by=system, at=monday)
    again = csv("甲,乙\n002,南廠\n")
    run = services.start_import(kind="places", data=again, filename="b.csv", by=system, at=monday)
    run = services.plan_import(run_id=run.pk, by=system, at=monday)
    assert run.counts["add"] == 1
    assert RememberedMapping.objects.count() == 1


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({0: "code"}, ["missing_column"]),
        ({0: "code", 1: "code"}, ["column_twice", "missing_column"]),
        ({0: "code", 1: "label", 7: "parent"}, ["no_such_column"]),
        ({0: "code", 1: "colour"}, ["no_such_column", "missing_column"]),
    ],
)
def test_an_impossible_mapping_names_all_problems(bring, system, monday, columns, expected):
    with pytest.raises(Refused) as refusal:
        services.set_mapping(run_id=bring(TWO).pk, columns=columns, by=system, at=monday)
    assert codes(refusal) == expected


def test_unknown_kind_and_run_are_not_found(db, system, monday):
    with pytest.raises(NotFound):
        services.start_import(kind="nope", data=TWO, filename="a.csv", by=system, at=monday)
    with pytest.raises(NotFound):
        services.plan_import(run_id=99, by=system, at=monday)


def test_planning_needs_a_fixed_number_of_queries(bring, system, monday, django_assert_num_queries):
    many = csv("地點代碼,地點名稱\n" + "".join(f"{i:04},廠{i}\n" for i in range(500)))
    small, large = bring(TWO), bring(many)
    for run in (small, large):
        # run and file, places, the run itself, and the audit entry
        with django_assert_num_queries(11):
            services.plan_import(run_id=run.pk, by=system, at=monday)
