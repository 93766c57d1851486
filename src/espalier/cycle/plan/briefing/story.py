"""The frozen plan as it is told to people: sums, the few things that matter most, and where each figure is from.

Everything is computed from the content alone, so slides, page and document say the same.
"""

import calendar
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.cycle.plan.briefing.types import CategorySum
from espalier.kit.outputs.book import Book, Entry

CATEGORIES = ("legal", "competency", "strategy", "level")
KINDS = ("instructor", "room", "equipment")


@dataclass(frozen=True)
class Story(Book):
    """One content with the face of one rendering; ``asks`` are the presenters' own requests, one a line."""

    asks: tuple[str, ...] = field(default=())

    @property
    def year(self) -> int:
        return int(self.content["plan"]["year"])

    @property
    def title(self) -> str:
        return self.word(self.content["plan"], "title")

    @property
    def figures(self) -> Entry:
        found: Entry = self.content["figures"]
        return found

    @property
    def sums(self) -> Entry:
        found: Entry = self.figures["sums"]
        return found

    @property
    def budget(self) -> int:
        return int(self.content["scenario"]["budget"])

    @property
    def lines(self) -> list[Entry]:
        return list(self.content["lines"])

    @property
    def headline(self) -> list[list[str]]:
        """Label, value and how it is counted, as the planner's page shows them."""
        key = "headline_en" if self.english else "headline"
        return [list(row) for row in self.figures[key]]

    def course(self, line: Entry) -> str:
        return f"{line['code']} {self.word(line, 'title')}"

    def texts(self, name: str) -> list[str]:
        """A text of the plan line by line."""
        written = self.word(self.content["plan"], name)
        return [part.strip() for part in written.split("\n") if part.strip()]

    def source(self, data: str, n: object, *, of: str = "") -> str:
        """Where the figures of a slide come from: document, data, how many, which period."""
        edition = (
            _("edition %(n)s") % {"n": self.face.edition} if self.face.is_final else _("draft")
        )
        counted = f"n={n:,}" if isinstance(n, int) else f"n={n}"
        return _(
            "Source: %(output)s %(edition)s, %(data)s; %(n)s; period %(period)s; data of %(day)s"
        ) % {
            "output": self.content["output"],
            "edition": edition,
            "data": data,
            "n": counted,
            "period": of or self.year,
            "day": self.on,
        }

    @cached_property
    def categories(self) -> list[CategorySum]:
        """What the lines of each category come to, in the order of the plan; empty ones are left out."""
        groups = [[row for row in self.lines if row["category"] == key] for key in CATEGORIES]
        return [self._summed(rows) for rows in groups if rows]

    def _summed(self, rows: Sequence[Entry]) -> CategorySum:
        def total(value: Callable[[Entry], int]) -> int:
            return sum(value(row) for row in rows)

        return CategorySum(
            name=self.word(rows[0], "category_word"),
            n_lines=len(rows),
            n_sessions=total(lambda row: row["sessions"]),
            n_seats=total(lambda row: row["headcount"]),
            minutes=total(lambda row: row["headcount"] * row["minutes"]),
            session_cost=total(lambda row: row["sessions"] * row["session_cost"]),
            head_cost=total(lambda row: row["headcount"] * row["head_cost"]),
            grants=total(lambda row: row["grant_amount"]),
        )

    @property
    def all_closed(self) -> int:
        """Weight closed over all competencies; what the shares of single ones are parts of."""
        return sum(row["closed"] for row in self.content["competencies"]) or 1

    def top_competencies(self, n: int) -> list[tuple[str, float, int]]:
        """Name, share of all gaps closed, people; the largest first."""
        rows = self.content["competencies"][:n]
        return [
            (self.word(row, "name"), row["closed"] / self.all_closed, row["n_people"])
            for row in rows
        ]

    def largest_lines(self) -> list[Entry]:
        """Lines by what they close, then by people."""
        return sorted(
            self.lines,
            key=lambda row: (-(row["counts"].get("closed") or 0), -row["headcount"], row["number"]),
        )

    @property
    def dated_lines(self) -> list[tuple[Entry, date, date]]:
        """Lines with a date, their first and last day; those with the most people first."""
        found = []
        for line in self.lines:
            days = sorted(_day(m[0]) for s in line["dated"] for m in s["meetings"])
            if days:
                found.append((line, days[0], days[-1]))
        return sorted(found, key=lambda each: (-each[0]["headcount"], each[0]["number"]))

    @property
    def session_days(self) -> list[date]:
        """The first day of every session that has one."""
        dated = (s for line in self.lines for s in line["dated"] if s["meetings"])
        return [min(_day(m[0]) for m in s["meetings"]) for s in dated]

    @property
    def legal_lines(self) -> list[tuple[Entry, int]]:
        """Lines that people attend because of a duty by law, with how many do; the most first."""
        found = [
            (line, int(n))
            for line in self.lines
            if (n := (line["counts"].get("people") or {}).get("legal"))
        ]
        return sorted(found, key=lambda each: (-each[1], each[0]["number"]))

    @property
    def assessed(self) -> list[tuple[Entry, Entry]]:
        """Every assessment of a planned course, with its line."""
        told = self.content["assessments"]
        return [(line, each) for line in self.lines for each in told.get(line["code"], [])]

    @property
    def unassessed(self) -> list[Entry]:
        return [line for line in self.lines if not self.content["assessments"].get(line["code"])]

    @property
    def undated(self) -> list[Entry]:
        return [row for row in self.lines if row["kind"] == "class" and not row["dated"]]

    def load_by_month(self) -> dict[str, list[float | None]]:
        """Share of the open hours that is taken, by kind of resource and month; None where nothing is open."""
        found: dict[str, list[float | None]] = {}
        for kind in KINDS:
            rows = [row for row in self.content["load"] if row["kind"] == kind]
            if rows:
                found[kind] = [_share(rows, month) for month in range(12)]
        return found


def _share(rows: Sequence[Entry], month: int) -> float | None:
    opened = sum(row["open"][month] for row in rows)
    return sum(row["taken"][month] for row in rows) / opened if opened else None


def _day(iso: str) -> date:
    return timezone.localtime(datetime.fromisoformat(iso)).date()


def place_in_year(day: date, *, end: bool = False) -> float:
    """Where a day lies on an axis of months: 1.0 is the first of January, 13.0 the end of December."""
    days = calendar.monthrange(day.year, day.month)[1]
    return day.month + (day.day - (0 if end else 1)) / days


def nt(amount: int) -> str:
    return f"NT${amount:,}"


def percent(share: float, places: int = 1) -> str:
    return f"{share:.{places}%}"


def number(value: Any) -> str:
    return "–" if value is None else f"{value:,}"
