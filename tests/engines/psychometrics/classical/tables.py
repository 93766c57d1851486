"""Small tables of answers, typed or drawn with a seed, for the tests of classical methods."""

import numpy as np

NAN = float("nan")

# Twelve patterns of five questions by falling difficulty; repeated, so that the gates on people are passed.
PATTERNS = np.array(
    [
        [1, 1, 1, 1, 1],
        [1, 1, 1, 1, 0],
        [1, 1, 1, 0, 0],
        [1, 1, 0, 1, 0],
        [1, 1, 0, 0, 0],
        [1, 0, 1, 0, 0],
        [1, 0, 0, 0, 0],
        [0, 1, 0, 0, 0],
        [0, 0, 0, 0, 1],
        [0, 0, 0, 0, 0],
        [1, 1, 1, 1, 1],
        [1, 1, 1, 0, 1],
    ],
    dtype=np.uint8,
)


def repeated(n_times: int = 10) -> np.ndarray:
    return np.tile(PATTERNS, (n_times, 1))


def one_ability(n: int, k: int, seed: int = 1, noise: float = 1.0) -> np.ndarray:
    """Items that share one ability, on a continuous scale."""
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, 1)) + noise * rng.normal(size=(n, k))


def right_or_wrong(n: int, k: int, seed: int = 1) -> np.ndarray:
    return (one_ability(n, k, seed) > np.linspace(-1, 1, k)).astype(np.uint8)
