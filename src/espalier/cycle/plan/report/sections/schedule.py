"""Sections of O2.3.1: order and dates, the load of instructors, rooms and equipment, duties by law."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.cycle.plan.report.sections.book import Book
from espalier.engines.documents.cells import Align, Cell, Column, Number, Shade
from espalier.engines.documents.chart_specs import Bar
from espalier.engines.documents.series_charts import Stretch, gantt, lines_over
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

HIGH, FULL = 0.8, 1.0


def schedule_section(book: Book) -> Iterator[Block]:
    """In which order the courses run, as a Gantt chart and session by session."""
    yield Heading(_("Order and timetable"), anchor="schedule")
    yield paragraph(
        _(
            "Prerequisites come first with working days between; public holidays, closed days and peak "
            "seasons of the units are left free; at most %(share)s of a unit is away at once."
        )
        % {"share": f"{book.content['scenario']['away_percent']}%"}
    )
    dated = [(line, s) for line in book.lines for s in line["dated"] if s["meetings"]]
    if not dated:
        yield paragraph(_("No session has a date yet; the months wished stand in the plan table."))
        return
    yield _gantt(book, dated)
    yield _sessions(book, dated)


def _gantt(book: Book, dated: list[tuple[Entry, Entry]]) -> Figure:
    stretches = []
    for line in book.lines:
        days = sorted(_day(m[0]) for s in line["dated"] for m in s["meetings"])
        for session in line["dated"]:
            own = sorted(_day(m[0]) for m in session["meetings"])
            if own and days:
                kind = book.word(line, "category_word")
                stretches.append(Stretch(line["number"], own[0], own[-1], kind))
    months = [_("month %(n)s") % {"n": n} for n in range(1, 13)]
    return Figure(
        gantt(stretches, year=book.year, row_title=_("No."), months=months),
        _("Gantt chart of the year"),
        _("Each line of the plan with the days of its sessions over the twelve months."),
        same_as="sessions",
        source_note=Provenance(
            source=_("Timetable of the plan"), n=len(dated), period=str(book.year)
        ),
        landscape=True,
        anchor="gantt",
    )


def _sessions(book: Book, dated: list[tuple[Entry, Entry]]) -> Table:
    rows = sorted(dated, key=lambda pair: (pair[1]["meetings"][0][0], pair[0]["number"]))
    return table(
        [_("Session"), _("Course"), _("Meetings"), _("Instructor"), _("Place"), _("Due by law")],
        [
            [
                f"{line['number']}-{session['number']}",
                book.course(line),
                "\n".join(_meeting(book, m) for m in session["meetings"]),
                session["instructor"] or "–",
                session["room"] or "–",
                book.day(session["deadline"]),
            ]
            for line, session in rows
        ],
        columns=(Column(1.5), Column(3.2), Column(2.8), Column(1.6), Column(1.8), Column(1.4)),
        caption=_("Sessions in the order of their dates"),
        sheet_name=_("Timetable"),
        anchor="sessions",
        row_headers=1,
        source_note=Provenance(
            source=_("Timetable of the plan"), n=len(rows), period=str(book.year)
        ),
    )


def _local(iso: str) -> datetime:
    return timezone.localtime(datetime.fromisoformat(iso))


def _day(iso: str) -> str:
    return _local(iso).date().isoformat()


def _meeting(book: Book, meeting: list[str]) -> str:
    starts, ends = _local(meeting[0]), _local(meeting[1])
    return f"{book.day(starts.date().isoformat())} {starts:%H:%M}–{ends:%H:%M}"


def load_section(book: Book) -> Iterator[Block]:
    """How far instructors, rooms and equipment are taken up, month by month."""
    yield Heading(_("Load of resources"), anchor="load")
    rows = book.content["load"]
    if not rows:
        yield paragraph(_("Nothing is booked or asked for yet."))
        return
    yield _curve(book, rows)
    yield table(
        [_("Resource"), *(str(month) for month in range(1, 13))],
        [[_name(book, row), *(_share(row, at) for at in range(12))] for row in rows],
        columns=(Column(4), *(Column(1, Align.END) for _at in range(12))),
        caption=_("Share of the open hours that is taken, by month"),
        landscape=True,
        row_headers=1,
        anchor="load-table",
        source_note=Provenance(
            source=_("Bookings and demand of the resources"), n=len(rows), period=str(book.year),
            formula=_("hours booked and asked for ÷ hours open"),
        ),
    )  # fmt: skip


def _name(book: Book, row: Entry) -> str:
    return f"{row['code']} {book.word(row, 'name')}"


def _share(row: Entry, at: int) -> Cell:
    opened, taken = row["open"][at], row["taken"][at]
    if not opened:
        return Cell("–" if not taken else "!", shade=Shade.BAD if taken else Shade.NONE)
    share = taken / opened
    shade = Shade.BAD if share > FULL else Shade.WARN if share > HIGH else Shade.NONE
    return Cell(Number(share, share=True), shade=shade)


def _curve(book: Book, rows: list[Entry]) -> Figure:
    words = {"instructor": _("Instructors"), "room": _("Rooms"), "equipment": _("Equipment")}
    kinds = [kind for kind in words if any(row["kind"] == kind for row in rows)]
    points: list[Bar] = []
    data: list[list[Any]] = []
    for month in range(12):
        shares = []
        for kind in kinds:
            own = [row for row in rows if row["kind"] == kind]
            opened = sum(row["open"][month] for row in own)
            share = sum(row["taken"][month] for row in own) / opened if opened else None
            shares.append(Number(share, decimals=0, share=True))
            points.append(Bar(str(month + 1), words[kind], share))
        data.append([str(month + 1), *shares])
    return Figure(
        lines_over(
            points, group_title=_("Month"), value_title=_("Share taken"), number_format=".0%"
        ),
        _("Load curve of the year"),
        _("How much of the open hours of instructors, rooms and equipment is taken in each month."),
        data=table(
            [_("Month"), *(words[kind] for kind in kinds)],
            data,
            columns=(Column(1), *(Column(1, Align.END) for _kind in kinds)),
            row_headers=1,
        ),
        source_note=Provenance(
            source=_("Bookings and demand of the resources"), n=len(rows), period=str(book.year)
        ),
        anchor="load-chart",
    )


def legal_section(book: Book) -> Iterator[Block]:
    """Duties by law that fall due in the year, and by which lines they are met."""
    yield Heading(_("Duties by law"), anchor="legal")
    proof = book.content["figures"]["proof"]
    if proof and proof["n_legal"]:
        missing = proof["legal_missing"] or 0
        text = _("%(a)s of %(b)s duties that fall due in the year are planned.")
        yield paragraph(text % {"a": proof["n_legal"] - missing, "b": proof["n_legal"]})
    rows = [line for line in book.lines if (line["counts"].get("people") or {}).get("legal")]
    if not rows:
        yield paragraph(_("No duty by law falls due in the year."))
        return
    yield table(
        [_("Course"), _("People with a duty"), _("First day due"), _("Last session")],
        [
            [
                book.course(line),
                Number(line["counts"]["people"]["legal"]),
                book.day(min((s["deadline"] for s in line["dated"] if s["deadline"]), default="")),
                book.day(max((m[1] for s in line["dated"] for m in s["meetings"]), default="")),
            ]
            for line in rows
        ],
        columns=(Column(4), Column(1.6, Align.END), Column(1.8), Column(1.8)),
        caption=_("Courses that meet duties by law"),
        row_headers=1,
        source_note=Provenance(
            source=_("Register of norms and completions"), n=len(rows), period=str(book.year)
        ),
    )
