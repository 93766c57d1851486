"""What every control chart returns: panels with limits, signals with their rule, and the sentence."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import exp, inf, lgamma, sqrt

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.arrays import Bools, Floats, Ints, MissingPolicy, float_array
from espalier.engines.figures.types import Assumption, Refusal, Said
from espalier.engines.psychometrics.charts.rules import SAID, Rule, Signal

LEAST_POINTS = 20  # of Phase I, in which the limits are learnt
D2 = 1.128  # mean range of two normal points in standard deviations, as the handbooks print it


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """One line of points (``points``: their places from 1 in the given order) with its centre and limits."""

    name: str
    points: tuple[int, ...]
    values: Floats
    center: Floats
    lower: Floats
    upper: Floats
    signals: tuple[Signal, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Chart:
    """A control chart; ``panels[0]`` is the one spoken of, and signals name places from 1 in the given order.

    ``sigma``: standard deviation of a single value (of the share's excess factor in a p′ chart); ``false_alarm_every``:
    points between false alarms when nothing has changed.
    """

    kind: str
    panels: tuple[Panel, ...]
    center: float
    sigma: float
    rules: tuple[Rule, ...]
    false_alarm_every: float
    n_used: int
    n_missing: int
    n_phase_one: int
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Said, ...]
    sentence: Said

    @property
    def signals(self) -> tuple[Signal, ...]:
        """Signals of all panels."""
        return tuple(signal for panel in self.panels for signal in panel.signals)


def c4(n: int) -> float:
    """E(S)/σ of ``n`` normal values: √(2/(n−1)) Γ(n/2)/Γ((n−1)/2).

    Examples
    --------
    >>> round(c4(5), 4)
    0.94
    """
    return sqrt(2 / (n - 1)) * exp(lgamma(n / 2) - lgamma((n - 1) / 2))


def kept_points(name: str, values: ArrayLike, missing: MissingPolicy) -> tuple[Floats, Bools]:
    """The values and which of them are there.

    Raises
    ------
    ValueError
        Infinite values; something missing and the policy is to refuse, or ``as_zero``; nothing left.
    """
    found = float_array(name, values, ndim=1, may_miss=True)
    kept: Bools = np.asarray(~np.isnan(found))
    policy = MissingPolicy(missing)
    if policy is MissingPolicy.AS_ZERO:
        raise ValueError(f"{name}: a missing point is not a value of 0; choose exclude or refuse")
    if policy is MissingPolicy.REFUSE and not kept.all():
        raise ValueError(
            f"{name}: {int((~kept).sum())} points are missing; choose missing='exclude'"
        )
    if not kept.any():
        raise ValueError(f"{name}: no point at all")
    return found, kept


def phase_one(n: int, n_phase_one: int | None, n_least: int, kind: str) -> int | Refusal:
    """How many points the limits are learnt from, or the refusal where they are too few.

    Raises
    ------
    ValueError
        Fewer than two, or more than there are.
    """
    first = n if n_phase_one is None else n_phase_one
    if n_phase_one is not None and not 2 <= n_phase_one <= n:
        raise ValueError(f"n_phase_one: 2 to {n} points, got {n_phase_one}")
    if first < max(2, n_least):
        reason = Said(
            f"學習界限的點只有 {first} 個，至少要 {max(2, n_least)} 個，所以不畫管制界限。",
            f"Only {first} points to learn the limits from; {max(2, n_least)} are the least, so there are no limits.",
        )
        instead = Said(
            "請先畫趨勢圖，累積到足夠點數。", "Draw the run of points, and wait for more."
        )
        return Refusal(kind, "too_few", reason, instead, n_used=first)
    return first


def no_spread(kind: str, n: int) -> Refusal:
    """Nothing varies in Phase I, so that any change at all would be a signal."""
    return Refusal(
        kind,
        "no_variation",
        Said(
            "學習界限的點沒有變異，無法訂出管制界限。",
            "The points to learn from do not vary: no limits can be set.",
        ),
        Said(
            "請確認資料是否四捨五入過頭或重複填寫。",
            "Check whether the data were rounded too far or copied.",
        ),
        n_used=n,
    )


def panel_of(
    name: str,
    points: Ints,
    values: Floats,
    center: Floats,
    half: Floats,
    found: Iterable[Signal],
    floor: float = -inf,
) -> Panel:
    """A panel with limits centre ± half, not below ``floor``; signals count from the panel's own first point."""
    places = tuple(points.tolist())
    placed = tuple(replace(each, point=places[each.point - 1]) for each in found)
    return Panel(
        name, places, values, center, np.maximum(center - half, floor), center + half, placed
    )


def said_of(panels: tuple[Panel, ...], every: float, first: int) -> Said:
    """Which points signal and why, how often chance does that, and what to do."""
    n = len(panels[0].points)
    found = [(s.point, panel, s) for panel in panels for s in panel.signals]
    expected = n / every
    calm_zh = f"沒有變化時，平均每 {every:.0f} 點也會誤報一次（這 {n} 點約 {expected:.1f} 次）。"
    calm_en = f"Without any change chance signals about once in {every:.0f} points (here {expected:.1f} in {n})."
    if not found:
        return Said(
            f"{n} 點都沒有異常訊號，過程看起來穩定（界限由 {first} 點學得）。{calm_zh}穩定不等於水準好，請另看目標。",
            f"No signal in {n} points: the process looks stable (limits learnt from {first} points). {calm_en} Stable "
            "is not the same as good; look at the target as well.",
        )
    zh = "、".join(f"第 {at} 點（{p.name}{SAID[s.rule].zh}）" for at, p, s in found[:10])
    en = ", ".join(f"point {at} ({p.name}: {SAID[s.rule].en})" for at, p, s in found[:10])
    more = len(found) - 10
    more_zh, more_en = (f"等，另有 {more} 個", f" and {more} more") if more > 0 else ("", "")
    return Said(
        f"{n} 點中有 {len(found)} 個訊號：{zh}{more_zh}。{calm_zh}請查當時發生什麼事，找到原因再調整。",
        f"{len(found)} signals in {n} points: {en}{more_en}. {calm_en} Find out what happened there before changing "
        "anything.",
    )


def assumed(*held: Assumption) -> tuple[Assumption, ...]:
    """What limits rest on."""
    order = Said("各點依時間排列且彼此獨立", "the points are in order of time and independent")
    return (Assumption("independent_points", None, order), *held)
