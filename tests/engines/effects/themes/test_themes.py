"""Themes of comments: terms, weights, factors, assignment, correction by a person, trust."""

from math import log, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from espalier.engines.effects.themes.factors import non_negative_factors
from espalier.engines.effects.themes.finding import edited, find_themes
from espalier.engines.effects.themes.terms import terms_of
from espalier.engines.effects.themes.trust import human_agreement, sample_to_read
from espalier.engines.effects.themes.weighting import tf_idf
from espalier.engines.figures.arrays import MissingPolicy
from espalier.engines.figures.types import VerdictCode

EXCLUDE, REFUSE, AS_ZERO = MissingPolicy.EXCLUDE, MissingPolicy.REFUSE, MissingPolicy.AS_ZERO
TIME = ["課程時間太短", "時間太短，來不及練習", "希望課程時間加長", "時間不夠"]
ROOM = ["教室冷氣太冷", "冷氣太冷了", "教室太小", "教室冷氣聲音大"]
TEACHER = ["講師講解清楚", "講師很專業，講解清楚", "講師講解很清楚", "講師講解仔細"]
COMMENTS = (TIME + ROOM + TEACHER) * 5


def test_terms_are_n_grams_without_cut_phrases():
    assert set(terms_of("講解的清楚")) == {"講解", "清楚", "解的清"}
    assert terms_of("pace pace and OK")["pace"] == 2
    assert set(terms_of("ＰＯＷＥＲ　ｐｏｉｎｔ")) == {"power", "point"}
    assert not terms_of("！？ 123")
    assert "不夠" in terms_of("時間不夠")
    with pytest.raises(ValueError, match="text"):
        terms_of(3)


def test_weights_by_hand():
    found = tf_idf(["pace pace room", "pace lunch", "room lunch", "other"])
    idf = log(5 / 3) + 1
    assert found.terms == ("lunch", "pace", "room")
    assert found.matrix[0] == pytest.approx(np.array([0, 2, 1]) * idf / (sqrt(5) * idf))
    assert found.matrix[3].tolist() == [0, 0, 0]
    assert tf_idf(["pace", "pace", "room"], most_terms=1).terms == ()
    # the longer of two terms in the same comments stands for both
    assert tf_idf(["清楚", "冷氣機", "冷氣機", "清楚", "其他"]).terms == ("冷氣機", "清楚")
    for wrong in ({"fewest": 0}, {"most_terms": 0}):
        with pytest.raises(ValueError, match="limits"):
            tf_idf(["a"], **wrong)


@settings(max_examples=25)
@given(st.integers(1, 4), st.integers(0, 1000))
def test_a_table_of_low_rank_is_found_again(k, seed):
    rng = np.random.default_rng(seed)
    x = rng.random((12, k)) @ rng.random((k, 9))
    found = non_negative_factors(x, k, seed=seed, most_iterations=3000)
    assert (found.w >= 0).all()
    assert (found.h >= 0).all()
    assert found.error < 0.05
    rest = np.linalg.norm(x - found.w @ found.h) / np.linalg.norm(x)
    assert rest == pytest.approx(found.error, abs=1e-6)
    again = non_negative_factors(x, k, seed=seed, most_iterations=3000)
    assert again.h.tolist() == found.h.tolist()


def test_factors_stop_and_name():
    rng = np.random.default_rng(1)
    assert not non_negative_factors(rng.random((9, 9)), 3, seed=1, most_iterations=2).converged
    spare = non_negative_factors([[1.0, 0], [1, 0], [0, 0]], 2, seed=1)
    assert spare.error < 1e-3
    for table, k in (([[1, -1]], 1), ([[0.0, 0]], 1), ([[1.0]], 2), ([[1.0]], 0)):
        with pytest.raises(ValueError):
            non_negative_factors(table, k, seed=1)


def test_an_idle_factor_stays_empty():
    from espalier.engines.effects.themes import factors

    part = np.ones((2, 2))
    factors._improve(part, np.ones((2, 2)), np.diag([1.0, 0.0]))
    assert part[:, 1].tolist() == [1, 1]


def test_three_known_themes():
    found = find_themes([*COMMENTS, " ", "無"], 3, missing=EXCLUDE, seed=1)
    own = [set(found.assigned[k::12]) - {-1} for k in range(12)]
    parts = [set().union(*own[:4]), set().union(*own[4:8]), set().union(*own[8:])]
    assert [len(part) for part in parts] == [1, 1, 1]
    assert len(set().union(*parts)) == 3
    assert found.assigned[60:] == (-1, -1)
    assert (found.n_used, found.n_missing) == (61, 1)
    assert [s.n for s in found.stages] == [62, 61, 60]
    theme = found.themes[found.assigned[8]]
    assert "講師" in theme.label
    assert theme.n_comments == 20
    assert theme.share in theme.interval
    assert all(found.assigned[at] == theme.code for at in theme.quotes)
    assert find_themes([*COMMENTS, " ", "無"], 3, missing=EXCLUDE, seed=1) == found


def test_a_person_moves_and_names():
    found = find_themes(COMMENTS, 3, missing=REFUSE, seed=1)
    code = found.assigned[0]
    other = (code + 1) % 3
    moved = edited(found, moves={0: other, 1: -1}, labels={code: "時間安排"})
    assert (moved.n_edited, moved.by_machine) == (2, found.by_machine)
    assert moved.themes[code].label == "時間安排"
    assert moved.themes[code].n_comments == found.themes[code].n_comments - 2
    assert edited(moved, moves={0: code, 1: code}).n_edited == 0
    for wrong in (
        {"moves": {999: 0}},
        {"moves": {0: 7}},
        {"labels": {9: "x"}},
        {"labels": {0: ""}},
        {"labels": {-1: "x"}},
    ):
        with pytest.raises(ValueError):
            edited(found, **wrong)


def test_too_little_to_sort_is_refused():
    assert find_themes(["好"] * 29, 2, missing=EXCLUDE, seed=1).code == "too_few"
    assert find_themes(["好"] * 40, 2, missing=EXCLUDE, seed=1).code == "few_terms"
    for comments, k, policy in (
        (COMMENTS, 13, EXCLUDE),
        (COMMENTS, 1, EXCLUDE),
        ([*COMMENTS, ""], 3, REFUSE),
        (COMMENTS, 3, AS_ZERO),
        ([*COMMENTS, None], 3, EXCLUDE),
    ):
        with pytest.raises(ValueError):
            find_themes(comments, k, missing=policy, seed=1)


def test_stopping_early_is_said():
    found = find_themes(COMMENTS, 3, missing=REFUSE, seed=1, most_iterations=1)
    assert not found.converged
    assert len(found.warnings) == 2


def test_trust_needs_fifty_read_by_a_person():
    found = find_themes(COMMENTS, 3, missing=REFUSE, seed=1)
    sample = sample_to_read(found, seed=3)
    assert (len(sample), sample == sample_to_read(found, seed=3)) == (50, True)
    agreed = human_agreement(found, {at: found.by_machine[at] for at in sample})
    assert (agreed.verdict, agreed.differing, agreed.n_missing) == (VerdictCode.CLEAR, (), 10)
    shifted = {at: (found.by_machine[at] + (at % 4 == 0)) % 3 for at in sample}
    doubted = human_agreement(found, shifted)
    assert doubted.verdict is not VerdictCode.CLEAR
    assert set(doubted.differing) == {at for at in sample if at % 4 == 0}
    # who names the same groups by each other's codes agrees less than by chance: that is no trust
    crossed = human_agreement(found, {at: (found.by_machine[at] + 1) % 3 for at in sample})
    assert crossed.verdict is VerdictCode.NO_SIGN
    assert human_agreement(found, {0: 0}).code == "too_few"
    same = edited(found, moves={})
    assert human_agreement(same, dict.fromkeys(range(60), 0)).kappa.kappa == pytest.approx(0)
    for wrong in ({0: 9}, {99: 0}):
        with pytest.raises(ValueError):
            human_agreement(found, wrong)
    with pytest.raises(ValueError, match="size"):
        sample_to_read(found, seed=1, size=0)


def test_one_theme_read_by_both_has_no_kappa():
    from dataclasses import replace

    found = find_themes(COMMENTS, 3, missing=REFUSE, seed=1)
    flat = replace(found, by_machine=(0,) * 60)
    assert human_agreement(flat, dict.fromkeys(range(60), 0)).code == "no_variation"
