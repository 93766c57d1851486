"""Section of O2.3.1: how programmes are taught and assessed, and what each course is assessed by."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from espalier.cycle.plan.report.sections.book import Book
from espalier.cycle.plan.report.words import LEVELS, instrument_word, timing_word
from espalier.engines.documents.cells import Column, Number, spans_of
from espalier.engines.documents.tree import (
    Block,
    Callout,
    Heading,
    Provenance,
    Tone,
    bullets,
    paragraph,
    table,
)
from espalier.kit.outputs.book import Entry


def method_section(book: Book) -> Iterator[Block]:
    """What was weighed and decided about teaching and assessing."""
    yield Heading(_("Delivery and assessment strategy"), anchor="methods")
    rows = book.content["decisions"]
    if not rows:
        yield Callout(spans_of(_("Nothing was weighed or decided yet.")), tone=Tone.WARN)
        return
    yield paragraph(
        _(
            "For each programme at least two ways of teaching and of assessing were scored by weighted "
            "criteria; the choice and its reason are recorded, with the weights at which it would flip."
        )
    )
    yield table(
        [_("Decision"), _("Context"), _("Chosen"), _("Weighted score"), _("Reason")],
        [
            [
                f"{row['code']} {book.word(row, 'title')}",
                book.word(row, "context"),
                book.word(row, "chosen") or _("open"),
                "\n".join(_totals(row, book)),
                book.word(row, "reason") or "–",
            ]
            for row in rows
        ],
        columns=(Column(2.4), Column(2.2), Column(1.8), Column(2.2), Column(3)),
        caption=_("Decisions on teaching and assessing"),
        row_headers=1,
        landscape=True,
        source_note=Provenance(
            source=_("Weighted decision tables of the programmes"),
            n=len(rows),
            period=book.on,
            formula=_("score 1–5 × share of the weight"),
        ),
    )


def _totals(row: Entry, book: Book) -> Iterator[str]:
    for option in row["options"]:
        total = row["totals"].get(option["code"])
        yield f"{book.word(option, 'name')}：{'–' if total is None else f'{total:.2f}'}"


def assessment_section(book: Book) -> Iterator[Block]:
    """What of each course is assessed, with which kind of instrument, when, and what is a pass."""
    yield Heading(_("Assessment of the courses"), anchor="assessment")
    told = book.content["assessments"]
    rows = [(line, each) for line in book.lines for each in told.get(line["code"], [])]
    if rows:
        yield table(
            [_("Course"), _("What is assessed"), _("Instrument"), _("When"), _("Pass"), _("Level")],
            [
                [
                    book.course(line),
                    book.word(each, "focus"),
                    instrument_word(each["instrument"]),
                    timing_word(each["timing"]),
                    book.word(each, "pass_rule"),
                    str(LEVELS[each["evaluation_level"]]),
                ]
                for line, each in rows
            ],
            columns=(Column(3), Column(2.6), Column(1.8), Column(1.4), Column(2.4), Column(1.2)),
            caption=_("Assessment strategy of each course"),
            row_headers=1,
            source_note=Provenance(
                source=_("Register of the assessment of modules"), n=len(rows), period=book.on
            ),
        )
    lacking = [line for line in book.lines if not told.get(line["code"])]
    if lacking:
        yield Heading(_("Courses without an assessment strategy"), level=2)
        yield bullets(*(book.course(line) for line in lacking))
    yield Heading(_("Instruments"), level=2, anchor="instruments")
    yield paragraph(
        _(
            "The instruments with purpose, guide, criteria, context of use and procedure are made or "
            "chosen in the assessment work; until then the lines below are without one."
        )
    )
    yield table(
        [_("No."), _("Course"), _("Kinds of instruments planned")],
        [
            [
                line["number"],
                book.course(line),
                Number(len(told.get(line["code"], []))),
            ]
            for line in book.lines
        ],
        columns=(Column(1.2), Column(5), Column(1.6)),
        caption=_("Lines still without an instrument"),
    )
