"""Sections of O1.2.1: coverage, career moves, and where the figures come from."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from espalier.cycle.learning_map.labels import level_text
from espalier.cycle.learning_map.map.sections.book import Book
from espalier.engines.documents.cells import Align, Cell, Column, Content, Number, Span
from espalier.engines.documents.tree import (
    Block,
    Heading,
    Provenance,
    key_values,
    paragraph,
    table,
)


def coverage_section(book: Book) -> Iterator[Block]:
    """Which competencies no module raises, which modules serve nothing, what is there twice."""
    found = book.content["coverage"]
    yield Heading(_("Coverage analysis"), anchor="coverage")
    yield key_values(
        [
            (_("Required competencies"), Number(found["n_required"])),
            (_("with at least one module"), Number(found["n_covered"])),
            (_("Coverage"), Number(found["share"], decimals=1, share=True)),
            (_("Modules in force"), Number(len(book.modules))),
            (_("Modules that raise no competency"), Number(len(found["orphan_modules"]))),
            (_("Modules on no path"), Number(len(found["unused_modules"]))),
        ]
    )
    yield from _listing(
        _("Required competencies without a module"),
        [book.competency_label(code) for code in found["without_module"]],
        _("Every required competency has at least one module."),
        _("Without module"),
    )
    yield from _not_reached(book)
    yield from _listing(
        _("Modules that raise no competency"),
        [book.module_label(code) for code in found["orphan_modules"]],
        _("Every module raises at least one competency."),
        _("Orphans"),
    )
    yield from _listing(
        _("Modules on no path"),
        [book.module_label(code) for code in found["unused_modules"]],
        _("Every module stands on at least one path."),
        _("Unused"),
    )
    yield from _redundant(book)


def _listing(title: str, rows: Sequence[str], none: str, sheet: str) -> Iterator[Block]:
    yield Heading(title, level=2)
    if not rows:
        yield paragraph(none)
        return
    yield table(
        [_("No."), title],
        [[Number(n), row] for n, row in enumerate(rows, start=1)],
        columns=(Column(0.6, Align.CENTER), Column(9)),
        caption=title,
        sheet_name=sheet,
    )


def _not_reached(book: Book) -> Iterator[Block]:
    title = _("Required levels beyond what modules reach")
    rows = book.content["coverage"]["not_reached"]
    yield Heading(title, level=2)
    if not rows:
        yield paragraph(_("Every required level with a module is reached."))
        return
    yield table(
        [_("Competency"), _("Highest required level"), _("Highest level reached")],
        [[book.competency_label(c), Number(a, 1), Number(b, 1)] for c, a, b in rows],
        columns=(Column(6), Column(1.6, Align.END), Column(1.6, Align.END)),
        caption=title,
        sheet_name=_("Not reached"),
        row_headers=1,
    )


def _redundant(book: Book) -> Iterator[Block]:
    title = _("Competencies raised to one level by several modules")
    rows = book.content["coverage"]["redundant"]
    yield Heading(title, level=2)
    if not rows:
        yield paragraph(_("No two modules raise a competency to the same level."))
        return
    yield table(
        [_("Competency"), _("Level"), _("Modules")],
        [
            [book.competency_label(c), Number(level, 1), "、".join(map(book.module_label, codes))]
            for c, level, codes in rows
        ],
        columns=(Column(4), Column(0.8, Align.END), Column(5)),
        caption=title,
        sheet_name=_("Redundant"),
        row_headers=1,
    )


def moves_section(book: Book) -> Iterator[Block]:
    """What the step to the next grade of the same function asks."""
    yield Heading(_("Career moves"), anchor="moves")
    moves = book.content["moves"]
    if not moves:
        yield paragraph(_("No function has positions in two grades yet."))
        return
    yield table(
        [
            _("From position"),
            _("To position"),
            _("Competencies to raise"),
            _("Modules to add"),
            _("Hours"),
        ],
        [
            [
                book.position_label(each["from"]),
                book.position_label(each["to"]),
                Number(len(each["gaps"])),
                Number(len(each["modules"])),
                Number(each["minutes"] / 60, decimals=1),
            ]
            for each in moves
        ],
        columns=(Column(3), Column(3), *(Column(1.3, Align.END) for _n in range(3))),
        caption=_("Moves to the next grade"),
        sheet_name=_("Moves"),
        row_headers=2,
        source_note=Provenance(
            n=len(moves),
            period=book.content["on"],
            formula=_("gap = max(0, level of the new position − level of the old one)"),
        ),
    )
    for each in moves:
        if each["gaps"]:
            yield from _move(book, each)


def _move(book: Book, each: dict[str, list[list[object]]]) -> Iterator[Block]:
    title = f"{book.position_label(str(each['from']))} → {book.position_label(str(each['to']))}"
    yield Heading(title, level=2)
    rows: list[list[Cell | Content]] = [
        [book.competency_label(str(c)), _number(had), _number(needed), _gap(had, needed)]
        for c, had, needed in each["gaps"]
    ]
    yield table(
        [_("Competency"), _("Level before"), _("Level after"), _("Gap")],
        rows,
        columns=(Column(6), *(Column(1, Align.END) for _n in range(3))),
        caption=_("Gap: %(move)s") % {"move": title},
        row_headers=1,
        sheet_name=f"{each['from']}-{each['to']}"[:31],
    )
    if each["modules"]:
        added = "、".join(book.module_label(str(code)) for code in each["modules"])
        yield paragraph(Span(_("Modules to add: "), bold=True), added)


def _number(value: object) -> Number:
    return Number(None if value is None else float(str(value)), decimals=1)


def _gap(had: object, needed: object) -> Number:
    return Number(max(0.0, float(str(needed)) - float(str(had or 0))), decimals=1)


def annex_section(book: Book) -> Iterator[Block]:
    """Where every figure of the document comes from."""
    facts = book.content["provenance"]
    yield Heading(_("Annex: data and sources"), anchor="annex")
    yield key_values(
        [
            (_("Day of the data"), book.content["on"]),
            (_("Positions in use"), Number(facts["n_positions"])),
            (
                _("of them without any requirement"),
                Number(facts["n_positions_without_requirement"]),
            ),
            (_("Requirements in force"), Number(facts["n_requirements"])),
            (
                _("Requirements last recorded"),
                str(facts["requirements_recorded_at"])[:10] or level_text(None),
            ),
            (_("Competencies required or raised"), Number(len(book.competencies))),
            (_("Modules in force"), Number(facts["n_modules"])),
            (_("Completions recorded"), Number(facts["n_completions"])),
            (_("Norms in the register"), Number(len(book.content.get("norms", [])))),
        ]
    )
    yield paragraph(
        _(
            "Source of all figures: the organisation's own records of positions, requirements, modules "
            "and completions on the day named above. Positions no longer in use and modules without a "
            "version in force are not counted."
        )
    )
