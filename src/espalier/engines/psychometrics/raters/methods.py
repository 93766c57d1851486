"""The methods of raters, run on a table of a file."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from espalier.engines.figures.arrays import Floats, Ints, MissingPolicy
from espalier.engines.figures.methods import Method, Option, Result
from espalier.engines.figures.table import MISSING, Table
from espalier.engines.figures.types import Said
from espalier.engines.psychometrics.raters.drift import rater_drift
from espalier.engines.psychometrics.raters.fleiss import fleiss_kappa
from espalier.engines.psychometrics.raters.group_agreement import group_icc, within_group_agreement
from espalier.engines.psychometrics.raters.halo import rater_halo
from espalier.engines.psychometrics.raters.icc import choose_form, intraclass_correlations
from espalier.engines.psychometrics.raters.kappa import Weights, cohen_kappa
from espalier.engines.psychometrics.raters.krippendorff import Metric, krippendorff_alpha
from espalier.engines.psychometrics.raters.severity import rater_severity

MISSING_OPTION = Option(
    "missing", str, Said("缺漏如何處理：exclude 或 refuse", "missing: exclude or refuse"), "exclude"
)
SEED = Option("seed", int, Said("隨機種子", "seed of the bootstrap"), 1)
SMALLEST = Option(
    "smallest",
    float,
    Said("值得處理的最小差異（分）", "smallest difference worth acting on"),
    is_needed=True,
)


def category_codes(table: Table, names: Sequence[str]) -> tuple[Floats, tuple[str, ...]]:
    """Columns of labels as codes, NaN where empty; numbers are put in the order of numbers.

    Examples
    --------
    >>> from espalier.engines.figures.table import read_csv
    >>> category_codes(read_csv("a,b\\n10,9\\n,10\\n"), ("a", "b"))[1]
    ('9', '10')
    """
    cells = [[cell.strip() for cell in table.column(name)] for name in names]
    labels = tuple(sorted({cell for column in cells for cell in column} - MISSING, key=_order))
    code = {label: float(i) for i, label in enumerate(labels)} | dict.fromkeys(MISSING, np.nan)
    return np.array([[code[cell] for cell in column] for column in cells]).T, labels


def _order(label: str) -> tuple[float, str]:
    try:
        return float(label), label
    except ValueError:
        return float("inf"), label


def _names(table: Table) -> tuple[str, ...]:
    return tuple(table.columns)


def _rater_codes(table: Table) -> tuple[Ints, tuple[str, ...]]:
    return table.codes("rater")


def _policy(options: Mapping[str, Any]) -> MissingPolicy:
    return MissingPolicy(options["missing"])


def _cohen(table: Table, options: Mapping[str, Any]) -> Result:
    codes, _ = category_codes(table, ("first", "second"))
    return cohen_kappa(
        codes[:, 0], codes[:, 1], missing=_policy(options), weights=Weights(options["weights"])
    )


def _fleiss(table: Table, options: Mapping[str, Any]) -> Result:
    codes, labels = category_codes(table, _names(table))
    return fleiss_kappa(codes, missing=_policy(options), n_categories=len(labels))


def _krippendorff(table: Table, options: Mapping[str, Any]) -> Result:
    metric = Metric(options["metric"])
    names = _names(table)
    ratings = category_codes(table, names)[0] if metric is Metric.NOMINAL else table.matrix()
    return krippendorff_alpha(
        ratings.T, metric=metric, missing=_policy(options), seed=options["seed"]
    )


def _icc(table: Table, options: Mapping[str, Any]) -> Result:
    form = choose_form(
        same_raters=options["same_raters"],
        mean_is_used=options["mean_is_used"],
        severity_matters=options["severity_matters"],
    )
    return intraclass_correlations(table.matrix(), missing=_policy(options), form=form)


def _r_wg(table: Table, options: Mapping[str, Any]) -> Result:
    return within_group_agreement(
        table.matrix(), n_steps=options["n_steps"], missing=_policy(options)
    )


def _group_icc(table: Table, options: Mapping[str, Any]) -> Result:
    codes, labels = table.codes("group")
    return group_icc(table.numbers("rating"), codes, n_groups=len(labels), missing=_policy(options))


def _severity(table: Table, options: Mapping[str, Any]) -> Result:
    raters, names = _rater_codes(table)
    return rater_severity(
        table.numbers("score"),
        raters,
        table.codes("person")[0],
        names=names,
        missing=_policy(options),
        smallest=options["smallest"],
    )


def _drift(table: Table, options: Mapping[str, Any]) -> Result:
    raters, names = _rater_codes(table)
    return rater_drift(
        table.numbers("first"),
        table.numbers("second"),
        raters,
        names=names,
        missing=_policy(options),
        smallest=options["smallest"],
    )


def _halo(table: Table, options: Mapping[str, Any]) -> Result:
    raters, names = _rater_codes(table)
    return rater_halo(
        table.matrix(without=("rater",)), raters, names=names, missing=_policy(options)
    )


METHODS: tuple[Method, ...] = (
    Method(
        "cohen-kappa",
        Said("Cohen kappa：兩位評分者的一致性", "Cohen's kappa of two raters"),
        Said(
            "每件作品一列；欄位 first、second 為兩人評定的等級",
            "a row a work; columns first, second: categories",
        ),
        _cohen,
        (
            Option(
                "weights",
                str,
                Said("nominal、linear 或 quadratic", "nominal, linear or quadratic"),
                "nominal",
            ),
            MISSING_OPTION,
        ),
    ),
    Method(
        "fleiss-kappa",
        Said("Fleiss kappa：多位評分者的一致性", "Fleiss' kappa of several raters"),
        Said(
            "每件作品一列，每位評分者一欄，內容為等級",
            "a row a work, a column a rater, cells are categories",
        ),
        _fleiss,
        (MISSING_OPTION,),
    ),
    Method(
        "krippendorff-alpha",
        Said("Krippendorff alpha：可有缺漏的評分者一致性", "Krippendorff's alpha, holes allowed"),
        Said("每個單位一列，每位評分者一欄", "a row a unit, a column a rater"),
        _krippendorff,
        (
            Option(
                "metric",
                str,
                Said("nominal、ordinal、interval 或 ratio", "nominal, ordinal, interval, ratio"),
                is_needed=True,
            ),
            SEED,
            MISSING_OPTION,
        ),
    ),
    Method(
        "icc",
        Said("組內相關：六種形式", "Intraclass correlations, six forms"),
        Said("每位受評者一列，每位評分者一欄", "a row a person, a column a rater"),
        _icc,
        (
            Option(
                "same_raters",
                bool,
                Said("是否同一批評分者評所有人", "did the same raters score all?"),
                True,
            ),
            Option(
                "mean_is_used",
                bool,
                Said("日後是否用多位評分者的平均", "will the mean of raters be used?"),
                False,
            ),
            Option(
                "severity_matters", bool, Said("寬嚴不同是否有影響", "does severity matter?"), True
            ),
            MISSING_OPTION,
        ),
    ),
    Method(
        "r-wg",
        Said("r_wg：一群人的看法能否平均", "r_wg: may a group's ratings be averaged?"),
        Said(
            "每位評分者一列，每題一欄，值為 1 到級距數",
            "a row a rater, a column an item, values from 1",
        ),
        _r_wg,
        (
            Option("n_steps", int, Said("量尺級距數", "steps of the scale"), is_needed=True),
            MISSING_OPTION,
        ),
    ),
    Method(
        "group-icc",
        Said("ICC(1) 與 ICC(2)：組間差異", "ICC(1) and ICC(2) of groups"),
        Said("欄位 group、rating，每筆評定一列", "columns group, rating; a row a rating"),
        _group_icc,
        (MISSING_OPTION,),
    ),
    Method(
        "rater-severity",
        Said("評分嚴苛度", "Rater severity"),
        Said(
            "欄位 person、rater、score，每筆評分一列",
            "columns person, rater, score; a row a rating",
        ),
        _severity,
        (SMALLEST, MISSING_OPTION),
    ),
    Method(
        "rater-drift",
        Said("評分漂移（樣卷重評）", "Rater drift on seed papers"),
        Said(
            "欄位 rater、first、second，每份重評一列", "columns rater, first, second; a row a paper"
        ),
        _drift,
        (SMALLEST, MISSING_OPTION),
    ),
    Method(
        "rater-halo",
        Said("月暈效應", "Rater halo"),
        Said(
            "欄位 rater，其餘每項規準一欄，每件作品一列",
            "column rater, every other column a criterion",
        ),
        _halo,
        (MISSING_OPTION,),
    ),
)
