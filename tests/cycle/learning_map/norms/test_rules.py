"""Rules of norms as tables: what stops a norm, a rule, a next version."""

from datetime import date

import pytest

from espalier.cycle.learning_map.norms import rules
from espalier.cycle.learning_map.norms.types import Rule, Target
from tests.cycle.learning_map.norms.conftest import content, rule

ON = date(2026, 11, 2)
LICENSED = Target(licences=("執業執照",))

CONTENTS = {
    "complete": ("A", {}, []),
    "no code, no title": ("", {"title": " "}, ["bad_code", "no_title"]),
    "legal without source": ("A", {"source": ""}, ["no_source"]),
    "ethical needs no source": ("A", {"kind": "ethical", "source": ""}, []),
    "address with a script": ("A", {"source_url": "javascript:alert(1)"}, ["bad_url"]),
    "address of the source": ("A", {"source_url": "https://law.example.tw/x"}, []),
    "looked up tomorrow": ("A", {"checked_on": date(2026, 11, 3)}, ["checked_in_future"]),
    "looked up today": ("A", {"checked_on": ON}, []),
    "review before it was looked up": (
        "A",
        {"review_on": date(2026, 9, 30)},
        ["review_before_check"],
    ),
    "seen, but never": ("A", {"checked_on": None}, ["verified_unchecked"]),
    "known need not be looked up": ("A", {"checked_on": None, "status": "known"}, []),
}
RULES = {
    "every three years": (rule(), []),
    "a principle": (Rule(), []),
    "once": (rule(window="once", months=None), []),
    "once has no length": (rule(window="once"), ["months_unused"]),
    "rolling without length": (rule(months=None), ["no_months"]),
    "half a year": (rule(window="calendar", months=6), []),
    "two years": (rule(window="calendar", months=24), []),
    "five months": (rule(window="calendar", months=5), ["odd_calendar"]),
    "longer than twenty years": (rule(months=241), ["months_too_many"]),
    "hours without a term": (Rule(minutes=60), ["hours_without_window"]),
    "zero hours": (rule(minutes=0), ["minutes_zero"]),
    "no fixed hours": (rule(minutes=None), []),
    "unknown mode": (rule(modes=("telepathy",)), ["unknown_mode"]),
    "limit of a mode that does not count": (
        rule(modes=("classroom",), mode_caps=(("online", 120),)),
        ["cap_of_other_mode"],
    ),
    "contents fill the hours": (rule(content_minutes=(("消防", 180),)), []),
    "contents over the hours": (
        rule(content_minutes=(("消防", 120), ("倫理", 61))),
        ["content_over_hours"],
    ),
    "headcount the wrong way": (
        rule(target=Target(everyone=True, min_headcount=30, max_headcount=29)),
        ["headcount_order"],
    ),
    "licence cycle": (rule(window="licence", months=72, target=LICENSED), []),
    "licence cycle of no licence": (rule(window="licence", months=72), ["no_licence"]),
}


@pytest.mark.parametrize(("code", "changes", "expected"), CONTENTS.values(), ids=CONTENTS)
def test_what_stops_a_norm(code, changes, expected):
    found = rules.problems_of_content(code, content(**changes), on=ON)
    assert [kind.value for kind, _about in found] == expected


@pytest.mark.parametrize(("asked", "expected"), RULES.values(), ids=RULES)
def test_what_stops_a_rule(asked, expected):
    found = rules.problems_of_rule(asked, known_modes=["classroom", "online"])
    assert [kind.value for kind, _about in found] == expected


@pytest.mark.parametrize(
    ("new", "day", "expected"),
    [
        (rule(minutes=240), date(2027, 1, 1), []),
        (rule(), date(2027, 1, 1), ["same_rule"]),
        (rule(minutes=240), date(2026, 1, 1), ["not_later"]),
        (rule(), date(2025, 12, 31), ["same_rule", "not_later"]),
    ],
)
def test_a_changed_rule_begins_later(new, day, expected):
    found = rules.problems_of_next_version(
        rule(), new, held_from=date(2026, 1, 1), effective_from=day
    )
    assert [kind.value for kind, _about in found] == expected


def test_the_day_of_the_review_is_still_in_time():
    assert not rules.is_past_review(ON, ON)
    assert rules.is_past_review(date(2026, 11, 1), ON)
    assert not rules.is_past_review(None, ON)
    assert rules.days_past_review(date(2026, 10, 3), ON) == 30


def test_lists_without_an_order_make_equal_rules():
    one = rule(modes=("online", "classroom"), target=Target(tiers=("top", "base")))
    other = rule(modes=("classroom", "online"), target=Target(tiers=("base", "top")))
    assert one == other
    assert Rule.from_json(one.to_json()) == one
