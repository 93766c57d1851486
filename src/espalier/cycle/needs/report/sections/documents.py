"""Sections of O2.1.1: what the documents say (register, passages, PEST), SWOT and TOWS."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from espalier.cycle.needs.report.sections.book import Book
from espalier.cycle.needs.report.types import SWOT, TOWS
from espalier.cycle.needs.report.words import (
    ASPECTS,
    DOCUMENT_TYPES,
    EXTRACTS,
    FINDINGS,
    SCOPES,
    label,
)
from espalier.engines.documents.cells import Align, Column, Number
from espalier.engines.documents.tree import Block, Heading, Provenance, paragraph, table
from espalier.kit.outputs.book import Entry

MOST_CHARACTERS = 220


def document_section(book: Book) -> Iterator[Block]:
    """The register with relevance and credibility, what was marked, and the four aspects of PEST."""
    yield Heading(_("Document analysis"), anchor="documents")
    yield from _register(book)
    yield Heading(_("What the industry documents say"), level=2)
    yield from book.narrative("industry")
    yield from _pest(book)
    yield Heading(_("What the organisation's documents say"), level=2)
    yield from book.narrative("organisation")
    yield Heading(_("Coded passages"), level=2)
    yield from _passages(book)


def _register(book: Book) -> Iterator[Block]:
    rows = book.content["documents"]
    if not rows:
        yield paragraph(_("No document is registered yet."))
        return
    yield table(
        [_("Code"), _("Document"), _("Type"), _("Scope"), _("Issued by"), _("Dated"),
         _("Relevance"), _("Credibility"), _("Passages")],
        [
            [
                row["code"],
                book.word(row, "title"),
                label(DOCUMENT_TYPES, row["type"]),
                label(SCOPES, row["scope"]),
                book.word(row, "issuer") or "–",
                book.day(row["dated_on"]),
                Number(row["relevance"]),
                Number(row["credibility"]),
                Number(row["n_extracts"]),
            ]
            for row in rows
        ],
        columns=(Column(1.1), Column(3.2), Column(1.6), Column(1.1), Column(1.8), Column(1.5),
                 Column(1, Align.CENTER), Column(1, Align.CENTER), Column(1, Align.CENTER)),
        caption=_("Register of documents"),
        sheet_name=_("Documents"),
        row_headers=2,
        source_note=Provenance(
            source=_("Register of documents of the desk"), n=len(rows), period=book.on,
            note=_("Relevance and credibility from 1 (low) to 5 (high)."),
        ),
    )  # fmt: skip


def short(text: str) -> str:
    """A passage as a table shows it; the whole of it stands on the page of the document."""
    clean = " ".join(text.split())
    return clean if len(clean) <= MOST_CHARACTERS else f"{clean[: MOST_CHARACTERS - 1]}…"


def place_of(book: Book, row: Entry) -> str:
    """Document and page of a passage."""
    return _("%(document)s, p. %(page)s") % {
        "document": book.word(row, "document_title"),
        "page": row["page"],
    }


def _pest(book: Book) -> Iterator[Block]:
    rows = [row for row in book.content["extracts"] if row["aspect"]]
    if not rows:
        yield paragraph(_("No passage is marked with one of the four aspects of PEST."))
        return
    rows.sort(key=lambda row: (list(ASPECTS).index(row["aspect"]), row["code"]))
    yield table(
        [_("Aspect"), _("What the documents say"), _("What it means for us"), _("Source")],
        [
            [
                label(ASPECTS, row["aspect"]),
                short(book.word(row, "text")),
                book.word(row, "comment") or "–",
                place_of(book, row),
            ]
            for row in rows
        ],
        columns=(Column(1.3), Column(4), Column(3), Column(2.2)),
        caption=_("PEST analysis"),
        sheet_name="PEST",
        source_note=Provenance(source=_("Marked passages"), n=len(rows), period=book.on),
    )


def _passages(book: Book) -> Iterator[Block]:
    rows = book.content["extracts"]
    if not rows:
        yield paragraph(_("No passage is marked yet."))
        return
    used: dict[int, list[str]] = {}
    for need in book.content["needs"]:
        for pk in need["extract_ids"]:
            used.setdefault(pk, []).append(need["code"])
    yield table(
        [_("Code"), _("Passage"), _("Speaks of"), _("Source"), _("Needs found in it")],
        [
            [
                row["code"],
                short(book.word(row, "text")),
                label(EXTRACTS, row["kind"]),
                place_of(book, row),
                book.joined(used.get(row["id"], [])) or "–",
            ]
            for row in rows
        ],
        columns=(Column(1.2), Column(5), Column(1), Column(2.2), Column(1.3)),
        caption=_("Coded passages and the needs found in them"),
        sheet_name=_("Passages"),
        row_headers=1,
        source_note=Provenance(source=_("Marked passages"), n=len(rows), period=book.on),
    )


def swot_section(book: Book) -> Iterator[Block]:
    """Strengths to threats, each with its source, and the options that follow from them."""
    yield Heading(_("SWOT and TOWS"), anchor="swot")
    by_kind: dict[str, list[Entry]] = {}
    for row in book.content["findings"]:
        by_kind.setdefault(row["kind"], []).append(row)
    swot = [row for kind in SWOT for row in by_kind.get(kind, [])]
    if not swot:
        yield paragraph(_("No strength, weakness, opportunity or threat is written yet."))
        return
    yield table(
        [_("Kind"), _("Code"), _("Finding"), _("Source")],
        [
            [
                label(FINDINGS, row["kind"]),
                row["code"],
                book.word(row, "text"),
                source_of(book, row),
            ]
            for row in swot
        ],
        columns=(Column(1.4), Column(0.8), Column(5), Column(3)),
        caption=_("SWOT analysis"),
        sheet_name="SWOT",
        source_note=Provenance(source=_("Findings of the analysis"), n=len(swot), period=book.on),
    )
    tows = [row for kind in TOWS for row in by_kind.get(kind, [])]
    if tows:
        yield table(
            [_("Kind"), _("Code"), _("Option"), _("Rests on")],
            [
                [
                    label(FINDINGS, row["kind"]),
                    row["code"],
                    book.word(row, "text"),
                    book.joined(row["rests_on"]),
                ]
                for row in tows
            ],
            columns=(Column(2.2), Column(0.8), Column(5), Column(1.6)),
            caption=_("TOWS options"),
            sheet_name="TOWS",
            source_note=Provenance(
                source=_("Findings of the analysis"), n=len(tows), period=book.on
            ),
        )


def source_of(book: Book, row: Entry) -> str:
    """Where a finding comes from: a passage with its page, a consideration, or words."""
    parts = []
    if (extract := book.extracts.get(row["extract_id"] or 0)) is not None:
        parts.append(f"{extract['code']} {place_of(book, extract)}")
    if (said := book.considerations.get(row["consideration_id"] or 0)) is not None:
        parts.append(f"{said['code']} {short(book.word(said, 'text'))}")
    if row["source"]:
        parts.append(book.word(row, "source"))
    return "\n".join(parts) or "–"
