"""Sections of O2.2.1: purpose; the standards chosen; target groups."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from espalier.cycle.strategy.adoption.queries.wording import FITS, reason_words
from espalier.cycle.strategy.adoption.types import Fit
from espalier.cycle.strategy.programmes.queries.wording import (
    EXPERIENCES,
    SHIFTS,
    constraint_words,
)
from espalier.cycle.strategy.report.sections.book import Book
from espalier.cycle.strategy.report.words import yes_no
from espalier.engines.documents.cells import Align, Cell, Column, Number, Shade, Span
from espalier.engines.documents.tree import (
    Block,
    Heading,
    Provenance,
    key_values,
    paragraph,
    table,
)
from espalier.kit.outputs.book import Entry


def purpose_section(book: Book) -> Iterator[Block]:
    """What the strategy is for, and how large it is."""
    yield Heading(_("Purpose and summary"), anchor="purpose")
    yield from book.narrative("purpose")
    yield table(
        [_("Programme"), _("Strategy goals"), _("Target groups"), _("Headcount"), _("Chosen option"),
         _("Cost estimate (NT$)")],
        [
            [
                book.title(each),
                book.joined(goal["code"] for goal in each["goals"]),
                Number(len(each["groups"])),
                Number(sum(group["n"] for group in each["groups"])),
                book.word(chosen, "name") if (chosen := book.chosen(each)) else "–",
                Number(chosen["total"] if chosen else None),
            ]
            for each in book.programmes
        ],
        columns=(Column(3), Column(1.2), Column(0.9, Align.END), Column(1.2, Align.END), Column(2.8),
                 Column(1.5, Align.END)),
        caption=_("The programmes at a glance"),
        sheet_name=_("At a glance"),
        row_headers=1,
        source_note=Provenance(
            source=_("Programmes, target groups and chosen options"),
            n=len(book.programmes),
            period=book.on,
        ),
    )  # fmt: skip


def standard_section(book: Book) -> Iterator[Block]:
    """Which standards and models were chosen, with the reasons and the fit table."""
    yield Heading(_("Chosen standards and models"), anchor="standards")
    if not book.content["decisions"]:
        yield paragraph(_("No decision on a standard is recorded."))
        return
    yield paragraph(
        _(
            "For each question the candidates were compared by how far they cover the needs, whether "
            "their levels reach what is required, sector and age. The reasons stand beside each figure."
        )
    )
    for each in book.content["decisions"]:
        yield from _decision(book, each)


def _decision(book: Book, each: Entry) -> Iterator[Block]:
    yield Heading(f"{each['code']} {book.word(each, 'title')}", level=2)
    chosen = f"{each['chosen']} {each['chosen_title']}".strip()
    yield key_values(
        [
            (_("Positions"), book.names(each["positions"])),
            (_("Needs"), book.joined(each["needs"])),
            (_("Chosen"), chosen or _("not decided yet")),
            (_("Why it was chosen"), book.word(each, "reason") or "–"),
            (_("Decided on"), f"{book.day(each['decided_on'])}　{each['decided_by']}"),
            *([(_("Newer version"), each["newer"])] if each["newer"] else []),
        ]
    )
    fits = list(Fit)
    yield table(
        [
            _("Candidate"),
            *(
                f"{FITS[fit]}{book.bracketed(format(each['weights'][fit.value], '.0%'))}"
                for fit in fits
            ),
            _("Total"),
        ],
        [
            [
                Cell(f"{row['code']} {row['title']}", bold=row["is_chosen"]),
                *(_fit_cell(book, row["fit"]["parts"][fit.value]) for fit in fits),
                Cell(
                    Number(row["fit"]["total"], share=True),
                    bold=row["is_chosen"],
                    shade=Shade.GOOD if row["is_chosen"] else Shade.NONE,
                ),
            ]
            for row in each["candidates"]
        ],
        columns=(Column(2.2), *(Column(2) for _fit in fits), Column(0.9, Align.END)),
        caption=_("Fit table: %(what)s") % {"what": f"{each['code']} {book.word(each, 'title')}"},
        sheet_name=each["code"],
        row_headers=1,
        source_note=Provenance(
            source=_("Needs, required levels and the items of the standards"),
            n=len(each["candidates"]),
            period=book.day(each["decided_on"] or book.content["on"]),
            formula=_("total = Σ weight × value ÷ Σ weight of the values that are known"),
        ),
    )


def _fit_cell(book: Book, part: Entry) -> Cell:
    shown = "–" if part["value"] is None else f"{part['value']:.0%}"
    if part["n"] and part["of"] > 1:
        shown += book.bracketed(f"{part['n']}/{part['of']}")
    return Cell((Span(shown, bold=True), Span(f"\n{reason_words(part)}")))


def group_section(book: Book) -> Iterator[Block]:
    """Who is meant: post, level, prior learning, language, access needs, shift, place; and the needs."""
    yield Heading(_("Target groups"), anchor="groups")
    yield from _needs(book)
    for programme in book.programmes:
        yield Heading(book.title(programme), level=2)
        for each in programme["groups"]:
            yield Heading(f"{each['code']} {book.word(each, 'name')}", level=3)
            yield key_values(
                [
                    (_("Headcount"), Number(each["n"])),
                    (_("Positions"), book.names(each["positions"])),
                    (_("Needs"), book.joined(each["needs"])),
                    (_("Shift"), str(SHIFTS[each["shift"]])),
                    (_("Place"), book.word(each, "place") or "–"),
                    (
                        _("Prior learning"),
                        f"{EXPERIENCES[each['experience']]}　{book.word(each, 'prior_learning')}",
                    ),
                    (_("Other first language"), book.word(each, "language") or "–"),
                    (_("Access needs"), book.word(each, "access_needs") or "–"),
                    (
                        _("Conditions for the method"),
                        book.joined(constraint_words(code) for code in each["constraints"]),
                    ),
                ]
            )


def _needs(book: Book) -> Iterator[Block]:
    rows = book.content["needs"]
    if not rows:
        yield paragraph(_("The programmes name no need yet."))
        return
    yield table(
        [_("Need"), _("Learning helps"), _("Score"), pgettext("order", "Rank"), _("Programmes")],
        [
            [
                f"{row['code']} {book.word(row, 'title')}",
                yes_no(row["is_training"]),
                Number(row["score"], decimals=3),
                Number(row["rank"]),
                book.joined(row["programmes"]),
            ]
            for row in rows
        ],
        columns=(Column(5), Column(1.2), Column(1, Align.END), Column(0.8, Align.END), Column(1.6)),
        caption=_("Needs the programmes answer"),
        sheet_name=_("Needs"),
        row_headers=1,
        source_note=Provenance(
            source=_("Needs list with its weighted criteria and the check of causes"),
            n=len(rows),
            period=book.on,
        ),
    )
