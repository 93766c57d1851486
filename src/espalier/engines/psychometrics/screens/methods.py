"""The screens, run on a table of a file."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from espalier.engines.figures.arrays import MissingPolicy
from espalier.engines.figures.methods import Method, Option, Result
from espalier.engines.figures.table import MISSING, Table
from espalier.engines.figures.types import Said
from espalier.engines.psychometrics.screens.answer_similarity import answer_similarity
from espalier.engines.psychometrics.screens.speed import response_speed

MISSING_OPTION = Option(
    "missing", str, Said("缺漏如何處理：exclude 或 refuse", "missing: exclude or refuse"), "exclude"
)


def _similarity(table: Table, options: Mapping[str, Any]) -> Result:
    columns = [[cell.strip() for cell in cells] for cells in table.columns.values()]
    answers, key = [], []
    for name, cells in zip(table.columns, columns, strict=True):
        if not cells or cells[0] in MISSING:
            raise ValueError(f"column {name!r}: the first row is the key and must be filled in")
        labels = sorted(set(cells) - MISSING)
        code = {label: float(i) for i, label in enumerate(labels)} | dict.fromkeys(MISSING, np.nan)
        key.append(code[cells[0]])
        answers.append([code[cell] for cell in cells[1:]])
    return answer_similarity(
        np.array(answers).T,
        key,
        missing=MissingPolicy(options["missing"]),
        false_share=options["false_share"],
    )


def _speed(table: Table, options: Mapping[str, Any]) -> Result:
    return response_speed(table.matrix(), missing=MissingPolicy(options["missing"]))


METHODS: tuple[Method, ...] = (
    Method(
        "answer-similarity",
        Said("作答相似度篩檢", "Screen of similar answers"),
        Said(
            "第一列為標準答案，其後每位學員一列，每題一欄",
            "first row the key, then a row a learner, a column an item",
        ),
        _similarity,
        (
            Option(
                "false_share", float, Said("容許的巧合比例", "share of chance pairs accepted"), 0.01
            ),
            MISSING_OPTION,
        ),
    ),
    Method(
        "response-speed",
        Said("作答時間篩檢", "Screen of response times"),
        Said("每位學員一列、每題一欄，值為秒數", "a row a learner, a column an item, seconds"),
        _speed,
        (MISSING_OPTION,),
    ),
)
