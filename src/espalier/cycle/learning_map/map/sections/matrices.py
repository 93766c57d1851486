"""Sections of O1.2.1: role × competency with levels, competency × module."""

from collections.abc import Iterator, Sequence
from itertools import islice
from statistics import fmean
from typing import Any

from django.utils.translation import gettext as _

from espalier.cycle.learning_map.labels import KINDS, MIXES, MODES, label
from espalier.cycle.learning_map.map.sections.book import Book, Entry
from espalier.engines.documents import chart_specs
from espalier.engines.documents.cells import Align, Cell, Column, Number, Shade
from espalier.engines.documents.tree import (
    Block,
    Figure,
    Heading,
    Provenance,
    Table,
    paragraph,
    table,
)

POSITIONS_ACROSS = 10  # as many columns as stay readable on a landscape A4 page
MODULES_ACROSS = 12
_SHADES = (Shade.SCALE_1, Shade.SCALE_2, Shade.SCALE_3, Shade.SCALE_4, Shade.SCALE_5)


def level_cell(level: float | None, highest: float) -> Cell:
    """A level with a shade that grows with it; empty where nothing is asked."""
    if level is None:
        return Cell("", align=Align.CENTER)
    step = min(4, max(0, int(5 * level / highest - 1e-9))) if highest else 0
    decimals = 0 if float(level).is_integer() else 1
    return Cell(Number(level, decimals=decimals), align=Align.CENTER, shade=_SHADES[step])


def requirement_section(book: Book) -> Iterator[Block]:
    """Required levels: an overview as heat map, then every competency function by function."""
    yield Heading(_("Required levels: role × competency"), anchor="requirements")
    if not book.required:
        yield paragraph(_("No position requires a competency yet."))
        return
    yield from _overview(book)
    for function in book.content["functions"]:
        mine = [p for p in book.positions_of(function["code"]) if p["code"] in book.required]
        for part, columns in enumerate(_chunks(mine, POSITIONS_ACROSS), start=1):
            yield _function_matrix(book, function, columns, part)


def group_of(code: str) -> str:
    """The standard a competency grew from, as its code tells: "ABC-001/K01" belongs to "ABC-001"."""
    return code.rsplit("/", 1)[0] if "/" in code else ""


def _overview(book: Book) -> Iterator[Block]:
    """Mean required level per position and group: one picture of the whole organisation."""
    groups, titles, means = _group_means(book)
    names = _unique_names(book)
    cells = [
        chart_specs.HeatCell(titles[group], names[position], means[position, group])
        for position in book.required
        for group in groups
    ]
    spec = chart_specs.heat_map(
        cells,
        x_title=_("Competencies by standard and kind"),
        y_title=_("Position"),
        value_title=_("Mean level"),
        domain=(float(book.content["scale"]["lowest"]), book.highest),
        decimals=1,
    )
    data = table(
        [_("Position"), *titles.values()],
        [
            [names[position], *(Number(means[position, group], decimals=2) for group in groups)]
            for position in book.required
        ],
        columns=(Column(2), *(Column(1, Align.END) for _group in groups)),
        row_headers=1,
        sheet_name=_("Mean levels"),
    )
    yield Figure(
        spec,
        caption=_("Mean required level of each position"),
        alt=_("Heat map: the darker the cell, the higher the level the position requires."),
        data=data,
        source_note=Provenance(
            source=_("Requirements in force"),
            n=len(book.content["requirements"]),
            period=book.content["on"],
            formula=_("mean of the required levels of the group"),
        ),
    )


Group = tuple[str, str]


def _group_means(
    book: Book,
) -> tuple[list[Group], dict[Group, str], dict[tuple[str, Group], float | None]]:
    """Groups of competencies, their titles, and each position's mean level in each."""
    groups = sorted(
        {(group_of(code), book.competencies[code]["kind"]) for code in _required_codes(book)},
        key=lambda each: (each[0], "KSA".index(each[1])),
    )
    own = _("Own competencies")
    titles = {each: f"{each[0] or own} {label(KINDS, each[1])}" for each in groups}
    means: dict[tuple[str, tuple[str, str]], float | None] = {}
    for position, levels in book.required.items():
        for group in groups:
            found = [
                level
                for code, level in levels.items()
                if (group_of(code), book.competencies[code]["kind"]) == group
            ]
            means[position, group] = fmean(found) if found else None
    return groups, titles, means


def _required_codes(book: Book) -> set[str]:
    return {code for levels in book.required.values() for code in levels}


def _unique_names(book: Book) -> dict[str, str]:
    """Position names; two of the same name get their code."""
    names = [book.name(each) for each in book.positions.values()]
    return {
        code: book.name(each) if names.count(book.name(each)) == 1 else f"{book.name(each)} {code}"
        for code, each in book.positions.items()
    }


def _function_matrix(book: Book, function: Entry, columns: Sequence[Entry], part: int) -> Table:
    wanted = {code for each in columns for code in book.required[each["code"]]}
    rows = [each for each in book.content["competencies"] if each["code"] in wanted]
    caption = _("Required levels: %(function)s") % {"function": book.name(function)}
    if part > 1:
        caption = _("%(caption)s (part %(part)s)") % {"caption": caption, "part": part}
    return table(
        [_("Code"), _("Competency"), *(book.name(each) for each in columns)],
        [
            [
                each["code"],
                book.name(each),
                *(
                    level_cell(book.required[p["code"]].get(each["code"]), book.highest)
                    for p in columns
                ),
            ]
            for each in rows
        ],
        columns=(Column(2.6), Column(4.4), *(Column(1.1, Align.CENTER) for _p in columns)),
        caption=caption,
        landscape=True,
        row_headers=2,
        sheet_name=_sheet(_("Levels"), book.name(function), part if part > 1 else None),
        source_note=Provenance(
            source=_("Requirements in force"), n=len(rows), period=book.content["on"]
        ),
    )


def module_section(book: Book) -> Iterator[Block]:
    """The modules, and which competency each raises to which level."""
    yield Heading(_("Learning modules: competency × module"), anchor="modules")
    if not book.modules:
        yield paragraph(_("No module is in force yet."))
        return
    yield _module_list(book)
    yield paragraph(
        _(
            "The figures below are the levels to which a module raises a competency. "
            "Modules that raise nothing are listed under coverage."
        )
    )
    raising = sorted(
        (each for each in book.content["modules"] if each["raises"]),
        key=lambda each: (each["category"], each["code"]),
    )
    for part, columns in enumerate(_chunks(raising, MODULES_ACROSS), start=1):
        yield _module_matrix(book, columns, part)


def _module_list(book: Book) -> Table:
    return table(
        [_("Code"), _("Module"), _("Version"), _("Category"), _("Mode"), _("70-20-10"), _("Hours")],
        [
            [
                each["code"],
                book.name(each),
                Number(each["version"]),
                each["category"] or "–",
                label(MODES, each["mode"]),
                label(MIXES, each["mix"]),
                Number(each["minutes"] / 60, decimals=1),
            ]
            for each in book.content["modules"]
        ],
        columns=(
            Column(1.5), Column(3.4), Column(0.7, Align.END), Column(1.4), Column(1.3),
            Column(1.2), Column(0.9, Align.END),
        ),
        caption=_("Modules in force"),
        sheet_name=_("Modules"),
        row_headers=2,
        source_note=Provenance(
            source=_("Published versions"), n=len(book.modules), period=book.content["on"]
        ),
    )  # fmt: skip


def _module_matrix(book: Book, columns: Sequence[Entry], part: int) -> Table:
    raised = {each["code"]: dict(map(tuple, each["raises"])) for each in columns}
    touched = {code for levels in raised.values() for code in levels}
    rows = [each for each in book.content["competencies"] if each["code"] in touched]
    return table(
        [_("Code"), _("Competency"), *(each["code"] for each in columns)],
        [
            [
                each["code"],
                book.name(each),
                *(
                    level_cell(raised[module["code"]].get(each["code"]), book.highest)
                    for module in columns
                ),
            ]
            for each in rows
        ],
        columns=(Column(2.6), Column(4), *(Column(1, Align.CENTER) for _m in columns)),
        caption=_("Levels raised by modules (part %(part)s)") % {"part": part},
        landscape=True,
        row_headers=2,
        sheet_name=_sheet(_("Raises"), "", part),
    )


def _chunks(items: Sequence[Any], size: int) -> Iterator[list[Any]]:
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk


def _sheet(kind: str, name: str, part: int | None) -> str:
    """A workbook takes at most 31 characters for the name of a sheet."""
    number = f" {part}" if part else ""
    return f"{kind} {name}".strip()[: 31 - len(number)] + number
