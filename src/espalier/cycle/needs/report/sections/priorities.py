"""Sections of O2.1.1: three views of the needs, measured gaps, opinions, and the order of priority."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from espalier.cycle.needs import need_charts as drawing
from espalier.cycle.needs.need_words import IPA, LOCUS, RESPONDENTS, SCORES_FROM, VERDICTS, VIEWS
from espalier.cycle.needs.needs_list.types import Opinion, Opinions, View
from espalier.cycle.needs.report.sections.book import Book, figure_of
from espalier.cycle.needs.report.words import label
from espalier.engines.documents.cells import Align, Cell, Column, Number
from espalier.engines.documents.tree import (
    Block,
    Heading,
    Provenance,
    bullets,
    paragraph,
    table,
)
from espalier.kit.outputs.book import Entry


def view_section(book: Book) -> Iterator[Block]:
    """Organisation, task and person: what is needed as seen from each (McGehee and Thayer; Goldstein)."""
    yield Heading(_("Organisation, task and person analysis"), anchor="views")
    asks = {
        View.ORGANISATION: _("Where in the organisation is learning needed to reach its goals?"),
        View.TASK: _("What must be learned so that the work is done as it should be?"),
        View.PERSON: _("Who has to learn what, and how far are they from it?"),
    }
    for view in View:
        yield Heading(label(VIEWS, view), level=2)
        yield paragraph(asks[view])
        rows = [row for row in book.content["needs"] if row["view"] == view]
        if not rows:
            yield paragraph(_("No need is seen from here."))
            continue
        yield table(
            [_("Need"), _("What is missing"), _("Whom it concerns"), _("People concerned")],
            [
                [
                    book.titled(row),
                    book.word(row, "description") or "–",
                    book.joined([*_names(book, row["units"]), *_names(book, row["positions"])])
                    or "–",
                    Number(row["headcount"]),
                ]
                for row in rows
            ],
            columns=(Column(2.4), Column(5), Column(2.4), Column(1, Align.END)),
            caption=_("Needs seen from: %(view)s") % {"view": label(VIEWS, view)},
            row_headers=1,
            source_note=Provenance(source=_("List of needs"), n=len(rows), period=book.on),
        )


def _names(book: Book, rows: list[Entry]) -> list[str]:
    return [book.word(row, "name") for row in rows]


def gap_section(book: Book) -> Iterator[Block]:
    """Required against current levels of the people each need concerns."""
    yield Heading(_("Competency gaps"), anchor="gaps")
    lines = book.content["gaps"]
    if not lines:
        yield paragraph(_("Gaps have not been measured yet."))
        return
    measured = book.day(book.content["measured_on"])
    widest: dict[str, drawing.GapLine] = {}
    for line in sorted(lines, key=lambda each: -(each["gap_index"] or 0)):
        if line["gap_index"] is not None:
            name = book.word(line, "name")
            widest.setdefault(
                name,
                drawing.GapLine(name, line["required"], line["current"], line["gap_index"],
                                line["n_used"], line["n_people"]),
            )  # fmt: skip
    chart = drawing.gap_chart(list(widest.values()))
    source = _("Ratings of people, merged by the stated rule")
    if chart:
        people = sum(line.n_used for line in list(widest.values())[: drawing.MOST_BARS])
        yield figure_of(
            chart, anchor="fig-gaps", source=source, n=people, period=measured,
            formula=_("gap index = Σ w·max(0, r−c) ÷ Σ w·r"),
        )  # fmt: skip
    yield table(
        [_("Need"), _("Competency"), _("Required level (mean)"), _("Current level (mean)"),
         _("Gap index"), _("Share proficient"), _("Rated"), _("Asked")],
        [_gap_row(book, line) for line in lines],
        columns=(Column(0.8), Column(3), *(Column(1.1, Align.END) for _n in range(6))),
        caption=_("Measured gaps by need and competency"),
        sheet_name=_("Gaps"),
        row_headers=2,
        source_note=Provenance(
            source=source, period=measured,
            n=sum(line["n_used"] for line in lines),
            n_missing=sum(line["n_people"] - line["n_used"] for line in lines),
            formula=_("gap index = Σ w·max(0, r−c) ÷ Σ w·r"),
            note=_("＊ hides figures of groups smaller than the minimum; n counts person × competency."),
        ),
    )  # fmt: skip


def _gap_row(book: Book, line: Entry) -> list[Cell | str | Number]:
    hidden = line["is_hidden"]
    figures: list[Cell | str | Number] = [
        "＊" if hidden else Number(line["required"], 2),
        "＊" if hidden else Number(line["current"], 2),
        "＊" if hidden else Number(line["gap_index"], 3),
        "＊" if hidden else Number(line["share_proficient"], 0, share=True),
    ]
    code = book.needs[line["need_id"]]["code"]
    return [
        code,
        book.word(line, "name"),
        *figures,
        Number(line["n_used"]),
        Number(line["n_people"]),
    ]


def opinion_section(book: Book) -> Iterator[Block]:
    """What respondents say of importance and degree: PNI, Borich, IPA, Locus for Focus."""
    yield Heading(_("Importance and degree as respondents see them"), anchor="opinions")
    found = _opinions(book.content["opinions"])
    if not found.rows:
        yield paragraph(_("Nobody has rated the needs yet."))
        return
    codes = {pk: row["code"] for pk, row in book.needs.items()}
    first, last = (each.isoformat() if each else "" for each in (found.first_on, found.last_on))
    period = f"{book.day(first)} – {book.day(last)}"
    groups = book.joined([f"{label(RESPONDENTS, kind)} {n}" for kind, n in found.kinds])
    n = found.n_respondents
    yield paragraph(
        _("%(n)s respondents (%(groups)s) rated the needs from 1 to 5, %(period)s.")
        % {"n": n, "groups": groups, "period": period}
    )
    source = _("Ratings of needs by respondents")
    yield _opinion_table(book, found, source, period)
    for chart, anchor in (
        (drawing.ipa_chart(found, codes), "fig-ipa"),
        (drawing.locus_chart(found, codes), "fig-locus"),
    ):
        if chart:
            yield figure_of(chart, anchor=anchor, source=source, n=n, period=period)


def _opinion_table(book: Book, found: Opinions, source: str, period: str) -> Block:
    return table(
        [_("Need"), _("Importance"), _("Degree met"), _("PNI (place)"), _("Borich (place)"), "IPA",
         _("Locus for Focus"), _("n"), _("Missing")],
        [
            [
                book.titled(book.needs[row.need_id]),
                Number(row.importance, 2),
                Number(row.degree, 2),
                f"{row.pni:.3f} ({row.pni_rank})",
                f"{row.borich:.2f} ({row.borich_rank})",
                label(IPA, row.ipa),
                label(LOCUS, row.locus),
                Number(row.n),
                Number(row.n_missing),
            ]
            for row in sorted(found.rows, key=lambda each: each.pni_rank)
        ],
        columns=(Column(3), Column(1, Align.END), Column(1, Align.END), Column(1.4, Align.END),
                 Column(1.4, Align.END), Column(1.4), Column(1.4), Column(0.7, Align.END),
                 Column(0.8, Align.END)),
        caption=_("Needs by PNI, Borich, IPA and Locus for Focus"),
        sheet_name=_("Opinions"),
        row_headers=1,
        source_note=Provenance(
            source=source, n=found.n_respondents, period=period,
            formula=_("PNI = (I − D) ÷ D; Borich = Σ(I − D) × mean I ÷ n"),
            note=_("The grids are cut at the means of all needs."),
        ),
    )  # fmt: skip


def _opinions(frozen: Entry) -> Opinions:
    """The frozen figures as the charts take them."""
    plain = {**frozen}
    plain["rows"] = tuple(Opinion(**row) for row in frozen["rows"])
    plain["kinds"] = tuple((kind, n) for kind, n in frozen["kinds"])
    for name in ("first_on", "last_on"):
        plain[name] = date.fromisoformat(frozen[name]) if frozen[name] else None
    return Opinions(**plain)


def priority_section(book: Book) -> Iterator[Block]:
    """Criteria and weights, the order they make, what hangs on them, and whether training is the remedy."""
    yield Heading(_("Priority of the needs"), anchor="needs")
    needs = book.content["needs"]
    if not needs:
        yield paragraph(_("No needs yet."))
        return
    yield _order(book, needs)
    chart = drawing.pareto_chart(
        [(row["code"], book.titled(row), row["score"]) for row in _ranked(needs)]
    )
    source = _("List of needs")
    if chart:
        n = len([row for row in needs if row["score"] is not None])
        yield figure_of(chart, anchor="fig-pareto", source=source, n=n, period=book.on)
    yield from _criteria(book)
    yield from _causes(book)


def _ranked(needs: list[Entry]) -> list[Entry]:
    return sorted(needs, key=lambda row: (row["rank"] or 10**6, row["code"]))


def _order(book: Book, needs: list[Entry]) -> Block:
    return table(
        [_("Priority rank"), _("Need"), _("Score (0–1)"), _("Rank when one weight changes by half"),
         _("Cause check"), _("Found in")],
        [
            [
                Number(row["rank"]),
                book.titled(row),
                Number(row["score"], 2),
                f"{row['best_rank']}–{row['worst_rank']}" if row["rank"] else "–",
                label(VERDICTS, row["verdict"]),
                _found_in(book, row),
            ]
            for row in _ranked(needs)
        ],
        columns=(Column(0.7, Align.CENTER), Column(3.2), Column(1, Align.END),
                 Column(1.4, Align.CENTER), Column(2), Column(2.6)),
        caption=_("Needs in order of priority"),
        sheet_name=_("Needs"),
        row_headers=2,
        source_note=Provenance(
            source=_("List of needs"), n=len(needs), period=book.on,
            formula=_("score = Σ weight × value brought to 0–1 between the lowest and the highest need"),
        ),
    )  # fmt: skip


def _found_in(book: Book, row: Entry) -> str:
    codes = [book.extracts[pk]["code"] for pk in row["extract_ids"] if pk in book.extracts]
    codes += [
        book.considerations[pk]["code"]
        for pk in row["consideration_ids"]
        if pk in book.considerations
    ]
    parts = [book.joined([*codes, *row["norms"]]), book.word(row, "source")]
    return "\n".join(part for part in parts if part) or _("Source not known")


def _criteria(book: Book) -> Iterator[Block]:
    yield Heading(_("Criteria, weights and sensitivity"), level=2)
    rows = book.content["criteria"]
    if not rows:
        yield paragraph(_("No criteria yet."))
        return
    total = sum(row["weight"] for row in rows)
    yield table(
        [_("Criterion"), _("Weight"), _("Share of weight"), _("Better is"), _("Where it comes from")],
        [
            [
                book.word(row, "name"),
                Number(row["weight"], 1),
                Number(row["weight"] / total if total else None, 0, share=True),
                _("lower") if row["lower_is_better"] else _("higher"),
                label(SCORES_FROM, row["score_from"]),
            ]
            for row in rows
        ],
        columns=(Column(2.4), Column(1, Align.END), Column(1.2, Align.END),
                 Column(1.2), Column(3)),
        caption=_("Criteria and weights"),
        sheet_name=_("Criteria"),
        row_headers=1,
        source_note=Provenance(source=_("Criteria of the needs"), n=len(rows), period=book.on),
    )  # fmt: skip
    yield bullets(
        *(
            _(
                "When one weight at a time is changed by ±%(change)s, the first %(top)s needs are others in "
                "%(changed)s of %(n)s runs."
            )
            % {
                "change": f"{line['change']:.0%}",
                "top": line["top"],
                "changed": line["n_changed"],
                "n": line["n_runs"],
            }
            for line in book.content["sensitivity"]
        )
    )


def _causes(book: Book) -> Iterator[Block]:
    yield Heading(_("Is training the remedy?"), level=2)
    rows = [row for row in _ranked(book.content["needs"]) if row["verdict"]]
    if not rows:
        yield paragraph(_("Causes were not checked yet."))
        return
    yield table(
        [_("Need"), _("Cause check"), _("What the answers rest on"),
         _("What is done instead, or beside it"), _("Checked on")],
        [
            [
                book.titled(row),
                label(VERDICTS, row["verdict"]),
                book.word(row, "reason") or "–",
                book.word(row, "alternative") or "–",
                book.day(row["checked_on"]),
            ]
            for row in rows
        ],
        columns=(Column(2.2), Column(1.8), Column(3), Column(3), Column(1.4)),
        caption=_("Causes of the needs"),
        sheet_name=_("Causes"),
        row_headers=1,
        source_note=Provenance(
            source=_("Guided questions after Mager and Pipe"), n=len(rows), period=book.on
        ),
    )  # fmt: skip
