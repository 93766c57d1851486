"""The methods of benefit, run on a table of a file."""

from collections.abc import Mapping
from typing import Any

from espalier.engines.benefit.cost import CostKind, CostLine, fully_loaded_cost
from espalier.engines.benefit.inputs import (
    Fixed,
    Lognormal,
    Pert,
    Triangular,
    Uncertain,
    beta_of,
)
from espalier.engines.benefit.isolation import by_estimates
from espalier.engines.benefit.isolation_by_comparison import (
    by_control_group,
    by_difference_in_differences,
)
from espalier.engines.benefit.isolation_by_trend import by_trend_line
from espalier.engines.benefit.model import RoiModel
from espalier.engines.benefit.moments import product_moments
from espalier.engines.benefit.present_value import net_present_value
from espalier.engines.benefit.returns import break_even_share, returns
from espalier.engines.benefit.simulation import N_DRAWS, TARGET_PERCENT, simulated_roi
from espalier.engines.benefit.tornado import Span, tornado
from espalier.engines.benefit.utility import utility_analysis
from espalier.engines.figures.methods import Method, Option, Result
from espalier.engines.figures.table import Table
from espalier.engines.figures.types import Interval, Said


def _total(table: Table, name: str) -> float:
    return float(table.numbers(name).sum())


def _cost(table: Table, options: Mapping[str, Any]) -> Result:
    has_uses = "uses" in table.columns
    uses = table.numbers("uses") if has_uses else [1.0] * table.n_rows
    rows = zip(table.column("kind"), table.numbers("amount"), uses, strict=True)
    lines = [CostLine(CostKind(kind), float(amount), int(each)) for kind, amount, each in rows]
    return fully_loaded_cost(lines, n_learners=options["n_learners"])


def _roi(table: Table, options: Mapping[str, Any]) -> Result:
    return returns(
        _total(table, "benefit"),
        _total(table, "cost"),
        months=options["months"],
        is_opinion=options["is_opinion"],
    )


def _break_even(table: Table, options: Mapping[str, Any]) -> Result:
    return break_even_share(
        _total(table, "cost"), _total(table, "benefit"), confidence=options["confidence"]
    )


def _npv(table: Table, options: Mapping[str, Any]) -> Result:
    return net_present_value(table.numbers("flow").tolist(), rate=options["rate"])


def _utility(table: Table, options: Mapping[str, Any]) -> Result:
    if table.n_rows != 1:
        raise ValueError(f"one row expected, got {table.n_rows}")
    names = ("d", "low", "high", "n_trained", "years", "sdy", "cost_per_learner")
    row = {name: float(table.numbers(name)[0]) for name in names}
    return utility_analysis(
        row["d"],
        Interval(row["low"], row["high"]),
        n_trained=int(row["n_trained"]),
        years=row["years"],
        sdy=row["sdy"],
        cost_per_learner=row["cost_per_learner"],
    )


def _control(table: Table, options: Mapping[str, Any]) -> Result:
    arm, value = table.numbers("trained"), table.numbers("value")
    return by_control_group(value[arm == 1], value[arm == 0], smallest=options["smallest"])


def _did(table: Table, options: Mapping[str, Any]) -> Result:
    arm = table.numbers("trained")
    before, after = table.numbers("before"), table.numbers("after")
    return by_difference_in_differences(
        before[arm == 1],
        after[arm == 1],
        before[arm == 0],
        after[arm == 0],
        smallest=options["smallest"],
    )


def _trend(table: Table, options: Mapping[str, Any]) -> Result:
    after, value = table.numbers("after"), table.numbers("value")
    return by_trend_line(value[after == 0], value[after == 1], smallest=options["smallest"])


def _estimates(table: Table, options: Mapping[str, Any]) -> Result:
    return by_estimates(
        table.numbers("share"), table.numbers("confidence"), gross_change=options["gross_change"]
    )


def _moments(table: Table, options: Mapping[str, Any]) -> Result:
    return product_moments(table.numbers("mean").tolist(), table.numbers("sd").tolist())


def _factor(kind: str, a: float, b: float, c: float) -> Uncertain:
    if kind == "fixed":
        return Fixed(a)
    if kind in ("triangular", "pert"):
        return Triangular(a, b, c) if kind == "triangular" else Pert(a, b, c)
    if kind not in ("beta", "lognormal"):
        raise ValueError(f"kind {kind!r}: fixed, triangular, pert, beta or lognormal expected")
    return beta_of(a, b) if kind == "beta" else Lognormal(a, b)


def _model(table: Table, correlations: str) -> RoiModel:
    columns = (table.column("factor"), table.column("kind"), table.column("line"))
    numbers = (table.numbers("a"), table.numbers("b"), table.numbers("c"))
    factors: dict[str, Uncertain] = {}
    lines: dict[str, list[str]] = {}
    for name, kind, line, *abc in zip(*columns, *numbers, strict=True):
        if name in factors:
            raise ValueError(f"factor {name!r} is there twice")
        factors[name] = _factor(kind.strip(), *map(float, abc))
        for each in line.split("+"):
            lines.setdefault(each.strip(), []).append(name)
    cost = lines.pop("cost", [])
    return RoiModel(factors, list(lines.values()), cost, _pairs(correlations))


def _pairs(text: str) -> dict[tuple[str, str], float]:
    found = {}
    for each in filter(None, text.split(",")):
        names, colon, r = each.partition(":")
        one, tilde, other = names.partition("~")
        if not (colon and tilde):
            raise ValueError(f"correlations: {each!r} is not like one~other:0.5")
        found[one.strip(), other.strip()] = float(r)
    return found


def _simulate(table: Table, options: Mapping[str, Any]) -> Result:
    return simulated_roi(
        _model(table, options["correlations"]),
        seed=options["seed"],
        n_draws=options["n_draws"],
        target_percent=options["target_percent"],
        has_comparison=options["has_comparison"],
    )


def _tornado(table: Table, options: Mapping[str, Any]) -> Result:
    return tornado(_model(table, ""), span=Span(options["span"]))


_MONEY = Said("benefit、cost 兩欄，各列相加", "columns benefit and cost, rows are added")
_SMALLEST = Option(
    "smallest",
    float,
    Said("值得在意的最小差異", "smallest difference worth having"),
    is_needed=True,
)
_FACTORS = Said(
    "factor、kind（fixed、triangular、pert、beta、lognormal）、a、b、c、"
    "line（cost，或相乘成一項效益的代號；多項以 + 相連）",
    "factor, kind (fixed, triangular, pert, beta, lognormal), a, b, c, line (cost, or a name for factors that are "
    "multiplied; several joined by +)",
)

METHODS: tuple[Method, ...] = (
    Method(
        "full-cost",
        Said("完整成本", "Fully loaded cost"),
        Said("kind、amount，可有 uses", "kind, amount; uses may be there"),
        _cost,
        (Option("n_learners", int, Said("學員數", "learners")),),
    ),
    Method(
        "roi",
        Said("投資報酬率與成本效益比", "ROI and benefit-cost ratio"),
        _MONEY,
        _roi,
        (
            Option("months", float, Said("效益所涵蓋的月數", "months the benefit covers"), 12.0),
            Option("is_opinion", bool, Said("隔離出自估計", "isolation by estimates"), False),
        ),
    ),
    Method(
        "break-even-share",
        Said("損益兩平的隔離比率", "Break-even isolation share"),
        _MONEY,
        _break_even,
        (Option("confidence", float, Said("信心", "confidence"), 1.0),),
    ),
    Method(
        "npv",
        Said("淨現值", "Net present value"),
        Said("flow 一欄，一列一年", "column flow, a row a year"),
        _npv,
        (Option("rate", float, Said("年折現率", "yearly discount rate"), is_needed=True),),
    ),
    Method(
        "utility-analysis",
        Said("效用分析（情境）", "Utility analysis (scenario)"),
        Said(
            "一列：d、low、high、n_trained、years、sdy、cost_per_learner",
            "one row: d, low, high, n_trained, years, sdy, cost_per_learner",
        ),
        _utility,
    ),
    Method(
        "isolation-control-group",
        Said("效果隔離：對照組", "Isolation: comparison group"),
        Said("trained（1、0）、value", "trained (1, 0), value"),
        _control,
        (_SMALLEST,),
    ),
    Method(
        "isolation-trend-line",
        Said("效果隔離：趨勢線", "Isolation: trend line"),
        Said("after（0、1）、value，依時間排列", "after (0, 1), value, in order of time"),
        _trend,
        (_SMALLEST,),
    ),
    Method(
        "isolation-differences",
        Said("效果隔離：差異中之差異", "Isolation: difference in differences"),
        Said("trained（1、0）、before、after", "trained (1, 0), before, after"),
        _did,
        (_SMALLEST,),
    ),
    Method(
        "isolation-estimates",
        Said("效果隔離：估計（意見）", "Isolation: estimates (opinion)"),
        Said("share、confidence，一列一人", "share, confidence, a row a person"),
        _estimates,
        (Option("gross_change", float, Said("總改變量", "gross change"), is_needed=True),),
    ),
    Method(
        "product-moments",
        Said("乘積的平均與標準差", "Mean and SD of a product"),
        Said("mean、sd", "mean, sd"),
        _moments,
    ),
    Method(
        "roi-simulation",
        Said("投資報酬率模擬", "Simulated ROI"),
        _FACTORS,
        _simulate,
        (
            Option("seed", int, Said("隨機種子", "random seed"), 1),
            Option("n_draws", int, Said("模擬次數", "draws"), N_DRAWS),
            Option(
                "target_percent", float, Said("目標報酬率（%）", "target ROI (%)"), TARGET_PERCENT
            ),
            Option("has_comparison", bool, Said("隔離有對照組", "isolation by comparison"), False),
            Option("correlations", str, Said("相關，如 a~b:0.5", "correlations, like a~b:0.5"), ""),
        ),
    ),
    Method(
        "roi-tornado",
        Said("投資報酬率敏感度", "Tornado of the ROI"),
        _FACTORS,
        _tornado,
        (Option("span", str, Said("quantiles 或 one_sd", "quantiles or one_sd"), "quantiles"),),
    ),
)
