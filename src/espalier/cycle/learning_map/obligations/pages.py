"""What templates draw: rows in words, tables to export, the chart of the forecast."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any
from urllib.parse import urlencode

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from espalier.cycle.learning_map.labels import hours_text
from espalier.cycle.learning_map.norms.types import NormFace
from espalier.cycle.learning_map.obligations import words
from espalier.cycle.learning_map.obligations.boards import Board, Cell
from espalier.cycle.learning_map.obligations.queries.matrix import Mark, Matrix, MatrixColumn
from espalier.cycle.learning_map.obligations.types import Line, PersonRow, PersonStatus
from espalier.engines.obligations.bulk.columns import Ints
from espalier.engines.obligations.results import Status
from espalier.kit.http import SignedInRequest

MARK_TEMPLATE = "learning_map/obligations/_mark.html"
PER_PAGE = 25
UNITS_PER_PAGE = 12
MONTHS = 12


def title_of(face: NormFace | MatrixColumn) -> str:
    """The title in the reader's language; the English one falls back to the Chinese."""
    own = face.title if isinstance(face, NormFace) else face.name
    english = face.title_en if isinstance(face, NormFace) else face.name_en
    return english or own if (get_language() or "").startswith("en") else own


@dataclass(frozen=True, slots=True)
class LineRow:
    """One norm of a person, in words."""

    code: str
    title: str
    url: str
    source: str
    state: str
    word: object
    tone: str
    why: str
    to_do: str
    hours: str
    share: int | None
    is_working_time: bool
    counted: Sequence[str]
    left: Sequence[str]


def line_rows(status: PersonStatus, lines: Iterable[Line]) -> list[LineRow]:
    done = dict(status.done)
    return [
        LineRow(
            code=line.face.code,
            title=title_of(line.face),
            url=line.face.url,
            source=line.face.source,
            state=words.state_of(line),
            word=words.STATES[words.state_of(line)],
            tone=words.TONES[words.state_of(line)],
            why=words.why(line),
            to_do=words.hours_to_do(line),
            hours=_hours(line),
            share=_share(line),
            is_working_time=line.norm.is_working_time,
            counted=words.counted_texts(line, done),
            left=words.left_texts(line, done),
        )
        for line in lines
    ]


def _hours(line: Line) -> str:
    if line.found.status < Status.VALID or not line.found.minutes_required:
        return ""
    told = {
        "done": hours_text(line.found.minutes_done),
        "asked": hours_text(line.found.minutes_required),
    }
    return _("%(done)s of %(asked)s hours") % told


def _share(line: Line) -> int | None:
    """Done of required, in per cent, for the bar."""
    if line.found.status < Status.VALID or not line.found.minutes_required:
        return None
    return min(100, round(100 * line.found.minutes_done / line.found.minutes_required))


def counts_of(status: PersonStatus) -> dict[str, int]:
    found = dict.fromkeys(words.STATES, 0)
    for line in status.lines:
        found[words.state_of(line)] += 1
    return found


class Link:
    """Addresses of this page with some answers changed."""

    def __init__(self, request: SignedInRequest) -> None:
        self.answers = {key: value for key, value in request.GET.items() if value}
        self.answers.pop("export", None)

    def __call__(self, **changes: object) -> str:
        answers = {k: v for k, v in {**self.answers, **changes}.items() if v not in (None, "")}
        return f"?{urlencode(answers)}"

    def kept(self, *names: str) -> str:
        """The address part that carries these answers to another page of the room."""
        answers = {name: self.answers[name] for name in names if name in self.answers}
        return f"?{urlencode(answers)}" if answers else ""

    def exports(self) -> list[tuple[str, str]]:
        return [("XLSX", self(export="xlsx")), ("CSV", self(export="csv"))]

    def pages(
        self, at: int, total: int, size: int = PER_PAGE, name: str = "page"
    ) -> list[tuple[str, str, bool]]:
        """(label, address, is this one) of each page; none when one page holds everything."""
        n = -(-total // size)
        if n < 2:
            return []
        near = [page for page in range(1, n + 1) if abs(page - at) <= 3 or page in (1, n)]
        return [
            (f"{(p - 1) * size + 1}–{min(p * size, total)}", self(**{name: p}), p == at)
            for p in near
        ]


def page_number(request: SignedInRequest, name: str = "page") -> int:
    text = request.GET.get(name, "")
    return max(int(text), 1) if text.isdecimal() and len(text) < 6 else 1


def window_of(page: int, size: int = PER_PAGE) -> slice:
    return slice((page - 1) * size, page * size)


def cell_columns() -> list[str]:
    return [
        _("Employee number"), _("Name"), _("Unit"), _("Position"), _("Norm"), _("Title"), _("State"),
        _("Hours asked"), _("Hours done"), _("Hours left"), _("Due on"), _("Source"),
    ]  # fmt: skip


def cell_rows(cells: Iterable[Cell]) -> Iterable[list[object]]:
    """Obligations as an auditor takes them away: one row each."""
    for cell in cells:
        yield [
            cell.person.number,
            cell.person.name,
            cell.person.unit_name,
            cell.person.position_name,
            cell.face.code,
            title_of(cell.face),
            str(words.STATES[cell.state]),
            cell.norm.minutes / 60,
            cell.minutes_done / 60,
            cell.minutes_left / 60,
            cell.due_on,
            cell.face.source,
        ]


def matrix_columns(matrix: Matrix) -> list[str]:
    heads = [_("Employee number"), _("Name"), _("Unit"), _("Position")]
    return [*heads, *(f"{column.code} {title_of(column)}" for column in matrix.columns)]


def matrix_rows(matrix: Matrix) -> Iterable[list[object]]:
    for person, marks in matrix.rows:
        head = [person.number, person.name, person.unit_name, person.position_name]
        yield [*head, *(mark_text(mark) for mark in marks)]


def mark_text(mark: Mark) -> str:
    """A cell in words, for files and for who cannot see the sign."""
    if not mark.state:
        return ""
    word = str(words.STATES[mark.state])
    return f"{word} {mark.day.isoformat()}" if mark.day else word


def mark_cells(rows: Iterable[tuple[PersonRow, Sequence[Mark]]]) -> list[tuple[PersonRow, str]]:
    """People with their cells, drawn."""
    language = get_language() or ""
    return [
        # Every cell was escaped by its template.
        (person, mark_safe("".join(_cell(mark, language) for mark in marks)))
        for person, marks in rows
    ]


@lru_cache(maxsize=10_000)
def _cell(mark: Mark, _language: str) -> str:
    """A matrix has thousands of cells, but many are the same: each is drawn once in a language."""
    context = {"mark": mark, "tone": words.TONES.get(mark.state), "label": mark_text(mark)}
    return render_to_string(MARK_TEMPLATE, context)


def month_ends(today: date, n: int = MONTHS) -> list[date]:
    """Today and the last days of the next months."""
    found = [today]
    for step in range(n):
        year, month = divmod(today.year * 12 + today.month - 1 + step, 12)
        last = date(year, month + 1, monthrange(year, month + 1)[1])
        if last > found[-1]:
            found.append(last)
    return found


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month of the forecast: what falls due in it, and how everybody stands at its end."""

    label: str
    last: date
    falling_due: int
    due_soon: int
    overdue: int


def month_rows(board: Board, counts: Ints, days: Sequence[date]) -> list[MonthRow]:
    return [
        MonthRow(
            f"{last:%Y/%m}",
            last,
            int(board.falling_due(max(first, last.replace(day=1)), last).sum()),
            int(counts[place, Status.DUE_SOON]),
            int(counts[place, Status.OVERDUE]),
        )
        for place, (first, last) in enumerate(pairwise(days), start=1)
    ]


def norm_rows(board: Board, days: Sequence[date]) -> list[tuple[NormFace, list[int], int]]:
    """Per norm what falls due in each month, and in all of them; norms with nothing are left out."""
    spans = [(max(first, last.replace(day=1)), last) for first, last in pairwise(days)]
    months = [board.falling_due(first, last).tolist() for first, last in spans]
    rows = [
        (board.faces[norm.id], [month[n] for month in months], sum(month[n] for month in months))
        for n, norm in enumerate(board.norms)
    ]
    return sorted((row for row in rows if row[2]), key=lambda row: (-row[2], row[0].code))


def forecast_chart(rows: Sequence[MonthRow]) -> dict[str, Any]:
    """Bars of what falls due and of what would be overdue, month by month."""
    from espalier.engines.documents.chart_specs import Bar, grouped_bars

    falling, overdue = _("Falls due in the month"), _("Overdue at its end if nothing is done")
    bars = [
        Bar(row.label[2:], name, value)  # 27/03: twelve labels stand side by side
        for row in rows
        for name, value in ((falling, row.falling_due), (overdue, row.overdue))
    ]
    return {
        "spec": grouped_bars(bars, group_title=_("Month"), value_title=_("Obligations")),
        "head": [_("Month"), falling, overdue],
        "rows": [[row.label, row.falling_due, row.overdue] for row in rows],
    }
