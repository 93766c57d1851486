"""The timetable drawn: a calendar by instructor, room or department; who is away when; months."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.cycle.plan.timetable import framing, queries, reading, rules, wording
from espalier.cycle.plan.timetable.naming import title_of
from espalier.cycle.plan.timetable.reading import Tree
from espalier.cycle.plan.timetable.types import SessionState
from espalier.kit.ui.types import Bucket, HeatCell, HeatColumn, HeatMap, HeatRow

BY = ("instructor", "room", "department")
NEAR = 0.8  # of the cap from which a week is coloured
GONE = (SessionState.CANCELLED,)


@dataclass(frozen=True, slots=True)
class Chip:
    """One session in one cell of the calendar."""

    id: int
    code: str
    short: str
    title: str
    label: str
    category: str
    can_move: bool


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A week or a day. ``first`` is its first day; ``closed`` names what is closed."""

    first: date
    label: str
    closed: str = ""
    month: str = ""


@dataclass(frozen=True, slots=True)
class GridRow:
    label: str
    cells: tuple[tuple[GridColumn, tuple[Chip, ...]], ...]
    href: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """The calendar; ``months`` are column groups: label and number of columns."""

    columns: tuple[GridColumn, ...]
    months: tuple[tuple[str, int], ...]
    rows: tuple[GridRow, ...]
    undated: tuple[Chip, ...] = ()


@dataclass(slots=True)
class MonthLine:
    """What lies in one month. ``month`` 0: no date yet."""

    month: int
    sessions: int = 0
    people: int = 0
    minutes: int = 0
    target: int = 0
    states: Counter[str] = field(default_factory=Counter)

    @property
    def is_over(self) -> bool:
        return bool(self.month) and self.sessions > self.target


def grid(
    rows: Sequence[Any], calendar: queries.YearCalendar, *, by: str, month: int = 0, may_move: bool
) -> Grid:
    """The calendar of a year in weeks, or of a month in days; its rows are those of ``by``."""
    columns = tuple(_days_of(calendar, month) if month else _weeks_of(calendar))
    starts = {column.first: column for column in columns}
    tree = reading.tree() if by == "department" else None
    cells: dict[tuple[str, str], dict[date, dict[int, Chip]]] = defaultdict(
        lambda: defaultdict(dict)
    )
    undated = []
    for row in rows:
        if row.state in GONE:
            continue
        chip = chip_of(row, may_move)
        days = {timezone.localtime(m.starts_at).date() for m in row.meetings.all()}
        if not days and not month and chip.can_move:
            undated.append(chip)
        for owner in _owners(row, by, tree):
            for day in days:
                first = day if month else framing_week(day, calendar.year)
                if first in starts:
                    cells[owner][first][row.pk] = chip
    shown = tuple(
        GridRow(
            label,
            tuple((column, tuple(found.get(column.first, {}).values())) for column in columns),
            href,
        )
        for (label, href), found in sorted(cells.items())
    )
    return Grid(columns, _months_of(columns), shown, tuple(undated))


def chip_of(row: Any, may_move: bool) -> Chip:
    title = title_of(row)
    when = "、".join(wording.moment(m.starts_at) for m in row.meetings.all())
    parts = [when or _("no date yet"), _("%(n)s people") % {"n": row.n_people}]
    parts += [each.name for each in (row.instructor, row.room) if each]
    can_move = may_move and SessionState(row.state) in rules.MOVABLE
    return Chip(
        row.pk,
        queries.code_of(row),
        f"{row.line.number.rpartition('-')[2]}-{row.number}",
        title,
        "；".join(parts),
        row.line.category,
        can_move and queries.kind_of(row) != "online",
    )


def framing_week(day: date, year: int) -> date:
    """The first day of a day's week that lies in the year."""
    return max(day - timedelta(day.weekday()), date(year, 1, 1))


def _owners(row: Any, by: str, tree: Tree | None) -> Iterable[tuple[str, str]]:
    if by == "department":
        assert tree is not None
        codes = {
            tree.department_of[p.employee.unit_id]
            for p in row.places.all()
            if p.employee.unit_id in tree.department_of
        }
        return [(f"{code} {wording.in_words(*tree.names[code])}", "") for code in sorted(codes)]
    thing = row.instructor if by == "instructor" else row.room
    if thing is None:
        nobody = _("no instructor of ours") if by == "instructor" else _("no room of ours")
        return [(nobody, "")]
    name = wording.in_words(thing.name, thing.name_en)
    return [(f"{thing.code} {name}", reverse("policy:resource", args=[thing.pk]))]


def _weeks_of(calendar: queries.YearCalendar) -> list[GridColumn]:
    day, last = date(calendar.year, 1, 1), date(calendar.year, 12, 31)
    columns = []
    while day <= last:
        until = min(last, day + timedelta(6 - day.weekday()))
        off = [
            f"{d:%m/%d} {calendar.names[d]}"
            for d in calendar.closed
            if day <= d <= until and d.weekday() < 5
        ]
        month = _("month %(n)s") % {"n": day.month}
        columns.append(GridColumn(day, f"{day.day}", "、".join(off), month))
        day = until + timedelta(1)
    return columns


def _days_of(calendar: queries.YearCalendar, month: int) -> list[GridColumn]:
    day, columns = date(calendar.year, month, 1), []
    working = set(calendar.working)
    while day.month == month and day.year == calendar.year:
        closed = "" if day in working else calendar.names.get(day, _("weekend"))
        label = f"{day.day} {wording.weekday(day)}"
        columns.append(GridColumn(day, label, closed, _("month %(n)s") % {"n": month}))
        day += timedelta(1)
    return columns


def _months_of(columns: Sequence[GridColumn]) -> tuple[tuple[str, int], ...]:
    counted = Counter(column.month for column in columns)
    return tuple(counted.items())


def absence(
    rows: Sequence[Any], tree: Tree, calendar: queries.YearCalendar, percent: int
) -> HeatMap:
    """Department by week: most people away at once, as a share of the department, against the cap."""
    columns = _weeks_of(calendar)
    most = most_away(rows, tree, calendar.year)
    shown = []
    for code, n in sorted(tree.headcount.items()):
        limit = rules.away_limit(n, percent)
        cells = tuple(_away_cell(most.get((code, column.first), 0), n, limit) for column in columns)
        label = f"{wording.in_words(*tree.names[code])}（{_('at most %(n)s') % {'n': limit}}）"
        shown.append(HeatRow(label, cells))
    return HeatMap(
        _("Most people of a department in class at once, week by week"),
        _("Department"),
        tuple(HeatColumn(f"{column.first:%m/%d}") for column in columns),
        tuple(shown),
        legend=(
            (Bucket.MET, _("nobody away")),
            (Bucket.OVER_1, _("within the share")),
            (Bucket.SHORT_1, _("near the share")),
            (Bucket.SHORT_3, _("above the share")),
        ),
    )


def _away_cell(n: int, headcount: int, limit: int) -> HeatCell:
    label = _("%(n)s of %(all)s people, at most %(limit)s") % {
        "n": n,
        "all": headcount,
        "limit": limit,
    }
    if not n:
        return HeatCell("", Bucket.MET, label)
    bucket = Bucket.OVER_1
    if n > limit:
        bucket = Bucket.SHORT_3
    elif n >= NEAR * limit:
        bucket = Bucket.SHORT_1
    return HeatCell(str(n), bucket, label)


def most_away(rows: Sequence[Any], tree: Tree, year: int) -> dict[tuple[str, date], int]:
    """(department, first day of the week) → most heads in class at one moment."""
    meetings: dict[tuple[str, date], list[tuple[Any, Any, int]]] = defaultdict(list)
    for row in rows:
        if row.state in GONE or queries.kind_of(row) not in framing.IN_CLASS:
            continue
        heads = Counter(
            tree.department_of[p.employee.unit_id]
            for p in row.places.all()
            if p.employee.unit_id in tree.department_of
        )
        for m in row.meetings.all():
            week = framing_week(timezone.localtime(m.starts_at).date(), year)
            for code, n in heads.items():
                meetings[code, week].append((m.starts_at, m.ends_at, n))
    return {
        key: max(sum(n for a, b, n in told if a <= moment < b) for moment, _end, _n in told)
        for key, told in meetings.items()
    }


def months(rows: Sequence[Any], target: int) -> list[MonthLine]:
    """Month by month what begins in it; learning at one's own pace is left out."""
    found = {month: MonthLine(month, target=target) for month in range(13)}
    for row in rows:
        if row.state in GONE or queries.kind_of(row) == "online":
            continue
        starts = [timezone.localtime(m.starts_at) for m in row.meetings.all()]
        line = found[min(starts).month if starts else 0]
        line.sessions += 1
        line.people += row.n_people
        line.minutes += row.n_people * row.line.minutes
        line.states[row.state] += 1
    return [line for line in found.values() if line.month or line.sessions]


def week_days(first: date, year: int) -> list[date]:
    """The days of the week that begins on a column of the year."""
    until = first + timedelta(6 - first.weekday())
    days = [first + timedelta(n) for n in range((until - first).days + 1)]
    return [day for day in days if day.year == year]
