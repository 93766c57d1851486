"""Omega total: consistency of a sum score whose items may load unequally on one factor."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.arrays import Floats
from espalier.engines.figures.types import Assumption, Interval, Refusal, Said, Stage
from espalier.engines.psychometrics.classical.alpha import Alpha, alpha_of, refused
from espalier.engines.psychometrics.classical.factor import Factors, one_factor_ml
from espalier.engines.psychometrics.classical.moments import Moments, moments
from espalier.engines.psychometrics.classical.resampled_factor import (
    interval_of,
    many_one_factor,
    resampled_covariances,
)
from espalier.engines.psychometrics.classical.responses import Responses, Unanswered, settled
from espalier.engines.psychometrics.classical.wording import (
    RELIABILITY_BANDS,
    band_said,
    decimals,
    likely,
)

LEAST_PEOPLE = 100
ONE_FACTOR = Said("所有題目測同一個能力（單因素）。", "All items measure one ability (one factor).")


@dataclass(frozen=True, eq=False)
class Omega:
    """Omega total with a bootstrap interval. ``loadings`` and ``uniqueness`` (k,) are of standardised items.

    ``heywood`` lists items (from 0) whose own variance ran to its bound: their figures are not to be trusted.
    """

    estimate: float
    interval: Interval
    loadings: Floats
    uniqueness: Floats
    heywood: tuple[int, ...]
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
        """What the figure means, how sure it is, what to do."""
        word, span = band_said(self.interval, RELIABILITY_BANDS), likely(self.interval)
        said = Said(
            "這 {n} 位學員在 {k} 題上的分數：{zh}。ω = {a}，{range_zh}。",
            "The scores of these {n} learners on {k} questions are {en}: omega {a}, {range_en}.",
        ).filled(
            n=self.n_used, k=self.loadings.size, zh=word.zh, en=word.en,
            a=decimals(self.estimate), range_zh=span.zh, range_en=span.en,
        )  # fmt: skip
        for warning in self.warnings:
            said += warning
        return said + Said(
            "若題目分屬多個主題，請分主題計算。",
            "Where the questions cover several topics, report per topic.",
        )


@dataclass(frozen=True, eq=False)
class AlphaInstead:
    """Omega could not be had; alpha stands in, and why."""

    reason: Said
    alpha: Alpha

    @property
    def n_used(self) -> int:
        return self.alpha.n_used

    @property
    def sentence(self) -> Said:
        return self.reason + self.alpha.sentence


def omega_total(
    scores: ArrayLike,
    *,
    missing: Unanswered,
    seed: int,
    n_resamples: int = 1000,
    level: float = 0.95,
) -> Omega | AlphaInstead | Refusal:
    """Omega = (Σλ)² / ((Σλ)² + Σψ) of the sum score, by one factor and maximum likelihood, with a bootstrap interval.

    λ and ψ are those of the items as scored. The interval is made of percentiles over resamples of people; above 5,000
    people of resamples of 5,000, with deviations scaled by √(5000 / n).

    Parameters
    ----------
    scores : array_like, shape (n people, k items)
        Any numeric scale, reverse-scored already.
    missing : Unanswered
        ``pairwise`` and ``wrong_if_seen`` are refused where holes stay: a resample needs whole people.
    seed : int
    n_resamples : int
        At least 100.

    Returns
    -------
    Omega, AlphaInstead or Refusal
        Alpha with the reason below 100 people, with an item that never varies or repeats others, without convergence,
        or where loadings have opposite signs. Refused where alpha is refused too.

    Raises
    ------
    ValueError
        What ``cronbach_alpha`` raises, holes that stay, or too few resamples.

    References
    ----------
    McDonald 1999, Test Theory: A Unified Treatment, chapter 6. Flora 2020, Advances in Methods and Practices in
    Psychological Science 3, 484–501.

    Checked against: case ``ctt_omega_thurstone`` (``omega_one_factor_ml``), 1e-3.

    Examples
    --------
    >>> rng = np.random.default_rng(5)
    >>> ability = rng.normal(size=(400, 1))
    >>> found = omega_total(ability + rng.normal(size=(400, 6)), missing=Unanswered.REFUSE, seed=1)
    >>> round(found.estimate, 1), found.heywood
    (0.9, ())
    """
    if n_resamples < 100:
        raise ValueError(f"n_resamples: 100 are the least, got {n_resamples}")
    responses = settled(scores, missing=missing)
    found = moments(responses)
    refusal = refused(found)
    if refusal is not None:
        return refusal
    if found.totals is None:
        raise ValueError("scores: a resample needs whole people; choose missing='complete'")
    fitted = _fitted(found)
    if isinstance(fitted, Factors):
        omega = _omega(responses, found, fitted, seed, n_resamples, level)
        if isinstance(omega, Omega):
            return omega
        fitted = omega
    alpha = alpha_of(found, level=level, n_missing=responses.n_missing, stages=responses.stages)
    return AlphaInstead(fitted, alpha)


def omega_of(loadings: Floats, uniqueness: Floats, sd: Floats | float = 1.0) -> float:
    """(Σ s_i λ_i)² / ((Σ s_i λ_i)² + Σ s_i² ψ_i) from standardised loadings and the items' deviations.

    >>> omega_of(np.array([0.6, 0.6]), np.array([0.64, 0.64]))
    0.5294117647058824
    """
    common = float((sd * loadings).sum()) ** 2
    return common / (common + float((sd**2 * uniqueness).sum()))


def _fitted(found: Moments) -> Factors | Said:
    """One factor of the items, or why there is none."""
    if found.n < LEAST_PEOPLE:
        return Said(
            f"只有 {found.n} 人，少於 {LEAST_PEOPLE} 人時 ω 不穩定，改報 α。",
            f"Omega is unstable below {LEAST_PEOPLE} people ({found.n} here), so alpha is given.",
        )
    constant = np.flatnonzero(found.variance == 0)
    if constant.size:
        return Said(
            f"第 {constant[0] + 1} 題所有人得分相同，無法估計 ω，改報 α。",
            f"Everyone has the same score on item {constant[0] + 1}: no omega, so alpha is given.",
        )
    deviation = np.sqrt(found.variance)
    correlations = found.covariance / np.outer(deviation, deviation)
    if np.linalg.eigvalsh(correlations)[0] < 1e-8:
        return Said(
            "有題目完全重複其他題目，無法估計 ω，改報 α。",
            "An item repeats others exactly: no omega, so alpha is given.",
        )
    np.fill_diagonal(correlations, 1.0)
    factors = one_factor_ml(correlations)
    if not factors.converged:
        return Said(
            "單因素模型沒有收斂，改報 α。",
            "The one-factor model did not converge, so alpha is given.",
        )
    if (factors.loadings < 0).any():
        items = ", ".join(str(at + 1) for at in np.flatnonzero(factors.loadings[:, 0] < 0))
        return Said(
            f"第 {items} 題與其他題方向相反：請檢查反向計分；改報 α。",
            f"Item {items} points the other way: check reverse scoring; alpha is given.",
        )
    return factors


def _omega(
    responses: Responses,
    found: Moments,
    factors: Factors,
    seed: int,
    n_resamples: int,
    level: float,
) -> Omega | Said:
    loadings, sd = factors.loadings[:, 0], np.sqrt(found.variance)
    estimate = omega_of(loadings, factors.uniqueness, sd)
    values = _resampled(responses, factors, seed, n_resamples)
    n = responses.n
    interval = interval_of(estimate, values, n=n, n_resamples=n_resamples, level=level)
    if interval is None:
        return Said(
            "重抽樣本多半沒有收斂，改報 α。", "Most resamples did not converge, so alpha is given."
        )
    heywood = tuple(int(at) for at in np.flatnonzero(factors.heywood))
    return Omega(
        estimate=estimate,
        interval=interval,
        loadings=loadings,
        uniqueness=factors.uniqueness,
        heywood=heywood,
        converged=factors.converged,
        n_resamples=n_resamples,
        n_resamples_used=int(values.size),
        seed=seed,
        n_used=responses.n,
        n_missing=responses.n_missing,
        stages=responses.stages,
        assumptions=(Assumption("one_factor", None, ONE_FACTOR),),
        warnings=heywood_said(heywood),
    )


def _resampled(responses: Responses, factors: Factors, seed: int, n_resamples: int) -> Floats:
    covariances = resampled_covariances(responses.scores, seed=seed, n_resamples=n_resamples)
    deviation = np.sqrt(np.diagonal(covariances, axis1=1, axis2=2))
    usable = (deviation > 1e-12).all(axis=1)
    covariances, deviation = covariances[usable], deviation[usable]
    correlations = covariances / (deviation[:, :, None] * deviation[:, None, :])
    fits = many_one_factor(correlations, factors.loadings[:, 0], factors.uniqueness)
    common = (deviation * fits.loadings).sum(axis=1) ** 2
    own = (deviation**2 * fits.uniqueness).sum(axis=1)
    return np.asarray((common / (common + own))[fits.converged])


def heywood_said(items: tuple[int, ...]) -> tuple[Said, ...]:
    """The warning that names the items of a Heywood case."""
    if not items:
        return ()
    names = ", ".join(str(at + 1) for at in items)
    return (
        Said(
            f"Heywood 情形：第 {names} 題的獨特變異降到下限，此數值偏高，請小心解讀。",
            f"Heywood case: item {names} keeps no variance of its own, so this figure is too high; read with care.",
        ),
    )
