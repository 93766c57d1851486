"""Which of several ways to teach or to assess: weighted scores, and when the choice would flip."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Flip:
    """Another option wins once the weight of a criterion passes ``share`` of all weights (0–1).

    ``rises``: the weight has to rise to get there; otherwise it has to fall. ``now`` is its share today.
    """

    criterion: int
    option: int
    now: float
    share: float
    rises: bool

    @property
    def distance(self) -> float:
        """How far the share of the weight is from the flip, 0–1; the smaller, the shakier the choice."""
        return abs(self.share - self.now)


@dataclass(frozen=True, slots=True, eq=False)
class Decision:
    """Totals on the scale of the scores, the order of the options, and the nearest flips.

    ``order`` lists options from best to worst, ties in the order given. ``winners`` are all that share the
    best total. ``flips`` holds at most two a criterion (its weight rising, its weight falling), the nearest
    first; none for a criterion whose weight decides nothing. ``lead`` is the best total less the second.
    """

    totals: Floats
    order: tuple[int, ...]
    winners: tuple[int, ...]
    lead: float
    flips: tuple[Flip, ...]


def decide(scores: ArrayLike, weights: ArrayLike, *, tolerance: float = 1e-9) -> Decision:
    """Weigh options against each other and find, criterion by criterion, where the winner changes.

    Parameters
    ----------
    scores : array_like of float, shape (n_options, n_criteria)
        On one scale for all criteria, more is better; none may be missing, because a total over fewer
        criteria cannot be compared.
    weights : array_like of float, shape (n_criteria,)
        0 or more with a sum above 0; when one changes the others keep their proportions.
    tolerance : float
        Totals nearer than this are a tie.

    Returns
    -------
    Decision
        With two winners or more there are no flips: the choice already hangs in the balance.

    Raises
    ------
    ValueError
        On shapes that do not fit, missing or infinite numbers, fewer than two options, negative weights,
        or weights that sum to 0; all at once.

    References
    ----------
    Break-even weights of an additive value model: von Winterfeldt, D., Edwards, W.: Decision Analysis and
    Behavioral Research. Cambridge University Press 1986, ch. 11.

    Examples
    --------
    >>> found = decide([[4, 2], [3, 4]], [3, 1])
    >>> found.winners, found.totals.tolist()
    ((0,), [3.5, 3.25])
    >>> [(f.criterion, f.option, round(f.share, 4), f.rises) for f in found.flips]
    [(0, 1, 0.6667, False), (1, 1, 0.3333, True)]
    """
    table, weight = _checked(scores, weights)
    shares = weight / weight.sum()
    totals = table @ shares
    order = tuple(int(i) for i in np.argsort(-totals, kind="stable"))
    best = totals[order[0]]
    winners = tuple(i for i in order if best - totals[i] <= tolerance)
    flips = _flips(table, shares, order[0]) if len(winners) == 1 else ()
    return Decision(totals, order, winners, float(best - totals[order[1]]), flips)


def _checked(scores: ArrayLike, weights: ArrayLike) -> tuple[Floats, Floats]:
    table, weight = np.asarray(scores, float), np.asarray(weights, float)
    problems = []
    if table.ndim != 2 or table.shape[0] < 2 or table.shape[1] < 1:
        problems.append(f"scores: at least two options and one criterion, got {table.shape}")
    if weight.shape != table.shape[1:]:
        problems.append(f"weights: one a criterion, got {weight.shape} for {table.shape}")
    if not np.isfinite(table).all() or not np.isfinite(weight).all():
        problems.append("scores and weights: every number is needed, and finite")
    if (weight < 0).any() or not weight.sum() > 0:
        problems.append("weights: 0 or more, and not all 0")
    if problems:
        raise ValueError("; ".join(problems))
    return table, weight


def _flips(table: Floats, shares: Floats, best: int) -> tuple[Flip, ...]:
    found: list[Flip] = []
    for criterion, now in enumerate(shares):
        if now >= 1:
            continue  # Alone it decides everything; there is no other weight to keep in proportion.
        others = shares.copy()
        others[criterion] = 0
        others /= others.sum()
        # A share p of this criterion gives every option p·score + (1 − p)·rest: straight lines in p.
        rest = table @ others
        for rises in (True, False):
            found += _first_crossing(table[:, criterion], rest, best, criterion, float(now), rises)
    return tuple(sorted(found, key=lambda flip: (round(flip.distance, 9), flip.criterion)))


def _first_crossing(
    score: Floats, rest: Floats, best: int, criterion: int, now: float, rises: bool
) -> list[Flip]:
    """The crossing nearest to ``now`` in one direction, or nothing."""
    crossings = []
    for option in range(len(score)):
        ahead, behind = score[best] - score[option], rest[best] - rest[option]
        # The lead is p·ahead + (1 − p)·behind; it is above 0 now and 0 where p = behind / (behind − ahead).
        if behind == ahead:
            continue
        share = behind / (behind - ahead)
        wins_beyond = (ahead < 0) if rises else (behind < 0)
        if 0 <= share <= 1 and wins_beyond and (share > now) == rises:
            crossings.append(Flip(criterion, option, now, float(share), rises))
    return sorted(crossings, key=lambda flip: flip.distance)[:1]
