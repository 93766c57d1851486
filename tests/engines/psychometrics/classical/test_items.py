"""Item analysis: figures by hand, flags only by the interval, ties by the stated rule."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from espalier.engines.figures.intervals import newcombe, wilson
from espalier.engines.figures.types import Interval, Refusal
from espalier.engines.figures.writing import as_json
from espalier.engines.psychometrics.classical.flags import Purpose, flags_of
from espalier.engines.psychometrics.classical.groups import discrimination_27, extreme_groups
from espalier.engines.psychometrics.classical.items import ItemAnalysis, item_analysis
from espalier.engines.psychometrics.classical.responses import Unanswered
from espalier.engines.psychometrics.classical.wording import (
    D27_BANDS,
    DIFFICULTY_BANDS,
    R_REST_BANDS,
    RELIABILITY_BANDS,
    band_of,
    band_said,
    best_difficulty,
)
from tests.engines.psychometrics.classical.tables import NAN, repeated, right_or_wrong

REFUSE, RANKING, MASTERY = Unanswered.REFUSE, Purpose.RANKING, Purpose.MASTERY


def analysed(scores, missing=REFUSE, purpose=RANKING, **more) -> ItemAnalysis:
    found = item_analysis(scores, missing=missing, purpose=purpose, **more)
    assert isinstance(found, ItemAnalysis)
    return found


def test_figures_by_hand():
    scores = repeated()
    found = analysed(scores)
    assert [item.difficulty for item in found.items] == pytest.approx(
        [0.75, 8 / 12, 0.5, 4 / 12, 4 / 12]
    )
    assert found.items[0].difficulty_interval == wilson(90, 120)
    totals = scores.sum(axis=1)
    # 27 % of 120 is 32; the 32nd lowest total is 1, the 32nd highest 4: all at or beyond belong.
    low, high = scores[totals <= 1], scores[totals >= 4]
    assert (found.groups.n_wished, found.groups.n_low, found.groups.n_high) == (
        32,
        len(low),
        len(high),
    )
    for i, item in enumerate(found.items):
        assert item.d27 == pytest.approx(high[:, i].mean() - low[:, i].mean())
        assert item.d27_interval == newcombe(
            int(high[:, i].sum()), len(high), int(low[:, i].sum()), len(low)
        )
        rest = np.delete(scores, i, axis=1).sum(axis=1)
        assert item.r_rest == pytest.approx(np.corrcoef(scores[:, i], rest)[0, 1])
        assert item.r_total == pytest.approx(np.corrcoef(scores[:, i], totals)[0, 1])
    assert found.sem == pytest.approx(found.total_sd * (1 - found.alpha.estimate) ** 0.5)
    assert "all ties included" in found.groups.said.en
    assert "D " in found.items[0].reading.en


@given(st.integers(0, 10**6))
@settings(max_examples=15, deadline=None)
def test_nothing_depends_on_the_order_of_people_and_figures_follow_their_items(seed):
    rng = np.random.default_rng(seed)
    scores = right_or_wrong(80, 6, seed)
    items = rng.permutation(6)
    plain, mixed = analysed(scores), analysed(scores[rng.permutation(80)][:, items])
    for place, item in enumerate(items):
        a, b = plain.items[item], mixed.items[place]
        assert (a.difficulty, a.d27, a.flags) == (b.difficulty, b.d27, b.flags)
        assert (a.r_rest is None) == (b.r_rest is None)
        if a.r_rest is not None:
            assert a.r_rest == pytest.approx(b.r_rest, abs=1e-12)
            assert a.r_rest in a.r_rest_interval
        assert a.difficulty in a.difficulty_interval
        assert abs(a.d27) <= 1
    assert "NaN" not in str(as_json(plain))


def test_the_kind_of_number_makes_no_difference():
    scores = right_or_wrong(120, 5)
    plain = analysed(scores)
    for kind in (np.int8, np.int64, np.float64, bool):
        other = analysed(scores.astype(kind))
        assert other.groups.n_low == plain.groups.n_low
        assert [i.d27 for i in other.items] == pytest.approx([i.d27 for i in plain.items])
        assert [i.r_rest for i in other.items] == pytest.approx([i.r_rest for i in plain.items])


def test_partial_credit_is_shares_of_the_full_score():
    scores = 1.0 + 3 * right_or_wrong(90, 5)
    scores[::2, 0] = 2.5
    found = analysed(scores, min_score=1, max_score=[4, 4, 4, 4, 4])
    assert found.items[1].difficulty == pytest.approx(right_or_wrong(90, 5)[:, 1].mean())
    assert found.items[0].d27_interval.low < found.items[0].d27 < found.items[0].d27_interval.high
    whole = (scores * 2).astype(np.int64)
    doubled = analysed(whole, min_score=2, max_score=8)
    assert [i.d27 for i in doubled.items] == pytest.approx([i.d27 for i in found.items])
    assert doubled.items[0].d27_interval.low == pytest.approx(found.items[0].d27_interval.low)


def test_each_item_may_have_its_own_full_score():
    scores = right_or_wrong(90, 3) * np.array([1, 2, 5])
    found = analysed(scores, max_score=[1, 2, 5])
    assert [i.difficulty for i in found.items] == pytest.approx(right_or_wrong(90, 3).mean(axis=0))


def test_decimals_that_add_up_to_one_sum_are_ties():
    totals = np.array([0.1 + 0.2, 0.3] * 30 + [0.0] * 30 + [0.6] * 40)
    groups = extreme_groups(totals, 0.3)
    assert (groups.n_wished, groups.n_low, groups.n_high) == (39, 90, 40)


def test_what_a_group_needs():
    assert extreme_groups(np.ones(60)).code == "ties"
    with pytest.raises(ValueError, match="share"):
        extreme_groups(np.arange(10.0), 0.6)
    few = analysed(right_or_wrong(40, 5))
    assert isinstance(few.groups, Refusal)
    assert few.items[0].d27 is None
    assert "rest of the test" in few.groups.sentence.en
    assert "Discrimination" not in few.items[0].reading.en
    tied = analysed(np.tile([[1, 0, 1, 0], [0, 1, 0, 1]], (30, 1)))
    assert tied.groups.code == "ties"
    assert isinstance(tied.alpha, Refusal)
    assert tied.sem is None
    assert tied.sentence.en


def test_flags_only_where_the_whole_interval_is_bad():
    good = Interval(0.3, 0.5)
    cases = {
        (20, False, good, Interval(-0.9, -0.5), RANKING): [],
        (60, True, Interval(0.9, 1.0), None, RANKING): ["all_alike"],
        (60, False, good, Interval(-0.5, -0.1), MASTERY): ["check_key"],
        (60, False, good, Interval(-0.1, 0.19), RANKING): ["weak"],
        (60, False, good, Interval(-0.1, 0.21), RANKING): [],
        (60, False, good, Interval(-0.1, 0.19), MASTERY): [],
        (60, False, Interval(0.1, 0.29), Interval(0.2, 0.4), RANKING): ["hard"],
        (60, False, Interval(0.81, 0.9), Interval(0.2, 0.4), RANKING): ["easy"],
        (60, False, Interval(0.81, 0.9), Interval(0.2, 0.4), MASTERY): [],
    }
    for given_case, codes in cases.items():
        found = flags_of(*given_case)
        assert [flag.code for flag in found] == codes
        assert all(flag.is_tentative for flag in found)
    assert not flags_of(100, False, good, Interval(-0.5, -0.1), RANKING)[0].is_tentative


def test_a_wrong_key_is_seen_in_a_class_and_said():
    scores = right_or_wrong(150, 8)
    scores[:, 2] = 1 - scores[:, 2]
    found = analysed(scores, names=tuple("abcdefgh"))
    assert [item.name for item in found.flagged if item.flags[0].code == "check_key"] == ["c"]
    assert "c" in found.sentence.en
    assert "whole interval" in found.sentence.en
    assert all(scores.shape[0] == item.n for item in found.items)


def test_small_classes_are_shown_but_not_judged():
    scores = right_or_wrong(60, 6)
    scores[:, 0] = 1 - scores[:, 0]
    assert item_analysis(scores[:9], missing=REFUSE, purpose=RANKING).code == "few_people"
    tiny = analysed(scores[:20])
    assert not tiny.flagged
    assert tiny.items[0].r_rest is None
    assert "Below 30 learners" in tiny.sentence.en
    small = analysed(scores)
    assert "first hints" in small.sentence.en
    assert all(flag.is_tentative for item in small.items for flag in item.flags)


def test_many_flagged_items_are_counted_not_listed():
    rng = np.random.default_rng(2)
    found = analysed((rng.random((400, 12)) < 0.1).astype(np.uint8))
    assert len(found.flagged) == 12
    assert "and 4 more" in found.sentence.en


def test_mastery_is_judged_otherwise_and_constant_items_are_fine_there():
    scores = right_or_wrong(120, 5)
    scores[:, 0] = 1
    found = analysed(scores, purpose=MASTERY)
    assert any("pre to post" in said.en for said in found.warnings)
    constant = found.items[0]
    assert (constant.r_rest, constant.r_rest_interval, constant.difficulty) == (None, None, 1.0)
    assert "fine for a mastery check" in constant.flags[0].said.en
    assert "Correlation" not in constant.reading.en


def test_opposite_items_are_warned_of_and_give_no_error_of_measurement():
    rng = np.random.default_rng(1)
    ability = rng.normal(size=60)
    scores = np.column_stack(
        [ability > 0, ability < 0.3, ability > 0.2, ability < -0.1, ability < 0]
    )
    found = analysed(scores)
    assert found.alpha.estimate < 0
    assert found.sem is None
    assert any("reverse scoring" in said.en for said in found.warnings)


def test_holes_pairwise_and_not_reached():
    scores = right_or_wrong(140, 6).astype(float)
    scores[:20, 5] = NAN
    scores[5, 1] = NAN
    found = analysed(scores, missing=Unanswered.WRONG_IF_SEEN)
    assert [item.n for item in found.items] == [140] * 5 + [120]
    assert found.groups.n_low < 120
    assert found.n_missing == 0
    assert analysed(scores, missing=Unanswered.COMPLETE).n_missing == 20


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"max_score": [1, 1]}, "one number or 5 expected"),
        ({"max_score": 0}, "above min_score"),
        ({"max_score": 0.5}, "1 at person 0, item 0 is not between 0 and 0.5"),
        ({"names": ("a",)}, "5 expected, got 1"),
        ({"purpose": "fun"}, "fun"),
    ],
)
def test_what_cannot_be_analysed_says_why(more, told):
    with pytest.raises(ValueError, match=told):
        item_analysis(repeated(), **({"missing": REFUSE, "purpose": RANKING} | more))


def test_bands_are_those_of_the_books():
    assert [band_of(x, D27_BANDS).code for x in (0.19, 0.2, 0.3, 0.4)] == [
        "poor",
        "marginal",
        "reasonable",
        "very_good",
    ]
    assert [band_of(x, R_REST_BANDS).code for x in (-0.1, 0.1, 0.2, 0.3)] == [
        "check_key",
        "weak",
        "fair",
        "good",
    ]
    assert [band_of(x, RELIABILITY_BANDS).code for x in (0.69, 0.7, 0.8, 0.9, 0.96)] == [
        "low",
        "groups",
        "programmes",
        "individuals",
        "redundant",
    ]
    assert [band_of(x, DIFFICULTY_BANDS).code for x in (0.2, 0.5, 0.9)] == [
        "hard",
        "suited",
        "easy",
    ]
    assert "「" in band_said(Interval(0.1, 0.5), D27_BANDS).zh
    with pytest.raises(ValueError, match="2 are the least"):
        best_difficulty(1)


def test_d27_alone_is_refused_below_fifty():
    from espalier.engines.psychometrics.classical.responses import settled

    responses = settled(right_or_wrong(49, 4), missing=REFUSE)
    found = discrimination_27(responses, responses.scores.sum(axis=1), span=np.ones(4))
    assert found.code == "few_people"
