"""Utility analysis: the money value of an effect size. A scenario, never a measured benefit."""

from dataclasses import dataclass

from espalier.engines.benefit.amounts import money
from espalier.engines.figures.types import Interval, Refusal, Said

SDY_OF_PAY = 0.40


@dataclass(frozen=True, slots=True)
class Utility:
    """ΔU in money with the interval that follows from the one of d; ``break_even_d`` is where ΔU is zero."""

    utility: float
    interval: Interval
    gross: float
    cost: float
    sdy: float
    break_even_d: float
    is_scenario: bool
    n_used: int
    warnings: tuple[Said, ...]
    sentence: Said


def utility_analysis(
    d: float,
    d_interval: Interval,
    *,
    n_trained: int,
    years: float,
    sdy: float,
    cost_per_learner: float,
) -> Utility | Refusal:
    """ΔU = T · N · d · SD_y − N · C, its limits from the limits of d.

    Parameters
    ----------
    d : float
        Effect on job performance in SD (not the effect on a test).
    n_trained : int
        N, one at least.
    years : float
        T, how long the effect lasts, above 0.
    sdy : float
        SD of yearly performance in money, above 0; see :func:`sdy_of_pay`.
    cost_per_learner : float
        C, not negative.

    Returns
    -------
    Utility or Refusal
        Refused with a cost of zero.

    Raises
    ------
    ValueError
        Numbers outside these bounds.

    References
    ----------
    Schmidt, Hunter & Pearlman, Personnel Psychology 35 (1982) 333–347, doi:10.1111/j.1744-6570.1982.tb02200.x.
    Checked against: the formula by hand.

    Examples
    --------
    >>> utility_analysis(0.5, Interval(0.2, 0.8), n_trained=40, years=1, sdy=200_000, cost_per_learner=30_000).utility
    2800000.0
    """
    for name, each in (
        ("d", d),
        ("years", years),
        ("sdy", sdy),
        ("cost_per_learner", cost_per_learner),
    ):
        money(name, each)
    if n_trained < 1 or years <= 0 or sdy <= 0 or cost_per_learner < 0:
        raise ValueError(
            f"utility: n_trained {n_trained}, years {years}, sdy {sdy}, cost_per_learner {cost_per_learner}"
        )
    if cost_per_learner == 0:
        return Refusal("utility", "no_cost", _NO_COST)
    worth, cost = years * n_trained * sdy, n_trained * cost_per_learner
    interval = Interval(
        worth * d_interval.low - cost, worth * d_interval.high - cost, d_interval.level
    )
    value = worth * d - cost
    even = cost / worth
    return Utility(
        value,
        interval,
        worth * d,
        cost,
        sdy,
        even,
        True,
        n_trained,
        (_SCENARIO,),
        Said(
            f"情境試算：淨效用約 {value:,.0f}（很可能在 {interval.low:,.0f} 到 {interval.high:,.0f} "
            f"之間，{n_trained} 人）；"
            f"工作表現的效果量超過 {even:.2f} 就划算。",
            f"As a scenario the net utility is about {value:,.0f} (likely between {interval.low:,.0f} and "
            f"{interval.high:,.0f}, {n_trained} persons); an effect on performance above {even:.2f} "
            "SD would pay.",
        )
        + _SCENARIO,
    )


def sdy_of_pay(yearly_pay: float, *, share: float = SDY_OF_PAY) -> float:
    """SD of performance in money as a share of pay: 40 % is a rough rule, 40–70 % in the literature.

    Raises
    ------
    ValueError
        Pay or share not above 0.

    References
    ----------
    Schmidt & Hunter, Psychological Bulletin 93 (1983) 407–414. Checked against: the product.

    Examples
    --------
    >>> sdy_of_pay(600_000)
    240000.0
    """
    money("yearly_pay", yearly_pay)
    if yearly_pay <= 0 or not 0 < share < float("inf"):
        raise ValueError(f"sdy_of_pay: pay {yearly_pay}, share {share} must be above 0")
    return yearly_pay * share


_SCENARIO = Said(
    "這是情境試算，不是量到的效益；表現的金額差異（SDy）只是粗略假設，請試幾種值。",
    "This is a scenario, not a measured benefit; the money value of performance (SDy) is a rough "
    "guess: try several.",
)
_NO_COST = Said(
    "每人成本為零：請先列出全部成本。", "A cost of zero a learner: list all costs first."
)
