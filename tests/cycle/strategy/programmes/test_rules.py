"""Objectives, options and their order: rules without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from espalier.cycle.strategy.programmes import rules
from espalier.cycle.strategy.programmes.types import Criterion, Lack, ObjectiveText

VERBS = {
    "zh": {
        "量測": frozenset({"apply"}),
        "說明": frozenset({"understand"}),
        "口頭說明": frozenset({"evaluate"}),
        "判讀": frozenset({"analyse", "evaluate"}),
    },
    "en": {"measure": frozenset({"apply"}), "give feedback": frozenset({"evaluate"})},
}
FULL = {"audience": "檢驗員", "condition": "給予標準件", "degree": "三件合格"}
CASES = {
    "complete": ("能量測標準件", "apply", {}, ()),
    "no verb of the list": ("能完成標準件", "apply", {}, (Lack.VERB,)),
    "only a vague verb": ("能了解標準件", "apply", {}, (Lack.VAGUE,)),
    "vague beside a good one": ("能了解並量測標準件", "apply", {}, ()),
    "level does not fit": ("能量測標準件", "create", {}, (Lack.LEVEL,)),
    "a verb of two levels fits both": ("能判讀圖面", "evaluate", {}, ()),
    "the longer verb counts": ("能口頭說明理由", "understand", {}, (Lack.LEVEL,)),
    "no condition": ("能量測標準件", "apply", {"condition": " "}, (Lack.CONDITION,)),
    "everything missing": (
        "", "apply", {"audience": "", "condition": "", "degree": ""},
        (Lack.AUDIENCE, Lack.BEHAVIOUR, Lack.CONDITION, Lack.DEGREE),
    ),
    "serves nothing": ("能量測標準件", "apply", {"n_items": 0}, (Lack.ITEM,)),
    "English, whole words": ("measures a part", "apply", {}, ()),
    "English, not inside a word": ("remeasurement of a part", "apply", {}, (Lack.VERB,)),
    "English, two words": ("give feedback at once", "evaluate", {}, ()),
}  # fmt: skip


@pytest.mark.parametrize(("behaviour", "level", "changes", "lacks"), CASES.values(), ids=CASES)
def test_the_check_names_what_is_missing(behaviour, level, changes, lacks):
    text = ObjectiveText(**{"behaviour": behaviour, "level": level, **FULL, **changes})
    assert rules.check_objective(text, VERBS).lacks == lacks


def test_the_check_says_which_verb_it_found_and_what_it_stands_for():
    text = ObjectiveText("檢驗員", "能判讀並量測", "現場", "全對", "analyse")
    assert rules.check_objective(text, VERBS).verbs == (
        ("判讀", ("analyse", "evaluate")),
        ("量測", ("apply",)),
    )


def test_an_option_lacks_what_it_does_not_name():
    assert rules.option_lacks(n_groups=1, n_needs=2, n_posts=3) == ()
    assert rules.option_lacks(n_groups=0, n_needs=1, n_posts=0) == (Lack.GROUP, Lack.POST)


CRITERIA = [Criterion("EFFECT", 3), Criterion("COST", 1)]


def test_options_are_ordered_by_the_weighted_mean():
    order = rules.ranked({"A": {"EFFECT": 4, "COST": 2}, "B": {"EFFECT": 2, "COST": 5}}, CRITERIA)
    assert [(o.code, o.score, o.rank) for o in order] == [("A", 3.5, 1), ("B", 2.75, 2)]
    assert order[0].parts == {"EFFECT": 3.0, "COST": 0.5}


def test_a_missing_score_leaves_its_weight_to_the_others_and_says_so():
    order = rules.ranked({"A": {"EFFECT": 4}, "B": {}}, CRITERIA)
    assert (order[0].score, order[0].weight_used) == (4.0, 0.75)
    assert (order[1].score, order[1].rank) == (None, 2)


def test_equal_options_share_the_better_rank():
    order = rules.ranked({"A": {"COST": 3}, "B": {"COST": 3}, "C": {"COST": 1}}, CRITERIA)
    assert [o.rank for o in order] == [1, 1, 3]


def test_the_turning_point_is_where_both_score_the_same():
    scores = {"A": {"EFFECT": 4, "COST": 2}, "B": {"EFFECT": 2, "COST": 5}}
    turns = {t.criterion: t for t in rules.sensitivity(scores, CRITERIA)}
    # 4(1-x) + 2x = 2(1-x) + 5x at x = 0.4, and the same for the other side.
    assert turns["COST"].turns_at == pytest.approx(0.4)
    assert turns["EFFECT"].turns_at == pytest.approx(0.6)
    assert turns["COST"].to == "B"


def test_nothing_turns_when_one_option_is_better_in_everything():
    scores = {"A": {"EFFECT": 4, "COST": 4}, "B": {"EFFECT": 2, "COST": 3}}
    assert [t.turns_at for t in rules.sensitivity(scores, CRITERIA)] == [None, None]


marks = st.fixed_dictionaries(
    {"X": st.integers(1, 5), "Y": st.integers(1, 5), "Z": st.integers(1, 5)}
)


@given(st.lists(marks, min_size=2, max_size=4), st.lists(st.integers(1, 9), min_size=3, max_size=3))
def test_beyond_the_turning_point_another_option_is_first(rows, weights):
    criteria = [Criterion(c, w) for c, w in zip("XYZ", weights, strict=True)]
    scores = {f"O{n}": row for n, row in enumerate(rows)}
    best = rules.ranked(scores, criteria)[0]
    assert all(1 <= (o.score or 0) <= 5 for o in rules.ranked(scores, criteria))
    for turn in rules.sensitivity(scores, criteria):
        if turn.turns_at is None or not 0.001 < turn.turns_at < 0.999:
            continue
        at = {c.code: c.weight for c in criteria}
        rest = sum(w for c, w in at.items() if c != turn.criterion)
        moved = [
            Criterion(c, turn.turns_at if c == turn.criterion else (1 - turn.turns_at) * w / rest)
            for c, w in at.items()
        ]
        then = {o.code: o.score for o in rules.ranked(scores, moved)}
        assert then[best.code] == pytest.approx(then[turn.to])


@pytest.mark.parametrize(
    ("likelihood", "impact", "size"),
    [(1, 5, "low"), (2, 3, "medium"), (3, 4, "high"), (5, 5, "high"), (1, 1, "low")],
)
def test_risks_are_sized_by_their_product(likelihood, impact, size):
    assert rules.risk_class(likelihood, impact) == size


def test_constraints_follow_from_the_group():
    quiet = {
        "shift": "day", "experience": "mixed", "n_people": 12, "n_places": 1,
        "has_access_needs": False, "has_other_language": False, "has_hazard": False,
    }  # fmt: skip
    assert rules.constraints_of(**quiet) == set()
    busy = quiet | {"shift": "two_shift", "n_people": 25, "n_places": 2, "has_hazard": True}
    assert rules.constraints_of(**busy) == {"shift", "large", "remote", "hazard"}
    assert rules.constraints_of(**(quiet | {"n_people": 5, "experience": "expert"})) == {
        "small", "expert",
    }  # fmt: skip
