"""Sections of O1.1.1 about who does what, the training system and resources."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from espalier.cycle.policy.handbook.sections.book import Book
from espalier.cycle.policy.handbook.sections.house import HouseBox, house_spec
from espalier.engines.documents.cells import Align, Column
from espalier.engines.documents.tree import (
    Block,
    Figure,
    Heading,
    Provenance,
    Table,
    paragraph,
    table,
)
from espalier.kit.outputs.book import Entry

TIERS = ("top", "middle", "base")


def raci_blocks(book: Book) -> Iterator[Block]:
    """Chapter 5 after its clauses: the table of roles and activities."""
    roles, lines = book.content["raci"]["roles"], book.content["raci"]["lines"]
    if not lines:
        return
    yield Heading(_("Who does what (RACI)"), level=2, numbered=False)
    yield paragraph(
        _(
            "R does the work, A answers for it, C is asked before, I is told after. "
            "Exactly one role answers for each activity."
        )
    )
    yield table(
        [_("Activity"), *(book.word(role, "name") for role in roles)],
        [
            [
                f"{line['code']} {book.word(line, 'name')}",
                *(letters or "–" for letters in line["letters"]),
            ]
            for line in lines
        ],
        columns=(Column(2.6), *(Column(1, Align.CENTER) for _role in roles)),
        caption=_("Activities and roles"),
        anchor="raci",
        sheet_name="RACI",
        row_headers=1,
        source_note=Provenance(source=_("Table of responsibilities"), n=len(lines), period=book.on),
    )


def system_blocks(book: Book) -> Iterator[Block]:
    """Chapter 6 after its clauses: the house of the training system and its parts."""
    system = book.content["system"]
    if not system["functions"]:
        return
    yield Heading(_("House of the training system"), level=2, numbered=False)
    yield paragraph(
        _(
            "Levels run across, functions run down, and what everybody takes carries the house. "
            "A cell counts the positions and the people of a function at a level."
        )
    )
    yield _house(book)
    if system["categories"]:
        yield _categories(book)


def kind_word(kind: str) -> str:
    return {
        "orientation": _("New employees"),
        "level": _("By level"),
        "function": _("By function"),
        "project": _("Strategic and project"),
        "legal": _("Required by law"),
        "self": _("Self-development"),
    }.get(kind, kind)


def tier_word(tier: str) -> str:
    return {"top": _("Top level"), "middle": _("Middle level"), "base": _("Base level")}.get(
        tier, ""
    )


def _used_functions(book: Book) -> list[Entry]:
    """Functions that have a position; the others would be empty pillars."""
    used = {cell[0] for cell in book.content["system"]["cells"]}
    return [each for each in book.content["system"]["functions"] if each["code"] in used]


def _house(book: Book) -> Figure:
    functions = _used_functions(book)
    counts = {(cell[0], cell[1]): cell[2:] for cell in book.content["system"]["cells"]}
    boxes = _boxes(book, functions, counts)
    return Figure(
        house_spec(
            boxes, roof=_("Training policy: %(n)s directions") % {"n": len(book.directions)}
        ),
        caption=_("House of the training system (level × function)"),
        alt=_(
            "A roof of policy over levels across and functions down, on a base of training for everybody."
        ),
        data=_counts_table(book, functions, counts),
        source_note=Provenance(
            source=_("Register of positions and people; parts of the training system"),
            n=sum(told[1] for told in counts.values()),
            period=book.on,
        ),
        landscape=True,
        anchor="house",
    )


def _boxes(
    book: Book, functions: list[Entry], counts: dict[tuple[str, str], list[int]]
) -> list[HouseBox]:
    """Rows from the roof downwards: heads, the three tiers, functions, and the bars below."""
    parts = book.content["system"]["categories"]
    boxes = [HouseBox("head", 0, -1, _("By level"))]
    boxes += [
        HouseBox("head", 0, place, book.word(each, "name")) for place, each in enumerate(functions)
    ]
    for row, tier in enumerate(TIERS, start=1):
        mine = [book.word(p, "name") for p in parts if p["kind"] == "level" and p["tier"] == tier]
        boxes.append(HouseBox("level", row, -1, "\n".join([tier_word(tier), *mine])))
        for place, each in enumerate(functions):
            told = counts.get((each["code"], tier))
            boxes.append(HouseBox("cell" if told else "none", row, place, _cell(told)))
    boxes.append(HouseBox("level", 4, -1, kind_word("function")))
    for place, each in enumerate(functions):
        mine = [
            book.word(p, "name")
            for p in parts
            if p["kind"] == "function" and p["function"] == each["code"]
        ]
        boxes.append(HouseBox("cell" if mine else "none", 4, place, "\n".join(mine) or "–"))
    for row, kind in enumerate(("project", "self", "legal", "orientation"), start=5):
        names = book.joined([book.word(p, "name") for p in parts if p["kind"] == kind])
        boxes.append(HouseBox("bar", row, -1, kind_word(kind)))
        boxes.append(HouseBox("wide", row, 0, names or "–"))
    return boxes


def _cell(told: list[int] | None) -> str:
    if not told:
        return "–"
    return "\n".join([_("%(n)s positions") % {"n": told[0]}, _("%(n)s people") % {"n": told[1]}])


def _counts_table(
    book: Book, functions: list[Entry], counts: dict[tuple[str, str], list[int]]
) -> Table:
    return table(
        [_("Function"), *(tier_word(tier) for tier in TIERS)],
        [
            [
                book.word(each, "name"),
                *(" / ".join(map(str, counts.get((each["code"], tier), (0, 0)))) for tier in TIERS),
            ]
            for each in functions
        ],
        row_headers=1,
        sheet_name=_("House"),
    )


def _categories(book: Book) -> Table:
    rows = book.content["system"]["categories"]
    names = {each["code"]: each for each in book.content["system"]["functions"]}
    return table(
        [_("Code"), _("Kind of training"), _("Designation"), _("Meant for"), _("Content")],
        [
            [
                row["code"],
                kind_word(row["kind"]),
                book.word(row, "name"),
                tier_word(row["tier"])
                or (
                    book.word(names[row["function"]], "name") if row["function"] else _("Everybody")
                ),
                book.word(row, "text") or "–",
            ]
            for row in rows
        ],
        columns=(Column(0.8), Column(1.5), Column(2), Column(1.3), Column(4)),
        caption=_("Parts of the training system"),
        sheet_name=_("System of training"),
        row_headers=1,
        source_note=Provenance(
            source=_("Register of the training system"), n=len(rows), period=book.on
        ),
    )


def resource_blocks(book: Book) -> Iterator[Block]:
    """Chapter 13 after its clauses: the inventory of resources, when there is one."""
    rows = book.content["resources"]
    if not rows:
        return
    yield Heading(_("Inventory of resources"), level=2, numbered=False)
    yield table(
        [
            _("Kind"),
            _("Designation"),
            _("Internal or external"),
            _("Capacity"),
            _("Cost"),
            _("State"),
        ],
        [
            [
                book.word(row, "kind"),
                book.word(row, "name"),
                book.word(row, "origin"),
                book.word(row, "capacity") or "–",
                book.word(row, "cost") or "–",
                book.word(row, "state") or "–",
            ]
            for row in rows
        ],
        columns=(Column(1.2), Column(3), Column(1.3), Column(1.6), Column(1.6), Column(1.6)),
        caption=_("Internal and external resources"),
        anchor="inventory",
        sheet_name=_("Resources"),
        source_note=Provenance(source=_("Register of resources"), n=len(rows), period=book.on),
    )
