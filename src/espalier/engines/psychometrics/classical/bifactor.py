"""Omega hierarchical: how much of a total score is one common ability, where the items also form groups (topics)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.arrays import Bools, Floats, Ints, code_array
from espalier.engines.figures.types import Assumption, Interval, Refusal, Said, Stage
from espalier.engines.psychometrics.classical.factor import (
    LEAST_UNIQUENESS,
    MOST_ROUNDS,
    one_factor_ml,
)
from espalier.engines.psychometrics.classical.moments import moments
from espalier.engines.psychometrics.classical.omega import LEAST_PEOPLE, heywood_said
from espalier.engines.psychometrics.classical.resampled_factor import (
    interval_of,
    resampled_covariances,
)
from espalier.engines.psychometrics.classical.responses import Scores, Unanswered, settled
from espalier.engines.psychometrics.classical.rotation import GeneralAndGroups
from espalier.engines.psychometrics.classical.wording import decimals, likely

LEAST_IN_GROUP = 3  # items; with two their loadings cannot be told apart
GENERAL_ENOUGH = 0.70


@dataclass(frozen=True, eq=False)
class BifactorFit:
    """ML bifactor solution of a correlation matrix: ``general``, ``group`` and ``uniqueness`` of each item, (k,)."""

    general: Floats
    group: Floats
    uniqueness: Floats
    heywood: Bools
    converged: bool

    @property
    def structure(self) -> tuple[Floats, Floats]:
        return self.general, self.uniqueness


@dataclass(frozen=True, eq=False)
class OmegaHierarchical:
    """Share of the total's variance from the general factor (``estimate``) and from all factors (``omega_total``)."""

    estimate: float
    interval: Interval
    omega_total: float
    fit: BifactorFit
    groups: tuple[int, ...]
    converged: bool
    n_resamples: int
    n_resamples_used: int
    seed: int
    n_used: int
    n_missing: int
    stages: tuple[Stage, ...]
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Said, ...]

    @property
    def sentence(self) -> Said:
        """How much one total score means, how sure that is, what to do."""
        span = likely(self.interval)
        said = Said(
            "這 {n} 位學員總分的差異中，約 {p:.0%} 來自共同能力（ω_h = {a}，{zh}）。",
            "About {p:.0%} of the differences in total score of these {n} learners come from one common ability "
            "(omega_h {a}, {en}).",
        ).filled(n=self.n_used, p=self.estimate, a=decimals(self.estimate), zh=span.zh, en=span.en)
        for warning in self.warnings:
            said += warning
        if self.interval.low >= GENERAL_ENOUGH:
            return said + Said("一個總分即可代表。", "One total score represents them.")
        return said + Said("請同時呈現各主題的分數。", "Show the scores of the topics as well.")


def hierarchical_of(
    solution: GeneralAndGroups | BifactorFit, correlations: Floats
) -> tuple[float, float]:
    """(omega_h, omega_total) = (Σ g)² / ΣΣ r_ij and 1 − Σ ψ / ΣΣ r_ij of a bifactor structure.

    References
    ----------
    Zinbarg, Revelle, Yovel & Li 2005, Psychometrika 70, 123–133.

    Checked against: case ``ctt_omega_thurstone`` with ``schmid_leiman``, 2e-3.
    """
    whole = float(correlations.sum())
    return float(solution.general.sum()) ** 2 / whole, 1 - float(solution.uniqueness.sum()) / whole


def omega_hierarchical(
    scores: ArrayLike,
    groups: ArrayLike,
    *,
    missing: Unanswered,
    seed: int,
    n_resamples: int = 200,
    level: float = 0.95,
) -> OmegaHierarchical | Refusal:
    """Omega hierarchical of the standardised items, from the bifactor structure that is given, by maximum likelihood.

    Σ = gg' + Σ_t s_t s_t' + Ψ: one general factor, one factor per group of items, all uncorrelated.

    Parameters
    ----------
    scores : array_like, shape (n people, k items)
    groups : array_like of int, shape (k,)
        The group (topic) of each item, 0, 1, 2, …; −1 for an item that measures only the general factor.
    missing : Unanswered
        ``pairwise`` and ``wrong_if_seen`` are refused where holes stay.
    seed : int
    n_resamples : int
        For the percentile interval, at least 20; resamples that do not converge are left out and counted.

    Returns
    -------
    OmegaHierarchical or Refusal
        Refused below 100 people, with fewer than two groups or a group of fewer than three items, where an item never
        varies or repeats others, or where the model does not converge.

    Raises
    ------
    ValueError
        What ``cronbach_alpha`` raises, group codes of a wrong shape, holes that stay, or too few resamples.

    References
    ----------
    McDonald 1999, chapter 6; Zinbarg et al. 2005; Flora 2020.

    Checked against: correlation matrices made from a known bifactor structure, 1e-4 (own test).
    """
    if n_resamples < 20:
        raise ValueError(f"n_resamples: 20 are the least, got {n_resamples}")
    responses = settled(scores, missing=missing)
    members = code_array("groups", groups, n_codes=responses.k, length=responses.k, lowest=-1)
    found = moments(responses)
    if found.totals is None:
        raise ValueError("scores: a resample needs whole people; choose missing='complete'")
    problem = _problem(found.n, found.covariance, members)
    if problem is not None:
        return problem
    correlations = _standard(found.covariance)
    fit = bifactor_ml(correlations, members)
    estimate, total = hierarchical_of(fit, correlations)
    values = np.empty(0)
    if fit.converged:
        values = _resampled(responses.scores, members, seed, n_resamples)
    n = responses.n
    interval = interval_of(estimate, values, n=n, n_resamples=n_resamples, level=level)
    if interval is None:
        reason = Said("雙因素模型沒有收斂。", "The bifactor model did not converge.")
        return Refusal("omega_hierarchical", "not_converged", reason, TOTAL_INSTEAD, n)
    return OmegaHierarchical(
        estimate=estimate,
        interval=interval,
        omega_total=total,
        fit=fit,
        groups=tuple(int(each) for each in members),
        converged=fit.converged,
        n_resamples=n_resamples,
        n_resamples_used=int(values.size),
        seed=seed,
        n_used=responses.n,
        n_missing=responses.n_missing,
        stages=responses.stages,
        assumptions=(Assumption("groups", None, GROUPS),),
        warnings=heywood_said(tuple(int(at) for at in np.flatnonzero(fit.heywood))),
    )


GROUPS = Said(
    "題目分組（主題）正確，且各組因素彼此獨立。",
    "The groups of items are right and their factors uncorrelated.",
)
TOTAL_INSTEAD = Said("請改用 ω 總信度或 α。", "Use omega total or alpha instead.")


def bifactor_ml(correlations: Floats, groups: Ints) -> BifactorFit:
    """General and group loadings by maximum likelihood; both sums positive.

    The gradient of log|Σ| + tr(RΣ⁻¹) is W = Σ⁻¹(Σ − R)Σ⁻¹: 2Wg for the general loadings, 2W_t s_t within group t,
    diag W for ψ.

    Examples
    --------
    >>> general, own = np.full(6, 0.6), np.full(6, 0.5)
    >>> of = np.array([0, 0, 0, 1, 1, 1])
    >>> r = np.outer(general, general) + np.outer(own, own) * (of[:, None] == of)
    >>> np.fill_diagonal(r, 1.0)
    >>> bifactor_ml(r, of).general.round(2).tolist()
    [0.6, 0.6, 0.6, 0.6, 0.6, 0.6]
    """
    from scipy.optimize import minimize

    k = groups.size
    together = (groups[:, None] == groups) & (groups >= 0)
    start = _start(correlations, together)

    def misfit(parameters: Floats) -> tuple[float, Floats]:
        general, own, logs = parameters.reshape(3, k)
        uniqueness = np.exp(logs)
        model = np.outer(general, general) + np.outer(own, own) * together + np.diag(uniqueness)
        inverse = np.linalg.inv(model)
        slope = inverse - inverse @ correlations @ inverse
        value = float(np.linalg.slogdet(model)[1] + (inverse * correlations).sum())
        down = [2 * slope @ general, 2 * (slope * together) @ own, np.diag(slope) * uniqueness]
        return value, np.concatenate(down)

    bounds = [(-1.5, 1.5)] * (2 * k) + [(np.log(LEAST_UNIQUENESS), 0.0)] * k
    settings = {"maxiter": 4 * MOST_ROUNDS, "maxfun": 8 * MOST_ROUNDS, "ftol": 1e-12, "gtol": 1e-6}
    found = minimize(misfit, start, jac=True, method="L-BFGS-B", bounds=bounds, options=settings)
    general, own, logs = found.x.reshape(3, k)
    uniqueness = np.exp(logs)
    heywood = np.asarray(uniqueness <= LEAST_UNIQUENESS * (1 + 1e-6))
    sign = -1.0 if general.sum() < 0 else 1.0
    return BifactorFit(sign * general, own, uniqueness, heywood, bool(found.success))


def _start(correlations: Floats, together: Bools) -> Floats:
    """General loadings a little below those of one factor; small equal group loadings."""
    general = 0.9 * one_factor_ml(correlations).loadings[:, 0]
    own = np.where(together.any(axis=1), 0.3, 0.0)
    uniqueness = np.clip(1 - general**2 - own**2, 2 * LEAST_UNIQUENESS, 1.0)
    return np.concatenate([general, own, np.log(uniqueness)])


def _standard(covariance: Floats) -> Floats:
    deviation = np.sqrt(np.diag(covariance))
    correlations = covariance / np.outer(deviation, deviation)
    np.fill_diagonal(correlations, 1.0)
    return np.asarray(correlations)


def _is_whole(covariance: Floats) -> bool:
    """Every item varies and none is a sum of others."""
    if not (np.diag(covariance) > 0).all():
        return False
    return bool(np.linalg.eigvalsh(_standard(covariance))[0] >= 1e-8)


def _problem(n: int, covariance: Floats, groups: Ints) -> Refusal | None:
    if n < LEAST_PEOPLE:
        reason = Said(
            f"只有 {n} 人，少於 {LEAST_PEOPLE} 人不計算 ω_h。",
            f"{n} people are too few for omega_h; {LEAST_PEOPLE} are the least.",
        )
        return Refusal("omega_hierarchical", "few_people", reason, TOTAL_INSTEAD, n)
    sizes = np.bincount(groups[groups >= 0])
    sizes = sizes[sizes > 0]
    if sizes.size < 2 or sizes.min() < LEAST_IN_GROUP:
        reason = Said(
            f"至少要兩組題目，每組至少 {LEAST_IN_GROUP} 題。",
            f"At least two groups of at least {LEAST_IN_GROUP} items are needed.",
        )
        return Refusal("omega_hierarchical", "few_groups", reason, TOTAL_INSTEAD, n)
    if not _is_whole(covariance):
        reason = Said(
            "有題目所有人得分相同，或完全重複其他題目。",
            "An item never varies or repeats others exactly.",
        )
        return Refusal("omega_hierarchical", "no_variance", reason, TOTAL_INSTEAD, n)
    return None


def _resampled(scores: Scores, groups: Ints, seed: int, n_resamples: int) -> Floats:
    values = []
    for covariance in resampled_covariances(scores, seed=seed, n_resamples=n_resamples):
        if not _is_whole(covariance):
            continue
        correlations = _standard(covariance)
        fit = bifactor_ml(correlations, groups)
        if fit.converged:
            values.append(hierarchical_of(fit, correlations)[0])
    return np.array(values)
