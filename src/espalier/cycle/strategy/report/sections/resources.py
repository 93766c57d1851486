"""Sections of O2.2.1: learning theory and advice, resources and cost, risks, conclusions."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from espalier.cycle.strategy.programmes.queries import size_of_risk
from espalier.cycle.strategy.programmes.queries.wording import constraint_words, level_words
from espalier.cycle.strategy.report.sections.book import Book
from espalier.engines.documents.cells import Align, Cell, Column, Number, Shade
from espalier.engines.documents.chart_specs import Bar, grouped_bars
from espalier.engines.documents.tree import (
    Block,
    Figure,
    Heading,
    Provenance,
    paragraph,
    table,
)
from espalier.kit.outputs.book import Entry

RISK_SHADES = {"low": Shade.GOOD, "medium": Shade.WARN, "high": Shade.BAD}


def theory_section(book: Book) -> Iterator[Block]:
    """How principles of learning are used, and which advice holds for which group."""
    yield Heading(_("Learning-theory basis"), anchor="theory")
    yield from book.narrative("theory")
    rows = book.content["advice"]
    if not rows:
        yield paragraph(_("No rule of the table of advice fits a target group yet."))
        return
    yield table(
        [
            _("Level or condition"),
            _("Method"),
            _("Reason for it"),
            _("Principle and source"),
            _("Target groups"),
        ],
        [
            [
                book.joined(
                    word
                    for word in (
                        level_words(row["level"]) if row["level"] else "",
                        constraint_words(row["constraint"]) if row["constraint"] else "",
                    )
                    if word
                ),
                book.word(row, "method"),
                book.word(row, "reason"),
                f"{book.word(row, 'principle')}\n{row['source']}",
                book.joined(row["groups"]),
            ]
            for row in rows
        ],
        columns=(Column(1.3), Column(2.2), Column(3.4), Column(2), Column(2)),
        caption=_("Advice on methods that holds for the target groups"),
        sheet_name=_("Advice"),
        source_note=Provenance(
            source=_("Table of advice, objectives and target groups"), n=len(rows), period=book.on
        ),
    )


def resource_section(book: Book) -> Iterator[Block]:
    """What the chosen options need, and what they cost beside the others."""
    yield Heading(_("Resources and cost estimate"), anchor="resources")
    yield from book.narrative("resources")
    chosen = [(each, option) for each in book.programmes if (option := book.chosen(each))]
    if not chosen:
        yield paragraph(_("No option is chosen yet."))
        return
    people = {each["code"]: sum(group["n"] for group in each["groups"]) for each in book.programmes}
    rows: list[list[str | Number]] = [
        [
            book.title(programme),
            f"{option['code']} {book.word(option, 'name')}",
            Number(option["minutes"] / 60, decimals=1),
            Number(people[programme["code"]]),
            Number(option["total"]),
        ]
        for programme, option in chosen
    ]
    total = sum(option["total"] for _programme, option in chosen)
    rows.append([_("Total"), "", "", "", Number(total)])
    yield table(
        [_("Programme"), _("Chosen option"), _("Hours per learner"), _("Headcount"),
         _("Cost estimate (NT$)")],
        rows,
        columns=(Column(3), Column(3.6), Column(1.1, Align.END), Column(1.2, Align.END),
                 Column(1.6, Align.END)),
        caption=_("Cost estimate of the chosen options"),
        sheet_name=_("Cost"),
        anchor="cost",
        row_headers=1,
        source_note=Provenance(
            source=_("Cost lines of the chosen options"), n=len(chosen), period=book.on
        ),
    )  # fmt: skip
    yield Figure(
        grouped_bars(
            [Bar(programme["code"], _("Chosen option"), option["total"]) for programme, option in chosen],
            group_title=_("Programme"),
            value_title=_("Cost estimate (NT$)"),
        ),
        caption=_("Cost estimate by programme"),
        alt=_("Bars: the cost estimate of each programme; together NT$%(total)s.")
        % {"total": f"{total:,}"},
        same_as="cost",
    )  # fmt: skip


def risk_section(book: Book) -> Iterator[Block]:
    """Risks by size with what is done about them."""
    yield Heading(_("Risks"), anchor="risks")
    rows: list[tuple[Entry, Entry]] = [
        (programme, risk) for programme in book.programmes for risk in programme["risks"]
    ]
    if not rows:
        yield paragraph(_("No risk is written down yet."))
        return
    rows.sort(key=lambda pair: (-pair[1]["likelihood"] * pair[1]["impact"], pair[1]["code"]))
    yield table(
        [_("Code"), _("Risk"), _("Likelihood"), _("Impact"), _("Size"), _("Response"), _("Owner")],
        [
            [
                risk["code"],
                book.word(risk, "text"),
                Number(risk["likelihood"]),
                Number(risk["impact"]),
                _size(risk),
                book.word(risk, "response") or "–",
                risk["owner"] or "–",
            ]
            for _programme, risk in rows
        ],
        columns=(Column(0.8), Column(2.7), Column(1.2, Align.END), Column(0.9, Align.END),
                 Column(0.7, Align.END), Column(2.8), Column(1.2)),
        caption=_("Risks by size"),
        sheet_name=_("Risks"),
        row_headers=1,
        source_note=Provenance(
            n=len(rows), period=book.on, formula=_("size = likelihood × impact (1–25)")
        ),
    )  # fmt: skip


def _size(risk: Entry) -> Cell:
    size = risk["likelihood"] * risk["impact"]
    return Cell(Number(size), shade=RISK_SHADES[size_of_risk(risk["likelihood"], risk["impact"])])


def conclusion_section(book: Book) -> Iterator[Block]:
    """What follows."""
    yield Heading(_("Conclusions and next steps"), anchor="conclusion")
    yield from book.narrative("conclusion")
