"""The detectors, run on a table of a file."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from espalier.engines.effects.crosscheck.cross_runs import MISSING_OPTION, optional_numbers, policy
from espalier.engines.effects.pitfalls.claims import (
    Claim,
    claimed_twice,
    many_outcomes,
    reaction_as_learning,
)
from espalier.engines.effects.pitfalls.measures import (
    response_shift,
    unequal_tests,
    unreliable_change,
)
from espalier.engines.effects.pitfalls.report import PitfallReport, check_table, report_of
from espalier.engines.effects.pitfalls.selection import Chosen, regression_to_mean, volunteers
from espalier.engines.effects.pitfalls.simpson import simpson_of_counts
from espalier.engines.figures.methods import Method, Option
from espalier.engines.figures.table import Table
from espalier.engines.figures.types import Said

_PRE_POST = Said("pre、post 兩欄，一列一人", "columns pre and post, a row a person")


def _check(table: Table, options: Mapping[str, Any]) -> PitfallReport:
    arm = optional_numbers(table, "arm")
    return check_table(
        table.numbers("pre"),
        table.numbers("post"),
        highest=options["highest"],
        arm=None if arm is None else _codes(arm),
        group=table.codes("group")[0] if "group" in table.columns else None,
    )


def _codes(arm: np.ndarray) -> np.ndarray:
    if not np.isin(arm, (0, 1)).all():
        raise ValueError("column 'arm': 1 trained, 0 not")
    return arm.astype(np.int64)


def _regression(table: Table, options: Mapping[str, Any]) -> PitfallReport:
    alert = regression_to_mean(
        table.numbers("pre"),
        table.numbers("post"),
        missing=policy(options),
        population_mean=options["population_mean"],
        reliability=options["reliability"],
        were_picked_low=options["were_picked_low"],
    )
    return report_of("regression_to_mean", alert, n_used=table.n_rows)


def _simpson(table: Table, options: Mapping[str, Any]) -> PitfallReport:
    names = ("trained_yes", "trained_no", "untrained_yes", "untrained_no")
    cells = np.column_stack([table.numbers(name) for name in names]).reshape(-1, 2, 2)
    return report_of("simpson", simpson_of_counts(cells), n_used=table.n_rows)


def _shift(table: Table, options: Mapping[str, Any]) -> PitfallReport:
    alert = response_shift(
        is_self_rating=True,
        pre=table.numbers("pre"),
        then=optional_numbers(table, "then"),
        missing=policy(options),
    )
    return report_of("response_shift", alert, n_used=table.n_rows)


def _volunteers(table: Table, options: Mapping[str, Any]) -> PitfallReport:
    arm, pre = _codes(table.numbers("arm")), table.numbers("pre")
    alert = volunteers(Chosen(options["chosen"]), pre[arm == 1], pre[arm == 0])
    return report_of("volunteers", alert, n_used=table.n_rows)


def _forms(table: Table, options: Mapping[str, Any]) -> PitfallReport:
    forms = {
        (a, b) for a, b in zip(table.column("pre_form"), table.column("post_form"), strict=True)
    }
    found = [unequal_tests(a, b, is_equated=options["is_equated"]) for a, b in sorted(forms)]
    fired = next((alert for alert in found if alert is not None), None)
    return report_of("unequal_tests", fired, n_used=table.n_rows)


def _change(table: Table, options: Mapping[str, Any]) -> PitfallReport:
    pre, post = table.numbers("pre"), table.numbers("post")
    both = ~np.isnan(pre) & ~np.isnan(post)
    if both.sum() < 4 or np.ptp(pre[both]) == 0 or np.ptp(post[both]) == 0:
        raise ValueError("columns 'pre' and 'post': four persons with both, and scores that vary")
    alert = unreliable_change(
        options["reliability_pre"],
        options["reliability_post"],
        float(np.corrcoef(pre[both], post[both])[0, 1]),
        sd_ratio=float(post[both].std() / pre[both].std()),
    )
    return report_of("unreliable_change", alert, n_used=int(both.sum()))


def _outcomes(table: Table, options: Mapping[str, Any]) -> PitfallReport:
    alert = many_outcomes(
        table.numbers("p"), has_primary=options["has_primary"], are_adjusted=options["are_adjusted"]
    )
    return report_of("many_outcomes", alert, n_used=table.n_rows)


def _reaction(table: Table, options: Mapping[str, Any]) -> PitfallReport:
    counts = zip(table.column("level"), table.numbers("n"), strict=True)
    claimed = [level for level in options["claimed"].split(",") if level]
    measured = {level: 0 if np.isnan(n) else int(n) for level, n in counts}
    return report_of(
        "reaction_as_learning", reaction_as_learning(claimed, measured), n_used=table.n_rows
    )


def _claims(table: Table, options: Mapping[str, Any]) -> PitfallReport:
    names = ("programme", "benefit", "unit", "period")
    rows = zip(*(table.column(name) for name in names), table.numbers("share"), strict=True)
    claims = [Claim(a, b, c, d, float(share)) for a, b, c, d, share in rows]
    return report_of("claimed_twice", claimed_twice(claims), n_used=table.n_rows)


def _needed(name: str, kind: type, zh: str, en: str) -> Option:
    return Option(name, kind, Said(zh, en), is_needed=True)


PITFALLS: tuple[Method, ...] = (
    Method(
        "pitfall-check",
        Said("常見陷阱檢查", "Check for usual pitfalls"),
        Said("pre、post，可有 arm（1、0）與 group", "pre, post; arm (1, 0) and group may be there"),
        _check,
        (_needed("highest", float, "滿分", "highest score"),),
    ),
    Method(
        "pitfall-regression-to-mean",
        Said("迴歸平均數", "Regression to the mean"),
        _PRE_POST,
        _regression,
        (
            MISSING_OPTION,
            _needed("population_mean", float, "全體前測平均", "mean of all at the pre-test"),
            _needed("reliability", float, "前測信度", "reliability of the pre-test"),
            Option("were_picked_low", bool, Said("因低分挑選", "picked for low scores"), True),
        ),
    ),
    Method(
        "pitfall-simpson-counts",
        Said("分組後方向相反（次數）", "Direction flips inside groups (counts)"),
        Said(
            "trained_yes、trained_no、untrained_yes、untrained_no，一列一組",
            "trained_yes, trained_no, untrained_yes, untrained_no, a row a group",
        ),
        _simpson,
    ),
    Method(
        "pitfall-response-shift",
        Said("自評標準改變", "Response shift"),
        Said("pre 與 then（回顧前測）", "pre and then (looking back)"),
        _shift,
        (MISSING_OPTION,),
    ),
    Method(
        "pitfall-volunteers",
        Said("自願者偏差", "Volunteers"),
        Said("arm（1、0）與 pre", "arm (1, 0) and pre"),
        _volunteers,
        (
            _needed(
                "chosen", str, "by_lot、by_manager 或 volunteers", "by_lot, by_manager, volunteers"
            ),
        ),
    ),
    Method(
        "pitfall-unequal-tests",
        Said("前後測試卷不同", "Unequal tests"),
        Said("pre_form、post_form", "pre_form, post_form"),
        _forms,
        (Option("is_equated", bool, Said("已等化", "equated"), False),),
    ),
    Method(
        "pitfall-unreliable-change",
        Said("進步分數不可靠", "Unreliable change scores"),
        _PRE_POST,
        _change,
        (
            _needed("reliability_pre", float, "前測信度", "reliability of pre"),
            _needed("reliability_post", float, "後測信度", "reliability of post"),
        ),
    ),
    Method(
        "pitfall-many-outcomes",
        Said("檢驗太多成果", "Many outcomes"),
        Said("p 一欄", "column p"),
        _outcomes,
        (
            Option("has_primary", bool, Said("已事先指定主要成果", "a primary was named"), False),
            Option("are_adjusted", bool, Said("已調整", "already adjusted"), False),
        ),
    ),
    Method(
        "pitfall-reaction-as-learning",
        Said("以反應代替學習", "Reaction used as learning"),
        Said("level（L1–L4）與 n", "level (L1–L4) and n"),
        _reaction,
        (_needed("claimed", str, "報告談到的層次，以逗號分隔", "levels claimed, by commas"),),
    ),
    Method(
        "pitfall-claimed-twice",
        Said("效益重複認列", "A benefit claimed twice"),
        Said("programme、benefit、unit、period、share", "programme, benefit, unit, period, share"),
        _claims,
    ),
)
