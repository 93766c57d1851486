"""The page of document control: identity, signatures, changes, receivers, reasons given."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from espalier.cycle.policy.handbook.chapters import CONTROL
from espalier.cycle.policy.handbook.sections.book import Book
from espalier.engines.documents.cells import Align, Column, Number
from espalier.engines.documents.tree import (
    Block,
    Heading,
    Provenance,
    key_values,
    paragraph,
    table,
)
from espalier.kit.outputs import control


def control_section(book: Book) -> Iterator[Block]:
    """What a holder of the paper checks first: is it in force, who signed, who has it.

    The change log stands before the contents, where the engine puts it for every document.
    """
    yield Heading(_("Document control"), anchor=CONTROL, numbered=False)
    yield key_values(
        [
            (_("Document number"), str(book.content["output"])),
            (_("Edition"), str(book.face.edition)),
            (_("Date of the data"), book.on),
            (_("State"), _("In force") if book.face.is_final else _("Draft")),
            (
                _("Copies"),
                _(
                    "The edition in force is the one in the system; a printed copy is not controlled "
                    "unless it is stamped."
                ),
            ),
        ]
    )
    yield Heading(_("Signatures"), level=2, numbered=False)
    yield control.signatures(book)
    yield from _receivers(book)
    if book.face.reasons:
        yield Heading(_("Reasons recorded in review"), level=2, numbered=False)
        yield control.reasons(book)


def _receivers(book: Book) -> Iterator[Block]:
    yield Heading(_("Distribution"), level=2, numbered=False)
    yield paragraph(
        _(
            "Every published edition is given to everybody through the system; each person confirms that "
            "they read it. The current rate of confirmation by unit is shown in the system, not here, "
            "because it goes on changing."
        )
    )
    rows = book.content["receivers"]
    if rows:
        yield table(
            [_("Unit"), _("People")],
            [[f"{row['code']} {book.word(row, 'name')}", Number(row["n"])] for row in rows],
            columns=(Column(5), Column(1, Align.END)),
            caption=_("Units that receive this document"),
            sheet_name=_("Distribution"),
            source_note=Provenance(
                source=_("Register of units and people; a unit counts everybody below it"),
                n=max(row["n"] for row in rows),
                period=book.on,
            ),
        )
