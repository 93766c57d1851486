"""Rasch without assumptions about the people: difficulties by conditional ML, with Andersen's check of the model."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from espalier.engines.figures.arrays import Floats, MissingPolicy
from espalier.engines.figures.distributions import chi2_sf
from espalier.engines.figures.intervals import around
from espalier.engines.figures.types import Assumption, Interval, Refusal, Said, Stage
from espalier.engines.psychometrics.irt import gates, wording
from espalier.engines.psychometrics.irt.conditional import (
    ConditionalEstimates,
    conditional_rasch,
    is_connected,
)
from espalier.engines.psychometrics.irt.curves import Model
from espalier.engines.psychometrics.irt.responses import Responses, read_responses

UNLIKELY = 0.01


@dataclass(frozen=True, eq=False)
class RaschComparison:
    """Difficulties in logits that sum to zero; ``easiness`` has the other sign.

    ``andersen`` is (χ², degrees of freedom, p) of the same items in people below and above the median score;
    ``None`` where one half does not hold difficulties of its own.
    """

    names: tuple[str, ...]
    difficulty: Floats
    standard_errors: Floats
    intervals: tuple[Interval, ...]
    covariance: Floats
    log_likelihood: float
    andersen: tuple[float, int, float] | None
    n_used: int
    n_missing: int
    stages: tuple[Stage, ...]
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Said, ...]
    converged: bool

    @property
    def easiness(self) -> Floats:
        return -self.difficulty

    @property
    def sentence(self) -> Said:
        easy, hard = int(np.argmin(self.difficulty)), int(np.argmax(self.difficulty))
        return wording.of_conditional(
            n=self.n_used,
            easy=self.names[easy],
            hard=self.names[hard],
            span=float(np.ptp(self.difficulty)),
            error=float(np.median(self.standard_errors)),
            converged=self.converged,
        )


def rasch_conditional(
    answers: ArrayLike, *, missing: MissingPolicy, names: Sequence[str] | None = None
) -> RaschComparison | Refusal:
    r"""Rasch difficulties by conditional maximum likelihood, which needs no distribution of the people.

    .. math:: \ln L_c = -\sum_j S_j \delta_j - \sum_r n_r \ln \gamma_r(e^{-\delta}), \quad \sum_j \delta_j = 0

    Parameters
    ----------
    answers : array_like, shape (n_people, n_items)
        0 and 1, NaN where there is no answer.
    missing : MissingPolicy
        ``exclude`` leaves out people with any hole: the condition is the whole score.

    Returns
    -------
    RaschComparison or Refusal
        Refused below 30 people who got some but not all right, with an item all of these answered alike, or with
        items that do not hang together.

    Raises
    ------
    ValueError
        Whatever :func:`~espalier.engines.psychometrics.irt.responses.read_responses` refuses.

    References
    ----------
    Andersen 1972, JRSS B 34, 42–54; 1973, Psychometrika 38, 123–140 (test). Fischer 1981, Psychometrika 46, 59–77.

    Notes
    -----
    Checked against: case ``irt_rasch_cml_raschdat1`` (R eRm), 1e-4; standard errors 1e-3.

    Examples
    --------
    >>> rows = [[1, 0, 0]] * 20 + [[0, 1, 0]] * 10 + [[1, 0, 1]] * 10 + [[0, 1, 1]] * 6
    >>> found = rasch_conditional(rows, missing=MissingPolicy.REFUSE)
    >>> found.difficulty.round(2).tolist(), found.n_used
    ([-0.61, 0.31, 0.31], 46)
    """
    responses = read_responses(answers, missing=missing, names=names, n_categories=2)
    codes, people, stages = _telling(responses)
    refusal = _refused(responses.names, codes, people)
    if refusal is not None:
        return refusal
    found = conditional_rasch(codes, people)
    errors = found.standard_errors
    andersen = _andersen(codes, people, found)
    n = round(float(people.sum()))
    return RaschComparison(
        responses.names,
        found.difficulty,
        errors,
        tuple(map(around, found.difficulty.tolist(), errors.tolist())),
        found.covariance,
        found.log_likelihood,
        andersen,
        n,
        responses.n_missing,
        stages,
        _assumptions(andersen),
        _warnings(n, found.converged),
        found.converged,
    )


def _telling(responses: Responses) -> tuple[NDArray[np.int8], Floats, tuple[Stage, ...]]:
    """Complete rows with neither no nor all answers right, and where the others fell out."""
    codes, people = responses.codes, responses.frequencies
    whole = (codes >= 0).all(axis=1)
    scores = codes.sum(axis=1)
    telling = whole & (scores > 0) & (scores < codes.shape[1])
    n_given = round(responses.n_people + responses.n_dropped)
    n_whole, n_telling = round(float(people[whole].sum())), round(float(people[telling].sum()))
    stages = (
        Stage("given", n_given),
        Stage(
            "complete", n_whole, n_given - n_whole, Said("有題目沒作答", "left an item unanswered")
        ),
        Stage(
            "telling",
            n_telling,
            n_whole - n_telling,
            Said(
                "全對或全錯，對比較試題沒有幫助",
                "all right or all wrong, which says nothing about items",
            ),
        ),
    )
    return codes[telling], people[telling], stages


def _refused(names: tuple[str, ...], codes: NDArray[np.int8], people: Floats) -> Refusal | None:
    n = round(float(people.sum()))
    if n < gates.LEAST_RASCH:
        reason = gates.said_of_model(gates.TOO_FEW, Model.RASCH, least=gates.LEAST_RASCH, n=n)
        return Refusal("rasch-cml", "too_few_people", reason, gates.CLASSICAL, n)
    apart = ~is_connected(codes)
    if apart.any():
        loose = [name for name, is_apart in zip(names, apart, strict=True) if is_apart]
        return Refusal(
            "rasch-cml",
            "not_connected",
            Said(
                "{items} 和其他試題連不起來（例如沒有人答對它卻答錯別題），難度無法比較。",
                "{items} cannot be linked with the other questions (nobody, say, got it right and another "
                "wrong): difficulties cannot be compared.",
            ).filled(items=wording.named(loose)),
            Said("請先排除這些試題，或收集更多作答。", "Leave them out, or collect more answers."),
            n,
        )
    return None


def _andersen(
    codes: NDArray[np.int8], people: Floats, whole: ConditionalEstimates
) -> tuple[float, int, float] | None:
    """Likelihood ratio of separate difficulties for low and high scores against common ones."""
    scores = codes.sum(axis=1, dtype=np.int64)
    order = np.argsort(scores, kind="stable")
    middle = scores[order][np.searchsorted(np.cumsum(people[order]), people.sum() / 2)]
    low = scores <= middle
    if low.all():
        low = scores < middle
    if not (low.any() and is_connected(codes[low]).all() and is_connected(codes[~low]).all()):
        return None
    halves = sum(conditional_rasch(codes[s], people[s]).log_likelihood for s in (low, ~low))
    statistic = max(0.0, 2 * (halves - whole.log_likelihood))
    df = codes.shape[1] - 1
    return statistic, df, chi2_sf(statistic, df)


def _assumptions(andersen: tuple[float, int, float] | None) -> tuple[Assumption, ...]:
    if andersen is None:
        return (
            Assumption(
                "same_difficulties",
                None,
                Said(
                    "無法檢查高低分組的難度是否相同（分組後資料太少）。",
                    "Whether difficulties are the same for low and high scorers could not be checked.",
                ),
            ),
        )
    held = andersen[2] >= UNLIKELY
    said = (
        Said(
            "高低分組的試題難度看不出不同。",
            "Difficulties do not visibly differ between low and high scorers.",
        )
        if held
        else Said(
            "高低分組的試題難度不同，Rasch 模式可能太簡單；請看二參數模式。",
            "Difficulties differ between low and high scorers: the Rasch model may be too simple; look at the "
            "two-parameter model.",
        )
    )
    return (Assumption("same_difficulties", held, said),)


def _warnings(n: int, converged: bool) -> tuple[Said, ...]:
    found = []
    if n < gates.GOOD_RASCH:
        found.append(
            Said(
                "只有 {n} 人可用，難度約有 ±1 個對數單位的誤差。",
                "Only {n} people could be used: difficulties are good to about ±1 logit.",
            ).filled(n=n)
        )
    if not converged:  # pragma: no cover - the likelihood is concave and the items connected
        found.append(wording.NOT_CONVERGED)
    return tuple(found)
