"""The four levels side by side."""

import numpy as np
import pytest

from espalier.engines.effects.chain.levels import Level, kirkpatrick_chain
from espalier.engines.effects.crosscheck.correlation import Kind, correlation
from espalier.engines.figures.arrays import MissingPolicy
from espalier.engines.figures.types import Refusal

NAN = float("nan")
EXCLUDE, REFUSE = MissingPolicy.EXCLUDE, MissingPolicy.REFUSE


def levels():
    rng = np.random.default_rng(1)
    one, two = rng.normal(4, 1, 40), rng.normal(70, 10, 40)
    three = two / 10 + rng.normal(0, 0.5, 40)
    two[30:], three[12:] = NAN, NAN
    four = np.full(40, NAN)
    four[:3] = 1
    return one, two, three, four


def test_every_level_has_its_n_and_every_link_its_own():
    one, two, three, four = levels()
    found = kirkpatrick_chain(
        [Level("L3", three, 0.8), Level("L1", one), Level("L2", two, 0.7), Level("L4", four)],
        missing=EXCLUDE,
    )
    assert [(m.code, m.n_used) for m in found.levels] == [
        ("L1", 40),
        ("L2", 30),
        ("L3", 12),
        ("L4", 3),
    ]
    assert found.levels[1].mean == pytest.approx(np.nanmean(two))
    assert found.levels[3].mean is None
    assert [s.n for s in found.stages] == [40, 40, 30, 12, 3]
    first, second, third = found.links
    assert first.corrected is None
    own = correlation(two[:12], three[:12], missing=REFUSE, kind=Kind.SPEARMAN)
    assert second.observed.r == own.r
    assert second.corrected.r_uncapped == pytest.approx(own.r / np.sqrt(0.56))
    assert isinstance(third.observed, Refusal)
    assert (found.n_used, found.n_missing) == (3, 37)
    assert "does not imply learning" in found.sentence.en
    assert "不代表學會" in found.sentence.zh
    assert not found.warnings


def test_a_constant_level_has_no_link():
    found = kirkpatrick_chain(
        [Level("L1", np.ones(12), 0.8), Level("L2", np.arange(12.0), 0.8)], missing=REFUSE
    )
    assert found.links[0].observed.code == "constant"
    assert found.links[0].corrected is None
    assert found.warnings  # L3 and L4 were not measured


def test_bad_levels_are_named():
    one, two, _, _ = levels()
    for wrong in (
        [],
        [Level("L1", one)],
        [Level("L1", one)] * 2,
        [Level("L1", one), Level("L2", two[:5])],
    ):
        with pytest.raises(ValueError, match="levels"):
            kirkpatrick_chain(wrong, missing=EXCLUDE)
    for told in (("L5", one, None), ("L1", one, 1.2), ("L1", [float("inf")], None)):
        with pytest.raises(ValueError):
            Level(*told)
    with pytest.raises(ValueError):
        kirkpatrick_chain([Level("L1", one), Level("L2", two)], missing=REFUSE)
