"""Cover, signature grid and change log, built from the same blocks as the rest of a document."""

from .cells import Align, Cell, Column, row_of
from .labels import day, role_label, word
from .meta import Approval, Meta, Role
from .tree import KeyValue, Table, key_values


def identity(meta: Meta) -> KeyValue:
    """Document number, edition, effective date, state and draft mark, without the empty ones."""
    pairs = [
        ("number", meta.number),
        ("edition", meta.edition),
        ("dated", day(meta, meta.dated)),
        ("state", meta.state),
        ("draft", meta.draft_mark),
    ]
    return key_values([(word(meta.language, key), value) for key, value in pairs if value])


def signatures(meta: Meta) -> Table | None:
    """The grid the signatories sign: role, room for the signature, name with title, day."""
    if not meta.approvals:
        return None
    order = list(Role)
    signers = sorted(meta.approvals, key=lambda approval: order.index(approval.role))
    titles = (word(meta.language, key) for key in ("signature", "name", "signed_on"))
    rows = zip(
        titles,
        ((Cell("") for _ in signers), map(_who, signers), (_when(meta, s) for s in signers)),
        strict=True,
    )
    header = row_of("", *(role_label(meta.language, signer.role) for signer in signers))
    centred = tuple(Column(2.0, Align.CENTER) for _ in signers)
    body = tuple((Cell(title, bold=True), *cells) for title, cells in rows)
    return Table((Column(1.1, Align.CENTER), *centred), (header,), body, row_headers=1)


def _who(signer: Approval) -> Cell:
    return Cell("\n".join(part for part in (signer.name, signer.job_title) if part))


def _when(meta: Meta, signer: Approval) -> Cell:
    return Cell(day(meta, signer.dated))


def change_log(meta: Meta) -> Table | None:
    """The change log, newest edition first as the caller gave it; None when there is none."""
    if not meta.changes:
        return None
    keys = ("change_edition", "change_dated", "change_summary", "change_author")
    columns = (Column(1, Align.CENTER), Column(1.5, Align.CENTER), Column(5.5), Column(1.5))
    rows = tuple(
        row_of(change.edition, day(meta, change.dated), change.summary, change.author)
        for change in meta.changes
    )
    return Table(columns, (row_of(*(word(meta.language, key) for key in keys)),), rows)
