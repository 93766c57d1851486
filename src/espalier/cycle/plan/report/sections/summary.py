"""Sections of O2.3.1: document control, the plan at a glance, goals and KPI, gaps and what the units asked for."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from espalier.cycle.plan.report.sections.book import Book
from espalier.engines.documents.cells import Align, Column, Number, spans_of
from espalier.engines.documents.chart_specs import Bar
from espalier.engines.documents.series_charts import lying_bars
from espalier.engines.documents.tree import (
    Block,
    Callout,
    Figure,
    Heading,
    Provenance,
    Tone,
    key_values,
    paragraph,
    table,
)
from espalier.kit.outputs import control

MOST_COMPETENCIES = 15


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


def glance_section(book: Book) -> Iterator[Block]:
    """The year in one page: what it reaches, what it costs, how good it is."""
    yield Heading(_("The plan at a glance"), anchor="glance")
    for part in book.word(book.content["plan"], "summary").split("\n"):
        if part.strip():
            yield paragraph(part.strip())
    rows = book.several(book.content["figures"], "headline")
    yield table(
        [_("Figure"), _("Value"), _("How it is counted")],
        [[label, value, source] for label, value, source in rows],
        columns=(Column(2), Column(2.2, Align.END), Column(5)),
        caption=_("Key figures of the year %(year)s") % {"year": book.year},
        row_headers=1,
        source_note=Provenance(
            source=_("Lines of the scenario “%(name)s”")
            % {"name": book.content["scenario"]["name"]},
            n=book.content["figures"]["n_people"],
            period=str(book.year),
        ),
    )


def goal_section(book: Book) -> Iterator[Block]:
    """Which goals the plan works for, and how they are measured."""
    yield Heading(_("Goals and KPI"), anchor="goals")
    rows = book.content["goals"]
    if not rows:
        yield Callout(spans_of(_("No strategy goal is confirmed yet.")), tone=Tone.WARN)
        return
    yield table(
        [_("Goal"), _("Measure"), _("Baseline"), _("Target"), _("Due on")],
        [
            [
                f"{row['code']} {book.word(row, 'text')}",
                book.word(row, "measure"),
                Number(row["baseline"], decimals=_places(row["baseline"])),
                Number(row["target"], decimals=_places(row["target"]), unit=book.word(row, "unit")),
                book.day(row["due_on"]),
            ]
            for row in rows
        ],
        columns=(
            Column(4), Column(3), Column(1.2, Align.END), Column(1.6, Align.END), Column(1.6),
        ),
        caption=_("Strategy goals and their measures"),
        source_note=Provenance(
            source=_("Register of strategy goals, confirmed ones"),
            n=len(rows),
            period=book.joined(dict.fromkeys(row["period"] for row in rows if row["period"])),
        ),
    )  # fmt: skip


def _places(value: float | None) -> int:
    return 0 if value is None or value == int(value) else 1


def gap_section(book: Book) -> Iterator[Block]:
    """The gaps the plan closes by competency, and what became of the units' requests."""
    yield Heading(_("Gaps and future needs"), anchor="gaps")
    proof = book.content["figures"]["proof"]
    if proof and proof["weight_gaps"]:
        share = (proof["gaps_closed"] or 0) / proof["weight_gaps"]
        text = _(
            "Levels required on %(day)s, with hires, leavers, promotions and successors of the staff "
            "register, were compared with the levels known on %(taken)s. The plan closes %(share)s of the "
            "weighted gaps."
        )
        told = {
            "day": book.day(book.content["scenario"]["gaps_on"]),
            "taken": book.day(proof["taken_on"]),
            "share": f"{share:.1%}",
        }
        yield paragraph(text % told)
    yield from _competency_chart(book)
    yield Heading(_("Requests of the units"), level=2, anchor="requests")
    yield from _requests(book)


def _competency_chart(book: Book) -> Iterator[Block]:
    rows = book.content["competencies"][:MOST_COMPETENCIES]
    if not rows:
        yield paragraph(_("No line closes a measured gap."))
        return
    total = sum(row["closed"] for row in book.content["competencies"]) or 1
    name = _("Share of the gaps closed")
    bars = [
        Bar(f"{row['code']} {book.word(row, 'name')}", name, row["closed"] / total) for row in rows
    ]
    yield Figure(
        lying_bars(bars, value_title=name, number_format=".0%"),
        _("Competencies the plan raises most"),
        _("Bars of the %(n)s competencies with the largest part in the gaps closed.")
        % {"n": len(rows)},
        data=table(
            [_("Competency"), _("Share of the gaps closed"), _("People")],
            [
                [
                    f"{row['code']} {book.word(row, 'name')}",
                    Number(row["closed"] / total, decimals=1, share=True),
                    Number(row["n_people"]),
                ]
                for row in rows
            ],
            columns=(Column(5), Column(2, Align.END), Column(1, Align.END)),
            row_headers=1,
        ),
        source_note=Provenance(
            source=_("Ratings and required levels"),
            n=book.content["figures"]["n_people"],
            period=book.on,
            formula=_("levels gained × weight, over all lines"),
        ),
        anchor="gap-chart",
    )


def _requests(book: Book) -> Iterator[Block]:
    asked = book.content["requests"]
    if not asked["n"]:
        yield paragraph(_("No request of a unit was accepted for this year."))
        return
    text = _("%(a)s of %(b)s accepted requests stand in the plan; the others are listed with it.")
    yield paragraph(text % {"a": asked["n_planned"], "b": asked["n"]})
    yield table(
        [_("Request"), _("What was asked for"), _("People"), _("In the plan")],
        [
            [
                row["code"],
                book.word(row, "topic") or "–",
                Number(row["headcount"]),
                _("Yes") if row["is_planned"] else _("No"),
            ]
            for row in asked["rows"]
        ],
        columns=(Column(1.6), Column(5), Column(1, Align.END), Column(1.2, Align.CENTER)),
        caption=_("Accepted requests of the units"),
        source_note=Provenance(
            source=_("Annual survey of training requests"), n=asked["n"], period=str(book.year)
        ),
    )
