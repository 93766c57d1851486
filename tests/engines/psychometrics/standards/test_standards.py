"""Angoff and borderline methods: by hand, by independent formulas, and refused."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from espalier.engines.figures.arrays import MissingPolicy
from espalier.engines.figures.table import read_csv
from espalier.engines.figures.writing import as_json
from espalier.engines.psychometrics.standards.angoff import angoff
from espalier.engines.psychometrics.standards.borderline import (
    borderline_group,
    borderline_regression,
)
from espalier.engines.psychometrics.standards.methods import METHODS
from espalier.engines.psychometrics.standards.pass_rates import pass_rates

REFUSE, EXCLUDE, AS_ZERO = MissingPolicy.REFUSE, MissingPolicy.EXCLUDE, MissingPolicy.AS_ZERO
HOLE = float("nan")
JUDGES = np.round(np.random.default_rng(1).uniform(0.3, 0.9, (10, 12)), 2)


def test_angoff_by_hand():
    found = angoff(JUDGES, missing=REFUSE, sem=2.0, scores=[3, 6, 7, 8, 9])
    cuts = JUDGES.sum(axis=1)
    assert found.cut == pytest.approx(cuts.mean())
    assert found.se == pytest.approx(cuts.std(ddof=1) / 10**0.5)
    assert found.cut_percent == pytest.approx(100 * JUDGES.mean())
    assert [each.cut for each in found.pass_rates] == pytest.approx(
        [found.cut - found.se, found.cut, found.cut + found.se]
    )
    assert found.se_is_small
    assert "well enough" in found.sentence.en
    assert not found.warnings


def test_angoff_second_round_counts():
    closer = JUDGES * 0.2 + 0.5
    found = angoff(JUDGES, second_round=closer, missing=REFUSE, sem=0.05)
    assert found.cut == found.rounds[1].cut != found.rounds[0].cut
    assert found.se_is_small is False
    assert found.judges_needed > 10
    assert "another round" in found.sentence.en
    apart = angoff(closer, second_round=JUDGES, missing=REFUSE)
    assert "differ more" in apart.warnings[0].en
    assert apart.judges_needed is None


def test_judges_who_all_say_the_same_are_doubted():
    found = angoff(np.full((8, 4), 0.5), missing=REFUSE)
    assert found.se == 0
    assert "judge alone" in found.warnings[-1].en
    assert "10 or more" in found.warnings[0].en


@settings(max_examples=30)
@given(st.permutations(range(10)), st.permutations(range(12)))
def test_angoff_does_not_depend_on_order(judges, items):
    one, other = (angoff(each, missing=REFUSE) for each in (JUDGES, JUDGES[judges][:, items]))
    assert other.cut == pytest.approx(one.cut)
    assert other.se == pytest.approx(one.se)
    assert 0 <= one.interval.low <= one.cut <= one.interval.high <= 12
    twice = angoff(np.hstack([JUDGES, JUDGES]), missing=REFUSE)
    assert twice.cut == pytest.approx(2 * one.cut)


def test_angoff_gates_and_holes():
    holes = JUDGES.copy()
    holes[0, 0] = HOLE
    found = angoff(holes, missing=EXCLUDE)
    assert (found.n_used, found.n_missing) == (9, 1)
    assert angoff(JUDGES[:7], missing=REFUSE).code == "too_few"
    for missing, said in ((REFUSE, "left items out"), (AS_ZERO, "probability of 0")):
        with pytest.raises(ValueError, match=said):
            angoff(holes, missing=missing)


@pytest.mark.parametrize(
    ("ratings", "how", "said"),
    [(JUDGES * 100, {}, "percent"), (JUDGES[:, :1], {}, "two items"), (JUDGES, {"sem": 0}, "sem"),
     (JUDGES, {"second_round": JUDGES[1:]}, "second_round")],
)  # fmt: skip
def test_angoff_bad_input(ratings, how, said):
    with pytest.raises(ValueError, match=said):
        angoff(ratings, missing=REFUSE, **how)


def rated(n=60, seed=1, noise=5.0):
    rng = np.random.default_rng(seed)
    ratings = np.tile([1, 2, 3, 4], n // 4)
    return 40 + 10 * ratings + rng.normal(0, noise, n), ratings.astype(float)


def test_borderline_regression_by_polyfit():
    scores, ratings = rated()
    found = borderline_regression(
        [*scores, HOLE], [*ratings, 2], borderline=2, levels=range(1, 5), missing=EXCLUDE
    )
    slope, start = np.polyfit(ratings, scores, 1)
    assert (found.cut, found.slope) == pytest.approx((start + 2 * slope, slope))
    assert found.r_squared == pytest.approx(np.corrcoef(ratings, scores)[0, 1] ** 2)
    design = np.column_stack([np.ones(60), ratings])
    error = ((scores - design @ [start, slope]) ** 2).sum() / 58
    assert found.se == pytest.approx(
        np.sqrt(error * np.array([1, 2]) @ np.linalg.inv(design.T @ design) @ [1, 2])
    )
    assert found.n_missing == 1
    assert not found.warnings
    assert found.counts[1.0] == 15


def test_weak_link_is_said():
    scores, ratings = rated(noise=30)
    found = borderline_regression(scores, ratings, borderline=2, levels=range(1, 5), missing=REFUSE)
    assert "different things" in found.warnings[0].en


@settings(max_examples=25)
@given(st.floats(0.1, 10), st.floats(-100, 100))
def test_cut_moves_with_the_scale(factor, shift):
    scores, ratings = rated()
    one, other = (
        borderline_regression(each, ratings, borderline=2, levels=range(1, 5), missing=REFUSE)
        for each in (scores, scores * factor + shift)
    )
    assert other.cut == pytest.approx(one.cut * factor + shift)


def test_borderline_regression_refusals():
    scores, ratings = rated()

    def code(s, r, levels=(1, 2, 3, 4)):
        return borderline_regression(s, r, borderline=2, levels=levels, missing=REFUSE).code

    assert code(scores[:40], ratings[:40]) == "too_few"
    assert code(scores, ratings, (1, 2, 3, 4, 5)) == "empty_level"
    assert code(scores, np.tile([1, 2], 30), (1, 2)) == "empty_level"
    assert code(np.ones(60), ratings) == "no_variation"
    assert code(-scores, ratings) == "not_rising"
    with pytest.raises(ValueError, match="must be one of"):
        code(scores, ratings, (1, 2, 3))


def test_group_median_and_its_interval():
    found = borderline_group([*range(20), 99], [2.0] * 20 + [3], borderline=2, missing=REFUSE)
    assert found.cut == 9.5
    assert (found.interval.low, found.interval.high) == (5, 14)
    assert found.pass_rates[1].n_passed == 11
    assert found.n_used == 20
    assert borderline_group([1, 2], [2, 2], borderline=2, missing=REFUSE).code == "too_few"


def test_pairs_must_fit():
    with pytest.raises(ValueError, match="lengths"):
        borderline_group([1, 2], [1], borderline=1, missing=REFUSE)
    for missing, said in ((REFUSE, "lack score"), (AS_ZERO, "not 0")):
        with pytest.raises(ValueError, match=said):
            borderline_group([1, HOLE], [1, 1], borderline=1, missing=missing)


def test_pass_rates_need_scores():
    with pytest.raises(ValueError):
        pass_rates([], 1, 1)
    with pytest.raises(ValueError):
        pass_rates([1], 1, -1)
    assert [each.n_passed for each in pass_rates([0.3, 0.1 + 0.2], 0.3, 0)] == [2, 2, 2]


def test_methods_run_from_tables():
    angoff_method, regression, group = METHODS
    head = ",".join(f"i{k}" for k in range(12))
    body = [",".join(map(str, row)) for row in JUDGES.tolist()]
    one = angoff_method.run(read_csv("\n".join([head, *body])), angoff_method.settings(["sem=1.5"]))
    rounds = [f"{1 + i // 10},{row}" for i, row in enumerate(body * 2)]
    two = angoff_method.run(
        read_csv("\n".join([f"round,{head}", *rounds])), angoff_method.settings([])
    )
    assert one.cut == two.cut
    assert len(two.rounds) == 2
    assert as_json(two)
    with pytest.raises(ValueError, match="round"):
        angoff_method.run(read_csv("round,i1,i2\n3,.5,.5"), angoff_method.settings([]))
    rows = [f"{s},{r}" for s, r in zip(*rated(), strict=True)]
    table = read_csv("\n".join(["score,rating", *rows]))
    assert (
        regression.run(table, regression.settings(["borderline=2", "lowest=1", "highest=4"])).n_used
        == 60
    )
    assert group.run(table, group.settings(["borderline=2"])).n_used == 15
