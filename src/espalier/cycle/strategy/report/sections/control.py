"""The page of document control, and where the figures come from."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from espalier.cycle.strategy.report.sections.book import Book
from espalier.engines.documents.cells import Number
from espalier.engines.documents.tree import Block, Heading, key_values, paragraph
from espalier.kit.outputs import control


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
    yield Heading(_("Signatures"), level=2, numbered=False)
    yield control.signatures(book)
    yield Heading(_("Change log"), level=2, numbered=False)
    if book.face.changes:
        yield control.changes(book)
    else:
        yield paragraph(_("First edition; nothing was published before."))
    if book.face.reasons:
        yield Heading(_("Reasons recorded in review"), level=2, numbered=False)
        yield control.reasons(book)


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
