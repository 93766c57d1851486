"""The methods of this room that run from a table of a file."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from espalier.engines.figures.arrays import Floats, Ints
from espalier.engines.figures.methods import Method, Option, Result
from espalier.engines.figures.table import Table
from espalier.engines.figures.types import Said
from espalier.engines.psychometrics.dif.logistic import logistic_dif
from espalier.engines.psychometrics.dif.mantel_haenszel import mantel_haenszel_dif
from espalier.engines.psychometrics.dif.odds import stratified_odds_ratio
from espalier.engines.psychometrics.irt.methods import LEAVE_OUT, MISSING, questions

Settings = Mapping[str, Any]

ANSWERS = Said(
    "一列一人、一欄一題（1 = 答對、0 = 答錯），另有一欄是組別（恰好兩組）",
    "one row a person, one column a question (1 right, 0 wrong), and one column with the group (two of them)",
)
COUNTS = Said(
    "一列一種組合，四欄：類別、組別、結果、人數；組別與結果各有兩種",
    "one row a combination, four columns: stratum, group, outcome, count; two groups and two outcomes",
)
GROUP = Option("group", str, Said("組別欄位", "column of the group"), "group")
FOCAL = Option(
    "focal",
    str,
    Said(
        "關心是否受不利影響的一組（預設：排序在後的一組）",
        "the group that might be disadvantaged (default: the later by name)",
    ),
    "",
)
PURIFY = Option(
    "purify",
    bool,
    Said("配對分數排除可疑試題後再算一次", "judge again without suspect questions in the score"),
    True,
)


def _groups(table: Table, settings: Settings) -> Ints:
    """0 for the reference, 1 for the focal group."""
    codes, labels = table.codes(settings["group"])
    if len(labels) != 2:
        raise ValueError(
            f"column {settings['group']!r}: two groups expected, there are {', '.join(labels)}"
        )
    focal = settings["focal"] or labels[1]
    if focal not in labels:
        raise ValueError(f"option focal: {focal!r} is not one of {', '.join(labels)}")
    return codes if focal == labels[1] else 1 - codes


def _own(table: Table, settings: Settings) -> tuple[Any, dict[str, Any]]:
    kept = {**settings, "without": f"{settings['without']},{settings['group']}"}
    answers, names, missing = questions(table, kept)
    return answers, {"names": names, "missing": missing, "purify": settings["purify"]}


def _mantel_haenszel(table: Table, settings: Settings) -> Result:
    answers, rest = _own(table, settings)
    return mantel_haenszel_dif(answers, _groups(table, settings), **rest)


def _logistic(table: Table, settings: Settings) -> Result:
    answers, rest = _own(table, settings)
    return logistic_dif(answers, _groups(table, settings), **rest)


def _tables(table: Table) -> Floats:
    """Counts (strata, 2, 2) from four columns; labels in their order of name."""
    names = table.names()
    if len(names) != 4:
        raise ValueError(f"four columns expected: stratum, group, outcome, count; got {len(names)}")
    coded = [table.codes(name) for name in names[:3]]
    for name, (_, labels) in zip(names[1:3], coded[1:], strict=True):
        if len(labels) != 2:
            raise ValueError(f"column {name!r}: two values expected, there are {', '.join(labels)}")
    counts = np.zeros((len(coded[0][1]), 2, 2))
    np.add.at(counts, tuple(codes for codes, _ in coded), table.numbers(names[3]))
    return counts


def _stratified(table: Table, settings: Settings) -> Result:
    return stratified_odds_ratio(_tables(table))


METHODS: tuple[Method, ...] = (
    Method(
        "dif-mantel-haenszel",
        Said("試題公平性（Mantel-Haenszel）", "Fairness of questions (Mantel-Haenszel)"),
        ANSWERS,
        _mantel_haenszel,
        (MISSING, LEAVE_OUT, GROUP, FOCAL, PURIFY),
    ),
    Method(
        "dif-logistic",
        Said("試題公平性（羅吉斯迴歸）", "Fairness of questions (logistic regression)"),
        ANSWERS,
        _logistic,
        (MISSING, LEAVE_OUT, GROUP, FOCAL, PURIFY),
    ),
    Method(
        "stratified-odds",
        Said("分類後的勝算比（辛普森檢查）", "Odds ratio within strata (Simpson's paradox)"),
        COUNTS,
        _stratified,
    ),
)
