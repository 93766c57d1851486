"""Each of the fourteen detectors: one table in which it fires, one in which it is silent."""

import numpy as np
import pytest

from espalier.engines.effects.pitfalls.alert import Pitfall
from espalier.engines.effects.pitfalls.claims import (
    Claim,
    claimed_twice,
    many_outcomes,
    reaction_as_learning,
)
from espalier.engines.effects.pitfalls.groups import clustering, slopes_differ, small_cells
from espalier.engines.effects.pitfalls.measures import (
    ceiling,
    response_shift,
    unequal_tests,
    unreliable_change,
)
from espalier.engines.effects.pitfalls.report import check_table, report_of
from espalier.engines.effects.pitfalls.selection import (
    Chosen,
    drop_out,
    regression_to_mean,
    volunteers,
)
from espalier.engines.effects.pitfalls.simpson import simpson, simpson_of_counts
from espalier.engines.figures.arrays import MissingPolicy
from tests.conftest import shared_folder

NAN = float("nan")
EXCLUDE, REFUSE = MissingPolicy.EXCLUDE, MissingPolicy.REFUSE
# Berkeley 1973 (Bickel, Hammel & O'Connell): admitted and refused, men and women, departments A to F.
BERKELEY = [
    [[512, 313], [89, 19]],
    [[353, 207], [17, 8]],
    [[120, 205], [202, 391]],
    [[138, 279], [131, 244]],
    [[53, 138], [94, 299]],
    [[22, 351], [24, 317]],
]


def test_1_regression_to_the_mean():
    def asked(**told):
        known = {"population_mean": 60, "reliability": 0.8, "were_picked_low": True} | told
        return regression_to_mean([40, 50, NAN], [50, 54, 9], missing=EXCLUDE, **known)

    alert = asked()
    assert alert.pitfall is Pitfall.REGRESSION_TO_MEAN
    assert alert.saw == {"expected_gain": pytest.approx(3.0), "gain": 7.0, "n": 2}
    assert asked(were_picked_low=False) is None
    assert asked(population_mean=45) is None
    assert asked(reliability=1.0) is None
    with pytest.raises(ValueError, match="reliability"):
        asked(reliability=1.1)
    with pytest.raises(ValueError, match="nobody"):
        regression_to_mean(
            [], [], missing=REFUSE, population_mean=1, reliability=0.5, were_picked_low=True
        )


def test_2_ceiling():
    top = ceiling([5] * 10, [10] * 2 + [8] * 8, missing=REFUSE, highest=10)
    assert top.saw == {"top_pre": 0, "top_post": 0.2, "bottom_pre": 0, "n": 10}
    assert ceiling([5] * 10, [10] + [8] * 9, missing=REFUSE, highest=10) is None
    assert ceiling([0] * 10, [5] * 10, missing=REFUSE, highest=10).saw["bottom_pre"] == 1
    for pre, post in (([], []), ([11], [5]), ([5], [-1])):
        with pytest.raises(ValueError):
            ceiling(pre, post, missing=REFUSE, highest=10)


def test_3_simpson_in_berkeley():
    alert = simpson_of_counts(BERKELEY)
    assert alert.saw["pooled_odds_ratio"] == pytest.approx(1.84, abs=0.005)
    assert alert.saw["inside_odds_ratio"] == pytest.approx(0.90, abs=0.005)
    admitted, man, department = [], [], []
    for code, table in enumerate(BERKELEY):
        for row, told in enumerate(table):
            for column, n in enumerate(told):
                admitted += [1 - column] * n
                man += [1 - row] * n
                department += [code] * n
    same = simpson(admitted, man, department, missing=REFUSE)
    assert same.saw["pooled"] > 0 > same.saw["inside"]
    assert simpson_of_counts([*BERKELEY, [[0, 0], [0, 0]]]) is not None
    assert simpson_of_counts(BERKELEY[:1] * 2) is None
    for wrong in (np.ones((2, 3, 2)), -np.ones((1, 2, 2)), [[[1, 0], [0, 1]]]):
        with pytest.raises(ValueError):
            simpson_of_counts(wrong)


def test_3_simpson_is_silent_where_nothing_flips_or_can_be_compared():
    assert simpson([3, 1, 4, NAN], [1, 0, 1, 0], [0, 0, 1, 1], missing=EXCLUDE) is None
    assert simpson([3, 1], [1, 0], [0, 1], missing=REFUSE) is None  # one arm in each stratum
    for trained in ([1, 1], [2, 0]):
        with pytest.raises(ValueError, match="trained"):
            simpson([1, 2], trained, [0, 0], missing=REFUSE)


def test_4_clustering():
    values = [1, 2, 1, 8, 9, 8, 5, 4, 5]
    alert = clustering(values, [0, 0, 0, 1, 1, 1, 2, 2, 2], missing=REFUSE)
    means = np.array(values).reshape(3, 3).mean(1)
    between = 3 * ((means - np.mean(values)) ** 2).sum() / 2
    within = sum((v - means[k // 3]) ** 2 for k, v in enumerate(values)) / 6
    icc = (between - within) / (between + 2 * within)
    assert alert.saw["icc"] == pytest.approx(icc)
    assert alert.saw["n_effective"] == pytest.approx(9 / (1 + 2 * icc))
    assert clustering([1, 9, 5, 9, 1, 5], [0, 0, 0, 1, 1, 1], missing=REFUSE) is None
    for values, cluster in (
        ([1, 2, 3], [0, 1, 2]),  # clusters of one
        ([1, 2, 3], [0, 0, 0]),
        ([1, 2], [0, 1]),
        ([4, 4, 4], [0, 0, 1]),
    ):
        assert clustering(values, cluster, missing=REFUSE) is None


def test_5_drop_out():
    pre = [*range(10, 30), NAN]
    post = [*range(10, 30), 5.0]
    assert drop_out(pre, post) is None
    left = np.array(post, dtype=float)
    left[0] = NAN  # 1 of 20, and the weakest
    assert drop_out(pre, left).saw["difference_in_sd"] < -1
    middle = np.array(post, dtype=float)
    middle[9] = NAN  # 1 of 20, from the middle
    assert drop_out(pre, middle) is None
    many = np.array(post, dtype=float)
    many[8:12] = NAN
    assert drop_out(pre, many).saw["share_lost"] == 0.2
    assert drop_out([5], [NAN]).saw["difference_in_sd"] == 0
    assert drop_out([5, 5, 5, 5], [5, 5, 5, NAN]).saw["n_lost"] == 1
    assert drop_out([5] * 50, [5] * 49 + [NAN]) is None
    for pre, post in (([1], [1, 2]), ([NAN], [1])):
        with pytest.raises(ValueError):
            drop_out(pre, post)


def test_6_unequal_tests():
    assert unequal_tests("A", "B", is_equated=False).pitfall is Pitfall.UNEQUAL_TESTS
    assert unequal_tests("A", "B", is_equated=True) is None
    assert unequal_tests("A", "A", is_equated=False) is None
    with pytest.raises(ValueError, match="named"):
        unequal_tests("", "B", is_equated=False)


def test_7_response_shift():
    assert response_shift(is_self_rating=True).saw == {}
    assert response_shift(is_self_rating=False) is None
    moved = response_shift(is_self_rating=True, pre=[4, 4, 5, 4, 3], then=[2, 3, 3, 2, 2])
    assert moved.saw["shift"] == pytest.approx(-1.6)
    assert response_shift(is_self_rating=True, pre=[4, 3, 4, 3], then=[3, 4, 3, 4]) is None
    for pre, then in (([1, 2], None), ([1, NAN], [1, 2])):
        with pytest.raises(ValueError):
            response_shift(is_self_rating=True, pre=pre, then=then)


def test_8_many_outcomes():
    p = [0.01, 0.02, 0.03, 0.20, 0.9]
    alert = many_outcomes(p, has_primary=False, are_adjusted=False)
    assert alert.saw == {
        "n_outcomes": 5,
        "n_below_raw": 3,
        "n_below_adjusted": 0,
        "expected_by_chance": 0.25,
    }
    assert many_outcomes(p, has_primary=True, are_adjusted=False) is None
    assert many_outcomes(p, has_primary=False, are_adjusted=True) is None
    assert many_outcomes([0.01], has_primary=False, are_adjusted=False) is None
    for wrong in ([1.2], [-0.1], [NAN]):
        with pytest.raises(ValueError):
            many_outcomes(wrong, has_primary=False, are_adjusted=False)


def test_9_small_cells():
    assert small_cells({"a": 4, "b": 5, "c": 0}).saw == {"a": 4}
    assert small_cells({"b": 5, "c": 0}) is None
    for wrong in ({}, {"a": -1}):
        with pytest.raises(ValueError):
            small_cells(wrong)


def test_10_slopes():
    rng = np.random.default_rng(1)
    pre, group = rng.normal(50, 10, 60), np.repeat([0, 1], 30)
    noise = rng.normal(0, 2, 60)
    assert slopes_differ(pre, pre * 0.8 + 5 * group + noise, group, missing=REFUSE) is None
    crossed = pre * np.where(group, 0.2, 1.0) + noise
    alert = slopes_differ(pre, crossed, group, missing=REFUSE)
    full = np.column_stack([np.ones(60), group, pre, group * pre])
    rest = [crossed - d @ np.linalg.lstsq(d, crossed, rcond=None)[0] for d in (full, full[:, :3])]
    rss = [float(r @ r) for r in rest]
    assert alert.saw["f"] == pytest.approx((rss[1] - rss[0]) / (rss[0] / 56))
    assert slopes_differ([1, 2], [1, 2], [0, 1], missing=REFUSE) is None
    assert (
        slopes_differ([1, 1, 1, 2, 3, 4], [1, 2, 3, 2, 3, 4], [0, 0, 0, 1, 1, 1], missing=REFUSE)
        is None
    )
    assert slopes_differ([1, 2, 3] * 2, [4] * 6, [0] * 3 + [1] * 3, missing=REFUSE) is None


@pytest.mark.shared
def test_10_anorexia():
    import csv

    with (shared_folder() / "data/statistics/data/anorexia.csv").open() as file:
        rows = list(csv.DictReader(file))
    pre, post = ([float(row[name]) for row in rows] for name in ("Prewt", "Postwt"))
    arms = sorted({row["Treat"] for row in rows})
    alert = slopes_differ(pre, post, [arms.index(row["Treat"]) for row in rows], missing=REFUSE)
    assert alert.saw["f"] == pytest.approx(5.41, abs=0.01)
    assert alert.saw["p"] == pytest.approx(0.007, abs=0.0005)


def test_11_volunteers():
    alert = volunteers(Chosen.VOLUNTEERS, [5, 6, 7], [2, 3, 4])
    assert alert.saw["difference_in_sd"] == pytest.approx(3.0)
    assert volunteers(Chosen.VOLUNTEERS, [5, 5], [2, 2]).saw["difference_in_sd"] == 0
    assert volunteers(Chosen.VOLUNTEERS).saw == {}
    assert volunteers(Chosen.BY_MANAGER, [5], [2]) is None
    with pytest.raises(ValueError, match="two"):
        volunteers(Chosen.VOLUNTEERS, [5], [2, 3])


def test_12_unreliable_change():
    assert unreliable_change(0.8, 0.8, 0.5).saw["reliability_of_change"] == pytest.approx(0.6)
    assert unreliable_change(0.95, 0.95, 0.5) is None
    assert unreliable_change(0.6, 0.6, 0.7).saw["reliability_of_change"] < 0
    for wrong in ((1.1, 0.8, 0.5), (0.8, 0.8, 1.0)):
        with pytest.raises(ValueError):
            unreliable_change(*wrong)


def test_13_reaction_as_learning():
    assert reaction_as_learning(["L1", "L2", "L3"], {"L1": 30, "L3": 9}).saw == {"L1": 30, "L2": 0}
    assert reaction_as_learning(["L2"], {"L1": 30, "L2": 28}) is None
    assert reaction_as_learning(["L2"], {}) is None
    for claimed, measured in ((["L9"], {}), (["L2"], {"L1": -1})):
        with pytest.raises(ValueError):
            reaction_as_learning(claimed, measured)


def test_14_claimed_twice():
    def claim(programme, share, period="2026"):
        return Claim(programme, "scrap", "plant", period, share)

    alert = claimed_twice([claim("A", 0.8), claim("B", 0.5)])
    assert alert.saw == {"scrap · plant · 2026": 1.3}
    assert "A, B" in alert.sentence.en
    assert claimed_twice([claim("A", 0.8), claim("B", 0.2)]) is None
    assert claimed_twice([claim("A", 0.8), claim("A", 0.8)]) is None
    assert claimed_twice([claim("A", 0.8), claim("B", 0.8, "2027")]) is None
    for told in (
        ("", "x", "u", "p", 0.5),
        ("A", "x", "u", "p", 0.0),
        ("A", "x", "u", "p", 0.5, -1.0),
    ):
        with pytest.raises(ValueError, match="claim"):
            Claim(*told)


def test_all_that_a_table_can_answer():
    rng = np.random.default_rng(1)
    pre = rng.integers(2, 6, 40).astype(float)
    group = np.repeat([0, 1], [37, 3])
    post = pre + 2
    post[:10] = NAN
    report = check_table(pre, post, highest=10, arm=np.arange(40) % 2, group=group)
    assert report.asked == (
        "ceiling",
        "drop_out",
        "clustering",
        "small_cells",
        "slopes_differ",
        "simpson",
    )
    assert {alert.pitfall for alert in report.alerts} == {Pitfall.DROP_OUT, Pitfall.SMALL_CELLS}
    assert (report.n_used, report.n_missing) == (30, 10)
    assert "does not mean no problem" in report.sentence.en
    assert check_table(pre, pre, highest=10).asked == ("ceiling", "drop_out")
    assert len(check_table(pre, pre, highest=10, arm=np.arange(40) % 2).asked) == 3
    assert report_of("x", report.alerts[0], n_used=3).alerts == report.alerts[:1]
