"""What a correlation would be without the unreliability of the two instruments, and without a narrowed group."""

from dataclasses import dataclass
from math import sqrt

from espalier.engines.effects.crosscheck.wording import between
from espalier.engines.figures.types import Interval, Refusal, Said

LEAST_RELIABILITY = 0.50


@dataclass(frozen=True, slots=True)
class Disattenuated:
    """A corrected correlation.

    ``r`` and ``interval`` are within −1 to 1; ``r_uncapped`` is what the formula gave before it was capped.
    """

    r: float
    r_uncapped: float
    interval: Interval
    reliability_x: float
    reliability_y: float
    is_capped: bool
    n_used: int
    warnings: tuple[Said, ...]
    sentence: Said


@dataclass(frozen=True, slots=True)
class Unrestricted:
    """A correlation corrected for the narrowed range of one instrument; ``ratio`` is SD wide / SD narrow."""

    r: float
    interval: Interval
    ratio: float
    warnings: tuple[Said, ...]
    sentence: Said


def disattenuate(
    r: float, interval: Interval, reliability_x: float, reliability_y: float, *, n_used: int = 0
) -> Disattenuated | Refusal:
    """Spearman's correction r / √(r_xx · r_yy), the limits scaled alike; above 1 it is capped and said.

    Parameters
    ----------
    r : float
        The observed correlation, −1 to 1.
    interval : Interval
        Its interval.
    reliability_x, reliability_y : float
        Reliabilities of the two scores in this group, at most 1.

    Returns
    -------
    Disattenuated or Refusal
        Refused where either reliability is below .50: the correction would then make the result by itself.

    Raises
    ------
    ValueError
        A correlation or reliability outside its bounds.

    References
    ----------
    Spearman, American Journal of Psychology 15 (1904) 72–101. The interval takes the reliabilities as known.
    Checked against: case ``cross_mtmm_campbell_fiske`` (disattenuated_A1_A2, 1e-12).

    Examples
    --------
    >>> round(disattenuate(0.57, Interval(0.4, 0.7), 0.89, 0.93).r, 6)
    0.626525
    """
    if not -1 <= r <= 1:
        raise ValueError(f"disattenuate: {r} is no correlation")
    for name, each in (("reliability_x", reliability_x), ("reliability_y", reliability_y)):
        if not each <= 1:
            raise ValueError(f"{name}: {each} is no reliability, 1 is the most")
    lowest = min(reliability_x, reliability_y)
    if lowest < LEAST_RELIABILITY:
        return Refusal("disattenuation", "reliability_too_low", _too_low(lowest), _INSTEAD, n_used)
    scale = 1 / sqrt(reliability_x * reliability_y)
    raw, limits = r * scale, _capped(interval, scale)
    is_capped = abs(raw) > 1
    value = max(-1.0, min(1.0, raw))
    return Disattenuated(
        value,
        raw,
        limits,
        reliability_x,
        reliability_y,
        is_capped,
        n_used,
        (_capping(raw),) if is_capped else (),
        _sentence(r, value, limits, is_capped),
    )


def unrestricted(r: float, interval: Interval, *, sd_narrow: float, sd_wide: float) -> Unrestricted:
    """Thorndike's case 2: r·u / √(1 + r²(u² − 1)) with u = SD of the whole group / SD of those measured.

    Only with a *known* SD of the whole group (all applicants, all learners), in the instrument that selected.

    Raises
    ------
    ValueError
        A standard deviation not above zero, or no correlation.

    References
    ----------
    Thorndike, Personnel Selection, Wiley 1949, 173. Checked against: its own inversion (narrowing again), 1e-12.

    Examples
    --------
    >>> round(unrestricted(0.3, Interval(0.1, 0.5), sd_narrow=5, sd_wide=10).r, 4)
    0.5324
    """
    for name, sd in (("sd_narrow", sd_narrow), ("sd_wide", sd_wide)):
        if not 0 < sd < float("inf"):
            raise ValueError(f"{name}: a standard deviation above zero expected, got {sd}")
    if not -1 <= r <= 1:
        raise ValueError(f"unrestricted: {r} is no correlation")
    u = sd_wide / sd_narrow
    wide = Interval(_widened(interval.low, u), _widened(interval.high, u), interval.level)
    likely = between(wide)
    return Unrestricted(
        _widened(r, u),
        wide,
        u,
        () if u > 1 else (_NOT_NARROWED,),
        Said(
            f"以全體的離散程度推算，相關約 {_widened(r, u):.2f}，{likely.zh}。"
            "這假定關係成直線、各處離散相同，僅供解讀，不能取代對全體施測。",
            f"At the spread of the whole group the correlation would be about {_widened(r, u):.2f}, "
            f"{likely.en}. "
            "This takes the relation to be straight and evenly spread; measuring the whole group is better.",
        ),
    )


_INSTEAD = Said(
    "請先改善工具（增題、修題），或直接報告未校正的相關。",
    "Improve the instrument first, or report the correlation as observed.",
)
_NOT_NARROWED = Said(
    "受測者的離散並未比全體窄，校正使相關變小。",
    "Those measured vary no less than the whole group: the correction lowers the correlation.",
)


def _widened(r: float, u: float) -> float:
    return max(-1.0, min(1.0, r * u / sqrt(1 + r * r * (u * u - 1))))


def _capped(interval: Interval, scale: float) -> Interval:
    low, high = (max(-1.0, min(1.0, limit * scale)) for limit in (interval.low, interval.high))
    return Interval(low, high, interval.level)


def _too_low(lowest: float) -> Said:
    return Said(
        f"其中一項分數的信度只有 {lowest:.2f}，低於 .50，校正後的相關會大半由公式造成。",
        f"One score has a reliability of only {lowest:.2f}, below .50: the correction would make "
        "most of the result.",
    )


def _capping(raw: float) -> Said:
    return Said(
        f"公式算出 {raw:.2f}，超過 1，已截為 1：通常表示信度被低估，或兩項工具有共同誤差。",
        f"The formula gave {raw:.2f}, beyond 1, and was capped: the reliabilities are probably too low, "
        "or the two instruments share errors.",
    )


def _sentence(r: float, value: float, limits: Interval, is_capped: bool) -> Said:
    likely = between(limits)
    capped = Said("（已截為上限）。", " (capped).") if is_capped else Said("。", ".")
    return Said(
        f"若兩項工具都量得毫無誤差，相關約為 {value:.2f}，{likely.zh}{capped.zh}"
        f"實際觀察到的是 {r:.2f}；做決定請用觀察值，校正值只用來判斷兩者是否量同一件事。",
        f"Measured without error the two would correlate about {value:.2f}, {likely.en}{capped.en} "
        f"Observed was {r:.2f}: decide on what was observed, use the corrected value to ask whether "
        "both mean the same.",
    )
