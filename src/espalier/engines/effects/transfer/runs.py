"""Transfer and chain methods, run on a table of a file."""

from collections.abc import Mapping
from typing import Any

from espalier.engines.effects.chain.levels import CODES, Level, kirkpatrick_chain
from espalier.engines.effects.crosscheck.correlation import Kind
from espalier.engines.effects.crosscheck.cross_runs import MISSING_OPTION, optional_numbers, policy
from espalier.engines.effects.transfer.barriers import barrier_table
from espalier.engines.effects.transfer.behaviour import behaviour_model
from espalier.engines.effects.transfer.decay import decay_slope
from espalier.engines.effects.transfer.observers import self_and_supervisor
from espalier.engines.effects.transfer.rates import TARGET, transfer_rate
from espalier.engines.figures.methods import Method, Option, Result
from espalier.engines.figures.table import Table
from espalier.engines.figures.types import Said


def _rate(table: Table, options: Mapping[str, Any]) -> Result:
    return transfer_rate(
        table.numbers("applies"), missing=policy(options), target=options["target"]
    )


def _observers(table: Table, options: Mapping[str, Any]) -> Result:
    return self_and_supervisor(
        table.numbers("by_self"), table.numbers("by_supervisor"), missing=policy(options)
    )


def _decay(table: Table, options: Mapping[str, Any]) -> Result:
    try:
        days = [float(name) for name in table.columns]
    except ValueError:
        raise ValueError(
            "columns must be named by the days after training, like 30 and 90"
        ) from None
    return decay_slope(table.matrix(), days, missing=policy(options))


def _barriers(table: Table, options: Mapping[str, Any]) -> Result:
    without = [name for name in ("applies",) if name in table.columns]
    return barrier_table(
        table.matrix(without=without),
        table.names(without=without),
        missing=policy(options),
        applies=optional_numbers(table, "applies"),
    )


def _behaviour(table: Table, options: Mapping[str, Any]) -> Result:
    without = ["behaviour", "unit"]
    return behaviour_model(
        table.numbers("behaviour"),
        table.matrix(without=without),
        table.names(without=without),
        table.codes("unit")[0],
        missing=policy(options),
    )


def _chain(table: Table, options: Mapping[str, Any]) -> Result:
    levels = [
        Level(code, table.numbers(code), options[f"reliability_{code}"])
        for code in CODES
        if code in table.columns
    ]
    return kirkpatrick_chain(levels, missing=policy(options), kind=Kind(options["kind"]))


TRANSFER: tuple[Method, ...] = (
    Method(
        "transfer-rate",
        Said("學習移轉率", "Transfer rate"),
        Said("applies 一欄（1、0、空白）", "column applies (1, 0, blank)"),
        _rate,
        (
            Option(
                "missing",
                str,
                Said("exclude、as_zero 或 refuse", "exclude, as_zero or refuse"),
                "exclude",
            ),
            Option("target", float, Said("目標移轉率", "share aimed at"), TARGET),
        ),
    ),
    Method(
        "transfer-observers",
        Said("自評與主管評", "Self and supervisor"),
        Said(
            "by_self、by_supervisor 兩欄（1、0、空白）",
            "columns by_self and by_supervisor (1, 0, blank)",
        ),
        _observers,
        (MISSING_OPTION,),
    ),
    Method(
        "transfer-decay",
        Said("移轉是否持續", "Whether transfer lasts"),
        Said("欄名為訓後天數，一列一人", "columns named by days after training, a row a person"),
        _decay,
        (MISSING_OPTION,),
    ),
    Method(
        "transfer-barriers",
        Said("移轉的阻礙", "Barriers to transfer"),
        Said(
            "一項阻礙一欄（1、0），可有 applies 欄",
            "a column a barrier (1, 0), applies may be there",
        ),
        _barriers,
        (MISSING_OPTION,),
    ),
    Method(
        "behaviour-model",
        Said("應用與哪些因素有關", "What goes with applying"),
        Said("behaviour、unit，其餘各欄為因素", "behaviour, unit, all others are factors"),
        _behaviour,
        (MISSING_OPTION,),
    ),
    Method(
        "kirkpatrick-chain",
        Said("四層次與其連結", "The four levels and their links"),
        Said("L1 到 L4 中至少兩欄，一列一人", "two of L1 to L4 at least, a row a person"),
        _chain,
        (
            MISSING_OPTION,
            Option("kind", str, Said("spearman 或 pearson", "spearman or pearson"), "spearman"),
            *(
                Option(
                    f"reliability_{code}", float, Said(f"{code} 的信度", f"reliability of {code}")
                )
                for code in CODES
            ),
        ),
    ),
)
