"""Document control in words: who signed, what changed since, and which reasons were recorded in review."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from espalier.engines.documents.cells import Align, Column, Number
from espalier.engines.documents.tree import Block, paragraph, table
from espalier.kit.outputs.book import Book
from espalier.kit.outputs.types import Signature


def signatures(book: Book, caption: str = "") -> Block:
    """Everybody who signed, in whose place and how; a draft says that nobody has."""
    if not book.face.signatures:
        return paragraph(_("Not signed yet: this is a draft."))
    return table(
        [_("Review step"), _("Name"), _("Job title"), _("Date"), _("Remark")],
        [
            [
                each.step,
                each.name,
                each.job_title or "–",
                book.day(each.dated.isoformat()),
                book.joined(_remarks(each)) or "–",
            ]
            for each in book.face.signatures
        ],
        columns=(Column(2), Column(2), Column(2.4), Column(1.6), Column(2.4)),
        caption=caption,
    )


def _remarks(signed: Signature) -> Iterator[str]:
    if signed.acted_for:
        yield _("for %(name)s") % {"name": signed.acted_for}
    if signed.on_paper:
        yield _("signed on paper")


def changes(book: Book, caption: str = "") -> Block:
    """What each edition changed."""
    return table(
        [_("Edition"), _("Date"), _("What changed"), _("By")],
        [
            [Number(each.edition), book.day(each.on.isoformat()), each.note or "–", each.by]
            for each in book.face.changes
        ],
        columns=(Column(0.8, Align.CENTER), Column(1.5), Column(5), Column(2)),
        caption=caption,
    )


def reasons(book: Book, caption: str = "") -> Block:
    """What was asked in review, and the reason given."""
    return table(
        [_("What was asked"), _("Reason given")],
        [[asked, reason] for asked, reason in book.face.reasons],
        columns=(Column(3), Column(4)),
        caption=caption,
    )
