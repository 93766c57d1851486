"""Test assembly, run on a table of a file."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from espalier.engines.figures.methods import Method, Option, Result
from espalier.engines.figures.table import Table
from espalier.engines.figures.types import Said
from espalier.engines.psychometrics.assembly.assembling import assemble
from espalier.engines.psychometrics.assembly.problem import (
    AssemblyProblem,
    Blueprint,
    ContentCount,
    Goal,
    Item,
    information,
)


def content_counts(text: str) -> tuple[ContentCount, ...]:
    """Counts from a text like ``law:3-5;safety:2-4``.

    Raises
    ------
    ValueError
        A part that is none.

    Examples
    --------
    >>> content_counts("law:3-5")
    (ContentCount(content='law', least=3, most=5),)
    """
    found = []
    for part in filter(None, (each.strip() for each in text.split(";"))):
        name, _, limits = part.rpartition(":")
        least, _, most = limits.partition("-")
        if not (name and least.isdecimal() and most.isdecimal()):
            raise ValueError(f"option contents: {part!r} is not like law:3-5")
        found.append(ContentCount(name, int(least), int(most)))
    return tuple(found)


def _numbers(text: str, option: str) -> tuple[float, ...]:
    try:
        return tuple(float(part) for part in text.split(","))
    except ValueError:
        raise ValueError(f"option {option}: {text!r} is not like 1.5,2,1.5") from None


def _bank(table: Table, thetas: tuple[float, ...] | None) -> tuple[Item, ...]:
    """Items with difficulty p, or with a, b (c) and the ability points."""
    if thetas is None:
        values = table.numbers("p")[:, None]
    else:
        guessing = table.numbers("c") if "c" in table.columns else np.zeros(table.n_rows)
        parameters = np.column_stack([table.numbers("a"), table.numbers("b"), guessing])
        values = information(parameters, thetas)
    uses = table.numbers("n_uses") if "n_uses" in table.columns else np.zeros(table.n_rows)
    if np.isnan(uses).any() or (uses != np.floor(uses)).any():
        raise ValueError("column n_uses: whole numbers expected")
    rows = zip(
        table.column("item"), table.column("content"), values.tolist(), uses.tolist(), strict=True
    )
    return tuple(Item(code, content, tuple(row), int(used)) for code, content, row, used in rows)


def _enemies(table: Table) -> tuple[frozenset[str], ...]:
    groups: dict[str, set[str]] = {}
    for code, group in zip(table.column("item"), table.columns.get("enemies", ()), strict=False):
        if group.strip():
            groups.setdefault(group.strip(), set()).add(code)
    return tuple(frozenset(group) for group in groups.values())


def _assemble(table: Table, options: Mapping[str, Any]) -> Result:
    thetas = _numbers(options["thetas"], "thetas") if options["thetas"] else None
    blueprint = Blueprint(
        n_forms=options["n_forms"],
        form_length=options["form_length"],
        target=_numbers(options["target"], "target"),
        contents=content_counts(options["contents"]),
        enemies=_enemies(table),
        most_forms_an_item=options["most_forms_an_item"],
        most_uses=options["most_uses"],
        most_difference=options["most_difference"],
        most_shared=options["most_shared"],
        goal=Goal(options["goal"]),
    )
    return assemble(AssemblyProblem(_bank(table, thetas), blueprint), seed=options["seed"])


METHODS: tuple[Method, ...] = (
    Method(
        "test-assembly",
        Said("自動組卷", "Automated test assembly"),
        Said(
            "每題一列：欄位 item、content，以及 p 或 a、b（c）；可加 enemies（互斥群）、n_uses（已使用次數）",
            "a row an item: item, content, and p or a, b (c); optional enemies (a group's name), n_uses",
        ),
        _assemble,
        (
            Option("n_forms", int, Said("份數", "number of forms"), 1),
            Option("form_length", int, Said("每份題數", "items in a form"), is_needed=True),
            Option(
                "target",
                str,
                Said("各點目標，如 3,4,3", "target at every point, like 3,4,3"),
                is_needed=True,
            ),
            Option(
                "thetas",
                str,
                Said("能力點，如 -1,0,1；不給則用 p", "ability points, like -1,0,1; else p"),
                "",
            ),
            Option(
                "contents",
                str,
                Said("內容題數，如 law:3-5;safety:2-4", "like law:3-5;safety:2-4"),
                "",
            ),
            Option(
                "goal",
                str,
                Said("closest（接近目標）或 most（愈多愈好）", "closest or most"),
                "closest",
            ),
            Option(
                "most_forms_an_item", int, Said("一題最多用於幾份", "forms an item may be in"), 1
            ),
            Option("most_uses", int, Said("曝光上限", "exposure limit"), None),
            Option(
                "most_difference", float, Said("各份差異上限", "largest difference of forms"), None
            ),
            Option("most_shared", int, Said("兩份共同題上限", "items two forms may share"), None),
            Option("seed", int, Said("隨機種子", "seed"), 1),
        ),
    ),
)
