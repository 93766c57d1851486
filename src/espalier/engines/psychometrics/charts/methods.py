"""The methods of control charts, run on a table of a file."""

from collections.abc import Mapping
from typing import Any

from espalier.engines.figures.arrays import MissingPolicy
from espalier.engines.figures.methods import Method, Option, Result
from espalier.engines.figures.table import Table
from espalier.engines.figures.types import Said
from espalier.engines.psychometrics.charts.individuals import ewma_chart, individuals_chart
from espalier.engines.psychometrics.charts.shares import p_chart
from espalier.engines.psychometrics.charts.subgroups import xbar_s_chart

MISSING_OPTION = Option(
    "missing", str, Said("缺漏如何處理：exclude 或 refuse", "missing: exclude or refuse"), "exclude"
)
RULES = Option(
    "rules", str, Said("使用的判定規則，如 1 或 1234", "rules used, like 1 or 1234"), "1"
)
PHASE_ONE = Option(
    "n_phase_one", int, Said("用前幾點學習界限", "the first so many points set the limits"), None
)
IN_ORDER = Said("依時間排列，每點一列：欄位 value", "a row a point in order of time: column value")


def _shared(options: Mapping[str, Any]) -> dict[str, Any]:
    return {"missing": MissingPolicy(options["missing"]), "n_phase_one": options["n_phase_one"]}


def _rules(options: Mapping[str, Any]) -> tuple[int, ...]:
    return tuple(int(each) for each in options["rules"])


def _p_chart(table: Table, options: Mapping[str, Any]) -> Result:
    return p_chart(
        table.numbers("n_hits"),
        table.numbers("n"),
        is_laney=options["is_laney"],
        rules=_rules(options),
        **_shared(options),
    )


def _individuals(table: Table, options: Mapping[str, Any]) -> Result:
    return individuals_chart(table.numbers("value"), rules=_rules(options), **_shared(options))


def _xbar_s(table: Table, options: Mapping[str, Any]) -> Result:
    # In the order in which sessions first appear, which is that of time.
    sessions, values = table.column("session"), table.numbers("value")
    places: dict[str, list[int]] = {}
    for at, session in enumerate(sessions):
        places.setdefault(session, []).append(at)
    return xbar_s_chart(
        [values[each] for each in places.values()], rules=_rules(options), **_shared(options)
    )


def _ewma(table: Table, options: Mapping[str, Any]) -> Result:
    return ewma_chart(
        table.numbers("value"),
        weight=options["weight"],
        width=options["width"],
        target=options["target"],
        **_shared(options),
    )


METHODS: tuple[Method, ...] = (
    Method(
        "p-chart",
        Said("p 管制圖：及格率", "p chart: pass rates"),
        Said(
            "依時間排列，每梯次一列：欄位 n_hits、n",
            "a row a session in order of time: columns n_hits, n",
        ),
        _p_chart,
        (
            Option(
                "is_laney",
                bool,
                Said("人數很多時用 Laney p′", "Laney's p′, for large sessions"),
                False,
            ),
            RULES,
            PHASE_ONE,
            MISSING_OPTION,
        ),
    ),
    Method(
        "i-mr-chart",
        Said("個別值與移動全距管制圖", "Individuals and moving ranges"),
        IN_ORDER,
        _individuals,
        (RULES, PHASE_ONE, MISSING_OPTION),
    ),
    Method(
        "xbar-s-chart",
        Said("平均數與標準差管制圖", "X-bar and S chart"),
        Said(
            "每筆分數一列，梯次依時間排列：欄位 session、value",
            "a row a score, sessions in order: session, value",
        ),
        _xbar_s,
        (RULES, PHASE_ONE, MISSING_OPTION),
    ),
    Method(
        "ewma-chart",
        Said("EWMA 管制圖：緩慢漂移", "EWMA chart: slow drift"),
        IN_ORDER,
        _ewma,
        (
            Option("weight", float, Said("權重 λ", "weight λ"), 0.2),
            Option("width", float, Said("界限寬度 L", "width L of the limits"), 3.0),
            Option("target", float, Said("目標值", "target"), None),
            PHASE_ONE,
            MISSING_OPTION,
        ),
    ),
)
