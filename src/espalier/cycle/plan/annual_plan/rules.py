"""Rules of the annual plan. Pure: no Django, no clock, no database."""

from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum
from zlib import crc32

from espalier.cycle.plan.annual_plan.types import (
    ChangeContent,
    ChangeKind,
    ChangeState,
    ChangeStep,
    LineContent,
    MonthRow,
    PinContent,
    Planned,
    ScenarioContent,
)

# The way of a change during the year; who asked for it may correct and send it again.
TRANSITIONS: dict[tuple[ChangeState, ChangeStep], ChangeState] = {
    (ChangeState.DRAFT, ChangeStep.SEND): ChangeState.IN_REVIEW,
    (ChangeState.REFUSED, ChangeStep.SEND): ChangeState.IN_REVIEW,
    (ChangeState.IN_REVIEW, ChangeStep.WITHDRAW): ChangeState.DRAFT,
    (ChangeState.IN_REVIEW, ChangeStep.REFUSE): ChangeState.REFUSED,
    (ChangeState.IN_REVIEW, ChangeStep.APPROVE): ChangeState.APPROVED,
}
LEVELS = (1, 2, 3, 4)
MOST_SESSIONS = 500
MOST_MONEY = 2_000_000_000


class ScenarioProblem(StrEnum):
    NO_NAME = "no_name"
    NAME_TAKEN = "name_taken"
    BUDGET = "budget"
    HOURS = "hours"
    FAIRNESS = "fairness"
    AWAY = "away"
    GAPS_ON = "gaps_on"


class LineProblem(StrEnum):
    NO_SESSION = "no_session"
    MANY_SESSIONS = "many_sessions"
    NO_TIME = "no_time"
    MONEY = "money"
    GRANT_ABOVE_COST = "grant_above_cost"
    MONTH = "month"
    LEVEL = "level"
    NO_REASON = "no_reason"


class PinProblem(StrEnum):
    NO_REASON = "no_reason"
    NO_OFFER = "no_offer"
    REVERSED = "reversed"
    ABOVE_OFFER = "above_offer"
    SAYS_NOTHING = "says_nothing"
    MODULE_OUT = "module_out"
    PEOPLE_PINNED = "people_pinned"


class ChangeProblem(StrEnum):
    NO_REASON = "no_reason"
    OUTSIDE_YEAR = "outside_year"
    NO_LINE = "no_line"
    LINE_THERE = "line_there"
    LINE_OVER = "line_over"
    NOTHING_CHANGES = "nothing_changes"


def problems_of_scenario(
    content: ScenarioContent, *, year: int, taken_names: Collection[str]
) -> list[ScenarioProblem]:
    """Everything wrong with the limits of a scenario."""
    wrong = {
        ScenarioProblem.NO_NAME: not content.name.strip(),
        ScenarioProblem.NAME_TAKEN: content.name.strip() in taken_names,
        ScenarioProblem.BUDGET: not 0 < content.budget <= 10**12,
        ScenarioProblem.HOURS: not 0 <= content.minutes_per_person <= 366 * 24 * 60,
        ScenarioProblem.FAIRNESS: not 0 <= content.fair_permille <= 1000,
        ScenarioProblem.AWAY: not 1 <= content.away_percent <= 100,
        # A plan is made the autumn before, and may look a little beyond its own year.
        ScenarioProblem.GAPS_ON: not year - 1 <= content.gaps_on.year <= year + 1,
    }
    return [problem for problem, is_wrong in wrong.items() if is_wrong]


def limits_token(content: ScenarioContent) -> int:
    """Changes with the limits alone: a pin set meanwhile by somebody else is no conflict with a new budget."""
    return crc32(repr(content).encode())


def line_cost(content: LineContent, headcount: int) -> int:
    """What a line costs. Units: whole NT$."""
    return content.sessions * content.session_cost + headcount * content.head_cost


def problems_of_line(content: LineContent, *, headcount: int) -> list[LineProblem]:
    """Everything wrong with what was written into a line, apart from the rest of the plan."""
    cost = line_cost(content, headcount)
    wrong = {
        LineProblem.NO_SESSION: content.sessions < 1,
        LineProblem.MANY_SESSIONS: content.sessions > MOST_SESSIONS,
        LineProblem.NO_TIME: content.minutes < 1,
        LineProblem.MONEY: min(content.session_cost, content.head_cost, content.grant_amount) < 0
        or cost > MOST_MONEY,
        LineProblem.GRANT_ABOVE_COST: content.grant_amount > cost,
        LineProblem.MONTH: any(not 1 <= month <= 12 for month in content.months),
        LineProblem.LEVEL: content.evaluation_level not in {None, *LEVELS},
        LineProblem.NO_REASON: not content.reason.strip(),
    }
    return [problem for problem, is_wrong in wrong.items() if is_wrong]


def problems_of_pin(
    content: PinContent,
    *,
    offered_most: int | None,
    has_offer: bool,
    is_module_out: bool,
    n_people_pinned: int,
) -> list[PinProblem]:
    """Everything wrong with a pin by itself; what it does to the plan is asked of the planner.

    ``offered_most``: the sessions its offer allows in a year, None without such a limit.
    """
    low, high = content.sessions_min, content.sessions_max
    about_sessions = content.employee_id is None
    wants = about_sessions and not content.is_ban
    closes = about_sessions and (content.is_ban or high == 0)
    wrong = {
        PinProblem.NO_REASON: not content.reason.strip(),
        PinProblem.NO_OFFER: not has_offer and not content.is_ban,
        PinProblem.SAYS_NOTHING: wants and low is None and high is None,
        PinProblem.REVERSED: low is not None and high is not None and low > high,
        PinProblem.ABOVE_OFFER: wants and offered_most is not None and (low or 0) > offered_most,
        PinProblem.MODULE_OUT: not about_sessions and not content.is_ban and is_module_out,
        PinProblem.PEOPLE_PINNED: closes and n_people_pinned > 0,
    }
    return [problem for problem, is_wrong in wrong.items() if is_wrong]


def problems_of_change(
    content: ChangeContent,
    *,
    year: int,
    line_state: str | None,
    before: dict[str, object],
) -> list[ChangeProblem]:
    """Everything wrong with what is asked; ``line_state`` None: the module has no line in the plan."""
    is_over = line_state in {"done", "cancelled"}
    differs = any(before.get(name) != value for name, value in content.after.items())
    wrong = {
        ChangeProblem.NO_REASON: not content.reason.strip(),
        ChangeProblem.OUTSIDE_YEAR: content.effective_on.year != year,
        ChangeProblem.NO_LINE: content.kind is not ChangeKind.ADD and line_state is None,
        ChangeProblem.LINE_THERE: content.kind is ChangeKind.ADD and line_state is not None,
        ChangeProblem.LINE_OVER: content.kind is not ChangeKind.ADD and is_over,
        ChangeProblem.NOTHING_CHANGES: content.kind is ChangeKind.CHANGE and not differs,
    }
    return [problem for problem, is_wrong in wrong.items() if is_wrong]


def next_change_state(state: ChangeState, step: ChangeStep) -> ChangeState | None:
    """Where a step leads a change; None when it is not open from there."""
    return TRANSITIONS.get((state, step))


def free_numbers(year: int, taken: Iterable[str], n: int) -> list[str]:
    """The next line numbers (編號), such as 2027-012; a number once given is never given again."""
    prefix = f"{year}-"
    used = [
        int(number.removeprefix(prefix))
        for number in taken
        if number.startswith(prefix) and number.removeprefix(prefix).isdigit()
    ]
    first = max(used, default=0) + 1
    return [f"{prefix}{serial:03d}" for serial in range(first, first + n)]


def months_of(text: str) -> tuple[int, ...]:
    """Months as they are kept ("3,9"); what is no month is left out."""
    parts = (part.strip() for part in text.split(","))
    return tuple(sorted({int(p) for p in parts if p.isdigit() and 1 <= int(p) <= 12}))


def kept_months(months: Iterable[int]) -> str:
    return ",".join(str(month) for month in sorted(set(months)))


def spread(months: Sequence[int], n: int) -> list[int]:
    """The month of each of n sessions that have no date yet: the wished months in turn; 0 without any."""
    if not months:
        return [0] * n
    return sorted(months[i % len(months)] for i in range(n))


def achievement(sessions: Iterable[Planned]) -> list[MonthRow]:
    """計畫達成率 month by month (0: no month yet), and for the year as month 13.

    Units: ``minutes`` are learner-minutes, money whole NT$. The rate compares what was planned with what of it
    was carried out, in whichever month; additions outside the plan are counted beside it, never into it.
    Cancelled sessions stay planned: a cancellation does not improve the rate.
    """
    told = list(sessions)
    # What was planned for a month and what took place in it are two looks at the same sessions.
    rows = [_month(month, told) for month in range(13)]
    if not any((rows[0].planned, rows[0].additions)):
        rows = rows[1:]
    return [*rows, _sum(rows)]


def _month(month: int, sessions: Sequence[Planned]) -> MonthRow:
    due = [s for s in sessions if s.month == month]
    inside = [s for s in due if not s.is_addition]
    took_place = [s for s in sessions if s.done_month == month and s.done_month]
    return MonthRow(
        month=month,
        planned=len(inside),
        done=sum(1 for s in inside if s.done_month),
        planned_people=sum(s.people for s in inside),
        done_people=sum(s.attended for s in took_place),
        planned_minutes=sum(s.people * s.minutes for s in inside),
        done_minutes=sum(s.attended * s.minutes for s in took_place),
        planned_cost=sum(s.cost for s in inside),
        done_cost=sum(s.actual_cost for s in took_place),
        additions=sum(1 for s in due if s.is_addition),
        cancelled=sum(1 for s in inside if s.is_cancelled),
    )


def _sum(rows: Sequence[MonthRow]) -> MonthRow:
    names = [name for name in MonthRow.__dataclass_fields__ if name != "month"]
    return MonthRow(month=13, **{name: sum(getattr(row, name) for row in rows) for name in names})
