"""What is claimed: many outcomes, reaction as learning, a benefit claimed twice (detectors 8, 13, 14)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.effects.pitfalls.alert import Alert, Pitfall
from espalier.engines.figures.arrays import Floats, float_array
from espalier.engines.figures.types import Said

LEVEL = 0.05


def many_outcomes(
    p_values: ArrayLike, *, has_primary: bool, are_adjusted: bool, level: float = LEVEL
) -> Alert | None:
    """Fires when several outcomes were tested, none named first, and nothing was adjusted.

    Holm: the i-th smallest of m is held against level/(m − i + 1); by chance m·level fall below level.

    Parameters
    ----------
    p_values : array_like of float, shape (m,)
        Raw p-values, 0–1.
    has_primary : bool
        One outcome was named primary before the data were seen.

    Raises
    ------
    ValueError
        Numbers that are no p-values, or a level outside 0–1.

    References
    ----------
    Holm, Scandinavian Journal of Statistics 6 (1979) 65–70. Checked against: steps by hand.

    Examples
    --------
    >>> many_outcomes([0.01, 0.04, 0.03], has_primary=False, are_adjusted=False).saw["n_below_adjusted"]
    1
    """
    p = float_array("p_values", p_values, ndim=1)
    if (p < 0).any() or (p > 1).any() or not 0 < level < 1:
        raise ValueError("p_values: between 0 and 1 expected, and so the level")
    n_raw = int((p < level).sum())
    if p.size < 2 or are_adjusted or has_primary:
        return None
    n_holm = int((_holm(p) < level).sum())
    return Alert(
        Pitfall.MANY_OUTCOMES,
        {
            "n_outcomes": p.size,
            "n_below_raw": n_raw,
            "n_below_adjusted": n_holm,
            "expected_by_chance": p.size * level,
        },
        Said(
            f"檢驗了 {p.size} 項成果，未事先指定主要成果也未調整：單憑機會就會有約 "
            f"{p.size * level:.1f} 項看似有效。"
            f"原本 {n_raw} 項，調整後剩 {n_holm} 項。請事先指定一項主要成果。",
            f"{p.size} outcomes were tested, none named first, nothing adjusted: about "
            f"{p.size * level:.1f} would look "
            f"effective by chance. {n_raw} stand out raw, {n_holm} after adjustment. Name one "
            "primary outcome beforehand.",
        ),
    )


def _holm(p: Floats) -> Floats:
    order = np.argsort(p, kind="stable")
    stepped = np.maximum.accumulate(p[order] * np.arange(p.size, 0, -1))
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum(stepped, 1.0)
    return adjusted


def reaction_as_learning(claimed: Collection[str], measured: dict[str, int]) -> Alert | None:
    """Fires when learning, behaviour or results are claimed and only reaction was measured for that claim.

    Parameters
    ----------
    claimed : collection of str
        Levels the report speaks of: L1 to L4.
    measured : dict of level to persons measured

    Raises
    ------
    ValueError
        A level that is none, or a negative number.

    References
    ----------
    Alliger et al., Personnel Psychology 50 (1997) 341–358, doi:10.1111/j.1744-6570.1997.tb00911.x.
    Checked against: cases by hand.

    Examples
    --------
    >>> reaction_as_learning({"L2"}, {"L1": 40}).saw
    {'L1': 40, 'L2': 0}
    """
    levels = ("L1", "L2", "L3", "L4")
    if unknown := sorted((set(claimed) | set(measured)) - set(levels)):
        raise ValueError(f"levels: L1 to L4 expected, got {', '.join(unknown)}")
    if min(measured.values(), default=0) < 0:
        raise ValueError("measured: numbers of persons from 0 expected")
    empty = [level for level in levels[1:] if level in claimed and not measured.get(level)]
    if not empty or not measured.get("L1"):
        return None
    saw: dict[str, float] = {"L1": measured["L1"]}
    saw.update(dict.fromkeys(empty, 0))
    return Alert(
        Pitfall.REACTION_AS_LEARNING,
        saw,
        Said(
            f"報告談到 {'、'.join(empty)}，但只測了反應（{measured['L1']} 人）：喜歡課程不代表學會或會用。"
            "請補測，或把結論限於滿意度。",
            f"The report speaks of {', '.join(empty)}, but only reaction was measured "
            f"({measured['L1']} persons): liking a course "
            "does not imply learning or use. Measure it, or keep the conclusion to satisfaction.",
        ),
    )


@dataclass(frozen=True, slots=True)
class Claim:
    """One programme's claim of a share (0–1) of a benefit in a unit and a period."""

    programme: str
    benefit: str
    unit: str
    period: str
    share: float
    amount: float = 0.0

    def __post_init__(self) -> None:
        if not (self.programme and self.benefit):
            raise ValueError("claim: programme and benefit must be named")
        if not 0 < self.share <= 1 or not 0 <= self.amount < float("inf"):
            raise ValueError(f"claim: share {self.share}, amount {self.amount} of {self.programme}")


def claimed_twice(claims: Sequence[Claim]) -> Alert | None:
    """Fires when two programmes or more claim together over 100 % of one benefit of one unit in one period.

    References
    ----------
    Phillips & Phillips, Show Me the Money, Berrett-Koehler 2007 (isolation; double counting); statistics.md 5.
    Checked against: cases by hand.

    Examples
    --------
    >>> claims = [Claim("A", "scrap", "plant 1", "2026", 0.7), Claim("B", "scrap", "plant 1", "2026", 0.6)]
    >>> round(claimed_twice(claims).saw["scrap · plant 1 · 2026"], 6)
    1.3
    """
    grouped: dict[str, list[Claim]] = {}
    for each in claims:
        grouped.setdefault(f"{each.benefit} · {each.unit} · {each.period}", []).append(each)
    over = {
        name: sum(each.share for each in own)
        for name, own in grouped.items()
        if len({each.programme for each in own}) > 1 and sum(e.share for e in own) > 1 + 1e-9
    }
    if not over:
        return None
    who = sorted({each.programme for name in over for each in grouped[name]})
    shares_zh = "；".join(f"{name} 合計 {100 * share:.0f}%" for name, share in over.items())
    shares_en = "; ".join(f"{name} adds up to {100 * share:.0f}%" for name, share in over.items())
    return Alert(
        Pitfall.CLAIMED_TWICE,
        over,
        Said(
            f"同一項效益被 {'、'.join(who)} 重複認列（{shares_zh}）。請協調各方案的隔離比率，合計不"
            "得超過 100%。",
            f"One benefit is claimed by {', '.join(who)} ({shares_en}). Agree on the shares: "
            "together at most 100%.",
        ),
    )
