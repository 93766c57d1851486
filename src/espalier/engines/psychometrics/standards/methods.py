"""The methods of standard setting, run on a table of a file."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from espalier.engines.figures.arrays import MissingPolicy
from espalier.engines.figures.methods import Method, Option, Result
from espalier.engines.figures.table import Table
from espalier.engines.figures.types import Said
from espalier.engines.psychometrics.standards.angoff import angoff
from espalier.engines.psychometrics.standards.borderline import (
    borderline_group,
    borderline_regression,
)

MISSING_OPTION = Option(
    "missing", str, Said("缺漏如何處理：exclude 或 refuse", "missing: exclude or refuse"), "exclude"
)
BORDERLINE = Option(
    "borderline",
    float,
    Said("代表「邊界」的評等", "the rating that means borderline"),
    is_needed=True,
)
SCORED = Said("每位學員一列：欄位 score、rating", "a row a learner: columns score, rating")


def _angoff(table: Table, options: Mapping[str, Any]) -> Result:
    missing = MissingPolicy(options["missing"])
    if "round" not in table.columns:
        return angoff(table.matrix(), missing=missing, sem=options["sem"])
    rounds = table.numbers("round")
    ratings = table.matrix(without=("round",))
    if not np.isin(rounds, (1, 2)).all():
        raise ValueError("column round: 1 or 2")
    return angoff(
        ratings[rounds == 1],
        second_round=ratings[rounds == 2],
        missing=missing,
        sem=options["sem"],
    )


def _regression(table: Table, options: Mapping[str, Any]) -> Result:
    lowest, highest = options["lowest"], options["highest"]
    return borderline_regression(
        table.numbers("score"),
        table.numbers("rating"),
        borderline=options["borderline"],
        levels=np.arange(lowest, highest + 1),
        missing=MissingPolicy(options["missing"]),
    )


def _group(table: Table, options: Mapping[str, Any]) -> Result:
    return borderline_group(
        table.numbers("score"),
        table.numbers("rating"),
        borderline=options["borderline"],
        missing=MissingPolicy(options["missing"]),
    )


METHODS: tuple[Method, ...] = (
    Method(
        "angoff",
        Said("標準設定：Angoff 法", "Standard setting: Angoff"),
        Said(
            "每位專家一列、每題一欄，值為 0–1 的機率；兩輪時加欄位 round（1、2），專家順序相同",
            "a row a judge, a column an item, probabilities 0–1; two rounds: a column round, judges in one order",
        ),
        _angoff,
        (
            Option("sem", float, Said("測量標準誤（分）", "standard error of measurement"), None),
            MISSING_OPTION,
        ),
    ),
    Method(
        "borderline-regression",
        Said("標準設定：邊界迴歸", "Standard setting: borderline regression"),
        SCORED,
        _regression,
        (
            BORDERLINE,
            Option("lowest", int, Said("最低評等", "lowest rating"), is_needed=True),
            Option("highest", int, Said("最高評等", "highest rating"), is_needed=True),
            MISSING_OPTION,
        ),
    ),
    Method(
        "borderline-group",
        Said("標準設定：邊界組中位數", "Standard setting: borderline group"),
        SCORED,
        _group,
        (BORDERLINE, MISSING_OPTION),
    ),
)
