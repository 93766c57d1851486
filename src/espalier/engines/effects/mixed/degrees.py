"""Degrees of freedom of a random-intercept model: Satterthwaite, and Kenward and Roger with their standard error.

Parameters θ = (τ², σ²), Φ = (X'V⁻¹X)⁻¹, P_r = -X'V⁻¹G_rV⁻¹X, Q_rs = X'V⁻¹G_rV⁻¹G_sV⁻¹X, W = inverse information of θ.
Satterthwaite: df = 2 (l'Φl)² / (g'Wg), g_r = -l'ΦP_rΦl, W from the observed information.
Kenward and Roger: Φ_A = Φ + 2Φ Σ_rs W_rs (Q_rs - P_rΦP_s) Φ, W from the expected information; for one contrast their df
comes down to 2 (l'Φl)² / (g'Wg) and their F needs no scaling.

References
----------
Satterthwaite: An approximate distribution of estimates of variance components. Biometrics Bulletin 2, 1946, 110–114.
Kenward, Roger: Small sample inference for fixed effects from restricted maximum likelihood. Biometrics 53, 1997,
983–997.
"""

from dataclasses import dataclass

import numpy as np

from espalier.engines.effects.mixed.random_intercept import RandomIntercept
from espalier.engines.effects.regression.coefficients import Coefficient, against_zero
from espalier.engines.figures.arrays import Floats


@dataclass(frozen=True, eq=False)
class VarianceKnowledge:
    """How well the two variances are known, and what that does to the estimates.

    ``p`` (2, p, p) and ``q`` (2, 2, p, p) are P_r and Q_rs; ``expected`` and ``observed`` inverse informations (2, 2).
    """

    fit: RandomIntercept
    p: Floats
    q: Floats
    expected: Floats
    observed: Floats

    def satterthwaite(self, weights: Floats) -> float:
        """Degrees of freedom of a contrast, shape (p,)."""
        return self._degrees(weights, self.observed)

    def kenward_roger(self, weights: Floats) -> float:
        """Degrees of freedom of a contrast by Kenward and Roger."""
        return self._degrees(weights, self.expected)

    @property
    def adjusted_covariance(self) -> Floats:
        """Covariance of the estimates, a little larger because the variances are themselves estimated."""
        phi = self.fit.covariance
        inner = np.einsum("rs,rsij->ij", self.expected, self.q)
        inner -= np.einsum("rs,rij,jk,skl->il", self.expected, self.p, phi, self.p)
        return np.asarray(phi + 2 * phi @ inner @ phi)

    def _degrees(self, weights: Floats, inverse_information: Floats) -> float:
        turned = self.fit.covariance @ weights
        gradient = -np.einsum("i,rij,j->r", turned, self.p, turned)
        variance = float(weights @ turned)
        return 2 * variance**2 / float(gradient @ inverse_information @ gradient)


def known_of_variances(fit: RandomIntercept) -> VarianceKnowledge:
    """The informations of τ² and σ² by sums over clusters.

    Where no variation between clusters was found (τ² = 0, the edge), the expected information stands for both.
    """
    sums, within = fit.sums, fit.variance_within
    grown = 1 + fit.ratio * sums.sizes
    phi, sizes = fit.covariance, sums.sizes
    p = -np.stack([_powers(fit, 2, between=1), _powers(fit, 2, between=0)])
    cross = _powers(fit, 3, between=1)
    q = np.stack(
        [
            np.stack([_powers(fit, 3, between=2), cross]),
            np.stack([cross, _powers(fit, 3, between=0)]),
        ]
    )
    tau_tau = float(((sizes / grown) ** 2).sum())
    tau_sigma = float((sizes / grown**2).sum())
    sigma_sigma = float((sizes - 1 + 1 / grown**2).sum())
    traces = np.array([[tau_tau, tau_sigma], [tau_sigma, sigma_sigma]]) / within**2
    corrected = traces - 2 * np.einsum("ij,rsji->rs", phi, q)
    corrected += np.einsum("ij,rjk,kl,sli->rs", phi, p, phi, p)
    expected: Floats = np.asarray(np.linalg.inv(corrected / 2))
    observed: Floats = (
        expected if fit.is_singular else np.asarray(np.linalg.inv(_observed(fit, corrected)))
    )
    return VarianceKnowledge(fit, p, q, expected, observed)


def _powers(fit: RandomIntercept, power: int, *, between: int) -> Floats:
    """X' V⁻¹ (G V⁻¹)^(power-1) X where ``between`` of the G are 11' of a cluster and the others the identity.

    V⁻¹1 = 1 / (σ² (1 + λn)): every 11' makes an outer product of cluster sums; between them powers of V⁻¹ only shrink.
    """
    sums, within = fit.sums, fit.variance_within
    grown = 1 + fit.ratio * sums.sizes
    scale = 1 / within**power
    if between:
        weights = sums.sizes ** (between - 1) / grown**power
        return np.asarray(scale * (sums.rows * weights[:, None]).T @ sums.rows)
    inside = (1 - 1 / grown**power) / sums.sizes
    return np.asarray(scale * (sums.xx - (sums.rows * inside[:, None]).T @ sums.rows))


def _observed(fit: RandomIntercept, corrected: Floats) -> Floats:
    """Observed information of θ: y'PG_rPG_sPy - ½ tr(PG_rPG_s), Py = V⁻¹(y - Xb); the traces are ``corrected``."""
    sums, within = fit.sums, fit.variance_within
    grown = 1 + fit.ratio * sums.sizes
    left = sums.outcomes - sums.rows @ fit.centred
    b = fit.centred
    residual = sums.yy - 2 * float(sums.xy @ b) + float(b @ sums.xx @ b)
    u = {k: left / (within * grown) ** k for k in (1, 2, 3)}  # 1'V⁻ᵏ r, as 1 is an eigenvector of V
    t11 = float((u[1] ** 2 * sums.sizes / (within * grown)).sum())
    t12 = float((u[1] * u[2]).sum())
    t22 = (residual - float((left**2 / sums.sizes).sum())) / within**3
    t22 += float((left**2 / sums.sizes / (within * grown) ** 3).sum())
    x1 = sums.rows.T @ (u[1] / (within * grown))  # X'V⁻¹ 1 1'V⁻¹ r
    x2 = _crossed_residual(fit, left)  # X'V⁻² r
    phi = fit.covariance
    quadratic = np.array([[t11, t12], [t12, t22]])
    quadratic -= np.array([[x1 @ phi @ x1, x1 @ phi @ x2], [x2 @ phi @ x1, x2 @ phi @ x2]])
    return np.asarray(quadratic - corrected / 2)


def _crossed_residual(fit: RandomIntercept, left: Floats) -> Floats:
    sums = fit.sums
    grown = 1 + fit.ratio * sums.sizes
    plain = sums.xy - sums.xx @ fit.centred
    shrunk = (1 - 1 / grown**2) / sums.sizes * left
    return np.asarray((plain - sums.rows.T @ shrunk) / fit.variance_within**2)


def table_of_effects(
    known: VarianceKnowledge, *, is_adjusted: bool, level: float = 0.95
) -> tuple[Coefficient, ...]:
    """Every coefficient: Kenward and Roger where ``is_adjusted``, else Satterthwaite.

    Notes
    -----
    Checked against: case ``effect_clustered_sessions`` (lmerTest 3.1.3, pbkrtest), 0.01 in estimates, errors and df.
    """
    covariance = known.adjusted_covariance if is_adjusted else known.fit.covariance
    degrees = known.kenward_roger if is_adjusted else known.satterthwaite
    unit = np.eye(len(known.fit.names))
    return tuple(
        against_zero(
            name,
            float(known.fit.estimates[i]),
            covariance[i, i] ** 0.5,
            degrees(unit[i]),
            level=level,
        )
        for i, name in enumerate(known.fit.names)
    )
