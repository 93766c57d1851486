"""The sheets ``norms``, ``norm_links``, ``norm_exemptions`` and ``norm_clauses``."""

from datetime import date
from decimal import Decimal

import pytest
from django.apps import apps

from espalier.cycle.learning_map.norms import queries
from espalier.cycle.learning_map.norms.models import NormVersion
from espalier.cycle.learning_map.norms.storing import rule_of
from espalier.cycle.learning_map.norms.types import Target
from tests.cycle.learning_map.sheets import actions, again, brought_in, planned, reasons
from tests.factories import learning_map as make
from tests.factories.learning_map import AT

pytestmark = pytest.mark.django_db


def line(code: str, **changes):
    return {
        "code": code,
        "kind": "legal",
        "title": f"規範{code}",
        "source": "某法第 9 條",
        "status": "secondary",
        "is_applied": True,
        "effective_from": date(2025, 1, 1),
        "effective_to": None,
        "window": "rolling",
        "months": 36,
        "hours": Decimal(3),
        "mode_caps": ("線上=2",),
        "content_minutes": ("消防=1",),
        "everyone": True,
        "categories": (),
        "interpretation": "請查證",
        **changes,
    }


def newest(code: str) -> NormVersion:
    return queries.newest_by_code()[code][1]


def test_a_norm_comes_in_with_its_whole_rule(db):
    asked = {"everyone": False, "categories": ("主管", "高階主管"), "duties": ("急救人員",)}
    brought_in("norms", line("A", min_headcount=30, **asked))
    rule = rule_of(newest("A"))
    assert (rule.minutes, rule.months, dict(rule.mode_caps)) == (180, 36, {"online": 120})
    assert rule.content_minutes == (("消防", 60),)
    assert rule.target == Target(
        categories=("manager", "executive"), duties=("急救人員",), min_headcount=30
    )
    assert queries.newest_interpretations()[newest("A").norm_id].text == "請查證"


def test_importing_the_same_again_changes_nothing(db, company):
    brought_in("norms", line("A"), line("B", window="none", months=None, hours=None,
                                        mode_caps=(), content_minutes=()))  # fmt: skip
    make.published("M1")
    brought_in(
        "norm_links", {"norm_code": "A", "kind": "module", "code": "M1", "hours": Decimal(1)}
    )
    brought_in("norm_links", {"norm_code": "A", "kind": "position", "code": "MFG-1"})
    told = {"norm_code": "A", "number": "0001", "starts_on": date(2026, 1, 1), "until": None}
    brought_in("norm_exemptions", {**told, "reason": "育嬰", "approved_by": "處長"})
    assert again("norms") == ["skip", "skip"]
    assert again("norm_links") == ["skip", "skip"]
    assert again("norm_exemptions") == ["skip"]


def test_a_blank_cell_means_what_a_norm_has_without_it(db):
    brought_in("norms", line("A"))
    blank = {"is_shareable": None, "is_working_time": None, "on_leave": "", "notice_days": None}
    assert actions(planned("norms", line("A", **blank))) == ["skip"]


def test_a_changed_rule_becomes_the_next_version_from_its_day(db):
    brought_in("norms", line("A"))
    brought_in("norms", line("A", hours=Decimal(6), effective_from=date(2027, 1, 1)))
    first, second = NormVersion.objects.order_by("version_no")
    assert (first.effective_to, second.minutes) == (date(2026, 12, 31), 360)
    assert queries.newest_interpretations()[first.norm_id].pk
    assert queries.notes_of(first.norm_id)[0].text == "請查證"
    assert len(queries.notes_of(first.norm_id)) == 1


def test_a_rule_is_never_changed_in_place_by_a_sheet(db):
    brought_in("norms", line("A"))
    plan = planned("norms", line("A", hours=Decimal(6)))
    assert reasons(plan) == [[("effective_from", "not_later")]]
    plan = planned("norms", line("A", effective_from=date(2027, 1, 1)))
    assert reasons(plan) == [[("effective_from", "same_rule")]]


def test_what_is_known_may_change_without_a_new_version(db):
    brought_in("norms", line("A"))
    brought_in("norms", {"code": "A", "title": "新名稱", "interpretation": "另有函釋"})
    assert queries.by_code()["A"].title == "新名稱"
    assert NormVersion.objects.count() == 1
    assert [note.text for note in queries.notes_of(newest("A").norm_id)] == ["另有函釋", "請查證"]


BAD = {
    "no source": ({"source": ""}, [("source", "no_source")]),
    "seen, but never": ({"status": "verified"}, [("checked_on", "verified_unchecked")]),
    "an address that is none": ({"source_url": "law"}, [("source_url", "bad_url")]),
    "odd calendar": ({"window": "calendar", "months": 5}, [("months", "odd_calendar")]),
    "limit without hours": ({"mode_caps": ("線上",)}, [("mode_caps", "not_hours")]),
    "limit of no mode": ({"mode_caps": ("心電感應=2",)}, [("modes", "unknown_mode")]),
    "unknown category": ({"categories": ("全部人",)}, [("categories", "unknown_word")]),
    "ends before it begins": (
        {"effective_to": date(2024, 1, 1)},
        [("effective_to", "ends_first")],
    ),
}


@pytest.mark.parametrize(("changes", "expected"), BAD.values(), ids=BAD)
def test_a_bad_row_names_its_column(db, changes, expected):
    plan = planned("norms", line("A", **changes), line("B"))
    assert actions(plan) == ["refuse", "add"]
    assert reasons(plan)[0] == expected


def test_unknown_records_and_hours_of_positions_are_refused(db, company):
    brought_in("norms", line("A"))
    plan = planned(
        "norm_links",
        {"norm_code": "Q", "kind": "module", "code": "Q"},
        {"norm_code": "A", "kind": "position", "code": "MFG-1", "hours": Decimal(1)},
    )
    assert reasons(plan) == [
        [("norm_code", "unknown"), ("code", "unknown")],
        [("hours", "hours_of_position")],
    ]
    told = {"norm_code": "Q", "number": "9", "starts_on": date(2026, 1, 1)}
    plan = planned("norm_exemptions", {**told, "until": date(2025, 1, 1)})
    assert reasons(plan) == [
        [("norm_code", "unknown"), ("number", "unknown"), ("until", "ends_first")]
    ]


def test_clauses_carry_norms(db):
    brought_in("norms", line("A"))
    clause = apps.get_model("policy", "Clause")
    clause.objects.create(chapter=15, number=3, title="法定訓練", text="x", updated_at=AT)
    assert reasons(planned("norm_clauses", {"norm_code": "A", "clause": "1.1"})) == [
        [("clause", "unknown")]
    ]
    brought_in("norm_clauses", {"norm_code": "A", "clause": "15.3"})
    assert again("norm_clauses") == ["skip"]
    assert queries.legal_duties_without_clause(date(2026, 11, 2)) == []


@pytest.mark.parametrize("n", [2, 60])
def test_planning_takes_the_same_queries_for_few_and_many(db, n, django_assert_num_queries):
    brought_in("norms", *(line(f"N{k}") for k in range(n)))
    with django_assert_num_queries(2):
        planned("norms", *(line(f"N{k}", title="新") for k in range(n)))
