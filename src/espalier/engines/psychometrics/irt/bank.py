"""Items whose parameters are known: a bank to score people with or to build a test from."""

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.arrays import float_array
from espalier.engines.psychometrics.irt.curves import Model
from espalier.engines.psychometrics.irt.information_matrix import ErrorMethod
from espalier.engines.psychometrics.irt.marginal import Estimates
from espalier.engines.psychometrics.irt.maximisation import Slope


def known_items(a: ArrayLike, b: ArrayLike, c: ArrayLike | None = None) -> Estimates:
    """Estimates made of known slopes, difficulties and (for the 3PL) lower asymptotes: P = c + (1 − c) L(a(θ − b)).

    Parameters
    ----------
    a, b, c : array_like, shape (n_items,)
        ``a`` above 0; ``c`` in 0–1 without the ends.

    Raises
    ------
    ValueError
        Other shapes or ranges.

    Examples
    --------
    >>> known_items([1.2], [0.5]).d
    (array([-0.6]),)
    """
    slope, place = float_array("a", a, ndim=1), float_array("b", b, ndim=1)
    guess = None if c is None else float_array("c", c, ndim=1)
    if (
        slope.size < 1
        or place.shape != slope.shape
        or (guess is not None and guess.shape != slope.shape)
    ):
        raise ValueError("a, b, c: one number an item expected")
    if not (slope > 0).all():
        raise ValueError("a: slopes above 0 expected")
    columns = [slope, -slope * place]
    if guess is not None:
        if not ((guess > 0) & (guess < 1)).all():
            raise ValueError("c: chances between 0 and 1 expected")
        columns.append(np.log(guess / (1 - guess)))
    return Estimates(
        Model.TWO_PARAMETER if guess is None else Model.THREE_PARAMETER,
        Slope.FREE,
        np.full(slope.size, 2),
        np.column_stack(columns).ravel(),
        None,
        0.0,
        0.0,
        0,
        0.0,
        0,
        True,
        ErrorMethod.NONE,
        np.array([], dtype=np.int64),
    )
