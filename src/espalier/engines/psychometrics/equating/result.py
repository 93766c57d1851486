"""What every equating returns: the equivalents of each score, how sure they are, and how closely to compare.

References
----------
Kolen & Brennan 2014, Test Equating, Scaling, and Linking, 3rd ed., ch. 7 (standard errors) and 8 (practice).
"""

from dataclasses import dataclass
from enum import StrEnum

from espalier.engines.figures.arrays import Floats
from espalier.engines.figures.distributions import normal_quantile
from espalier.engines.figures.types import Assumption, Interval, Refusal, Said


class EquatingMethod(StrEnum):
    """How scores of form X are put on the scale of form Y."""

    IDENTITY = "identity"
    MEAN = "mean"
    LINEAR = "linear"
    EQUIPERCENTILE = "equipercentile"
    CIRCLE_ARC = "circle-arc"
    TUCKER = "tucker"
    LEVINE = "levine"
    CHAINED = "chained-linear"


NAMES = {
    EquatingMethod.IDENTITY: Said("不等化（分數照舊）", "identity (scores left as they are)"),
    EquatingMethod.MEAN: Said("平均數等化", "mean equating"),
    EquatingMethod.LINEAR: Said("線性等化", "linear equating"),
    EquatingMethod.EQUIPERCENTILE: Said("等百分位等化", "equipercentile equating"),
    EquatingMethod.CIRCLE_ARC: Said("圓弧等化", "circle-arc equating"),
    EquatingMethod.TUCKER: Said("Tucker 線性等化", "Tucker linear equating"),
    EquatingMethod.LEVINE: Said("Levine 線性等化", "Levine linear equating"),
    EquatingMethod.CHAINED: Said("鏈結線性等化", "chained linear equating"),
}
# Fewest learners of each form. Circle-arc: Livingston & Kim's studies go down to some 25; below 10 nobody tried.
LEAST = {
    EquatingMethod.IDENTITY: 0,
    EquatingMethod.CIRCLE_ARC: 10,
    EquatingMethod.MEAN: 30,
    EquatingMethod.LINEAR: 100,
    EquatingMethod.TUCKER: 100,
    EquatingMethod.LEVINE: 100,
    EquatingMethod.CHAINED: 100,
    EquatingMethod.EQUIPERCENTILE: 400,
}
SMALL = 100  # below, scores of the two forms are not compared closely
NOT_CLOSELY = Said(
    "兩份試卷的分數不宜細比。",
    "Scores of form X and form Y should not be compared closely.",
)


@dataclass(frozen=True, slots=True, eq=False)
class Equating:
    """Scores of form X (``points``) and what they are worth on form Y (``equivalents``), not rounded, not cut off.

    ``se`` and ``low``/``high`` (level ``level``) are by bootstrap, ``None`` for identity, whose error is the unknown
    difference of the forms. ``largest_se`` is the largest between the 5th and 95th percentile of form X.
    """

    method: EquatingMethod
    points: Floats
    equivalents: Floats
    se: Floats | None
    low: Floats | None
    high: Floats | None
    level: float
    largest_se: float | None
    mean_shift: float
    shift_interval: Interval | None
    n_used: int
    n_x: int
    n_y: int
    n_missing: int
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Said, ...]
    sentence: Said


def equating_result(
    method: EquatingMethod,
    points: Floats,
    equivalents: Floats,
    runs: Floats | None,
    weights: Floats,
    *,
    sizes: tuple[int, int],
    n_missing: int,
    level: float,
    assumptions: tuple[Assumption, ...],
    warnings: tuple[Said, ...] = (),
) -> Equating:
    """Put together estimate, bootstrap runs (n_runs, n_points) and who took form X (``weights`` adding up to 1)."""
    shift = float(weights @ (equivalents - points))
    se = low = high = largest = interval = None
    if runs is not None:
        z = normal_quantile((1 + level) / 2)
        se = runs.std(axis=0, ddof=1)
        low, high = equivalents - z * se, equivalents + z * se
        below = weights.cumsum()
        inside = (below >= 0.05) & (below - weights <= 0.95)
        largest = float(se[inside].max())
        half = z * float(((runs - points) @ weights).std(ddof=1))
        interval = Interval(shift - half, shift + half, level)
    return Equating(
        method, points, equivalents, se, low, high, level, largest, shift, interval, sum(sizes), *sizes, n_missing,
        assumptions, warnings, _sentence(method, shift, interval, largest, sizes),
    )  # fmt: skip


def _sentence(
    method: EquatingMethod,
    shift: float,
    interval: Interval | None,
    largest: float | None,
    sizes: tuple[int, int],
) -> Said:
    name, (n_x, n_y) = NAMES[method], sizes
    if interval is None or largest is None:
        return (
            Said(
                f"人數太少（{n_x} 與 {n_y} 人），分數照舊不換算。",
                f"Too few learners ({n_x} and {n_y}): scores are left as they are.",
            )
            + NOT_CLOSELY
        )
    zh, en = ("較難", "harder") if shift > 0 else ("較易", "easier")
    if 0 in interval:
        head = Said("看不出兩份試卷難度不同", "No clear difference in difficulty between the forms")
    else:
        head = Said(f"X 卷比 Y 卷{zh}", f"Form X is {en} than form Y")
    said = Said(
        f"{head.zh}：X 卷的分數平均換算 {shift:+.1f} 分"
        f"（可能介於 {interval.low:+.1f} 與 {interval.high:+.1f}；"
        f"{name.zh}，{n_x} 與 {n_y} 人），個別分數的標準誤最大 {largest:.1f} 分。",
        f"{head.en}: a score on X moves by {shift:+.1f} points on average (likely between {interval.low:+.1f} and "
        f"{interval.high:+.1f}; {name.en}, {n_x} and {n_y} learners), single scores with a standard error up to "
        f"{largest:.1f}.",
    )
    if min(sizes) < SMALL:
        return said + NOT_CLOSELY
    return said + Said("換算後的分數可以比較，及格邊緣請看標準誤。", "Converted scores may be compared; mind the "
                       "standard error near the cut.")  # fmt: skip


def too_few(method: EquatingMethod, sizes: tuple[int, int], n_least: int) -> Refusal:
    """The gate of a method, and which method to take below it."""
    n, name = min(sizes), NAMES[method]
    if n >= LEAST[EquatingMethod.CIRCLE_ARC]:
        instead = Said(
            "請改用圓弧等化，或分數照舊（不等化）。",
            "Use circle-arc equating, or leave scores as they are.",
        )
    else:
        instead = Said("分數照舊（不等化）。", "Leave scores as they are (identity).")
    reason = Said(
        f"{name.zh}每份試卷至少要 {n_least} 人，現在只有 {n} 人。",
        f"{name.en.capitalize()} needs {n_least} learners of each form; there are {n}.",
    )
    return Refusal(method.value, "too_few", reason, instead + NOT_CLOSELY, n_used=sum(sizes))
