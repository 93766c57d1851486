"""Worked cases, one line each: the norm, what happened, the day asked about, and what the engine says.

Read a line as: *under this norm, with these facts, on this day the person is … with … hours done and … left, due on …*
Hours in brackets are (day, hours, mode). Each case is also computed for everybody at once.
"""

from dataclasses import dataclass, replace
from datetime import date

import pytest

from espalier.engines.obligations.bulk.columns import people_of
from espalier.engines.obligations.bulk.grid import evaluate_all
from espalier.engines.obligations.evaluate import evaluate
from espalier.engines.obligations.results import Because, NotCounted
from espalier.engines.obligations.types import (
    Accepted,
    Cap,
    Change,
    Duty,
    Exemption,
    FirstPeriod,
    Holding,
    Hours,
    Leave,
    Licence,
    Minimum,
    Norm,
    Organisation,
    Person,
    Target,
    Window,
)


def day(text: str) -> date:
    return date.fromisoformat(text)


def norm(code: str, window: Window, **asked) -> Norm:
    return Norm(1, code, window, accepted=(Accepted(1),), **asked)


# The norms of the cases, in numbers only; a company keeps the real ones as data.
START = norm(
    "general safety, 3 h before work", Window.ONCE, minutes=180, again_on_change=Change.FUNCTION
)
START_WEB = replace(START, caps=(Cap(120, mode="online"),))
FIRST_3_MONTHS = norm("24 h within 92 days", Window.ONCE, minutes=1440, grace_days=92)
EVERY_3_YEARS = norm("3 h every 36 months", Window.ROLLING, months=36, minutes=180)
EVERY_YEAR_ROLLING = norm("3 h every 12 months", Window.ROLLING, months=12, minutes=180)
PAUSED = replace(EVERY_3_YEARS, leave_extends=True)
YEARLY = norm("12 h a year", Window.CALENDAR, months=12, minutes=720)
YEARLY_PART = replace(YEARLY, first_period=FirstPeriod.PRORATED)
YEARLY_NEXT = replace(YEARLY, first_period=FirstPeriod.NEXT)
HALF_YEARLY = norm("4 h each half-year", Window.CALENDAR, months=6, minutes=240)
NURSE = norm(
    "120 points in 6 years, 12 of ethics", Window.LICENCE, months=72, minutes=7200,
    licences=frozenset({"nurse"}), minima=(Minimum("ethics", 720),),
)  # fmt: skip
FIRST_AID = norm(
    "first aiders, 3 h every 36 months", Window.ROLLING, months=36, minutes=180,
    targets=(Target(duties=frozenset({"first aid"})),),
)  # fmt: skip
THIRTY = norm(
    "from 30 people on, one course every year", Window.CALENDAR, months=12,
    targets=(Target(min_headcount=30),),
)  # fmt: skip
EXEMPT_2026 = (
    Exemption(EVERY_3_YEARS.code, "doctor's note", day("2026-01-01"), day("2026-12-31")),
)
NEW_RULE = replace(EVERY_3_YEARS, code="in force since 2026", effective_from=day("2026-01-01"))


def person(hired: str, *hours: tuple, **facts) -> Person:
    completed = (
        Hours(n, 1, day(on), round(length * 60), *(rest[:1] or ("classroom",)),
              frozenset(rest[1:]))
        for n, (on, length, *rest) in enumerate(hours)
    )  # fmt: skip
    return Person(1, day(hired), hours=tuple(completed), **facts)


def worked(*spans: tuple) -> dict:
    """(function, from[, to]): the positions held."""
    return {"holdings": tuple(Holding(f, f, "base", 1, *map(day, dates)) for f, *dates in spans)}


def away(first: str, *last: str) -> dict:
    return {"leaves": (Leave(day(first), *map(day, last)),)}


@dataclass(frozen=True)
class Case:
    what: str
    norm: Norm
    person: Person
    on: str
    says: str
    done: float
    left: float
    due: str


CASES = [
    # --- once, before the work begins ---------------------------------------------------------------------------------
    Case("trained on the first day", START, person("2026-03-02", ("2026-03-02", 3)),
         "2026-03-02", "valid", 3, 0, ""),
    Case("first day, nothing done yet: today is the last day", START, person("2026-03-02"),
         "2026-03-02", "due_soon", 0, 3, "2026-03-02"),
    Case("a week later still nothing", START, person("2026-03-02"),
         "2026-03-09", "overdue", 0, 3, "2026-03-02"),
    Case("trained late: in order from then on", START, person("2026-03-02", ("2026-03-20", 3)),
         "2026-03-21", "valid", 3, 0, ""),
    Case("3 h online, but only 2 h online count", START_WEB,
         person("2026-03-02", ("2026-03-01", 3, "online")),
         "2026-03-03", "overdue", 2, 1, "2026-03-02"),
    Case("2 h online and 1 h in class are enough", START_WEB,
         person("2026-03-02", ("2026-03-01", 3, "online"), ("2026-03-02", 1)),
         "2026-03-03", "valid", 3, 0, ""),
    Case("changed from turning to grinding: due again on the day of the change", START,
         person("2020-01-06", ("2020-01-06", 3), **worked((1, "2020-01-06", "2026-05-31"), (2, "2026-06-01"))),
         "2026-06-02", "overdue", 0, 3, "2026-06-01"),
    Case("the change is foreseen: due soon before it", START,
         person("2020-01-06", ("2020-01-06", 3), **worked((1, "2020-01-06", "2026-05-31"), (2, "2026-06-01"))),
         "2026-05-10", "due_soon", 0, 3, "2026-06-01"),
    Case("promoted within the same work: nothing new", START,
         person("2020-01-06", ("2020-01-06", 3), **worked((1, "2020-01-06", "2026-05-31"), (1, "2026-06-01"))),
         "2026-06-02", "valid", 3, 0, ""),
    Case("24 h within three months: 10 h done in time so far", FIRST_3_MONTHS,
         person("2026-03-02", ("2026-04-01", 10)), "2026-04-03", "due_soon", 10, 14, "2026-06-02"),
    # --- again within a number of months ------------------------------------------------------------------------------
    Case("three years from the training, not from hiring", EVERY_3_YEARS,
         person("2020-01-06", ("2024-03-01", 3)), "2026-11-02", "valid", 3, 0, "2027-03-01"),
    Case("the day after they lapse", EVERY_3_YEARS,
         person("2020-01-06", ("2024-03-01", 3)), "2027-03-02", "overdue", 0, 3, "2027-03-01"),
    Case("trained on 29 February: a common year ends on 28 February", EVERY_YEAR_ROLLING,
         person("2020-01-06", ("2024-02-29", 3)), "2025-01-15", "due_soon", 3, 0, "2025-02-28"),
    Case("trained on 28 February: before a leap year it holds through the 29th", EVERY_YEAR_ROLLING,
         person("2020-01-06", ("2023-02-28", 3)), "2024-02-29", "due_soon", 3, 0, "2024-02-29"),
    Case("three single hours: the oldest lapses first and takes the rest down", EVERY_3_YEARS,
         person("2020-01-06", ("2023-05-10", 1), ("2024-05-10", 1), ("2025-05-10", 1)),
         "2026-05-11", "overdue", 2, 1, "2026-05-10"),
    Case("hired a year ago, first due three years after hiring", EVERY_3_YEARS,
         person("2025-11-03"), "2026-11-02", "valid", 0, 3, "2028-11-03"),
    Case("parental leave of 184 days, norm without pause: the date stays", EVERY_3_YEARS,
         person("2020-01-06", ("2024-03-01", 3), **away("2026-06-01", "2026-12-01")),
         "2027-03-02", "overdue", 0, 3, "2027-03-01"),
    Case("the same leave, the norm pauses: 184 days later", PAUSED,
         person("2020-01-06", ("2024-03-01", 3), **away("2026-06-01", "2026-12-01")),
         "2027-03-02", "valid", 3, 0, "2027-09-01"),
    Case("an open leave stops the clock: no due date", PAUSED,
         person("2020-01-06", ("2024-03-01", 3), **away("2026-06-01")),
         "2027-03-02", "valid", 3, 0, ""),
    Case("first aider since June: counted from the duty, not from hiring", FIRST_AID,
         person("2010-01-04", duties=(Duty("first aid", day("2026-06-01")),)),
         "2026-11-02", "valid", 0, 3, "2029-06-01"),
    Case("a norm in force since 2026 starts everybody's clock then", NEW_RULE,
         person("2010-01-04"), "2026-11-02", "valid", 0, 3, "2029-01-01"),
    # --- in every calendar period -------------------------------------------------------------------------------------
    Case("5 of 12 h by November", YEARLY, person("2020-01-06", ("2025-05-01", 12), ("2026-03-10", 5)),
         "2026-11-02", "due_soon", 5, 7, "2026-12-31"),
    Case("last year's surplus does not count for this one", YEARLY,
         person("2020-01-06", ("2025-05-01", 20)), "2026-06-01", "valid", 0, 12, "2026-12-31"),
    Case("last year missed: overdue from New Year on", YEARLY,
         person("2020-01-06", ("2024-05-01", 12), ("2025-05-01", 11)),
         "2026-01-01", "overdue", 0, 12, "2025-12-31"),
    Case("this year's hours done: in order again until the end of the next", YEARLY,
         person("2020-01-06", ("2024-05-01", 12), ("2026-02-01", 12)),
         "2026-02-01", "valid", 12, 0, "2027-12-31"),
    Case("hired in October, part of the year: 3 of 12 months, 3 h", YEARLY_PART,
         person("2026-10-05"), "2026-10-06", "valid", 0, 3, "2026-12-31"),
    Case("hired in October, nothing asked before next year", YEARLY_NEXT,
         person("2026-10-05"), "2026-12-31", "valid", 0, 0, "2027-12-31"),
    Case("fire drill each half-year: June's does not count for December's", HALF_YEARLY,
         person("2020-01-06", ("2026-06-30", 4)), "2026-12-01", "due_soon", 0, 4, "2026-12-31"),
    Case("29 people: the norm does not apply yet (the organisation of these cases has 40)",
         replace(THIRTY, targets=(Target(min_headcount=41),)), person("2020-01-06"),
         "2026-11-02", "not_applicable", 0, 0, ""),
    Case("40 people, no hours fixed: one short course is enough", THIRTY,
         person("2020-01-06", ("2026-01-15", 0.5)), "2026-11-02", "valid", 0.5, 0, "2027-12-31"),
    # --- in every cycle of a licence ----------------------------------------------------------------------------------
    Case("licence of 29 February 2020: the cycle ends on 28 February 2026", NURSE,
         person("2020-03-02", ("2023-05-01", 110), licences=(Licence("nurse", day("2020-02-29")),)),
         "2026-01-15", "due_soon", 110, 12, "2026-02-28"),
    Case("120 h, but only 8 of the 12 on ethics", NURSE,
         person("2021-04-01", ("2023-05-01", 112), ("2024-05-01", 8, "classroom", "ethics"),
                licences=(Licence("nurse", day("2021-03-15")),)),
         "2026-11-02", "valid", 120, 4, "2027-03-14"),
    Case("all points, but the licence ran out and was not renewed", NURSE,
         person("2020-03-02", ("2023-05-01", 120, "classroom", "ethics"),
                licences=(Licence("nurse", day("2020-03-02"), day("2026-03-01")),)),
         "2026-03-02", "overdue", 0, 120, "2026-03-01"),
    Case("renewed: a new cycle of six years", NURSE,
         person("2020-03-02", ("2023-05-01", 120, "classroom", "ethics"),
                licences=(Licence("nurse", day("2020-03-02"), day("2026-03-01")),
                          Licence("nurse", day("2026-03-02"), day("2032-03-01")))),
         "2026-03-02", "valid", 0, 120, "2032-03-01"),
    # --- exempt, left -------------------------------------------------------------------------------------------------
    Case("exempt by the doctor until the end of the year", EVERY_3_YEARS,
         person("2020-01-06", exemptions=EXEMPT_2026),
         "2026-11-02", "exempt", 0, 0, ""),
    Case("the exemption has ended: overdue since the first due date", EVERY_3_YEARS,
         person("2020-01-06", exemptions=EXEMPT_2026),
         "2027-01-01", "overdue", 0, 3, "2023-01-06"),
    Case("left on Friday, asked on Monday", EVERY_3_YEARS,
         person("2020-01-06", left_on=day("2026-10-30")), "2026-11-02", "not_applicable", 0, 0, ""),
]  # fmt: skip

FORTY = Organisation(40)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.what)
def test_case(case):
    found = evaluate(case.person, [case.norm], on=day(case.on), organisation=FORTY)[0]
    told = (
        found.status.name.lower(),
        found.minutes_done / 60,
        found.minutes_left / 60,
        found.due_on.isoformat() if found.due_on else "",
    )
    assert told == (case.says, case.done, case.left, case.due)


def test_everybody_at_once_says_the_same():
    for case in CASES:
        grid = evaluate_all(
            people_of([case.person]), [case.norm], on=day(case.on), organisation=FORTY
        )
        due = grid.due_on(0, 0)
        told = (
            int(grid.done[0, 0]) / 60,
            int(grid.left[0, 0]) / 60,
            due.isoformat() if due else "",
        )
        assert told == (case.done, case.left, case.due), case.what


PROFESSIONAL = replace(YEARLY, id=1, code="A professional", minutes=720, shares_hours=False)
GENERAL = replace(YEARLY, id=2, code="B general", minutes=180)
SAFETY = replace(EVERY_3_YEARS, id=3, code="C safety")


@pytest.mark.parametrize(
    ("what", "norms", "hours", "counted"),
    [
        ("both share: the same 3 h serve two norms", [GENERAL, SAFETY], 3, [3, 3]),
        ("one does not share: its 3 h serve nobody else", [PROFESSIONAL, GENERAL], 3, [3, 0]),
        (
            "the link gives it 2 h of the 3: one is left for the other",
            [replace(PROFESSIONAL, accepted=(Accepted(1, 120),)), GENERAL],
            3,
            [2, 1],
        ),
        (
            "who comes first by priority takes first",
            [replace(PROFESSIONAL, priority=200), GENERAL],
            3,
            [0, 3],
        ),
    ],
)
def test_shared_hours(what, norms, hours, counted):
    someone = person("2020-01-06", ("2026-03-01", hours))
    found = evaluate(someone, norms, on=day("2026-11-02"))
    assert [each.minutes_done / 60 for each in found] == counted


def test_reasons_say_which_hours_counted_and_why_others_did_not():
    asked = replace(START_WEB, modes=frozenset({"online", "classroom"}))
    someone = person(
        "2026-03-02",
        ("2026-02-01", 3, "online"),
        ("2026-02-02", 2, "mentoring"),
        ("2026-02-03", 1),
        ("2026-12-01", 1),
    )
    found = evaluate(someone, [asked], on=day("2026-11-02"))[0]
    assert [(part.hours, part.minutes) for part in found.counted] == [(0, 120), (2, 60)]
    assert [(part.hours, part.minutes, part.why) for part in found.not_counted] == [
        (0, 60, NotCounted.OVER_CAP),
        (1, 120, NotCounted.MODE),
        (3, 60, NotCounted.LATER),
    ]


def test_hours_used_elsewhere_name_the_norm_that_used_them():
    someone = person("2020-01-06", ("2026-03-01", 3))
    left = evaluate(someone, [PROFESSIONAL, GENERAL], on=day("2026-11-02"))[1].not_counted
    assert [(part.minutes, part.why, part.norm) for part in left] == [
        (180, NotCounted.USED, "A professional")
    ]


def test_an_expired_licence_is_the_reason():
    case = next(each for each in CASES if "ran out" in each.what)
    found = evaluate(case.person, [case.norm], on=day(case.on), organisation=FORTY)[0]
    assert found.because is Because.LICENCE_EXPIRED


def test_what_to_add_before_the_hours_lapse():
    someone = person("2020-01-06", ("2024-05-10", 2), ("2025-05-10", 1))
    found = evaluate(someone, [EVERY_3_YEARS], on=day("2026-11-02"))[0]
    assert (found.due_on, found.minutes_left, found.minutes_to_renew) == (day("2027-05-10"), 0, 120)
