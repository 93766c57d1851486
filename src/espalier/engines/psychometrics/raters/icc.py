"""The six intraclass correlations, and the three questions that choose one.

References
----------
Shrout & Fleiss 1979, Psychological Bulletin 86, 420–428. McGraw & Wong 1996, Psychological Methods 1, 30–46 (names,
intervals). Koo & Li 2016, Journal of Chiropractic Medicine 15, 155–163 (choice, size, words).
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.arrays import Floats, MissingPolicy, float_array
from espalier.engines.figures.distributions import f_quantile, f_sf
from espalier.engines.figures.types import Assumption, Interval, Refusal, Said, Stage
from espalier.engines.psychometrics.raters.codes import complete_rows
from espalier.engines.psychometrics.raters.wording import ICC, no_variation, too_few, word_of

METHOD = "icc"


class Form(StrEnum):
    """McGraw & Wong's names; in Shrout & Fleiss's order (1,1), (2,1), (3,1), (1,k), (2,k), (3,k)."""

    ONE_WAY = "ICC(1)"
    AGREEMENT = "ICC(A,1)"
    CONSISTENCY = "ICC(C,1)"
    ONE_WAY_MEAN = "ICC(k)"
    AGREEMENT_MEAN = "ICC(A,k)"
    CONSISTENCY_MEAN = "ICC(C,k)"


@dataclass(frozen=True, slots=True)
class FormOfIcc:
    """One form: its estimate, interval, and the F test of no differences between persons."""

    form: Form
    icc: float
    interval: Interval
    f: float
    df1: int
    df2: int
    p_value: float


@dataclass(frozen=True, slots=True)
class IccTable:
    """All six forms, and the one chosen; mean squares of persons, raters, rest, and within persons."""

    chosen: FormOfIcc
    forms: tuple[FormOfIcc, ...]
    ms_persons: float
    ms_raters: float
    ms_error: float
    ms_within: float
    n_used: int
    n_raters: int
    n_missing: int
    stages: tuple[Stage, ...]
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Said, ...]
    sentence: Said

    def of(self, form: Form) -> FormOfIcc:
        """One form by its name."""
        return next(each for each in self.forms if each.form == form)


def choose_form(*, same_raters: bool, mean_is_used: bool, severity_matters: bool) -> Form:
    """Three questions choose the form; the usual answer in training is ICC(A,1).

    Parameters
    ----------
    same_raters : bool
        Did the same raters score everybody?
    mean_is_used : bool
        Will a score later be the mean of as many raters as here? False: one rater will score alone.
    severity_matters : bool
        Does it matter that one rater is more severe than another, because a mark decides and not a ranking?

    Examples
    --------
    >>> choose_form(same_raters=True, mean_is_used=False, severity_matters=True).value
    'ICC(A,1)'
    """
    if not same_raters:
        return Form.ONE_WAY_MEAN if mean_is_used else Form.ONE_WAY
    if severity_matters:
        return Form.AGREEMENT_MEAN if mean_is_used else Form.AGREEMENT
    return Form.CONSISTENCY_MEAN if mean_is_used else Form.CONSISTENCY


def intraclass_correlations(
    scores: ArrayLike,
    *,
    missing: MissingPolicy,
    form: Form = Form.AGREEMENT,
    n_least: int = 30,
    raters_least: int = 3,
    level: float = 0.95,
) -> IccTable | Refusal:
    """Six intraclass correlations from the two-way mean squares.

    With MS of persons (R), raters (C), rest (E) and within persons (W), n persons and k raters:
    ICC(1) = (R − W)/(R + (k−1)W); ICC(A,1) = (R − E)/(R + (k−1)E + k(C − E)/n); ICC(C,1) = (R − E)/(R + (k−1)E);
    the mean of k raters by Spearman-Brown. Intervals by F, of agreement with Satterthwaite's degrees of freedom.

    Parameters
    ----------
    scores : array_like of float, shape (n_persons, k_raters)
        NaN where a score is missing.
    missing : MissingPolicy
        ``exclude`` leaves out persons with a hole and counts them, ``refuse`` stops.
    form : Form
        The one the sentence speaks of, from :func:`choose_form`.
    n_least, raters_least : int
        Size gates (Koo & Li: 30 persons, 3 raters); below them the method refuses.

    Raises
    ------
    ValueError
        Infinite scores, fewer than two complete persons or two raters.

    Checked against: case ``rater_icc_shrout_fleiss``, 1e-6.

    Examples
    --------
    >>> table = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
    >>> found = intraclass_correlations(table, missing=MissingPolicy.REFUSE, n_least=6)
    >>> round(found.chosen.icc, 2), [round(each.icc, 2) for each in found.forms]
    (0.29, [0.17, 0.29, 0.71, 0.44, 0.62, 0.91])
    """
    table = float_array("scores", scores, ndim=2, may_miss=True)
    kept = complete_rows("scores", table, missing)
    used = table[kept]
    n, k = used.shape
    if n < 2 or k < 2:
        raise ValueError(
            f"scores: two complete persons and two raters are the least, got {n} and {k}"
        )
    refusal = _refused(used, n_least, raters_least)
    if refusal is not None:
        return refusal
    squares = mean_squares(used)
    if squares[0] <= 1e-12 or squares[2] <= 1e-12 * max(1.0, squares[0]):
        return _without_spread(squares[0], n)
    forms = _forms(squares, n, k, level)
    chosen = next(each for each in forms if each.form == Form(form))
    stages = (Stage("persons", kept.size), _complete(n, kept.size - n))
    return IccTable(
        chosen, forms, *squares, n, k, int(np.isnan(table).sum()), stages, _assumptions(),
        _warnings(forms), _sentence(chosen, n, k),
    )  # fmt: skip


def mean_squares(scores: Floats) -> tuple[float, float, float, float]:
    """Mean squares of a complete table: persons, raters, rest, and within persons."""
    n, k = scores.shape
    persons, raters = scores.mean(axis=1), scores.mean(axis=0)
    grand = float(scores.mean())
    of_persons = k * float(((persons - grand) ** 2).sum())
    of_raters = n * float(((raters - grand) ** 2).sum())
    rest = scores - persons[:, None] - raters + grand
    of_rest = float((rest**2).sum())
    return (
        of_persons / (n - 1),
        of_raters / (k - 1),
        of_rest / ((n - 1) * (k - 1)),
        (of_raters + of_rest) / (n * (k - 1)),
    )


def _forms(
    squares: tuple[float, float, float, float], n: int, k: int, level: float
) -> tuple[FormOfIcc, ...]:
    rows, columns, rest, within = squares
    one, consistent = n * (k - 1), (n - 1) * (k - 1)
    single = {
        Form.ONE_WAY: ((rows - within) / (rows + (k - 1) * within), rows / within, one),
        Form.AGREEMENT: (
            (rows - rest) / (rows + (k - 1) * rest + k * (columns - rest) / n), rows / rest, consistent,
        ),
        Form.CONSISTENCY: ((rows - rest) / (rows + (k - 1) * rest), rows / rest, consistent),
    }  # fmt: skip
    limits = {
        Form.ONE_WAY: _by_f(rows / within, n - 1, one, k, level),
        Form.AGREEMENT: _of_agreement(single[Form.AGREEMENT][0], squares, n, k, level),
        Form.CONSISTENCY: _by_f(rows / rest, n - 1, consistent, k, level),
    }
    means = (Form.ONE_WAY_MEAN, Form.AGREEMENT_MEAN, Form.CONSISTENCY_MEAN)
    found = []
    for form, (icc, f, df2) in single.items():
        low, high = limits[form]
        found.append(
            FormOfIcc(
                form, icc, _interval(low, icc, high, level), f, n - 1, df2, f_sf(f, n - 1, df2)
            )
        )
    for form, each in zip(means, tuple(found), strict=True):
        low, icc, high = (
            stepped_up(x, k) for x in (each.interval.low, each.icc, each.interval.high)
        )
        found.append(
            FormOfIcc(
                form, icc, _interval(low, icc, high, level), each.f, n - 1, each.df2, each.p_value
            )
        )
    return tuple(found)


def _interval(low: float, estimate: float, high: float, level: float) -> Interval:
    """Limits in order around the estimate, which rounding may put a hair outside."""
    return Interval(min(low, estimate), max(high, estimate), level)


def stepped_up(icc: float, k: int) -> float:
    """Spearman-Brown: the same for the mean of ``k`` raters.

    Examples
    --------
    >>> round(stepped_up(0.5, 2), 4)
    0.6667
    """
    # At −1/(k−1) raters contradict each other as far as possible; beyond it there is no mean to speak of.
    return k * icc / max(1 + (k - 1) * icc, 1e-12)


def _by_f(f: float, df1: int, df2: int, k: int, level: float) -> tuple[float, float]:
    p = (1 + level) / 2
    low, high = f / f_quantile(p, df1, df2), f * f_quantile(p, df2, df1)
    return (low - 1) / (low + k - 1), (high - 1) / (high + k - 1)


def _of_agreement(
    icc: float, squares: tuple[float, float, float, float], n: int, k: int, level: float
) -> tuple[float, float]:
    """McGraw & Wong's limits of ICC(A,1), with Satterthwaite's degrees of freedom."""
    rows, columns, rest, _ = squares
    ratio, other = columns / rest, n * (1 + (k - 1) * icc) - k * icc
    top = (k - 1) * (n - 1) * (k * icc * ratio + other) ** 2
    df = top / ((n - 1) * k**2 * icc**2 * ratio**2 + other**2)
    p, middle = (1 + level) / 2, k * columns + (k * n - k - n) * rest
    above, below = f_quantile(p, n - 1, df), f_quantile(p, df, n - 1)
    # Divided by the upper quantile, which is infinite where few degrees of freedom are left.
    low = n * (rows / above - rest) / (middle + n * rows / above)
    return low, n * (below * rows - rest) / (middle + n * below * rows)


def _refused(used: Floats, n_least: int, raters_least: int) -> Refusal | None:
    n, k = used.shape
    if k < raters_least:
        instead = Said(
            "兩位評分者請改看差異的一致界限或加權 kappa，或再加一位評分者。",
            "With two raters look at the limits of agreement or weighted kappa, or add a rater.",
        )
        return too_few(METHOD, Said("位評分者", "raters"), k, raters_least, instead)
    if n < n_least:
        instead = Said(
            "請逐件列出各評分者的分數並討論差異，累積到足夠人數再計算。",
            "List the scores side by side, discuss the differences, and compute when there are enough persons.",
        )
        return too_few(METHOD, Said("位受評者", "persons rated"), n, n_least, instead)
    return None


def _without_spread(ms_persons: float, n: int) -> Refusal:
    if ms_persons <= 1e-12:
        return no_variation(
            METHOD, Said("受評者的平均分數都相同", "All persons have the same mean score"), n
        )
    return Refusal(
        METHOD,
        "no_disagreement",
        Said(
            "評分者的分數完全一致（頂多相差固定分數），沒有誤差可估計區間。",
            "The raters' scores are identical up to a constant, so there is no error to base an interval on.",
        ),
        Said(
            "請確認評分是否各自獨立。",
            "Make sure that they rated without seeing each other's scores.",
        ),
        n_used=n,
    )


def _complete(n: int, n_dropped: int) -> Stage:
    why = Said("缺少某位評分者的分數", "a rater's score is missing") if n_dropped else None
    return Stage("rated_by_all", n, n_dropped, why)


def _assumptions() -> tuple[Assumption, ...]:
    alone = Said("評分者各自獨立評分", "the raters scored independently")
    normal = Said(
        "分數近似常態，區間才準確", "scores are roughly normal, which the interval rests on"
    )
    return (Assumption("rated_alone", None, alone), Assumption("normal_scores", None, normal))


def _warnings(forms: tuple[FormOfIcc, ...]) -> tuple[Said, ...]:
    agreement, consistency = forms[1].icc, forms[2].icc
    if consistency - agreement < 0.1:
        return ()
    said = Said(
        f"排序一致（{consistency:.2f}）明顯高於分數一致（{agreement:.2f}）：評分者寬嚴不同，請看嚴苛度。",
        f"Order agrees ({consistency:.2f}) clearly better than marks do ({agreement:.2f}): the raters differ in "
        "severity, so look at that.",
    )
    return (said,)


def _sentence(chosen: FormOfIcc, n: int, k: int) -> Said:
    word, low = word_of(chosen.icc, ICC), word_of(chosen.interval.low, ICC)
    high = word_of(chosen.interval.high, ICC)
    return Said(
        f"評分者一致性{word.zh}：{chosen.form.value} 為 {chosen.icc:.2f}（可能介於 {chosen.interval.low:.2f} 與 "
        f"{chosen.interval.high:.2f} 之間，即從「{low.zh}」到「{high.zh}」；{n} 人、{k} 位評分者）。"
        "請以下限判斷；不足 .75 時，先校準評分者或改用多位評分者的平均。",
        f"Agreement of the raters is {word.en}: {chosen.form.value} {chosen.icc:.2f} (likely between "
        f"{chosen.interval.low:.2f} and {chosen.interval.high:.2f}, so from {low.en} to {high.en}; {n} persons, "
        f"{k} raters). Judge by the lower limit; below .75 calibrate the raters or use the mean of several.",
    )
