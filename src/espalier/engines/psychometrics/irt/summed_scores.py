"""Lord and Wingersky: the chances of every test score at every point of the scale.

References
----------
Lord, F. M., Wingersky, M. S.: Comparison of IRT true-score and equipercentile observed-score "equatings". Applied
Psychological Measurement 8, 1984, 453–461.
"""

from collections.abc import Sequence

import numpy as np

from espalier.engines.figures.arrays import Floats


def score_chances(items: Sequence[Floats]) -> Floats:
    """P(sum of the categories = s | θ), shape (S + 1, Q), from the curves (K, Q) of each item.

    Examples
    --------
    Two fair coins:

    >>> score_chances([np.array([[0.5], [0.5]])] * 2).ravel().tolist()
    [0.25, 0.5, 0.25]
    """
    chances = np.ones((1, items[0].shape[1]))
    for curve in items:
        longer = np.zeros((chances.shape[0] + curve.shape[0] - 1, curve.shape[1]))
        for category, share in enumerate(curve):
            longer[category : category + chances.shape[0]] += chances * share
        chances = longer
    return chances
