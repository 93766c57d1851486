"""Sections of O1.1.1 about goals: strategy with the trace table, the directions, the indicators."""

from collections import Counter
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from espalier.cycle.policy.handbook.sections.book import Book
from espalier.engines.documents.cells import Align, Cell, Column, Number, Shade
from espalier.engines.documents.tree import Block, Heading, Provenance, paragraph, table
from espalier.kit.outputs.book import Entry


def goal_blocks(book: Book) -> Iterator[Block]:
    """Chapter 2 after its clauses: business goals, development goals, and the way to the directions."""
    rows = book.content["goals"]
    if rows:
        yield Heading(_("Business goals"), level=2, numbered=False)
        yield _goals_table(book, rows)
    if book.content["developments"]:
        yield Heading(_("People-development goals"), level=2, numbered=False)
        yield _developments_table(book)
    if rows:
        yield Heading(_("Map of goals, directions and measures"), level=2, numbered=False)
        yield _trace_table(book)
        yield from _gaps(book)


def _perspective(value: str) -> str:
    return {
        "financial": _("Financial"),
        "customer": _("Customer"),
        "process": _("Internal process"),
        "learning": _("Learning and growth"),
    }.get(value, value)


def _goals_table(book: Book, rows: Sequence[Entry]) -> Block:
    return table(
        [_("Code"), _("Goal"), _("Perspective"), _("Measure"), _("Baseline"), _("Target"), _("Due on")],
        [
            [
                row["key"],
                book.word(row, "text"),
                _perspective(row["perspective"]),
                book.word(row, "measure") or "–",
                book.baseline(row),
                book.value(row, "target"),
                book.day(row["ends_on"]),
            ]
            for row in rows
        ],
        columns=(
            Column(0.7, Align.CENTER), Column(2.8), Column(1.4), Column(2), Column(1.7, Align.END),
            Column(1.2, Align.END), Column(1.5),
        ),
        caption=_("Business goals by perspective of the balanced scorecard"),
        sheet_name=_("Business goals"),
        row_headers=1,
        source_note=Provenance(
            source=_sources(book, rows), n=len(rows), period=book.on
        ),
    )  # fmt: skip


def _sources(book: Book, rows: Sequence[Entry]) -> str:
    """Each source with the codes that rest on it."""
    by_source: dict[str, list[str]] = {}
    for row in rows:
        if row["source"]:
            by_source.setdefault(book.word(row, "source"), []).append(row["key"])
    told = [f"{book.joined(keys)}: {source}" for source, keys in by_source.items()]
    return "; ".join(told) or _("Register of goals")


def _developments_table(book: Book) -> Block:
    rows = book.content["developments"]
    serves: dict[str, list[str]] = {}
    for goal, development in book.content["goal_links"]:
        serves.setdefault(development, []).append(goal)
    return table(
        [_("Code"), _("What people must be able to do"), _("Serves"), _("Measure"), _("Baseline"), _("Target")],
        [
            [
                row["key"],
                book.word(row, "text"),
                book.joined(serves.get(row["key"], [])) or "–",
                book.word(row, "measure") or "–",
                book.baseline(row),
                book.value(row, "target"),
            ]
            for row in rows
        ],
        columns=(
            Column(0.7, Align.CENTER), Column(3.6), Column(1, Align.CENTER), Column(2.2),
            Column(1.9, Align.END), Column(1.2, Align.END),
        ),
        caption=_("People-development goals and the business goals they serve"),
        sheet_name=_("Development goals"),
        row_headers=1,
        source_note=Provenance(source=_sources(book, rows), n=len(rows), period=book.on),
    )  # fmt: skip


def trace_rows(book: Book) -> list[tuple[str, str, str]]:
    """(goal, development goal, direction) along the links; "" where the chain ends."""
    onward: dict[str, list[str]] = {}
    for goal, development in book.content["goal_links"]:
        onward.setdefault(goal, []).append(development)
    further: dict[str, list[str]] = {}
    for development, direction in book.content["direction_links"]:
        further.setdefault(development, []).append(direction)
    return [
        (goal["key"], development, direction)
        for goal in book.content["goals"]
        for development in onward.get(goal["key"], [""])
        for direction in sorted(further.get(development, [""]), key=lambda n: int(n or 0))
    ]


def _trace_table(book: Book) -> Block:
    names = {row["key"]: row for row in (*book.content["goals"], *book.content["developments"])}
    lines = trace_rows(book)
    per_goal = Counter(goal for goal, _development, _direction in lines)
    per_development = Counter((goal, development) for goal, development, _direction in lines)
    rows: list[list[Cell | str]] = []
    seen: set[object] = set()
    for goal, development, direction in lines:
        row: list[Cell | str] = []
        if goal not in seen:
            text = f"{goal} {book.word(names[goal], 'text')}"
            row.append(Cell(text, rowspan=per_goal[goal]))
        if (goal, development) not in seen:
            n_lines = per_development[goal, development]
            row.append(_named(book, names.get(development), development, n_lines))
        seen |= {goal, (goal, development)}
        found = book.directions.get(direction)
        row.append(f"{direction}. {book.word(found, 'text')}" if found else _hole())
        row.append(_measured(book, found) if found else "–")
        rows.append(row)
    return table(
        [
            _("Business goal"),
            _("People-development goal"),
            _("Policy direction"),
            _("Measure and target"),
        ],
        rows,
        columns=(Column(2.5), Column(2.8), Column(2.5), Column(2.2)),
        caption=_("From goal to direction, measure and target"),
        anchor="goal-map",
        sheet_name=_("Map of goals"),
        source_note=Provenance(
            source=_("Links kept between goals, directions and clauses"),
            n=len(lines),
            period=book.on,
        ),
    )


def _named(book: Book, row: Entry | None, key: str, n_lines: int) -> Cell:
    return Cell(f"{key} {book.word(row, 'text')}", rowspan=n_lines) if row else _hole()


def _hole() -> Cell:
    return Cell(_("none"), shade=Shade.WARN)


def _measured(book: Book, row: Entry) -> str:
    measure = book.word(row, "measure")
    return f"{measure} → {book.value(row, 'target')}" if measure else "–"


def _gaps(book: Book) -> Iterator[Block]:
    """What the map lacks is said in words, too; the reasons stand on the page of document control."""
    if book.content["uncovered"]:
        keys = book.joined(book.content["uncovered"])
        yield paragraph(
            _("No direction pursues %(keys)s; the reason stands under document control.")
            % {"keys": keys}
        )
    if book.content["unjustified"]:
        keys = book.joined(book.content["unjustified"])
        yield paragraph(
            _(
                "No business goal asks for direction %(keys)s; the reason stands under document control."
            )
            % {"keys": keys}
        )


def direction_blocks(book: Book) -> Iterator[Block]:
    """Chapter 3 before its clauses: every direction with its measure, target and post."""
    rows = book.content["directions"]
    if not rows:
        return
    yield paragraph(
        _(
            "The training policy takes %(n)s directions. Each has a measure, a target and a responsible post."
        )
        % {"n": len(rows)}
    )
    yield table(
        [_("No."), _("Direction"), _("Measure"), _("Target"), _("Due on"), _("Responsible post"), _("Clauses")],
        [
            [
                Number(int(row["key"])),
                book.word(row, "text"),
                book.word(row, "measure") or "–",
                book.value(row, "target"),
                book.day(row["ends_on"]),
                book.word(row, "owner") or "–",
                book.joined(book.clauses_of_direction.get(row["key"], [])) or "–",
            ]
            for row in rows
        ],
        columns=(
            Column(0.6, Align.CENTER), Column(2.6), Column(2), Column(1.1, Align.END),
            Column(1.5), Column(1.3), Column(2.2),
        ),
        caption=_("Directions of the training policy"),
        sheet_name=_("Directions"),
        row_headers=1,
        source_note=Provenance(source=_("Register of policy directions"), n=len(rows), period=book.on),
    )  # fmt: skip


def indicator_blocks(book: Book) -> Iterator[Block]:
    """Chapter 16 before its clauses: every measure with baseline, target, source and post."""
    rows = [
        row
        for part in ("goals", "developments", "directions")
        for row in book.content[part]
        if row["measure"]
    ]
    if not rows:
        return
    yield table(
        [_("Belongs to"), _("Measure"), _("Baseline"), _("Target"), _("Due on"), _("Source"), _("Responsible post")],
        [
            [
                row["key"] if row["perspective"] or not row["key"].isdigit()
                else _("Direction %(n)s") % {"n": row["key"]},
                book.word(row, "measure"),
                book.baseline(row),
                book.value(row, "target"),
                book.day(row["ends_on"]),
                book.word(row, "source") or "–",
                book.word(row, "owner") or "–",
            ]
            for row in rows
        ],
        columns=(
            Column(0.9, Align.CENTER), Column(2.4), Column(1.8, Align.END), Column(1.2, Align.END),
            Column(1.5), Column(2), Column(1.4),
        ),
        caption=_("Indicators and targets"),
        anchor="indicator-table",
        sheet_name=_("Indicators"),
        row_headers=1,
        source_note=Provenance(
            source=_("Registers of goals and directions; the source of each baseline stands in its line"),
            n=len(rows),
            period=book.on,
        ),
    )  # fmt: skip
