"""Section of O2.2.1: the design options of every programme, compared and decided."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from espalier.cycle.strategy.programmes.queries.drawing import stacked
from espalier.cycle.strategy.programmes.queries.wording import DELIVERIES, SOURCES
from espalier.cycle.strategy.report.sections.book import Book
from espalier.engines.documents.cells import Align, Cell, Column, Number, Shade, spans_of
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
from espalier.kit.outputs.book import Entry

CHART_WIDTH = 420  # CSS pixels: leaves room for the names of the options


def option_section(book: Book) -> Iterator[Block]:
    """At least two options a programme with criteria, scores, cost, sensitivity, and the reason of the choice."""
    yield Heading(_("Options considered"), anchor="options")
    yield from book.narrative("buying")
    yield _criteria(book)
    for programme in book.programmes:
        yield Heading(book.title(programme), level=2)
        if not programme["options"]:
            yield paragraph(_("No option is written down yet."))
            continue
        yield _compared(book, programme)
        yield _chart(book, programme)
        yield from _firmness(book, programme)
        for option in programme["options"]:
            yield from _option(book, option)


def _criteria(book: Book) -> Block:
    rows = book.content["criteria"]
    total = sum(row["weight"] for row in rows) or 1.0
    return table(
        [_("Criterion"), _("Weight"), _("What 5 points mean")],
        [
            [book.word(row, "name"), Number(row["weight"] / total, share=True), book.word(row, "meaning")]
            for row in rows
        ] or [["–", "–", "–"]],
        columns=(Column(2), Column(0.8, Align.END), Column(5)),
        caption=_("Criteria and weights"),
        sheet_name=_("Criteria"),
        row_headers=1,
    )  # fmt: skip


def _anchor(programme: Entry) -> str:
    return f"options-{programme['code']}"


def _compared(book: Book, programme: Entry) -> Block:
    """Criteria down, options across; the chosen one is shaded."""
    options = programme["options"]

    def cell(option: Entry, content: Number, *, bold: bool = False) -> Cell:
        return Cell(content, bold=bold, shade=Shade.GOOD if option["is_chosen"] else Shade.NONE)

    rows: list[list[Cell | str]] = [
        [
            book.word(criterion, "name"),
            *(cell(o, Number(o["scores"].get(criterion["code"]))) for o in options),
        ]
        for criterion in book.content["criteria"]
    ]
    rows += [
        [
            _("Weighted score (1–5)"),
            *(cell(o, Number(o["score"], decimals=2), bold=True) for o in options),
        ],
        [pgettext("order", "Rank"), *(cell(o, Number(o["rank"])) for o in options)],
        [_("Cost estimate (NT$)"), *(cell(o, Number(o["total"])) for o in options)],
        [
            _("Hours per learner"),
            *(cell(o, Number(o["minutes"] / 60, decimals=1)) for o in options),
        ],
    ]
    return table(
        [_("Criterion"), *(f"{o['code']} {book.word(o, 'name')}" for o in options)],
        rows,
        columns=(Column(2), *(Column(2, Align.END) for _option in options)),
        caption=_("Weighted decision matrix: %(programme)s") % {"programme": book.title(programme)},
        sheet_name=programme["code"],
        anchor=_anchor(programme),
        row_headers=1,
        source_note=Provenance(
            source=_("Scores of the options, 1 (poorly) to 5 (very well)"),
            n=len(options),
            period=book.on,
            formula=_("score = Σ weight × score ÷ Σ weight"),
        ),
    )


def _chart(book: Book, programme: Entry) -> Block:
    names = {row["code"]: book.word(row, "name") for row in book.content["criteria"]}
    options = programme["options"]
    values = [
        {"option": book.word(o, "name"), "criterion": names[code], "points": round(points, 3)}
        for o in options
        for code, points in o["parts"].items()
        if code in names
    ]
    best = options[0]
    alt = _("%(option)s scores highest with %(score)s.") % {
        "option": book.word(best, "name"),
        "score": "–" if best["score"] is None else f"{best['score']:.2f}",
    }
    return Figure(
        stacked(values, [book.word(o, "name") for o in options], list(names.values()), CHART_WIDTH),
        caption=_("What each criterion adds to the score: %(programme)s")
        % {"programme": book.title(programme)},
        alt=alt,
        same_as=_anchor(programme),
    )


def _firmness(book: Book, programme: Entry) -> Iterator[Block]:
    """At which share of a criterion's weight the order would turn."""
    names = {row["code"]: book.word(row, "name") for row in book.content["criteria"]}
    options = {o["code"]: book.word(o, "name") for o in programme["options"]}
    turning = [turn for turn in programme["turns"] if turn[2] is not None]
    if not turning:
        yield paragraph(
            _("The first option stays first whatever weight any one criterion is given.")
        )
        return
    yield table(
        [_("Criterion"), _("Share today"), _("Order turns at"), _("Then ahead or level")],
        [
            [names.get(code, code), Number(share, share=True), Number(at, share=True),
             options.get(to, to)]
            for code, share, at, to in turning
        ],
        columns=(Column(2.4), Column(1, Align.END), Column(1.2, Align.END), Column(4)),
        caption=_("How firm the order is: %(programme)s") % {"programme": book.title(programme)},
        source_note=Provenance(
            note=_("Criteria not named turn nothing; the other weights keep their proportions.")
        ),
        row_headers=1,
    )  # fmt: skip


def _option(book: Book, option: Entry) -> Iterator[Block]:
    chosen = _("Chosen")
    mark = book.bracketed(chosen) if option["is_chosen"] else ""
    yield Heading(f"{option['code']} {book.word(option, 'name')}{mark}", level=3)
    yield key_values(
        [
            (
                _("Source and delivery"),
                f"{SOURCES[option['source']]}・{DELIVERIES[option['delivery']]}",
            ),
            (_("How"), book.word(option, "description") or "–"),
            (_("Target groups"), book.joined(option["groups"])),
            (_("Needs"), book.joined(option["needs"])),
            (_("Positions"), book.names(option["positions"])),
            (_("Constraints"), book.word(option, "constraints") or "–"),
            (_("Risks"), book.word(option, "risks") or "–"),
        ]
    )
    if option["costs"]:
        yield _costs(book, option)
    if option["is_chosen"]:
        yield Callout(
            spans_of(book.word(option, "reason")),
            title=_("Why it was chosen (%(day)s, %(by)s)")
            % {"day": book.day(option["chosen_on"]), "by": option["chosen_by"]},
            tone=Tone.GOOD,
        )


def _costs(book: Book, option: Entry) -> Block:
    rows: list[list[Number | str]] = [
        [
            book.word(line, "label"),
            Number(line["quantity"], decimals=0 if line["quantity"] % 1 == 0 else 2),
            Number(line["unit_amount"]),
            Number(line["amount"]),
        ]
        for line in option["costs"]
    ]
    rows.append([_("Total"), "", "", Number(option["total"])])
    return table(
        [_("Item"), _("Quantity"), _("Price (NT$)"), _("Amount (NT$)")],
        rows,
        columns=(Column(4), Column(1, Align.END), Column(1.3, Align.END), Column(1.4, Align.END)),
        caption=_("Cost estimate: %(option)s")
        % {"option": f"{option['code']} {book.word(option, 'name')}"},
        row_headers=1,
    )
