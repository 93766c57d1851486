"""Small made-up studies that the tests share."""

import numpy as np

from espalier.engines.figures.arrays import MissingPolicy

REFUSE, EXCLUDE = MissingPolicy.REFUSE, MissingPolicy.EXCLUDE
NAN = float("nan")


def one_group(n=24, gain=8.0, spread=4.0, seed=1):
    """Pre and post of one group."""
    draws = np.random.default_rng(seed)
    pre = draws.normal(60, 10, n)
    return pre, pre + gain + draws.normal(0, spread, n)


def two_groups(n=24, effect=8.0, spread=4.0, seed=2, slope=1.0):
    """Pre, post and arm; the first n are trained. ``slope`` is that of the trained on pre."""
    draws = np.random.default_rng(seed)
    pre = draws.normal(60, 10, 2 * n)
    arm = np.repeat([1.0, 0.0], n)
    post = pre + arm * (effect + (slope - 1) * (pre - 60)) + draws.normal(0, spread, 2 * n)
    return pre, post, arm


def in_sessions(n_sessions=16, size=8, effect=8.0, between=2.0, seed=3):
    """Pre, post, arm and session; odd sessions are trained."""
    draws = np.random.default_rng(seed)
    session = np.repeat(np.arange(n_sessions), size)
    arm = (session % 2).astype(float)
    pre = draws.normal(60, 10, len(session))
    own = draws.normal(0, between, n_sessions)[session]
    return pre, pre + effect * arm + own + draws.normal(0, 5, len(session)), arm, session


def without(values, *places):
    """The values with holes."""
    found = np.array(values, dtype=float)
    found[list(places)] = NAN
    return found
