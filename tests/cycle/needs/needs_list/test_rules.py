"""Is training the remedy, and which needs come first: tables a manager can read."""

from datetime import date

import pytest

from espalier.cycle.needs.needs_list import rules
from espalier.cycle.needs.needs_list.causes import check_causes
from espalier.cycle.needs.needs_list.opinions import Rating, opinions
from espalier.cycle.needs.needs_list.scoring import score_needs, sensitivity
from espalier.cycle.needs.needs_list.types import Criterion, NeedContent, Verdict

# What was answered -> the verdict, and the causes beside it.
CAUSES = {
    "nobody would notice": ({"matters": "no", "could": "no"}, "ignore", ()),
    "nobody knows whether they could": ({"matters": "yes"}, "open", ()),
    "they never learned it": ({"matters": "yes", "could": "no"}, "training", ()),
    "they never learned it, and tools are missing": (
        {"matters": "yes", "could": "no", "obstacles": "yes"}, "both", ("obstacle",),
    ),
    "they could once": (
        {"matters": "yes", "could": "no", "before": "yes", "often": "no"}, "practice", (),
    ),
    "a checklist would do": ({"matters": "yes", "could": "no", "simpler": "yes"}, "job_aid", ()),
    "they cannot learn it": ({"matters": "yes", "could": "no", "able": "no"}, "person", ()),
    "they can, tools are missing": (
        {"matters": "yes", "could": "yes", "obstacles": "yes"}, "obstacle", (),
    ),
    "they can, it does not pay": ({"matters": "yes", "could": "yes", "rewarded": "yes"}, "motive", ()),
    "they can, nobody said it": (
        {"matters": "yes", "could": "yes", "expected": "no"}, "expectation", (),
    ),
    "they can, tools and rewards are wrong": (
        {"matters": "yes", "could": "yes", "obstacles": "yes", "punished": "yes"},
        "obstacle", ("motive",),
    ),
    "they can, and nothing explains it": (
        {"matters": "yes", "could": "yes", "obstacles": "no"}, "open", (),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("answers", "verdict", "beside"), CAUSES.values(), ids=CAUSES)
def test_the_cause_decides_whether_training_is_the_remedy(answers, verdict, beside):
    found = check_causes(answers)
    assert (found.verdict, found.beside) == (verdict, beside)


def test_the_answers_that_decided_are_named():
    found = check_causes({"matters": "yes", "could": "no", "before": "yes", "often": "no"})
    assert [q.value for q in found.because] == ["could", "before", "often"]
    assert [q.value for q in check_causes({}).missing] == ["matters", "could"]


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [(None, None), ("open", None), ("training", True), ("both", True), ("obstacle", False)],
)
def test_only_a_lack_of_skill_makes_a_training_need(verdict, expected):
    assert rules.is_training(verdict) is expected


@pytest.mark.parametrize("verdict", Verdict)
def test_where_training_is_not_enough_something_else_is_named(verdict):
    from espalier.cycle.needs.needs_list.causes import Finding

    asked = verdict not in {Verdict.TRAINING, Verdict.OPEN, Verdict.IGNORE}
    assert bool(rules.problems_of_cause(Finding(verdict), " ")) is asked
    assert not rules.problems_of_cause(Finding(verdict), "補足刀具")


def test_all_problems_of_a_need_at_once():
    found = rules.problems_of_need(NeedContent(" ", " ", "task"), code_taken=True)
    assert [kind for kind, _about in found] == ["no_code", "code_taken", "no_title"]


CRITERIA = [Criterion("impact", 3), Criterion("cost", 1, lower_is_better=True)]


def test_scores_by_hand():
    """Impact 5, 3, 1 becomes 1, 0.5, 0; cost 300, 100, 100 becomes 0, 1, 1; weights 3 : 1."""
    found = score_needs([[5, 300], [3, 100], [1, 100]], CRITERIA)
    assert [row.score for row in found] == pytest.approx([0.75, 0.625, 0.25])
    assert [row.rank for row in found] == [1, 2, 3]


def test_what_nobody_scored_spreads_its_weight_and_says_so():
    found = score_needs([[5, None], [1, 100], [None, None]], CRITERIA)
    assert found[0].score == pytest.approx(1.0)
    assert found[0].weight_used == pytest.approx(0.75)
    assert (found[2].score, found[2].rank) == (None, None)


def test_without_weights_nobody_has_a_place():
    assert [row.rank for row in score_needs([[5]], [Criterion("impact", 0)])] == [None]
    assert score_needs([], CRITERIA) == []
    assert sensitivity([], CRITERIA) == []


def test_sensitivity_counts_every_weight_lowered_and_raised():
    lines = sensitivity([[5, 300], [3, 100], [1, 100], [4, 200]], CRITERIA)
    assert [(line.change, line.n_runs) for line in lines] == [(0.25, 4), (0.5, 4)]
    assert set(lines[0].changed) == {"impact", "cost"}


DAY = date(2026, 10, 15)


def rated(need: int, pairs: list[tuple[float | None, float | None]]) -> list[Rating]:
    return [Rating(need, ("learner", f"L{n}"), i, d, DAY) for n, (i, d) in enumerate(pairs)]


def test_the_worked_values_of_borich_with_respondents():
    """I = 5, 4, 5 and C = 3, 3, 2: mean I 4.6667, MWDS 9.3333, over three respondents."""
    row = opinions(rated(1, [(5, 3), (4, 3), (5, 2)])).rows[0]
    assert row.borich == pytest.approx(9.3333, abs=1e-4)
    assert (row.n, row.n_missing) == (3, 0)


def test_the_worked_value_of_pni():
    """Mean importance 4.6 and mean degree 3.2 give (4.6 − 3.2) ÷ 3.2 = 0.4375."""
    pairs = [(5, 4), (5, 3), (4, 3), (5, 3), (4, 3)]
    row = opinions(rated(1, pairs)).rows[0]
    assert (row.importance, row.degree) == pytest.approx((4.6, 3.2))
    assert row.pni == pytest.approx(0.4375)


def test_half_an_answer_is_left_out_and_counted():
    found = opinions([*rated(1, [(5, 3), (4, None)]), *rated(2, [(3, 3), (3, 3)])])
    assert [(row.need_id, row.n, row.n_missing) for row in found.rows] == [(1, 1, 1), (2, 2, 0)]
    assert found.n_respondents == 2


def test_both_grids_are_cut_at_the_means():
    found = opinions([*rated(1, [(5, 1)]), *rated(2, [(1, 4)]), *rated(3, [(5, 5)])])
    assert [row.ipa for row in found.rows] == ["concentrate_here", "possible_overkill", "keep_up"]
    assert [row.locus for row in found.rows] == ["first_priority", "low_priority", "watch"]
    assert found.importance_line == pytest.approx(11 / 3)


def test_nobody_rated_gives_no_figure():
    assert opinions([]).rows == ()
    assert opinions(rated(1, [(None, 3)])).rows == ()
