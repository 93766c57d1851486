"""Distractors by thirds and by their correlation with the rest; omits at the end."""

import numpy as np
import pytest

from espalier.engines.psychometrics.classical.options import distractor_analysis, option_said
from espalier.engines.psychometrics.classical.speededness import speededness
from tests.engines.psychometrics.classical.tables import NAN, one_ability


def choices(n=120, k=6, seed=1):
    """The able choose A; of the others most choose B, some C."""
    rng = np.random.default_rng(seed)
    right = one_ability(n, k, seed) > 0
    wrong = np.where(rng.random((n, k)) < 0.7, "B", "C")
    return np.where(right, "A", wrong), right


def test_shares_by_thirds_and_correlations_by_hand():
    chosen, right = choices()
    found = distractor_analysis(chosen, ["A"] * 6)
    totals = right.sum(axis=1)
    low_cut, high_cut = np.sort(totals)[39], np.sort(totals)[80]
    low, high = totals <= low_cut, totals >= high_cut
    middle = ~low & ~high
    assert found.thirds == (low.sum(), middle.sum(), high.sum())
    for i, question in enumerate(found.questions):
        rest = totals - right[:, i]
        for option in question.options:
            here = chosen[:, i] == option.label
            assert option.n == here.sum()
            assert option.share == pytest.approx(here.mean())
            expected = [here[who].mean() for who in (low, middle, high)]
            assert option.by_third == pytest.approx(expected)
            assert option.r_rest == pytest.approx(np.corrcoef(here, rest)[0, 1])
            assert option.mean_rest == pytest.approx(rest[here].mean())
        assert question.option("A").is_key
        assert question.option("A").is_functional is None
        assert question.option("B").is_functional
    assert "No question looks wrongly keyed" in found.sentence.en
    assert "120 learners, 6 questions: of 12 wrong options" in found.sentence.en
    assert "people (" in option_said(found.questions[0].options[0]).en


def test_a_wrong_key_is_possible_where_the_able_choose_another():
    chosen, _ = choices()
    key = ["B", *["A"] * 5]
    found = distractor_analysis(chosen, key)
    assert [question.name for question in found.possible_wrong_keys] == ["1"]
    assert found.questions[0].flags[0].code == "possible_wrong_key"
    assert "check first: 1" in found.sentence.en


def test_rare_options_keys_nobody_chose_and_no_answer():
    chosen, _ = choices(n=200)
    chosen[:, 1] = "A"
    chosen[0, 2] = "D"
    chosen[1:9, 3] = "9"
    found = distractor_analysis(chosen, ["A", "E", *["A"] * 4], no_answer=["9"])
    everyone, key = found.questions[1].options
    assert (key.label, key.n, key.is_key, key.mean_rest) == ("E", 0, True, None)
    assert everyone.r_rest is None
    assert everyone.is_functional is False
    assert option_said(everyone).en.endswith("(100%).")
    assert found.questions[2].option("D").flags[0].code == "rarely_chosen"
    none = found.questions[3].option("9")
    assert none.is_no_answer
    assert none.is_functional is None
    assert not none.flags
    with pytest.raises(KeyError):
        found.questions[0].option("Z")


def test_equal_totals_give_no_thirds_but_still_shares():
    chosen = np.tile([["A", "B"], ["B", "A"]], (30, 1))
    found = distractor_analysis(chosen, ["A", "A"])
    assert found.thirds is None
    assert found.warnings
    assert found.questions[0].options[0].by_third is None
    two = np.tile([["A", "A"], ["B", "B"]], (30, 1))
    assert distractor_analysis(two, ["A", "A"]).questions[0].options[0].by_third == (0.0, None, 1.0)


def test_codes_as_numbers_are_labels_too():
    chosen = np.tile([[1.0, 2.0], [2.0, 2.0], [1.0, 1.0]], (20, 1))
    found = distractor_analysis(chosen, [1.0, 2])
    assert [o.label for o in found.questions[0].options] == ["1", "2"]
    assert distractor_analysis(chosen.astype(int), [1, 2]).questions[0].options[0].n == 40


@pytest.mark.parametrize(
    ("chosen", "key", "told"),
    [
        ([["A", "B"]], ["A", "B"], "at least 2 × 2"),
        (["A", "B"], ["A", "B"], "at least 2 × 2"),
        ([[1.5, 2], [1, 2]], [1, 2], "codes must be whole"),
        ([[NAN, 2], [1, 2]], [1, 2], "codes must be whole"),
        ([["A", "B"], ["A", "B"]], ["A"], "2 options expected, got 1"),
        ([["A", "B"], ["A", "B"]], ["A", "9"], "item 1 has '9'"),
    ],
)
def test_what_cannot_be_read_says_where(chosen, key, told):
    with pytest.raises(ValueError, match=told):
        distractor_analysis(chosen, key, no_answer=["9"])


def test_few_people_and_wrong_names():
    chosen, _ = choices(n=49)
    assert distractor_analysis(chosen, ["A"] * 6).code == "few_people"
    with pytest.raises(ValueError, match="names: 6 expected"):
        distractor_analysis(chosen, ["A"] * 6, names=("a",))


def test_who_reached_what():
    scores = np.ones((40, 8))
    scores[:10, 6:] = NAN
    scores[10, 3] = NAN
    scores[39] = NAN
    found = speededness(scores)
    assert (found.n_used, found.n_missing, found.n_finished) == (39, 1, 29)
    assert found.not_reached.tolist() == pytest.approx([0] * 6 + [10 / 39] * 2)
    assert found.skipped[3] == pytest.approx(1 / 39)
    assert found.reached_three_quarters == 1.0
    assert found.is_speeded is None
    assert "not clear yet" in found.sentence.en
    assert "1 people answered nothing" in found.warnings[0].en
    left = np.r_[np.full(10, 2), np.zeros(29)]
    missed = left.copy()
    missed[10] = 1
    assert found.gulliksen == pytest.approx(left.var() / missed.var())


def test_enough_time_and_too_little():
    fine = speededness(np.ones((60, 5)))
    assert fine.is_speeded is False
    assert fine.gulliksen is None
    assert "No sign" in fine.sentence.en
    short = np.ones((60, 5))
    short[:40, 3:] = NAN
    found = speededness(short, full_score=None)
    assert found.is_speeded
    assert found.gulliksen is None
    assert "clearly short" in found.sentence.en
    assert speededness(short[:9]).code == "few_people"
    assert speededness(np.full((20, 4), NAN)).code == "few_people"
    with pytest.raises(ValueError, match="got 5 × 1"):
        speededness(np.ones((5, 1)))
