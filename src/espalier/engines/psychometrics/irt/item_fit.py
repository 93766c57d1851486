"""Does each item behave as the model says? S-X²: observed and expected answers by test score."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.arrays import Floats, Ints, MissingPolicy
from espalier.engines.figures.distributions import chi2_sf
from espalier.engines.figures.types import Assumption, Refusal, Said, Stage
from espalier.engines.psychometrics.irt import gates, wording
from espalier.engines.psychometrics.irt.adjustment import benjamini_hochberg
from espalier.engines.psychometrics.irt.marginal import Estimates
from espalier.engines.psychometrics.irt.maximisation import Slope
from espalier.engines.psychometrics.irt.responses import Responses, read_responses
from espalier.engines.psychometrics.irt.score_tables import (
    expected_table,
    joined,
    observed_table,
)

LARGE_RMSEA = 0.05


@dataclass(frozen=True, eq=False)
class FitStatistics:
    """S-X² of every item with its degrees of freedom, p-value and RMSEA; p is 1 and RMSEA 0 where df is below 1."""

    statistic: Floats
    df: Ints
    p: Floats
    rmsea: Floats


@dataclass(frozen=True, eq=False)
class ItemFit:
    """S-X² of every item, adjusted for many tests.

    ``misfits`` names items with an adjusted p below .05 and RMSEA above .05; items without degrees of freedom are
    ``untested``.
    """

    names: tuple[str, ...]
    statistics: FitStatistics
    p_adjusted: Floats
    misfits: tuple[str, ...]
    untested: tuple[str, ...]
    n_used: int
    n_missing: int
    stages: tuple[Stage, ...]
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Said, ...]

    @property
    def sentence(self) -> Said:
        return wording.of_item_fit(
            n=self.n_used,
            bad=self.misfits,
            n_items=len(self.names),
            worst=float(self.statistics.rmsea.max()),
        )


def s_x2(estimates: Estimates, responses: Responses, *, least: float = 1.0) -> FitStatistics:
    r"""Orlando and Thissen's S-X², without rules on sample size.

    .. math:: S\text{-}X^2_j = \sum_s \sum_k \frac{(O_{jsk} - E_{jsk})^2}{E_{jsk}}, \qquad
        E_{jsk} = N_s \frac{\int P_{jk} f^{(-j)}_{s-k} \phi}{\int f_s \phi}

    with f the chances of scores by Lord and Wingersky. Cells that expect fewer than ``least`` are joined by the rule
    written in :mod:`score_tables`; df = cells left − score groups left − parameters of the item.

    Raises
    ------
    ValueError
        Answers with holes, or of another test.

    References
    ----------
    Orlando, M., Thissen, D. 2000, Applied Psychological Measurement 24, 50–64. Kang, T., Chen, T. T. 2008, Journal
    of Educational Measurement 45, 391–406 (polytomous).

    Notes
    -----
    Checked against: case ``irt_grm_science`` (R mirt 1.45): S-X² within 1e-5, equal df.

    Examples
    --------
    Two items with the same share right: four people of score 1, of whom three got the first one right.

    >>> from espalier.engines.psychometrics.irt.bank import known_items
    >>> rows = [[1, 0], [1, 0], [1, 0], [0, 1], [1, 1], [0, 0]]
    >>> answers = read_responses(rows, missing=MissingPolicy.REFUSE, n_categories=2)
    >>> s_x2(known_items([1.0, 1.0], [0.0, 0.0]), answers).statistic.round(3).tolist()
    [1.0, 1.0]
    """
    if not responses.is_complete:
        raise ValueError("answers: S-X² needs people who answered every item")
    if not np.array_equal(responses.n_categories, estimates.n_categories):
        raise ValueError("answers: other items or categories than in the model")
    layout = estimates.layout
    table = np.exp(layout.log_table(estimates.vector))
    starts = np.concatenate([[0], np.cumsum(estimates.n_categories)])
    curves = [table[low:high] for low, high in pairwise(starts)]
    rows = [
        _of_item(estimates, responses, curves, layout.weights, j, least)
        for j in range(responses.n_items)
    ]
    statistic, df = np.array([row[0] for row in rows]), np.array([row[1] for row in rows])
    p = np.array([chi2_sf(x, k) if k > 0 else 1.0 for x, k in rows])
    safe = np.maximum(df, 1)
    excess = np.maximum(statistic / safe - 1, 0.0)
    rmsea = np.where(df > 0, np.sqrt(excess / max(responses.n_people - 1, 1)), 0.0)
    return FitStatistics(statistic, df, p, rmsea)


def _of_item(
    estimates: Estimates,
    responses: Responses,
    curves: list[Floats],
    weights: Floats,
    item: int,
    least: float,
) -> tuple[float, int]:
    observed = observed_table(responses, item)
    expected = expected_table(curves, weights, observed.sum(axis=1), item)
    seen, told = joined(observed, expected, least)
    used = told > 0
    statistic = float(((seen - told)[used] ** 2 / told[used]).sum())
    k = int(estimates.n_categories[item])
    n_parameters = k if estimates.slope is Slope.FREE else k - 1
    if estimates.model.value == "3pl":
        n_parameters += 1
    return statistic, int(used.sum()) - told.shape[0] - n_parameters


def item_fit(
    estimates: Estimates,
    answers: ArrayLike,
    *,
    missing: MissingPolicy,
    names: tuple[str, ...] | None = None,
) -> ItemFit | Refusal:
    """S-X² of every item with Benjamini-Hochberg adjusted p-values and RMSEA.

    Parameters
    ----------
    estimates : Estimates
        Of a model fitted to these answers.
    answers : array_like, shape (n_people, n_items)
        The answers the model was fitted to.
    missing : MissingPolicy
        ``exclude`` leaves out people with any hole: the test score must be whole.

    Returns
    -------
    ItemFit or Refusal
        Refused below 500 complete people or ten items.

    Notes
    -----
    Checked against: as :func:`s_x2`.

    Examples
    --------
    >>> from espalier.engines.psychometrics.irt.bank import known_items
    >>> bank = known_items([1.0] * 3, [0.0] * 3)
    >>> item_fit(bank, [[1, 0, 1], [0, 1, 1]], missing=MissingPolicy.REFUSE).code
    'too_few_people'
    """
    is_two = bool((estimates.n_categories == 2).all())
    found = read_responses(
        answers, missing=missing, names=names, n_categories=2 if is_two else None
    )
    whole = (found.codes >= 0).all(axis=1)
    n_given, n = (
        round(found.n_people + found.n_dropped),
        round(float(found.frequencies[whole].sum())),
    )
    if n < gates.LEAST_FIT or found.n_items < gates.LEAST_FIT_ITEMS:
        return _refused(n, found.n_items)
    complete = Responses(
        found.codes[whole],
        found.frequencies[whole],
        found.n_categories,
        found.lowest,
        found.names,
        found.row_of,
        0,
        0.0,
        found.counts,
    )
    statistics = s_x2(estimates, complete)
    tested = statistics.df > 0
    adjusted = np.ones(tested.size)
    adjusted[tested] = benjamini_hochberg(statistics.p[tested])
    bad = (adjusted < 0.05) & (statistics.rmsea > LARGE_RMSEA)
    why = Said("有題目沒作答", "left an item unanswered")
    return ItemFit(
        found.names,
        statistics,
        adjusted,
        tuple(name for name, is_bad in zip(found.names, bad, strict=True) if is_bad),
        tuple(name for name, is_tested in zip(found.names, tested, strict=True) if not is_tested),
        n,
        found.n_missing,
        (Stage("given", n_given), Stage("complete", n, n_given - n, why)),
        _assumptions(),
        (),
    )


def _assumptions() -> tuple[Assumption, ...]:
    return (
        Assumption(
            "one_ability",
            None,
            Said(
                "所有試題測的是同一種能力；不符時很多題會一起偏離。",
                "All questions measure one ability; else many depart together.",
            ),
        ),
    )


def _refused(n: int, n_items: int) -> Refusal:
    return Refusal(
        "s-x2",
        "too_few_people" if n < gates.LEAST_FIT else "too_few_items",
        Said(
            "逐題檢查模式是否吻合需要 {least} 人、{items} 題以上，目前是 {n} 人、{k} 題。",
            "Checking single questions against the model needs {least} people and {items} questions; here are "
            "{n} and {k}.",
        ).filled(least=gates.LEAST_FIT, items=gates.LEAST_FIT_ITEMS, n=n, k=n_items),
        Said(
            "請先看校正後的題總相關，累積資料後再檢查。",
            "Look at the corrected item-total correlations, and check the fit with more data.",
        ),
        n,
    )
