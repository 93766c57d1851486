"""The page of document control, and where the figures come from."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from espalier.cycle.strategy.report.sections.book import Book
from espalier.engines.documents.cells import Align, Column, Number
from espalier.engines.documents.tree import Block, Heading, key_values, paragraph, table


def control_section(book: Book) -> Iterator[Block]:
    """Identity, signatures, changes, reasons."""
    yield Heading(_("Document control"), anchor="control", numbered=False)
    yield key_values(
        [
            (_("Document number"), str(book.content["output"])),
            (_("Edition"), str(book.face.edition)),
            (_("Date of the data"), book.on),
            (_("State"), _("In force") if book.face.is_final else _("Draft")),
        ]
    )
    yield from _signatures(book)
    yield from _changes(book)
    if book.face.reasons:
        yield Heading(_("Reasons recorded in review"), level=2, numbered=False)
        yield table(
            [_("What was asked"), _("Reason given")],
            [[asked, reason] for asked, reason in book.face.reasons],
            columns=(Column(3), Column(4)),
        )


def _signatures(book: Book) -> Iterator[Block]:
    yield Heading(_("Signatures"), level=2, numbered=False)
    if not book.face.signatures:
        yield paragraph(_("Not signed yet: this is a draft."))
        return
    yield table(
        [_("Step"), _("Name"), _("Job title"), _("Date"), _("Remark")],
        [
            [
                each.step,
                each.name,
                each.job_title or "–",
                book.day(each.dated.isoformat()),
                _("for %(name)s") % {"name": each.acted_for}
                if each.acted_for
                else (_("signed on paper") if each.on_paper else "–"),
            ]
            for each in book.face.signatures
        ],
        columns=(Column(2), Column(2), Column(2.4), Column(1.6), Column(2.4)),
    )


def _changes(book: Book) -> Iterator[Block]:
    yield Heading(_("Change log"), level=2, numbered=False)
    if not book.face.changes:
        yield paragraph(_("First edition; nothing was published before."))
        return
    yield table(
        [_("Edition"), _("Date"), _("What changed"), _("By")],
        [
            [Number(each.edition), book.day(each.on.isoformat()), each.note or "–", each.by]
            for each in book.face.changes
        ],
        columns=(Column(0.8, Align.CENTER), Column(1.5), Column(5), Column(2)),
    )


def annex_section(book: Book) -> Iterator[Block]:
    """Where every figure of the report comes from, and how it is computed."""
    programmes = book.programmes
    yield Heading(_("Annex: data and sources"), anchor="annex")
    yield key_values(
        [
            (_("Day of the data"), book.on),
            (_("Adoption decisions"), Number(len(book.content["decisions"]))),
            (_("Programmes"), Number(len(programmes))),
            (_("Target groups"), Number(sum(len(p["groups"]) for p in programmes))),
            (_("Design options"), Number(sum(len(p["options"]) for p in programmes))),
            (_("Instructional objectives"), Number(sum(len(p["objectives"]) for p in programmes))),
            (_("Activities"), Number(sum(len(p["activities"]) for p in programmes))),
            (_("Assessments"), Number(sum(len(p["assessments"]) for p in programmes))),
            (_("Lines of the ledger of consultation"), Number(len(book.content["ledger"]))),
        ]
    )
    yield paragraph(
        _(
            "Headcounts are the holders of the named positions on the day of the data. Fit of a standard: "
            "share of needed competencies that stand in it, share of comparable levels that reach what is "
            "required, sector and age, weighted. Score of an option: mean of its scores from 1 to 5, "
            "weighted by the shares of the criteria. Costs are estimates in whole NT$, quantity × price."
        )
    )
