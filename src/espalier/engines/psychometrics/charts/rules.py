"""The Western Electric rules, and how often each set of them cries wolf.

References
----------
Western Electric 1956, Statistical Quality Control Handbook. Champ & Woodall 1987, Technometrics 29, 393–399, Table 1
(run lengths without any change, independent normal points with known limits).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from espalier.engines.figures.arrays import Floats
from espalier.engines.figures.types import Said


class Rule(IntEnum):
    """Patterns that chance makes rarely: on one side of the centre line."""

    BEYOND_THREE_SIGMA = 1
    TWO_OF_THREE_BEYOND_TWO = 2
    FOUR_OF_FIVE_BEYOND_ONE = 3
    EIGHT_ON_ONE_SIDE = 4


SAID = {
    Rule.BEYOND_THREE_SIGMA: Said("超出管制界限", "beyond the limits"),
    Rule.TWO_OF_THREE_BEYOND_TWO: Said("三點中有兩點超出 2σ", "two of three beyond 2σ"),
    Rule.FOUR_OF_FIVE_BEYOND_ONE: Said("五點中有四點超出 1σ", "four of five beyond 1σ"),
    Rule.EIGHT_ON_ONE_SIDE: Said("連續八點在中心線同側", "eight in a row on one side"),
}
_NEEDED = {
    Rule.BEYOND_THREE_SIGMA: (1, 1, 3.0),
    Rule.TWO_OF_THREE_BEYOND_TWO: (2, 3, 2.0),
    Rule.FOUR_OF_FIVE_BEYOND_ONE: (4, 5, 1.0),
    Rule.EIGHT_ON_ONE_SIDE: (8, 8, 0.0),
}
_RUN_LENGTHS = {
    (1,): 370.40,
    (1, 2): 225.44,
    (1, 3): 166.05,
    (1, 4): 152.73,
    (1, 2, 3): 132.89,
    (1, 2, 4): 122.05,
    (1, 3, 4): 105.78,
    (1, 2, 3, 4): 91.75,
}


@dataclass(frozen=True, slots=True)
class Signal:
    """The rule a point completed; ``point`` counts from 1."""

    point: int
    rule: Rule
    is_above: bool


def chosen_rules(rules: Iterable[int]) -> tuple[Rule, ...]:
    """The rules in order; rule 1 always belongs to them.

    Raises
    ------
    ValueError
        A rule there is not, or rule 1 left out.

    Examples
    --------
    >>> [int(rule) for rule in chosen_rules((2, 1, 2))]
    [1, 2]
    """
    found = tuple(sorted({Rule(rule) for rule in rules}))
    if Rule.BEYOND_THREE_SIGMA not in found:
        raise ValueError("rules: the limits themselves (rule 1) always count")
    return found


def signals(z: Floats, rules: Iterable[int]) -> tuple[Signal, ...]:
    """Every point that completes a pattern, by point and rule.

    Parameters
    ----------
    z : ndarray, shape (n,)
        Points in standard deviations from the centre line.
    rules : iterable of int
        1 to 4.

    Checked against: counting windows one by one (tests).

    Examples
    --------
    >>> signals(np.array([0.5, 2.5, 2.1, -3.5]), (1, 2))[0]
    Signal(point=3, rule=<Rule.TWO_OF_THREE_BEYOND_TWO: 2>, is_above=True)
    """
    found = []
    for rule in chosen_rules(rules):
        needed, window, beyond = _NEEDED[rule]
        for side in (1, -1):
            hits = side * z > beyond
            total = np.concatenate([[0], np.cumsum(hits)])
            first = np.maximum(np.arange(1, z.size + 1) - window, 0)
            complete = hits & (total[1:] - total[first] >= needed)
            found += [Signal(int(at) + 1, rule, side > 0) for at in np.flatnonzero(complete)]
    return tuple(sorted(found, key=lambda each: (each.point, each.rule)))


def run_length(rules: Iterable[int]) -> float:
    """Points between two false alarms on average, when nothing has changed (Champ & Woodall).

    Checked against: the Markov chain of the patterns (tests), 0.01.

    Examples
    --------
    >>> run_length((1,)), run_length((1, 2, 3, 4))
    (370.4, 91.75)
    """
    return _RUN_LENGTHS[tuple(int(rule) for rule in chosen_rules(rules))]
