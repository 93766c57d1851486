"""Answers given too fast to have read the question: a screen of effort, never a verdict.

References
----------
Wise & Kong 2005, Applied Measurement in Education 18, 163–183 (response-time effort, .90). Wise & Ma 2012, NCME paper
"Setting response time thresholds for a CAT item pool: the normative threshold method" (10 % of the mean, 10 s at most).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.arrays import Bools, Floats, MissingPolicy, float_array
from espalier.engines.figures.intervals import wilson
from espalier.engines.figures.types import Assumption, Interval, Refusal, Said

METHOD = "response-speed"
MOST_SECONDS = 10.0
ENOUGH_EFFORT = 0.90


@dataclass(frozen=True, slots=True, eq=False)
class SpeedScreen:
    """``effort`` (n_persons,): share of answers not below the item's threshold; ``low_effort``: rows below .90.

    ``thresholds`` (n_items,) in seconds; ``rapid_shares`` (n_items,): share of rapid answers an item. ``rapid_right``:
    how many rapid answers were right, with interval, against ``other_right``; ``None`` without right and wrong.
    """

    effort: Floats
    low_effort: tuple[int, ...]
    thresholds: Floats
    rapid_shares: Floats
    n_rapid: int
    rapid_right: float | None
    rapid_right_interval: Interval | None
    other_right: float | None
    n_used: int
    n_items: int
    n_missing: int
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Said, ...]
    sentence: Said


def response_speed(
    seconds: ArrayLike,
    *,
    missing: MissingPolicy,
    correct: ArrayLike | None = None,
    share_of_mean: float = 0.10,
    n_least: int = 30,
    items_least: int = 10,
) -> SpeedScreen | Refusal:
    """Threshold of an item = min(10 % of its mean time, 10 s); effort of a person = share of answers not below it.

    Parameters
    ----------
    seconds : array_like of float, shape (n_persons, n_items)
        Time on every item, above 0; NaN where it was not reached.
    missing : MissingPolicy
        ``exclude`` counts the answers there are (persons without any fall out), ``refuse`` stops.
    correct : array_like of float, same shape, optional
        1 right, 0 wrong: rapid answers should be right about as often as guesses; else the thresholds are too high.
    share_of_mean : float
        Above 0 and below 1.
    n_least, items_least : int
        Size gates (our own judgement).

    Raises
    ------
    ValueError
        Times of 0 or below, infinite times, ``correct`` of another shape or not 0/1.

    Checked against: the hand-computed table in the tests, exactly.

    Examples
    --------
    >>> times = np.full((30, 10), 40.0)
    >>> times[0, :3] = 1.0
    >>> response_speed(times, missing=MissingPolicy.REFUSE).low_effort
    (0,)
    """
    table = float_array("seconds", seconds, ndim=2, may_miss=True)
    known = ~np.isnan(table)
    policy = MissingPolicy(missing)
    if policy is MissingPolicy.AS_ZERO:
        raise ValueError("seconds: a missing time is not 0 seconds; choose exclude or refuse")
    if policy is MissingPolicy.REFUSE and not known.all():
        raise ValueError(f"seconds: {int((~known).sum())} are missing; choose missing='exclude'")
    if (table <= 0).any() or not 0 < share_of_mean < 1:
        raise ValueError("seconds: times above 0 and a share between 0 and 1 expected")
    right = None if correct is None else _right(correct, table.shape)
    persons, items = known.any(axis=1), known.any(axis=0)
    n, n_items = int(persons.sum()), int(items.sum())
    if n < n_least or n_items < items_least:
        return _too_few(n, n_items, n_least, items_least)
    sums, counts = np.where(known, table, 0.0).sum(axis=0), known.sum(axis=0)
    means = np.divide(sums, counts, out=np.zeros(counts.shape), where=counts > 0)
    thresholds = np.minimum(share_of_mean * means, MOST_SECONDS)
    rapid = known & (table < thresholds)
    answered = known.sum(axis=1)
    effort = 1 - np.divide(
        rapid.sum(axis=1), answered, out=np.zeros(answered.shape), where=answered > 0
    )
    low = tuple(np.flatnonzero(persons & (effort < ENOUGH_EFFORT)).tolist())
    shares = np.divide(rapid.sum(axis=0), counts, out=np.zeros(counts.shape), where=counts > 0)
    accuracy = _accuracy(rapid, known, right)
    return SpeedScreen(
        effort, low, thresholds, shares, int(rapid.sum()), *accuracy, n, n_items, int((~known).sum()),
        _assumptions(accuracy), _warnings(accuracy), _sentence(len(low), n, int(rapid.sum()), int(known.sum())),
    )  # fmt: skip


def _right(correct: ArrayLike, shape: tuple[int, ...]) -> Floats:
    right = float_array("correct", correct, ndim=2, may_miss=True)
    if right.shape != shape or not np.isin(right[~np.isnan(right)], (0, 1)).all():
        raise ValueError(f"correct: 0 or 1 with shape {shape} expected, got shape {right.shape}")
    return right


Accuracy = tuple[float | None, Interval | None, float | None]


def _accuracy(
    rapid: Bools,
    known: Bools,
    right: Floats | None,
) -> Accuracy:
    if right is None:
        return None, None, None
    scored = ~np.isnan(right)
    fast, slow = right[rapid & scored], right[known & ~rapid & scored]
    if not fast.size or not slow.size:
        return None, None, None
    interval = wilson(float(fast.sum()), float(fast.size))
    return float(fast.mean()), interval, float(slow.mean())


def _too_few(n: int, n_items: int, n_least: int, items_least: int) -> Refusal:
    reason = Said(
        f"{n} 人、{n_items} 題太少（至少 {n_least} 人、{items_least} 題），訂不出快答門檻。",
        f"{n} persons and {n_items} items are too few ({n_least} and {items_least} are the least) for thresholds.",
    )
    instead = Said(
        "請直接看整份測驗的作答時間分布。", "Look at the times of the whole test instead."
    )
    return Refusal(METHOD, "too_few", reason, instead, n_used=n)


def _assumptions(accuracy: Accuracy) -> tuple[Assumption, ...]:
    fast, interval, slow = accuracy
    held = None if fast is None or interval is None or slow is None else interval.high < slow
    said = Said(
        "快答的答對率低於其他作答，像是沒讀題", "rapid answers are right less often than the others"
    )
    return (Assumption("rapid_is_guessing", held, said),)


def _warnings(accuracy: Accuracy) -> tuple[Said, ...]:
    fast, interval, slow = accuracy
    if fast is None or interval is None or slow is None or interval.high < slow:
        return ()
    said = Said(
        f"快答的答對率（{fast:.0%}）並未明顯低於其他作答（{slow:.0%}）：可能是熟練而不是亂猜。",
        f"Rapid answers are right about as often ({fast:.0%}) as the others ({slow:.0%}): this may be skill, not "
        "guessing.",
    )
    return (said,)


def _sentence(n_low: int, n: int, n_rapid: int, n_answers: int) -> Said:
    said = Said(
        f"{n} 人中有 {n_low} 人超過一成的題目答得太快（{n_answers} 個作答中有 {n_rapid} 個快答）。",
        f"{n_low} of {n} persons answered more than a tenth of the items too fast to have read them ({n_rapid} rapid "
        f"of {n_answers} answers).",
    )
    return said + Said(
        "這只是篩檢：他們的分數可能低估能力，請先了解原因（時間不夠、已熟題、網路問題），不得單憑此結果處分。",
        "This is a screen: their scores may say too little about them; ask why first (too little time, known items, "
        "technical trouble), and decide nothing on it alone.",
    )
