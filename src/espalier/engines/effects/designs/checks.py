"""What every design checks of its numbers, and the refusals they share."""

import numpy as np

from espalier.engines.figures.arrays import Floats, Ints
from espalier.engines.figures.types import Assumption, Refusal, Said

# Scores more lopsided than this are judged by ranks, as long as people are few enough for the tail to decide the mean.
SKEWED = 1.0
ENOUGH_FOR_THE_MEAN = 500
FEWEST_SESSIONS = 6  # in each arm, to speak of how sessions differ
COMFORTABLE_SESSIONS = 20

IS_SKEWED = Said(
    "進步分數明顯偏斜（偏度 {skew:.1f}），少數人會左右平均。",
    "The gains are lopsided (skewness {skew:.1f}), so a few people decide the mean.",
)


def skewness(values: Floats) -> float:
    """Third standardised moment, corrected for small samples: √(n(n-1))/(n-2) · m₃/m₂^1.5; 0 where nothing varies.

    References
    ----------
    Joanes, Gill: Comparing measures of sample skewness and kurtosis. The Statistician 47, 1998, 183–189 (G₁).

    Examples
    --------
    >>> round(skewness(np.array([1.0, 2.0, 3.0, 10.0])), 4)
    1.7636
    """
    centred = values - values.mean()
    n, m2 = len(values), float((centred**2).mean())
    if n < 3 or m2 <= 0:
        return 0.0
    return float((n * (n - 1)) ** 0.5 / (n - 2) * (centred**3).mean() / m2**1.5)


def is_skewed(values: Floats) -> bool:
    """Whether ranks serve better than the mean."""
    return len(values) <= ENOUGH_FOR_THE_MEAN and abs(skewness(values)) > SKEWED


def few_or_skewed(values: Floats) -> Assumption:
    """Whether a mean and its t are at home here."""
    held = not is_skewed(values)
    said = Said("分數大致對稱，平均數可用。", "The scores are fairly even, so the mean serves.")
    return Assumption("symmetric", held, said if held else IS_SKEWED.filled(skew=skewness(values)))


def too_few(method: str, n: int, fewest: int, instead: Said) -> Refusal:
    """Refusal below the fewest learners of a method."""
    return Refusal(
        method,
        "too_few",
        Said(
            f"只有 {n} 人，這個方法至少需要 {fewest} 人。",
            f"{n} learners; this method needs {fewest} or more.",
        ),
        instead,
        n_used=n,
    )


def too_few_per_arm(
    method: str, n_trained: int, n_untrained: int, fewest: int, instead: Said
) -> Refusal:
    """Refusal where an arm has fewer than the fewest learners of a method."""
    return Refusal(
        method,
        "too_few",
        Said(
            f"受訓組 {n_trained} 人、對照組 {n_untrained} 人，這個方法每組至少需要 {fewest} 人。",
            f"{n_trained} trained and {n_untrained} untrained learners; this method needs {fewest} or more of each.",
        ),
        instead,
        n_used=n_trained + n_untrained,
    )


def no_variation(method: str, n: int) -> Refusal:
    """Refusal where everybody has the same number."""
    return Refusal(
        method,
        "no_variation",
        Said(
            f"{n} 人的數字完全沒有差異，無法說明有多確定。",
            f"The numbers of all {n} learners are the same, so how sure a result is cannot be said.",
        ),
        Said(
            "請檢查資料是否正確，或測驗是否人人滿分。",
            "Check the data, or whether everybody reached the highest score.",
        ),
        n_used=n,
    )


def arm_array(name: str, is_trained: object, length: int) -> Floats:
    """1 for trained, 0 for untrained people, or what is wrong.

    Raises
    ------
    ValueError
        Wrong shape, anything but 0, 1, true or false, or everybody in one arm.
    """
    array = np.asarray(is_trained)
    if array.shape != (length,) or array.dtype.kind not in "biuf":
        raise ValueError(
            f"{name}: {length} values of 0 or 1 expected, got {array.dtype} {array.shape}"
        )
    arm = array.astype(np.float64)
    if not np.isin(arm, (0.0, 1.0)).all():
        raise ValueError(f"{name}: only 0 (untrained) and 1 (trained) allowed")
    if arm.min(initial=1) == arm.max(initial=0):
        raise ValueError(
            f"{name}: trained and untrained people expected, all are {arm[:1].tolist()}"
        )
    return arm


def session_array(name: str, sessions: object, length: int) -> Ints:
    """Codes 0..G-1 of the sessions people sat in, from any codes or labels.

    Raises
    ------
    ValueError
        Wrong shape, or a missing number.
    """
    array = np.asarray(sessions)
    if array.shape != (length,):
        raise ValueError(f"{name}: {length} values expected, one a person, got shape {array.shape}")
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        raise ValueError(f"{name}: missing or infinite values")
    _, codes = np.unique(array, return_inverse=True)
    return codes.astype(np.int64)


def recoded(sessions: Ints) -> Ints:
    """Codes 0..G-1 of the sessions that still have somebody."""
    return np.unique(sessions, return_inverse=True)[1].astype(np.int64)


def sessions_per_arm(sessions: Ints, arm: Floats) -> tuple[int, int]:
    """How many sessions have trained people, and how many untrained."""
    return len(np.unique(sessions[arm == 1])), len(np.unique(sessions[arm == 0]))


def too_few_sessions(method: str, n_trained: int, n_untrained: int, n_used: int) -> Refusal | None:
    """Refusal below six sessions in an arm: each session is then one observation."""
    if min(n_trained, n_untrained) >= FEWEST_SESSIONS:
        return None
    return Refusal(
        method,
        "too_few_sessions",
        Said(
            f"受訓組 {n_trained} 個梯次、對照組 {n_untrained} 個梯次，每組少於 {FEWEST_SESSIONS} 個，"
            f"梯次之間的差異估不準。",
            f"{n_trained} trained and {n_untrained} untrained sessions; with fewer than {FEWEST_SESSIONS} in a group "
            "how sessions differ cannot be estimated.",
        ),
        Said(
            "把每個梯次當成一筆觀察：比較梯次平均，用精確排列檢定。",
            "Take each session as one observation: compare session means by exact permutation.",
        ),
        n_used=n_used,
    )


def many_sessions(n_trained: int, n_untrained: int) -> Assumption:
    """Whether there are sessions enough for comfort."""
    held = min(n_trained, n_untrained) >= COMFORTABLE_SESSIONS
    said = Said(
        f"受訓組 {n_trained} 個、對照組 {n_untrained} 個梯次"
        + ("，數目足夠。" if held else "，不到 20 個，結論仍較脆弱。"),
        f"{n_trained} trained and {n_untrained} untrained sessions"
        + (", enough for comfort." if held else "; below 20 the result is still fragile."),
    )
    return Assumption("many_sessions", held, said)
