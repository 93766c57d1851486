"""What goes with applying the learning: behaviour on learning, support and opportunity, persons within units."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.effects.crosscheck.pairs import is_constant, measured_array, refuse_missing
from espalier.engines.effects.crosscheck.wording import between, verdict_on
from espalier.engines.figures.arrays import Floats, Ints, MissingPolicy, code_array
from espalier.engines.figures.distributions import t_two_sided
from espalier.engines.figures.intervals import around
from espalier.engines.figures.types import Assumption, Interval, Refusal, Said, Stage, Verdict

FEWEST_PER_FACTOR = 10
FEWEST_CLUSTERS = 6
COMFORTABLE_CLUSTERS = 20
WORTH_HAVING = 0.10


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor: change of behaviour, in its own SD, for one SD more of the factor, the others held equal."""

    factor: str
    slope: float
    se: float
    df: float
    interval: Interval
    p: float
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class BehaviourModel:
    """Every factor, and R² (0–1) of all together."""

    factors: tuple[Factor, ...]
    r_squared: float
    n_clusters: int
    n_used: int
    n_missing: int
    stages: tuple[Stage, ...]
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Said, ...]
    sentence: Said


def behaviour_model(
    behaviour: ArrayLike,
    factors: ArrayLike,
    names: Sequence[str],
    units: ArrayLike,
    *,
    missing: MissingPolicy,
    smallest: float = WORTH_HAVING,
    level: float = 0.95,
) -> BehaviourModel | Refusal:
    """Least squares on standardised columns with cluster-robust errors (CR2) and Satterthwaite degrees of freedom.

    V = (X'X)⁻¹ Σ_g X_g' A_g e_g e_g' A_g X_g (X'X)⁻¹ with A_g = (I − H_gg)^(−½), a pseudo-inverse where singular.

    Parameters
    ----------
    behaviour : array_like of float, shape (n,)
    factors : array_like of float, shape (n, k)
        For instance learning after training, support, opportunity.
    units : array_like of int, shape (n,)
        Code of the unit (team, site) of each person, 0 and up.

    Returns
    -------
    BehaviourModel or Refusal
        Refused below 10 persons a factor (30 in all), below 6 units, or where columns are constant, collinear,
        or reproduce the behaviour exactly.

    Raises
    ------
    ValueError
        Shapes that do not fit, infinite values.

    References
    ----------
    Pustejovsky & Tipton, J. of Business & Economic Statistics 36 (2018) 672–683, doi:10.1080/07350015.2016.1247004.
    Baldwin & Ford, Personnel Psychology 41 (1988) 63–105 (support and opportunity).
    Checked against: the fully written-out matrices of CR2 in the tests, 1e-9.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> x = rng.normal(size=(60, 2))
    >>> y = x @ [1.0, 0.0] + rng.normal(size=60)
    >>> found = behaviour_model(y, x, ["learning", "support"], np.arange(60) // 6, missing=MissingPolicy.REFUSE)
    >>> found.factors[0].slope > found.factors[1].slope
    True
    """
    table = _table(behaviour, factors, names)
    codes = code_array("units", units, n_codes=max(1, table.shape[0]), length=table.shape[0])
    whole = ~np.isnan(table).any(axis=1)
    n_missing = int((~whole).sum())
    refuse_missing("behaviour and factors", n_missing, missing)
    used = table[whole]
    groups = np.unique(codes[whole], return_inverse=True)[1].astype(np.int64)
    refused = _refused(used, groups, len(names))
    if refused is not None:
        return refused
    z = (used - used.mean(axis=0)) / used.std(axis=0, ddof=1)
    x = np.column_stack([np.ones(len(z)), z[:, 1:]])
    if np.linalg.cond(x) > 1e6:
        return Refusal("behaviour", "collinear", _COLLINEAR, None, len(z))
    beta, residual, se, df = _cr2(x, z[:, 0], groups)
    r_squared = 1 - float(residual @ residual) / float(z[:, 0] @ z[:, 0])
    if r_squared > 1 - 1e-9:
        return Refusal("behaviour", "perfect_fit", _PERFECT, None, len(z))
    found = tuple(
        _factor(name, float(beta[at + 1]), float(se[at + 1]), float(df[at + 1]), smallest, level)
        for at, name in enumerate(names)
    )
    n_clusters = int(groups.max()) + 1
    return BehaviourModel(
        found,
        r_squared,
        n_clusters,
        len(z),
        n_missing,
        (Stage("followed", table.shape[0]), Stage("complete", len(z), n_missing, _INCOMPLETE)),
        (Assumption("linear", None, _LINEAR),),
        (_FEW_UNITS.filled(n=n_clusters),) if n_clusters < COMFORTABLE_CLUSTERS else (),
        _sentence(found, r_squared, len(z), n_clusters),
    )


def _table(behaviour: ArrayLike, factors: ArrayLike, names: Sequence[str]) -> Floats:
    y = measured_array("behaviour", behaviour, ndim=1, may_miss=True)
    x = measured_array("factors", factors, ndim=2, may_miss=True)
    if x.shape != (y.size, len(names)) or not names:
        raise ValueError(f"behaviour {y.shape}, factors {x.shape}, {len(names)} names: do not fit")
    return np.column_stack([y, x])


def _refused(used: Floats, groups: Ints, k: int) -> Refusal | None:
    n, needed = used.shape[0], max(30, FEWEST_PER_FACTOR * k)
    if n < needed:
        return Refusal("behaviour", "too_few", _FEW.filled(n=n, needed=needed), _LOOK, n)
    if groups.max() + 1 < FEWEST_CLUSTERS:
        return Refusal("behaviour", "few_units", _UNITS.filled(n=groups.max() + 1), _LOOK, n)
    if any(is_constant(used[:, at]) for at in range(k + 1)):
        return Refusal("behaviour", "constant", _CONSTANT, None, n)
    return None


def _cr2(x: Floats, y: Floats, groups: Ints) -> tuple[Floats, Floats, Floats, Floats]:
    """Coefficients, residuals, CR2 standard errors and Satterthwaite df (working model: equal, independent errors)."""
    bread = np.linalg.inv(x.T @ x)
    beta = bread @ x.T @ y
    residual = y - x @ beta
    scores, parts = [], []
    for g in range(int(groups.max()) + 1):
        at = groups == g
        adjust = _inverse_root(np.eye(int(at.sum())) - x[at] @ bread @ x[at].T)
        weight = bread @ x[at].T @ adjust  # (p, n_g)
        scores.append(weight @ residual[at])
        spread = np.zeros((x.shape[1], len(y)))
        spread[:, at] = weight
        parts.append(spread - weight @ x[at] @ bread @ x.T)
    se = np.sqrt((np.array(scores) ** 2).sum(axis=0))
    stacked = np.array(parts)  # (groups, p, n)
    inner = np.einsum("gpn,hpn->pgh", stacked, stacked)
    df = np.einsum("pgg->p", inner) ** 2 / (inner**2).sum(axis=(1, 2))
    return beta, residual, se, df


def _inverse_root(matrix: Floats) -> Floats:
    values, vectors = np.linalg.eigh(matrix)
    safe = np.where(values > 1e-10, values, np.inf)
    return np.asarray((vectors / np.sqrt(safe)) @ vectors.T)


def _factor(name: str, slope: float, se: float, df: float, smallest: float, level: float) -> Factor:
    interval = around(slope, se, df=df, level=level)
    p = t_two_sided(slope / se, df)
    verdict = verdict_on(
        slope,
        interval,
        smallest,
        has_comparison=False,
        better=Said(f"「{name}」高的人應用較多", f"people with more {name} apply more"),
        worse=Said(f"「{name}」高的人應用較少", f"people with more {name} apply less"),
    )
    return Factor(name, slope, se, df, interval, p, verdict)


_FEW = Said(
    "只有 {n} 人資料完整，至少要 {needed} 人。",
    "Only {n} persons are complete; {needed} are needed.",
)
_LOOK = Said("請改看兩兩相關與訪談。", "Use pairwise correlations and interviews instead.")
_UNITS = Said("只有 {n} 個單位，至少要 6 個。", "Only {n} units; at least 6 are needed.")
_CONSTANT = Said("有欄位每個人都一樣。", "A column is the same for everybody.")
_COLLINEAR = Said(
    "有因素彼此幾乎重複，無法分開。", "Some factors repeat each other and cannot be told apart."
)
_PERFECT = Said(
    "這些因素完全重現行為分數，可能是同一份資料用了兩次。",
    "The factors reproduce behaviour exactly: perhaps the same data are used twice.",
)
_INCOMPLETE = Said("資料不完整", "incomplete")
_LINEAR = Said("關係大致成直線。", "The relations are roughly straight.")
_FEW_UNITS = Said(
    "只有 {n} 個單位（20 個以上較穩）。", "Only {n} units; 20 or more would be steadier."
)


def _sentence(found: Sequence[Factor], r_squared: float, n: int, n_units: int) -> Said:
    best = max(found, key=lambda each: abs(each.slope))
    likely = between(best.interval)
    return best.verdict.sentence + Said(
        f"「{best.factor}」每高一個標準差，應用相差 {best.slope:+.2f} 個標準差，{likely.zh}（{n} 人"
        f"、{n_units} 個單位）；"
        f"全部因素合計說明 {100 * r_squared:.0f}% 的差異。這是關聯，不是因果；可從支持與機會著手試辦再比較。",
        f"One SD more {best.factor} goes with {best.slope:+.2f} SD of use, {likely.en} ({n} persons "
        f"in {n_units} units); all "
        f"factors account for {100 * r_squared:.0f}% of the differences. It is association, not "
        "cause: try more support "
        "in some units and compare.",
    )
