"""Comment themes, run on a table of a file."""

from collections.abc import Mapping
from typing import Any

from espalier.engines.effects.crosscheck.cross_runs import MISSING_OPTION, policy
from espalier.engines.effects.themes.finding import Themes, find_themes
from espalier.engines.effects.themes.trust import human_agreement
from espalier.engines.figures.methods import Method, Option, Result
from espalier.engines.figures.table import Table
from espalier.engines.figures.types import Refusal, Said


def _themes(table: Table, options: Mapping[str, Any]) -> Themes | Refusal:
    return find_themes(
        table.column("comment"), options["n_themes"], missing=policy(options), seed=options["seed"]
    )


def _trust(table: Table, options: Mapping[str, Any]) -> Result:
    found = _themes(table, options)
    if isinstance(found, Refusal):
        return found
    human = enumerate(table.numbers("theme"))
    return human_agreement(found, {at: int(code) for at, code in human if code == code})


_OPTIONS = (
    MISSING_OPTION,
    Option("n_themes", int, Said("主題數", "number of themes"), 5),
    Option("seed", int, Said("隨機種子", "random seed"), 1),
)

THEMES: tuple[Method, ...] = (
    Method(
        "comment-themes",
        Said("意見主題", "Themes of comments"),
        Said("comment 一欄", "column comment"),
        _themes,
        _OPTIONS,
    ),
    Method(
        "theme-agreement",
        Said("人工與電腦歸類的一致性", "Person against machine"),
        Said(
            "comment 與 theme（人工的主題代碼，−1 為無）",
            "comment, and theme by a person (−1 none)",
        ),
        _trust,
        _OPTIONS,
    ),
)
