"""Sections of O2.1.1: purpose, stakeholders with the log of consultation, consensus and disagreement."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from espalier.cycle.needs.need_charts import grid_chart
from espalier.cycle.needs.report.sections.book import Book, figure_of
from espalier.cycle.needs.report.words import CONSIDERATIONS, GROUPS, STANCES, label
from espalier.engines.documents.cells import Align, Column, Number
from espalier.engines.documents.tree import (
    Block,
    Heading,
    Provenance,
    paragraph,
    table,
)
from espalier.kit.outputs.book import Entry


def purpose_section(book: Book) -> Iterator[Block]:
    """Why the analysis was made, whom it covers, and what it asks."""
    yield Heading(_("Purpose, scope and question"), anchor="purpose")
    analysis = book.content["analysis"]
    if analysis is None:
        yield paragraph(_("No analysis was begun yet."))
        return
    for title, name in (
        (_("Purpose of the analysis"), "purpose"),
        (_("Scope"), "scope"),
        (_("Question"), "question"),
    ):
        yield Heading(title, level=2)
        lines = [line for line in book.word(analysis, name).splitlines() if line.strip()]
        yield from (paragraph(line) for line in lines or [_("Not written yet.")])
    yield Heading(_("How the analysis was made"), level=2)
    yield paragraph(
        _(
            "Everything below is drawn from records of the day %(day)s: the register of stakeholders and "
            "what they said, passages marked in documents, measured gaps, ratings, and needs with what each "
            "was found in. Every table says how many cases it rests on, of which period, and from which source."
        )
        % {"day": book.on}
    )
    yield from book.narrative("method")


def stakeholder_section(book: Book) -> Iterator[Block]:
    """Who has something at stake, how much, who was heard when, and who was not."""
    yield Heading(_("Stakeholders and consultation"), anchor="stakeholders")
    rows = book.content["stakeholders"]
    if not rows:
        yield paragraph(_("No stakeholder is registered yet."))
        return
    heard = sum(row["is_heard"] for row in rows)
    yield paragraph(
        _("%(n)s stakeholders are registered; %(heard)s of them were heard in this analysis.")
        % {"n": len(rows), "heard": heard}
    )
    yield _register(book, rows)
    chart = grid_chart([(row["code"], row["power"], row["interest"]) for row in rows])
    if chart:
        source = _("Register of stakeholders")
        yield figure_of(chart, anchor="fig-grid", source=source, n=len(rows), period=book.on)
    yield from _log(book)
    yield from _unheard(book)


def _register(book: Book, rows: list[Entry]) -> Block:
    return table(
        [_("Code"), _("Stakeholder"), _("Group"), _("Power"), _("Interest"), _("Stance"),
         _("What they expect or hold"), _("Heard")],
        [
            [
                row["code"],
                book.word(row, "name"),
                label(GROUPS, row["group"]),
                Number(row["power"]),
                Number(row["interest"]),
                label(STANCES, row["stance"]),
                book.word(row, "position") or book.word(row, "expectation") or "–",
                _("Yes") if row["is_heard"] else _("No"),
            ]
            for row in rows
        ],
        columns=(Column(1), Column(2), Column(1.5), Column(0.8, Align.CENTER),
                 Column(0.8, Align.CENTER), Column(1.2), Column(4), Column(0.9, Align.CENTER)),
        caption=_("Register of stakeholders"),
        sheet_name=_("Stakeholders"),
        row_headers=2,
        source_note=Provenance(
            source=_("Register of stakeholders"), n=len(rows), period=book.on,
            note=_("Power and interest from 1 (low) to 5 (high)."),
        ),
    )  # fmt: skip


def _log(book: Book) -> Iterator[Block]:
    yield Heading(_("Log of consultation"), level=2)
    rows = book.content["ledger"]
    if not rows:
        yield paragraph(_("No consultation of this analysis is recorded."))
        return
    yield table(
        [
            _("Day"),
            _("Who was heard"),
            _("Round and channel"),
            _("What was said"),
            _("Decision and reason"),
        ],
        [
            [
                book.day(row["when"]),
                row["who"] or _("Anonymous"),
                f"{book.word(row, 'round')}\n{_channel(row['channel'])}",
                row["words"] or row["request"] or "–",
                "\n".join(p for p in (_decided(row["decision"]), row["reason"], row["effect"]) if p)
                or "–",
            ]
            for row in rows
        ],
        columns=(Column(1.4), Column(1.6), Column(2.2), Column(4), Column(3)),
        caption=_("Who was consulted, when and how, and what became of it"),
        sheet_name=_("Consultation"),
        source_note=Provenance(source=_("Rounds of consultation"), n=len(rows), period=book.on),
    )


def _channel(value: str) -> str:
    words = {
        "link": _("By link"),
        "signed_in": _("By account"),
        "interview": _("Interview"),
        "meeting": _("Meeting"),
        "paper": _("On paper"),
    }
    return words.get(value, value)


def _decided(value: str) -> str:
    words = {"accept": _("Accepted"), "adapt": _("Adapted"), "reject": _("Rejected")}
    return words.get(value, value)


def _unheard(book: Book) -> Iterator[Block]:
    yield Heading(_("Not heard"), level=2)
    rows = book.content["unheard"]
    if not rows:
        yield paragraph(_("Every group of stakeholders was heard."))
        return
    yield table(
        [_("Group or stakeholder"), _("Registered"), _("Reason recorded")],
        [
            [
                book.word(row, "name") or label(GROUPS, row["group"]),
                Number(row["n"]),
                book.word(row, "reason") or _("No reason is recorded."),
            ]
            for row in rows
        ],
        columns=(Column(2.5), Column(1, Align.CENTER), Column(5)),
        caption=_("Who was not heard, and why"),
        sheet_name=_("Not heard"),
        row_headers=1,
        source_note=Provenance(
            source=_("Register of stakeholders and rounds of consultation"),
            n=len(rows),
            period=book.on,
        ),
    )


def consideration_section(book: Book) -> Iterator[Block]:
    """On what the stakeholders agree, on what they do not, and the climate for transfer."""
    yield Heading(_("Consensus and disagreement"), anchor="considerations")
    rows = book.content["considerations"]
    if not rows:
        yield paragraph(_("No consideration is recorded yet."))
    for kind in ("consensus", "disagreement", "expectation", "constraint"):
        some = [row for row in rows if row["kind"] == kind]
        if some:
            yield Heading(label(CONSIDERATIONS, kind), level=2)
            yield _considered(book, some, label(CONSIDERATIONS, kind))
    yield from _climate(book)


def _considered(book: Book, rows: list[Entry], title: str) -> Block:
    return table(
        [_("Code"), _("Consideration"), _("For"), _("Against"), _("Undecided"), _("n"), _("Basis")],
        [
            [
                row["code"],
                book.word(row, "text"),
                Number(row["n_for"]),
                Number(row["n_against"]),
                Number(row["n_neutral"]),
                Number(row["n"]),
                book.joined([book.word(row, "round_title"), book.word(row, "basis")]) or "–",
            ]
            for row in rows
        ],
        columns=(
            Column(1),
            Column(4.5),
            *(Column(0.9, Align.CENTER) for _n in range(4)),
            Column(3),
        ),
        caption=title,
        row_headers=1,
        source_note=Provenance(
            source=_("Considerations of this analysis"),
            n=len(rows),
            period=book.on,
            note=_("n: those who spoke to it."),
        ),
    )


def _climate(book: Book) -> Iterator[Block]:
    climate = book.content["climate"]
    if climate is None:
        return
    yield Heading(_("Climate for learning transfer"), level=2)
    if climate["why_hidden"]:
        yield paragraph(_("The survey is still open, or too few have answered to show figures."))
        return
    yield table(
        [_("Factor"), _("Mean (1–5)"), _("Spread"), _("In favour"), _("n"), _("Missing")],
        [
            [
                book.word(row, "label"),
                Number(row["mean"], 2),
                Number(row["spread"], 2),
                Number(row["support_share"], 0, share=True),
                Number(row["n"]),
                Number(row["n_missing"]),
            ]
            for row in climate["factors"]
        ],
        columns=(Column(4), *(Column(1.2, Align.END) for _n in range(5))),
        caption=_("Climate for learning transfer by factor"),
        sheet_name=_("Climate"),
        row_headers=1,
        source_note=Provenance(
            source=climate["title"],
            n=climate["n_answered"],
            n_missing=climate["n_invited"] - climate["n_answered"],
            period=book.day(climate["opened_on"]),
            formula=_("mean and standard deviation of all answers to the statements of a factor"),
        ),
    )
