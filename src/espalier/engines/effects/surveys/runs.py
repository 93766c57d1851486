"""Survey methods, run on a table of a file."""

from collections.abc import Mapping
from typing import Any

from espalier.engines.effects.crosscheck.cross_runs import MISSING_OPTION, policy
from espalier.engines.effects.surveys.careless import careless_flags
from espalier.engines.effects.surveys.comparison import mann_whitney
from espalier.engines.effects.surveys.importance import (
    CrossHair,
    derived_importance,
    stated_importance,
)
from espalier.engines.effects.surveys.likert import Scale, likert_item
from espalier.engines.effects.surveys.multisource import self_other_gap
from espalier.engines.effects.surveys.promoters import net_promoter_score
from espalier.engines.effects.surveys.relative_weights import relative_weights
from espalier.engines.effects.surveys.response import response_rate
from espalier.engines.effects.surveys.tables import survey_table
from espalier.engines.figures.methods import Method, Option, Result
from espalier.engines.figures.table import Table
from espalier.engines.figures.types import Said

_LOW = Option("low", int, Said("量尺最低", "lowest step"), 1)
_HIGH = Option("high", int, Said("量尺最高", "highest step"), 5)
_INVITED = Option("n_invited", int, Said("邀請人數", "persons asked"))
_TARGET = Option("target", float, Said("目標比率", "share aimed at"))
_SEED = Option("seed", int, Said("隨機種子", "random seed"), 1)
_CROSS = Option(
    "cross_hair",
    str,
    Said("grand_mean 或 scale_middle", "grand_mean or scale_middle"),
    "grand_mean",
)
_RATING = Said("rating 一欄，一列一人", "column rating, a row a person")
_ITEMS = Said("一題一欄，一列一人", "a column an item, a row a person")


def _scale(options: Mapping[str, Any]) -> Scale:
    return Scale(options["low"], options["high"])


def _likert(table: Table, options: Mapping[str, Any]) -> Result:
    return likert_item(
        table.numbers("rating"),
        missing=policy(options),
        scale=_scale(options),
        n_invited=options["n_invited"],
        target=options["target"],
    )


def _survey(table: Table, options: Mapping[str, Any]) -> Result:
    without = [name for name in ("group",) if name in table.columns]
    return survey_table(
        table.matrix(without=without),
        table.names(without=without),
        missing=policy(options),
        groups=table.column("group") if without else None,
        scale=_scale(options),
        n_invited=options["n_invited"],
        target=options["target"],
    )


def _nps(table: Table, options: Mapping[str, Any]) -> Result:
    return net_promoter_score(
        table.numbers("rating"), missing=policy(options), n_invited=options["n_invited"]
    )


def _response(table: Table, options: Mapping[str, Any]) -> Result:
    return response_rate(table.n_rows, options["n_invited"])


def _stated(table: Table, options: Mapping[str, Any]) -> Result:
    items = [
        name.removeprefix("performance/")
        for name in table.columns
        if name.startswith("performance/")
    ]
    if not items:
        raise ValueError("columns performance/ITEM and importance/ITEM are needed")
    did, matters = (
        Table({item: table.column(f"{side}/{item}") for item in items}).matrix()
        for side in ("performance", "importance")
    )
    hair = CrossHair(options["cross_hair"])
    return stated_importance(
        did, matters, items, missing=policy(options), scale=_scale(options), cross_hair=hair
    )


def _derived(table: Table, options: Mapping[str, Any]) -> Result:
    return derived_importance(
        table.matrix(without=["overall"]),
        table.numbers("overall"),
        table.names(without=["overall"]),
        missing=policy(options),
        seed=options["seed"],
        scale=_scale(options),
        cross_hair=CrossHair(options["cross_hair"]),
    )


def _weights(table: Table, options: Mapping[str, Any]) -> Result:
    return relative_weights(
        table.matrix(without=["overall"]),
        table.numbers("overall"),
        table.names(without=["overall"]),
        missing=policy(options),
        seed=options["seed"],
    )


def _careless(table: Table, options: Mapping[str, Any]) -> Result:
    return careless_flags(
        table.matrix(), missing=policy(options), scale=_scale(options), run=options["run"]
    )


def _mann_whitney(table: Table, options: Mapping[str, Any]) -> Result:
    codes, labels = table.codes("group")
    if len(labels) != 2:
        raise ValueError(f"column 'group': two groups expected, got {len(labels)}")
    ratings = table.numbers("rating")
    return mann_whitney(ratings[codes == 0], ratings[codes == 1], missing=policy(options))


def _multisource(table: Table, options: Mapping[str, Any]) -> Result:
    return self_other_gap(
        table.numbers("rating"),
        table.column("person"),
        table.column("source"),
        missing=policy(options),
    )


SURVEYS: tuple[Method, ...] = (
    Method(
        "likert-item",
        Said("單題評分", "One rating item"),
        _RATING,
        _likert,
        (MISSING_OPTION, _LOW, _HIGH, _INVITED, _TARGET),
    ),
    Method(
        "survey-table",
        Said("整份問卷，可分組", "A whole survey, by group"),
        Said("一題一欄，可有 group 欄", "a column an item, a group column may be there"),
        _survey,
        (MISSING_OPTION, _LOW, _HIGH, _INVITED, _TARGET),
    ),
    Method(
        "nps",
        Said("推薦淨值", "Net promoter score"),
        Said("rating 一欄（0 到 10）", "column rating (0 to 10)"),
        _nps,
        (MISSING_OPTION, _INVITED),
    ),
    Method(
        "response-rate",
        Said("回收率", "Response rate"),
        Said("一列一份回收的問卷", "a row a returned sheet"),
        _response,
        (_INVITED,),
    ),
    Method(
        "ipa-stated",
        Said("重要度-表現度分析（問出的重要度）", "Importance-performance, asked"),
        Said(
            "performance/題目 與 importance/題目 各一欄",
            "columns performance/ITEM and importance/ITEM",
        ),
        _stated,
        (MISSING_OPTION, _LOW, _HIGH, _CROSS),
    ),
    Method(
        "ipa-derived",
        Said("重要度-表現度分析（推算的重要度）", "Importance-performance, derived"),
        Said("一題一欄，加 overall 欄", "a column an item, and overall"),
        _derived,
        (MISSING_OPTION, _LOW, _HIGH, _CROSS, _SEED),
    ),
    Method(
        "relative-weights",
        Said("相對權重", "Relative weights"),
        Said("一題一欄，加 overall 欄", "a column an item, and overall"),
        _weights,
        (MISSING_OPTION, _SEED),
    ),
    Method(
        "careless-flags",
        Said("敷衍作答檢查", "Careless answers"),
        _ITEMS,
        _careless,
        (
            MISSING_OPTION,
            _LOW,
            _HIGH,
            Option("run", int, Said("連續同答的題數", "equal answers in a row")),
        ),
    ),
    Method(
        "rating-comparison",
        Said("兩組評分比較", "Ratings of two groups"),
        Said("group（兩組）與 rating 兩欄", "columns group (two) and rating"),
        _mann_whitney,
        (MISSING_OPTION,),
    ),
    Method(
        "self-other-gap",
        Said("360 度自評他評落差", "360 self-other gap"),
        Said(
            "person、source（self 為自評）、rating", "person, source (self is the person), rating"
        ),
        _multisource,
        (MISSING_OPTION,),
    ),
)
