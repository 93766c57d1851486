"""Sections of O1.2.1: method and sources; the catalogue of roles."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from espalier.cycle.learning_map.labels import DEGREES, TIERS, label, level_text
from espalier.cycle.learning_map.map.sections.book import Book, Entry
from espalier.engines.documents.cells import Align, Cell, Column, Number
from espalier.engines.documents.tree import (
    Block,
    Heading,
    Provenance,
    Table,
    bullets,
    key_values,
    paragraph,
    table,
)


def method_section(book: Book) -> Iterator[Block]:
    """How the map was made, and what it rests on."""
    yield Heading(_("Method and sources"), anchor="method")
    yield paragraph(
        _(
            "This map says which competencies each position requires at which level, which learning "
            "modules raise them, and in which order they are taken. It is computed from records; "
            "nothing in it was typed a second time."
        )
    )
    yield bullets(
        _(
            "Required levels: the knowledge and skills of an adopted standard propose the level of "
            "their block through the organisation's own level map; a person accepts or changes each. "
            "Where the standard states no level, and for attitudes, nothing is proposed."
        ),
        _(
            "Paths: every module that raises a required competency up to its level, together with its "
            "prerequisites and the modules set by hand. No module stands before its prerequisites."
        ),
        _(
            "Where several modules raise a competency to the same level, one that is needed anyway is "
            "taken, else the shortest; the others are listed as redundant."
        ),
        _(
            "Coverage: competencies with at least one module, divided by all competencies that some "
            "position requires."
        ),
    )
    yield Heading(_("Standards and own models"), level=2)
    yield from _standards(book)
    yield Heading(_("Scale of levels"), level=2)
    yield from _scale(book)


def _standards(book: Book) -> Iterator[Block]:
    rows = book.content["standards"]
    if not rows:
        yield paragraph(_("No position rests on a standard; all competencies are our own."))
        return
    yield table(
        [_("Code and version"), _("Title"), _("Kind"), _("Level"), _("Positions that rest on it")],
        [
            [
                row["code"],
                row["title"],
                _("Official standard") if row["space"] == "official" else _("Own model"),
                level_text(row["level"]),
                "、".join(book.position_label(code) for code in row["positions"]),
            ]
            for row in rows
        ],
        columns=(Column(2), Column(2.4), Column(1.4), Column(0.8, Align.CENTER), Column(4)),
        caption=_("Standards the positions rest on"),
        sheet_name=_("Standards"),
        row_headers=1,
        source_note=Provenance(
            source=_("Adoptions in force"), n=len(rows), period=book.content["on"]
        ),
    )


def _scale(book: Book) -> Iterator[Block]:
    scale = book.content["scale"]
    anchors = scale["anchors"]
    words = "en" if book.language.value == "en" else "zh"
    yield paragraph(
        _("Levels run from %(low)s to %(high)s.")
        % {"low": level_text(scale["lowest"]), "high": level_text(scale["highest"])}
    )
    if anchors:
        yield key_values(
            [
                (level_text(each.get("level")), str(each.get(words) or each.get("zh") or "–"))
                for each in anchors
            ]
        )


def roles_section(book: Book) -> Iterator[Block]:
    """The catalogue of roles: functions × tiers, then every position with what it asks."""
    yield Heading(_("Catalogue of roles"), anchor="roles")
    yield table(
        [_("Function"), *(label(TIERS, tier) for tier in ("base", "middle", "top"))],
        [
            [
                book.name(function),
                *(
                    "\n".join(
                        f"{book.name(each)}（{book.grade(each)}）"
                        for each in book.positions_of(function["code"])
                        if each["tier"] == tier
                    )
                    or "–"
                    for tier in ("base", "middle", "top")
                ),
            ]
            for function in book.content["functions"]
        ],
        columns=(Column(1.4), Column(2), Column(2), Column(2)),
        caption=_("Positions by function and level"),
        sheet_name=_("Role catalogue"),
        row_headers=1,
        source_note=Provenance(
            source=_("Positions in use"), n=len(book.positions), period=book.content["on"]
        ),
    )
    yield _positions_table(book)


def _positions_table(book: Book) -> Table:
    return table(
        [
            _("Code"),
            _("Position"),
            _("Grade"),
            _("What a person must bring"),
            _("Competencies"),
            _("Mandatory hours"),
        ],
        [
            [
                each["code"],
                book.name(each),
                book.grade(each),
                _prerequisites(each),
                Number(each["n_required"]),
                Cell(Number(each["minutes"] / 60, decimals=1)),
            ]
            for each in book.content["positions"]
        ],
        columns=(
            Column(1.2), Column(2), Column(1.2), Column(3),
            Column(1, Align.END), Column(1, Align.END),
        ),
        caption=_("Positions, their prerequisites and learning hours"),
        sheet_name=_("Positions"),
        row_headers=2,
    )  # fmt: skip


def _prerequisites(position: Entry) -> str:
    months = position["experience_months"]
    asked = [
        label(DEGREES, position["degree"]) if position["degree"] else "",
        position["fields"],
        _("%(years)s years of experience") % {"years": f"{months / 12:g}"} if months else "",
    ]
    return "；".join(part for part in asked if part) or "–"
