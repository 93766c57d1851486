"""Section of O2.3.1: the budget, direct and indirect, and what a different budget would close."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from espalier.cycle.plan.report.sections.book import Book, hours
from espalier.cycle.plan.report.types import SMALLEST_GROUP
from espalier.engines.documents.cells import Align, Cell, Column, Number
from espalier.engines.documents.chart_specs import Bar
from espalier.engines.documents.series_charts import lines_over, lying_bars
from espalier.engines.documents.tree import (
    Block,
    Figure,
    Heading,
    Provenance,
    Table,
    paragraph,
    table,
)


def money_section(book: Book) -> Iterator[Block]:
    """Direct cost by category, grants, the wages of learning time, and the frontier of budgets."""
    yield Heading(_("Budget"), anchor="budget")
    yield _by_category(book)
    yield _chart(book)
    yield from _wages(book)
    yield from _frontier(book)


def _parts(book: Book) -> list[tuple[str, int, int, int, int]]:
    """Category with cost of sessions, cost of participants, grants, and learning minutes."""
    return [
        (
            name,
            sum(r["sessions"] * r["session_cost"] for r in rows),
            sum(r["headcount"] * r["head_cost"] for r in rows),
            sum(r["grant_amount"] for r in rows),
            sum(r["headcount"] * r["minutes"] for r in rows),
        )
        for name, rows in book.by_category()
    ]


def _by_category(book: Book) -> Table:
    parts = _parts(book)
    totals = [sum(values) for values in zip(*(part[1:] for part in parts), strict=True)]
    rows: list[list[Cell | str | Number]] = [
        [
            name,
            Number(sessions),
            Number(heads),
            Number(sessions + heads),
            Number(grants),
            Number(hours(minutes), decimals=0),
        ]
        for name, sessions, heads, grants, minutes in parts
    ]
    total: list[Cell | str | Number] = [
        Cell(_("Total"), bold=True),
        *(
            Cell(Number(value), bold=True)
            for value in (totals[0], totals[1], totals[0] + totals[1], totals[2])
        ),
        Cell(Number(hours(totals[3]), decimals=0), bold=True),
    ]
    return table(
        [
            _("Category"),
            _("Sessions (NT$)"),
            _("Participants (NT$)"),
            _("Direct cost (NT$)"),
            _("Grants (NT$)"),
            _("Learning hours"),
        ],
        [*rows, total],
        columns=(Column(2), *(Column(1.5, Align.END) for _at in range(5))),
        caption=_("Budget by category"),
        anchor="budget-table",
        row_headers=1,
        source_note=Provenance(
            source=_("Lines of the annual plan"),
            n=len(book.lines),
            period=str(book.year),
            formula=_("sessions × cost of a session + people × cost a participant"),
            note=_("Budget of the year: NT$%(amount)s")
            % {"amount": f"{book.content['scenario']['budget']:,}"},
        ),
    )


def _chart(book: Book) -> Figure:
    words = (_("Sessions"), _("Participants"))
    bars = [
        Bar(name, word, float(value))
        for name, sessions, heads, _grants, _minutes in _parts(book)
        for word, value in zip(words, (sessions, heads), strict=True)
    ]
    return Figure(
        lying_bars(bars, value_title=_("NT$")),
        _("Direct cost by category"),
        _("Bars of the direct cost of each category, sessions and participants added up."),
        same_as="budget-table",
        source_note=Provenance(source=_("Lines of the annual plan"), n=len(book.lines)),
        anchor="budget-chart",
    )


def _wages(book: Book) -> Iterator[Block]:
    yield Heading(_("Indirect cost: wages of learning time"), level=2)
    told = book.content["wages"]
    if told["n"] < SMALLEST_GROUP:
        yield paragraph(_("Wages are recorded for too few people to say anything."))
        return
    yield table(
        [_("Learning hours"), _("Wages of that time (NT$)")],
        [[Number(hours(told["minutes"]), decimals=0), Number(told["amount"])]],
        columns=(Column(1, Align.END), Column(1, Align.END)),
        caption=_("Wages of learning time, whether inside or outside working hours"),
        source_note=Provenance(
            source=_("Register of wages"),
            n=told["n"],
            n_missing=told["n_missing"],
            period=book.on,
            formula=_("monthly wage ÷ 240 × learning hours; overtime pay is not in it"),
        ),
    )


def _frontier(book: Book) -> Iterator[Block]:
    points = book.content["figures"]["frontier"]
    if not points:
        return
    yield Heading(_("What another budget would close"), level=2)
    now, most = _("Gap closed"), _("At most possible (proved)")
    bars = [
        Bar(f"{p['budget'] / 10_000:,.0f}", word, value)
        for p in points
        for word, value in ((now, p["closed"]), (most, p["bound"]))
    ]
    yield Figure(
        lines_over(
            bars,
            group_title=_("Budget (NT$10,000)"),
            value_title=_("Share of all gaps and requests"),
            number_format=".0%",
        ),
        _("Frontier of budgets"),
        _("What each budget closes, and the most that any plan could close with it."),
        data=table(
            [_("Budget (NT$)"), now, most],
            [
                [
                    Number(p["budget"]),
                    Number(p["closed"], decimals=1, share=True),
                    Number(p["bound"], decimals=1, share=True),
                ]
                for p in points
            ],
            columns=tuple(Column(1, Align.END) for _at in range(3)),
        ),
        source_note=Provenance(
            source=_("Runs of the planner, each checked"), n=len(points), period=book.on
        ),
        anchor="frontier",
    )
