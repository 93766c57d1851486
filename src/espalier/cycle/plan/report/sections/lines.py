"""Sections of O2.3.1: the plan table in local practice, the reasons of every line, and what was left out."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from espalier.cycle.plan.report.sections.book import Book, hours
from espalier.cycle.plan.report.words import LEVELS, instrument_word
from espalier.engines.documents.cells import Align, Cell, Column, Number, Shade
from espalier.engines.documents.tree import (
    Block,
    Heading,
    Provenance,
    bullets,
    paragraph,
    table,
)
from espalier.kit.outputs.book import Entry


def plan_section(book: Book) -> Iterator[Block]:
    """The sixteen columns a Taiwanese plan has, one line a module."""
    yield Heading(_("Annual plan of courses"), anchor="plan")
    sums = book.content["figures"]["sums"]
    text = _(
        "The table holds %(n)s courses in %(m)s sessions for %(s)s seats. The number of a line is used in "
        "the timetable, the budget and the reasons alike."
    )
    yield paragraph(text % {"n": sums["n_lines"], "m": sums["sessions"], "s": f"{sums['seats']:,}"})
    heads = (
        _("No."), _("Category"), _("Course"), _("Basis"), _("People"), _("Sessions"), _("Hours"),
        _("Month or days"), _("Run as"), _("Instructor"), _("Place"), _("Assessment"),
        _("Budget (NT$)"), _("Grant (NT$)"), _("Responsible"), _("State"),
    )  # fmt: skip
    total: list[Cell | str | Number] = [
        Cell(_("Total"), colspan=4, bold=True),
        Cell(Number(sums["seats"]), bold=True),
        Cell(Number(sums["sessions"]), bold=True),
        Cell("", colspan=6),
        Cell(Number(sums["cost"]), bold=True),
        Cell(Number(sums["grants"]), bold=True),
        Cell("", colspan=2),
    ]
    rows = [[*_row(book, line)] for line in book.lines]
    yield table(
        heads,
        [*rows, total],
        columns=(
            Column(1.5), Column(1.2), Column(3.4), Column(1.7), Column(0.9, Align.END),
            Column(0.8, Align.END), Column(0.9, Align.END), Column(1.7), Column(1.2), Column(1.5),
            Column(1.4), Column(2.2), Column(1.6, Align.END), Column(1.3, Align.END), Column(1.4),
            Column(1.1),
        ),
        caption=_("Annual training plan %(year)s") % {"year": book.year},
        landscape=True,
        sheet_name=_("Annual plan"),
        row_headers=1,
        source_note=Provenance(
            source=_("Lines of the annual plan"), n=len(book.lines), period=str(book.year)
        ),
    )  # fmt: skip


def _row(book: Book, line: Entry) -> Iterator[Cell | str | Number]:
    yield line["number"]
    yield book.word(line, "category_word")
    yield book.course(line)
    yield book.word(line, "basis")
    yield Number(line["headcount"])
    yield Number(line["sessions"])
    yield Number(hours(line["minutes"]), decimals=1)
    yield book.word(line, "when") or "–"
    yield book.word(line, "mode") or "–"
    yield line["instructors"] or "–"
    yield line["rooms"] or "–"
    yield _assessment(book, line)
    yield Number(line["cost"])
    yield Number(line["grant_amount"])
    yield line["owner"] or "–"
    yield book.word(line, "state_word")


def _assessment(book: Book, line: Entry) -> str:
    found = book.content["assessments"].get(line["code"], [])
    told = [f"{instrument_word(row['instrument'])} L{row['evaluation_level']}" for row in found]
    level = line["evaluation_level"]
    return book.joined(told or ([LEVELS[level]] if level else []))


def reason_section(book: Book) -> Iterator[Block]:
    """Why each line is in, and why what is not in is not."""
    yield Heading(_("Reasons"), anchor="reasons")
    yield Heading(_("Why these courses are in the plan"), level=2)
    yield table(
        [_("No."), _("Course"), _("Reasons")],
        [
            [
                line["number"],
                book.course(line),
                "\n".join(book.several(line, "reasons")) or Cell("–", shade=Shade.WARN),
            ]
            for line in book.lines
        ],
        columns=(Column(1.2), Column(3), Column(6)),
        caption=_("Reason of every line"),
        row_headers=1,
        source_note=Provenance(
            source=_("Gaps, duties by law and requests behind each line"), n=len(book.lines),
            period=book.on,
        ),
    )  # fmt: skip
    yield Heading(_("Why other courses are not in the plan"), level=2, anchor="left-out")
    rows = book.content["left_out"]
    if not rows:
        yield paragraph(_("Every module that would close something is in the plan."))
        return
    yield paragraph(
        _(
            "Each would close gaps, but costs more money, seats or instructor time than they are worth."
        )
    )
    yield table(
        [_("Course"), _("Why it is not in"), _("What would bring it in")],
        [
            [
                f"{row['code']} {book.word(row, 'title')}",
                "\n".join(book.several(row, "sentences")) or "–",
                "\n".join(book.several(row, "changes")) or "–",
            ]
            for row in rows
        ],
        columns=(Column(3), Column(4.5), Column(3)),
        caption=_("Courses left out"),
        row_headers=1,
        source_note=Provenance(
            source=_("Prices of the certificate of the planner's run"), n=len(rows), period=book.on
        ),
    )


def broken_section(book: Book) -> Iterator[Block]:
    """Rules the lines break, in words; a plan without any says so."""
    yield Heading(_("Check of the rules"), anchor="rules")
    found = book.several(book.content["figures"], "broken")
    if not found:
        text = _(
            "Budget, hours, class sizes, instructors, rooms, prerequisites, duties by law and fairness "
            "between units were recomputed from the lines: no rule is broken."
        )
        yield paragraph(text)
        return
    yield bullets(*(f"{place}：{message} {remedy}" for _code, message, place, remedy in found))
