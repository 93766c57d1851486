"""Sections of O2.1.1: strategy goals, conditions, conclusions, where the figures come from."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from espalier.cycle.needs.report.sections.book import Book
from espalier.cycle.needs.report.sections.documents import source_of
from espalier.cycle.needs.report.types import CONDITIONS
from espalier.cycle.needs.report.words import FINDINGS, label
from espalier.engines.documents.cells import Column, Number
from espalier.engines.documents.tree import (
    Block,
    Heading,
    Provenance,
    key_values,
    paragraph,
    table,
)
from espalier.kit.outputs import control
from espalier.kit.outputs.book import Entry


def goal_section(book: Book) -> Iterator[Block]:
    """The goals on one table, then a sheet for each."""
    yield Heading(_("Strategy goals"), anchor="goals")
    rows = book.content["goals"]
    if not rows:
        yield paragraph(_("No strategy goals yet."))
        return
    confirmed = sum(row["state"] == "confirmed" for row in rows)
    yield paragraph(
        _("%(n)s strategy goals are written; %(confirmed)s of them are confirmed.")
        % {"n": len(rows), "confirmed": confirmed}
    )
    yield table(
        [_("Code"), _("Goal"), _("Measure"), _("Baseline"), _("Target"), _("Due on"),
         _("Policy directions"), _("Needs"), _("State")],
        [
            [
                row["code"],
                book.word(row, "text"),
                book.word(row, "measure") or "–",
                _value(book, row, "baseline"),
                _value(book, row, "target"),
                book.day(row["due_on"]),
                book.joined(_directions(book, row)) or "–",
                book.joined([book.needs[pk]["code"] for pk in row["need_ids"] if pk in book.needs])
                or "–",
                _state(row["state"]),
            ]
            for row in rows
        ],
        columns=(Column(0.8), Column(3.2), Column(2), Column(1), Column(1), Column(1.5),
                 Column(1), Column(1), Column(1)),
        caption=_("Strategy goals, what they pursue and what they meet"),
        sheet_name=_("Goals"),
        row_headers=1,
        source_note=Provenance(source=_("Strategy goals"), n=len(rows), period=book.on),
    )  # fmt: skip
    for row in rows:
        yield from _sheet(book, row)


def _state(value: str) -> str:
    return {"confirmed": _("Confirmed"), "draft": _("Draft")}.get(value, value)


def _directions(book: Book, row: Entry) -> list[str]:
    found = [book.directions[pk] for pk in row["direction_ids"] if pk in book.directions]
    return [f"{each['number']}." for each in found]


def _value(book: Book, row: Entry, name: str) -> str:
    value = row[name]
    if value is None:
        return "–"
    return f"{float(value):,g} {book.word(row, 'unit')}".strip()


def _sheet(book: Book, row: Entry) -> Iterator[Block]:
    """The five parts of one goal, with what it pursues in words."""
    yield Heading(f"{row['code']}　{book.word(row, 'text')}", level=2)
    served = [
        f"{each['number']}. {book.word(each, 'text')}"
        for pk in row["direction_ids"]
        if (each := book.directions.get(pk))
    ]
    met = [book.titled(book.needs[pk]) for pk in row["need_ids"] if pk in book.needs]
    pairs = [
        (_("Specific"), book.word(row, "specific")),
        (_("Measurable"), book.word(row, "measurable")),
        (_("Achievable"), book.word(row, "achievable")),
        (_("Relevant"), book.word(row, "relevant")),
        (_("Time-bound"), book.word(row, "timely")),
        (_("Baseline"), _baseline(book, row)),
        (_("Target"), _value(book, row, "target")),
        (_("Due on"), book.day(row["due_on"])),
        (_("Owner"), book.word(row, "owner")),
        (_("Policy directions"), "\n".join(served)),
        (_("Needs"), "\n".join(met)),
        (_("Confirmed"), _confirmed(book, row)),
    ]
    yield key_values([(name, text or "–") for name, text in pairs])


def _baseline(book: Book, row: Entry) -> str:
    """Never without its period, n and source."""
    if row["baseline"] is None:
        return "–"
    notes = [book.word(row, "baseline_period"), book.word(row, "source")]
    if row["baseline_n"] is not None:
        notes.insert(1, f"n = {row['baseline_n']:,}")
    return f"{_value(book, row, 'baseline')}（{book.joined(notes)}）"


def _confirmed(book: Book, row: Entry) -> str:
    if row["state"] != "confirmed":
        return _("Not confirmed yet")
    return _("%(day)s, %(by)s") % {"day": book.day(row["confirmed_on"]), "by": row["confirmed_by"]}


def condition_section(book: Book) -> Iterator[Block]:
    """What the strategy takes for granted, what may go wrong, what binds it, and what is done about it."""
    yield Heading(_("Assumptions, risks and constraints"), anchor="conditions")
    rows = [row for kind in CONDITIONS for row in book.content["findings"] if row["kind"] == kind]
    if not rows:
        yield paragraph(_("No assumption, risk or constraint is written yet."))
        return
    yield table(
        [_("Kind"), _("Code"), _("Finding"), _("Response"), _("Source")],
        [
            [
                label(FINDINGS, row["kind"]),
                row["code"],
                book.word(row, "text"),
                book.word(row, "response") or "–",
                source_of(book, row),
            ]
            for row in rows
        ],
        columns=(Column(1), Column(0.8), Column(3.6), Column(3.2), Column(2.6)),
        caption=_("Assumptions, risks and constraints"),
        sheet_name=_("Conditions"),
        source_note=Provenance(source=_("Findings of the analysis"), n=len(rows), period=book.on),
    )


def conclusion_section(book: Book) -> Iterator[Block]:
    """What follows."""
    yield Heading(_("Conclusions"), anchor="conclusions")
    written = list(book.narrative("conclusions"))
    yield from written or [paragraph(_("Not written yet."))]


def annex_section(book: Book) -> Iterator[Block]:
    """How many records of each kind the report rests on."""
    content = book.content
    yield Heading(_("Annex: data and sources"), anchor="annex")
    yield key_values(
        [
            (_("Day of the data"), book.on),
            (_("Stakeholders"), Number(len(content["stakeholders"]))),
            (_("Entries in the log of consultation"), Number(len(content["ledger"]))),
            (_("Considerations"), Number(len(content["considerations"]))),
            (_("Documents"), Number(len(content["documents"]))),
            (_("Marked passages"), Number(len(content["extracts"]))),
            (_("Needs"), Number(len(content["needs"]))),
            (_("Respondents who rated the needs"), Number(content["opinions"]["n_respondents"])),
            (_("Gaps measured on"), book.day(content["measured_on"])),
            (_("Strategy goals"), Number(len(content["goals"]))),
        ]
    )


def control_section(book: Book) -> Iterator[Block]:
    """Who signed, what changed since, and which reasons were recorded in review."""
    yield Heading(_("Document control"), anchor="control")
    yield control.signatures(book, caption=_("Signatures"))
    if book.face.changes:
        yield control.changes(book, caption=_("Change log"))
    if book.face.reasons:
        yield control.reasons(book, caption=_("Reasons recorded in review"))
