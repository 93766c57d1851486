"""Sections of O2.2.1: stakeholder feedback, the training unit, the review procedure."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from espalier.cycle.strategy.framework.queries import group_words
from espalier.cycle.strategy.framework.queries.wording import PARTS, decision_words, step_words
from espalier.cycle.strategy.report.sections.book import Book
from espalier.engines.documents.cells import Align, Cell, Column, Number, Shade
from espalier.engines.documents.tree import (
    Block,
    Heading,
    Provenance,
    bullets,
    key_values,
    paragraph,
    table,
)
from espalier.kit.outputs.book import Entry

SHOWN_CHANGES = 30  # lines of a difference in the document; the system shows all


def feedback_section(book: Book) -> Iterator[Block]:
    """Who confirmed, what was said, and what changed because of it."""
    yield Heading(_("Stakeholder feedback and what changed"), anchor="feedback")
    yield _confirmations(book)
    yield from _ledger(book)
    for draft in book.content["drafts"]:
        if draft["changes"]:
            yield from _difference(book, draft)


def _confirmations(book: Book) -> Block:
    told = book.content["confirmations"]
    words = group_words()
    return table(
        [_("Stakeholder group"), _("Confirmed"), _("Confirmed on"), _("Confirmed by"),
         _("People heard"), _("Remarks")],
        [
            [
                words.get(row["group"], row["group"]),
                Cell(_("Yes") if row["holds"] else _("not yet"),
                     shade=Shade.GOOD if row["holds"] else Shade.WARN),
                book.day(row["on"]),
                row["by"] or "–",
                Number(row["n"]),
                book.word(row, "remarks") or "–",
            ]
            for row in told["groups"]
        ],
        columns=(Column(1.6), Column(1), Column(1.4), Column(1.6), Column(0.9, Align.END), Column(4)),
        caption=_("Confirmations of the framework"),
        sheet_name=_("Confirmations"),
        row_headers=1,
        source_note=Provenance(
            source=_("Draft %(n)s of the framework, taken on %(day)s")
            % {"n": told["draft"] or "–", "day": book.day(told["draft_on"])},
            n=len(told["groups"]),
            period=book.on,
        ),
    )  # fmt: skip


def _ledger(book: Book) -> Iterator[Block]:
    rows = book.content["ledger"]
    yield Heading(_("What was said and what became of it"), level=2)
    if not rows:
        yield paragraph(_("No consultation on a draft of the framework is recorded."))
        return
    yield table(
        [_("Heard from"), _("When"), _("What was said"), _("Change asked for"), _("Decision and reason"),
         _("What changed")],
        [
            [
                row["who"],
                book.day(row["when"]),
                row["words"] or "–",
                book.word(row, "request") or "–",
                "\n".join(p for p in (decision_words(row["decision"]), book.word(row, "reason")) if p) or "–",
                row["effect"] or "–",
            ]
            for row in rows
        ],
        columns=(Column(1.4), Column(1.6), Column(2.4), Column(2.2), Column(2.6), Column(1.8)),
        caption=_("Ledger of consultation on the framework"),
        sheet_name=_("Ledger"),
        source_note=Provenance(
            source=_("Rounds of consultation on drafts of the framework"),
            n=len(rows),
            period=book.on,
        ),
    )  # fmt: skip


def _difference(book: Book, draft: Entry) -> Iterator[Block]:
    told = {"n": draft["number"], "day": book.day(draft["on"])}
    yield Heading(_("What draft %(n)s changed (%(day)s)") % told, level=2)
    if draft["note"]:
        yield paragraph(book.word(draft, "note"))
    changes = draft["changes"]
    yield table(
        [_("Change"), _("Statement")],
        [
            [
                Cell(_("new") if sign == "+" else _("taken out"),
                     shade=Shade.GOOD if sign == "+" else Shade.MUTED),
                line,
            ]
            for sign, line in changes[:SHOWN_CHANGES]
        ],
        columns=(Column(1), Column(9)),
        caption=_("Difference from the draft before"),
        source_note=Provenance(
            n=len(changes),
            note=_("The first %(n)s lines are shown.") % {"n": SHOWN_CHANGES}
            if len(changes) > SHOWN_CHANGES
            else "",
        ),
    )  # fmt: skip


def unit_section(book: Book) -> Iterator[Block]:
    """The training unit: standard, division of work, gaps."""
    unit = book.content["unit"]
    yield Heading(_("Training unit and division of work"), anchor="unit")
    if not unit["members"]:
        yield paragraph(_("The work of the training unit is not divided yet."))
        return
    rows: list[list[Cell | str]] = []
    for member in unit["members"]:
        n = len(member["work"])
        head: list[Cell | str] = [
            Cell(book.word(member, "name"), rowspan=n),
            Cell(Number(member["n"]), rowspan=n),
            Cell("\n".join(member["standards"]) or "–", rowspan=n),
        ]
        for number, work in enumerate(member["work"]):
            mine: list[Cell | str] = [
                book.word(work, "work"),
                str(PARTS[work["part"]]),
                work["indicator"] or "–",
            ]
            rows.append([*(head if number == 0 else []), *mine])
    yield table(
        [_("Position"), _("Headcount"), _("Rests on"), _("Work"), _("Part"), _("Indicator")],
        rows,
        columns=(Column(1.6), Column(1.2, Align.END), Column(2.2), Column(3.2), Column(1.1),
                 Column(1.1)),
        caption=_("Division of work in the training unit"),
        sheet_name=_("Division of work"),
        source_note=Provenance(
            source=_("Positions, adoptions and division of work"),
            n=sum(member["n"] for member in unit["members"]),
            period=book.on,
        ),
    )  # fmt: skip
    yield from _gaps(book, unit["gaps"])


def _gaps(book: Book, rows: list[Entry]) -> Iterator[Block]:
    yield Heading(_("Gap map of the unit"), level=2)
    if not rows:
        yield paragraph(_("No required level is set for its positions."))
        return
    hidden = [row for row in rows if row["hidden"]]
    shown = [row for row in rows if not row["hidden"]]
    if shown:
        yield table(
            [_("Competency"), _("Required level"), _("Current level"), _("Gap index"), _("Rated")],
            [
                [
                    f"{row['code']} {book.word(row, 'name')}",
                    Number(row["required"], decimals=2),
                    Number(row["current"], decimals=2),
                    Number(row["gap_index"], decimals=1, share=True),
                    f"{row['n_used']}/{row['n_people']}",
                ]
                for row in shown
            ],
            columns=(Column(5), *(Column(1.2, Align.END) for _n in range(4))),
            caption=_("Gaps of the training unit, all its people together"),
            sheet_name=_("Gaps of the unit"),
            row_headers=1,
            source_note=Provenance(
                source=_("Required levels and ratings in force"),
                n=max(row["n_used"] for row in shown),
                period=book.on,
                formula=_("gap index = Σ max(0, required − current) ÷ Σ required"),
            ),
        )
    if hidden:
        yield paragraph(
            _("%(n)s competencies are not shown: fewer people than the minimum are rated in them.")
            % {"n": len(hidden)}
        )


def procedure_section(book: Book) -> Iterator[Block]:
    """The review procedure: steps, roles, criteria, quorum, time limit."""
    found = book.content["procedure"]
    yield Heading(_("Review procedure"), anchor="procedure")
    if found is None:
        yield paragraph(_("No review procedure is confirmed yet."))
        return
    yield key_values(
        [
            (_("Review procedure"), f"{found['code']} {book.word(found, 'title')}"),
            (_("Confirmed on"), f"{book.day(found['on'])}　{found['by']}"),
        ]
    )
    yield Heading(_("Review criteria"), level=2)
    yield bullets(
        *(line.strip() for line in book.word(found, "criteria").splitlines() if line.strip())
    )
    steps = [step_words(step) for step in found["steps"]]
    keys = ("order", "kind", "title", "who", "amount", "days", "quorum")
    yield table(
        [_("Order"), _("Kind"), _("Step"), _("Taken by"), _("Amount"), _("Time limit"), _("Quorum")],
        [[step[key] for key in keys] for step in steps],
        columns=(Column(0.7), Column(1.1), Column(2.4), Column(2), Column(1.8), Column(1.6),
                 Column(1.2)),
        caption=_("Steps as they stood when they were confirmed"),
        sheet_name=_("Procedure"),
        row_headers=1,
    )  # fmt: skip
