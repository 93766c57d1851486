"""Answers of two groups, with some items made harder for one of them."""

import numpy as np
from numpy.typing import NDArray

from espalier.engines.figures.arrays import Floats


def two_groups(
    n: tuple[int, int],
    b: Floats,
    *,
    harder: dict[int, float] | None = None,
    flatter: dict[int, float] | None = None,
    impact: float = 0.0,
    seed: int = 1,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Answers and groups (0, then 1); ``harder`` shifts and ``flatter`` scales items in group 1."""
    rng = np.random.default_rng(seed)
    group = np.repeat([0, 1], n)
    theta = rng.normal(size=(sum(n), 1)) - impact * group[:, None]
    difficulty, slope = np.tile(b, (sum(n), 1)), np.full((sum(n), len(b)), 1.2)
    for item, shift in (harder or {}).items():
        difficulty[group == 1, item] += shift
    for item, factor in (flatter or {}).items():
        slope[group == 1, item] *= factor
    chances = 1 / (1 + np.exp(-slope * (theta - difficulty)))
    return (rng.random(chances.shape) < chances).astype(np.int64), group
