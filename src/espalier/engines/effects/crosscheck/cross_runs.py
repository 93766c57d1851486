"""Cross-instrument methods, run on a table of a file."""

from collections.abc import Mapping
from typing import Any

from espalier.engines.effects.crosscheck.agreement import MULTIPLIER, bland_altman, concordance
from espalier.engines.effects.crosscheck.correlation import (
    WORTH_HAVING,
    Correlation,
    Kind,
    correlation,
    correlation_matrix,
)
from espalier.engines.effects.crosscheck.disattenuation import disattenuate, unrestricted
from espalier.engines.effects.crosscheck.mtmm import mtmm_of_matrix, mtmm_of_scores
from espalier.engines.effects.crosscheck.pairs import complete_pairs
from espalier.engines.effects.crosscheck.pass_fail import pass_fail
from espalier.engines.effects.crosscheck.triangulation import Finding, triangulate
from espalier.engines.figures.arrays import Floats, MissingPolicy
from espalier.engines.figures.methods import Method, Option, Result
from espalier.engines.figures.table import MISSING, Table
from espalier.engines.figures.types import Interval, Said, VerdictCode

MISSING_OPTION = Option(
    "missing", str, Said("缺漏如何處理：exclude 或 refuse", "missing: exclude or refuse"), "exclude"
)
TWO_COLUMNS = Said("first、second 兩欄，一列一人", "columns first and second, a row a person")
KIND = Option("kind", str, Said("pearson 或 spearman", "pearson or spearman"), "pearson")


def policy(options: Mapping[str, Any]) -> MissingPolicy:
    """The missing-data policy among the options."""
    return MissingPolicy(options["missing"])


def optional_numbers(table: Table, name: str) -> Floats | None:
    """A column as numbers, None where the table does not have it."""
    return table.numbers(name) if name in table.columns else None


def _two(table: Table) -> tuple[Floats, Floats]:
    return table.numbers("first"), table.numbers("second")


def _correlations(table: Table, options: Mapping[str, Any]) -> Result:
    ordinal = [name for name in options["ordinal"].split(",") if name]
    without = [name for name in ("person",) if name in table.columns]
    names = table.names(without=without)
    return correlation_matrix(
        table.matrix(without=without), names, missing=policy(options), ordinal=ordinal
    )


def _correlation(table: Table, options: Mapping[str, Any]) -> Result:
    return correlation(
        *_two(table),
        missing=policy(options),
        kind=Kind(options["kind"]),
        smallest=options["smallest"],
    )


def _disattenuate(table: Table, options: Mapping[str, Any]) -> Result:
    found = correlation(*_two(table), missing=policy(options), kind=Kind(options["kind"]))
    if not isinstance(found, Correlation):
        return found
    known = options["reliability_first"], options["reliability_second"]
    return disattenuate(found.r, found.interval, *known, n_used=found.n_used)


def _range(table: Table, options: Mapping[str, Any]) -> Result:
    found = correlation(*_two(table), missing=policy(options))
    if not isinstance(found, Correlation):
        return found
    pairs = complete_pairs(*_two(table), missing=policy(options))
    narrow = float(pairs.x.std(ddof=1))
    return unrestricted(found.r, found.interval, sd_narrow=narrow, sd_wide=options["sd_wide"])


def _bland_altman(table: Table, options: Mapping[str, Any]) -> Result:
    return bland_altman(
        *_two(table),
        missing=policy(options),
        tolerable=options["tolerable"],
        multiplier=options["multiplier"],
    )


def _concordance(table: Table, options: Mapping[str, Any]) -> Result:
    return concordance(*_two(table), missing=policy(options))


def _pass_fail(table: Table, options: Mapping[str, Any]) -> Result:
    return pass_fail(*_two(table), missing=policy(options), smallest=options["smallest"])


def _traits_and_methods(table: Table) -> tuple[list[str], list[str]]:
    parts = [name.partition("/") for name in table.columns]
    if wrong := [name for name, slash, method in parts if not (name and slash and method)]:
        raise ValueError(f"columns must be named trait/method, not so: {', '.join(wrong)}")
    return [trait for trait, _, _ in parts], [method for _, _, method in parts]


def _mtmm(table: Table, options: Mapping[str, Any]) -> Result:
    return mtmm_of_scores(table.matrix(), *_traits_and_methods(table), missing=policy(options))


def _mtmm_matrix(table: Table, options: Mapping[str, Any]) -> Result:
    return mtmm_of_matrix(
        table.matrix(),
        *_traits_and_methods(table),
        n=options["n"],
        has_reliabilities=options["has_reliabilities"],
    )


def _triangulate(table: Table, options: Mapping[str, Any]) -> Result:
    return triangulate([_finding(table, at) for at in range(table.n_rows)])


def _finding(table: Table, at: int) -> Finding:
    def number(name: str) -> float | None:
        cell = table.columns.get(name, ("",) * table.n_rows)[at].strip()
        return None if cell in MISSING else float(cell)

    low, high, day = number("low"), number("high"), number("day")
    interval = None if low is None or high is None else Interval(low, high)
    return Finding(
        table.column("objective")[at],
        table.column("instrument")[at],
        table.column("method")[at],
        VerdictCode(table.column("verdict")[at]),
        int(number("n") or 0),
        is_worse=bool(number("is_worse")),
        estimate=number("estimate"),
        interval=interval,
        unit=table.columns.get("unit", ("",) * table.n_rows)[at],
        reliability=number("reliability"),
        measured_on_day=None if day is None else int(day),
        sd_ratio=number("sd_ratio"),
    )


_SMALLEST_R = Option(
    "smallest", float, Said("值得在意的相關", "correlation worth having"), WORTH_HAVING
)
_SMALLEST_SHARE = Option(
    "smallest", float, Said("值得在意的比率差", "difference of shares worth having"), 0.10
)

CROSS: tuple[Method, ...] = (
    Method(
        "correlation",
        Said("兩項工具的相關", "Correlation of two instruments"),
        TWO_COLUMNS,
        _correlation,
        (MISSING_OPTION, KIND, _SMALLEST_R),
    ),
    Method(
        "correlation-matrix",
        Said("工具間的相關矩陣", "Correlations between instruments"),
        Said(
            "一欄一項工具，可有 person 欄", "a column an instrument, a person column may be there"
        ),
        _correlations,
        (
            MISSING_OPTION,
            Option("ordinal", str, Said("順序量尺的欄位，以逗號分隔", "ordinal columns"), ""),
        ),
    ),
    Method(
        "disattenuated-correlation",
        Said("校正信度後的相關", "Correlation without unreliability"),
        TWO_COLUMNS,
        _disattenuate,
        (
            MISSING_OPTION,
            KIND,
            Option(
                "reliability_first",
                float,
                Said("第一項信度", "reliability of first"),
                is_needed=True,
            ),
            Option(
                "reliability_second",
                float,
                Said("第二項信度", "reliability of second"),
                is_needed=True,
            ),
        ),
    ),
    Method(
        "range-restriction",
        Said("校正全距限制的相關", "Correlation without range restriction"),
        TWO_COLUMNS,
        _range,
        (
            MISSING_OPTION,
            Option(
                "sd_wide", float, Said("全體在第一項的標準差", "SD of all in first"), is_needed=True
            ),
        ),
    ),
    Method(
        "mtmm",
        Said("多特質多方法", "Multitrait-multimethod"),
        Said("欄名為 特質/方法，一列一人", "columns named trait/method, a row a person"),
        _mtmm,
        (MISSING_OPTION,),
    ),
    Method(
        "mtmm-matrix",
        Said("多特質多方法（由相關矩陣）", "Multitrait-multimethod of a matrix"),
        Said("欄名為 特質/方法，內容為相關矩陣", "columns named trait/method, the correlations"),
        _mtmm_matrix,
        (
            Option("n", int, Said("人數", "persons")),
            Option(
                "has_reliabilities",
                bool,
                Said("對角線為信度", "reliabilities on the diagonal"),
                False,
            ),
        ),
    ),
    Method(
        "bland-altman",
        Said("兩項工具的一致界限", "Limits of agreement"),
        TWO_COLUMNS,
        _bland_altman,
        (
            MISSING_OPTION,
            Option(
                "tolerable", float, Said("不影響決定的最大差異", "largest tolerable difference")
            ),
            Option("multiplier", float, Said("界限的倍數", "multiplier of the SD"), MULTIPLIER),
        ),
    ),
    Method(
        "lin-concordance",
        Said("一致相關係數", "Lin's concordance"),
        TWO_COLUMNS,
        _concordance,
        (MISSING_OPTION,),
    ),
    Method(
        "pass-fail",
        Said("兩項通過判定的一致性", "Two pass/fail decisions"),
        TWO_COLUMNS,
        _pass_fail,
        (MISSING_OPTION, _SMALLEST_SHARE),
    ),
    Method(
        "triangulation",
        Said("三角檢核", "Triangulation"),
        Said(
            "objective、instrument、method、verdict、n，可加 is_worse、estimate、low、high、unit、"
            "reliability、day、sd_ratio",
            "objective, instrument, method, verdict, n; optional is_worse, estimate, low, high, unit, reliability, "
            "day, sd_ratio",
        ),
        _triangulate,
    ),
)
