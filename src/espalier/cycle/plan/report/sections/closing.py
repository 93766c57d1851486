"""Sections of O2.3.1: risks, the plan on one page, the certificate of the run, changes during the year."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from espalier.cycle.plan.report.sections.book import Book
from espalier.engines.documents.cells import Column, spans_of
from espalier.engines.documents.tree import (
    Block,
    Callout,
    Heading,
    Provenance,
    Tone,
    bullets,
    key_values,
    paragraph,
    table,
)


def risk_section(book: Book) -> Iterator[Block]:
    """What may go wrong, and what is done then."""
    yield Heading(_("Risk and contingency"), anchor="risks")
    text = book.word(book.content["plan"], "risks")
    if not text.strip():
        yield Callout(spans_of(_("Not written yet.")), tone=Tone.WARN)
        return
    for part in text.split("\n"):
        if part.strip():
            yield paragraph(part.strip())


def change_section(book: Book) -> Iterator[Block]:
    """Additions, changes and cancellations of the year."""
    rows = book.content["plan_changes"]
    yield Heading(_("Changes during the year"), anchor="changes")
    if not rows:
        yield paragraph(_("None so far."))
        return
    words = {"add": _("Addition"), "change": _("Change"), "cancel": _("Cancellation")}
    states = {
        "draft": _("draft"),
        "in_review": _("in review"),
        "approved": _("approved"),
        "refused": _("refused"),
    }
    yield table(
        [_("No."), _("Kind"), _("Module"), _("Reason"), _("State"), _("From")],
        [
            [
                row["number"],
                words[row["kind"]],
                row["module"],
                row["reason"],
                states[row["state"]],
                book.day(row["effective_on"]),
            ]
            for row in rows
        ],
        columns=(Column(1.3), Column(1.1), Column(1.2), Column(4), Column(1.2), Column(1.4)),
        caption=_("Changes of the plan"),
        source_note=Provenance(source=_("Register of changes"), n=len(rows), period=str(book.year)),
    )


def page_section(book: Book) -> Iterator[Block]:
    """The strategy on one page, as it is presented."""
    yield Heading(_("The year on one page"), anchor="one-page")
    sums = book.content["figures"]["sums"]
    top = [f"{row['code']} {book.word(row, 'name')}" for row in book.content["competencies"][:3]]
    told = [
        _("%(n)s courses in %(m)s sessions for %(s)s seats, NT$%(c)s of NT$%(b)s.")
        % {
            "n": sums["n_lines"],
            "m": sums["sessions"],
            "s": f"{sums['seats']:,}",
            "c": f"{sums['cost']:,}",
            "b": f"{book.content['scenario']['budget']:,}",
        }
    ]
    if top:
        told.append(_("Most is gained in: %(names)s.") % {"names": book.joined(top)})
    told += [
        f"{label}：{value}"
        for label, value, _source in book.several(book.content["figures"], "headline")[:4]
    ]
    yield bullets(*told)


def certificate_section(book: Book) -> Iterator[Block]:
    """What anybody needs to compute plan and bound again."""
    yield Heading(_("Certificate of the computation"), anchor="certificate")
    proof = book.content["figures"]["proof"]
    if proof is None:
        yield paragraph(
            _("The lines were written by hand; no run of the planner stands behind them.")
        )
        return
    if not proof["is_current"]:
        text = _("Lines were changed after the planner answered; the proof is of its own answer.")
        yield Callout(spans_of(text), tone=Tone.NOTE)
    share = proof["gap_share"]
    versions = book.joined(f"{name} {number}" for name, number in proof["versions"].items())
    yield key_values(
        [
            (_("Weighted gap closed by the run"), _number(proof["objective"])),
            (_("Most that any plan could close"), _number(proof["bound"])),
            (_("Proven distance"), "–" if share is None else f"{share:.2%}"),
            (_("Checked independently"), _("Yes") if proof["is_verified"] else _("No")),
            (_("Data (SHA-256)"), proof["sha256"] or "–"),
            (_("Seed"), str(proof["seed"])),
            (_("Versions"), versions),
            (_("Finished"), book.day(proof["finished_at"])),
        ]
    )
    yield paragraph(
        _(
            "The bound is recomputed from published prices of money, seats, instructors and rooms; it "
            "holds whatever solver found them."
        )
    )


def _number(value: int | None) -> str:
    return "–" if value is None else f"{value:,}"
