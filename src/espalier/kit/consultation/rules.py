"""Rules of consulting: what may open, what a link leads to, when to remind, what a group said."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from statistics import mean, median, quantiles

from espalier.kit.consultation.types import (
    LinkFate,
    QuestionDraft,
    QuestionKind,
    RoundKind,
)

ASKING = (RoundKind.QUESTIONNAIRE, RoundKind.DELPHI)  # kinds that people answer by themselves
MOST_STEPS = 11
SPLIT_SHARE = 0.25  # so many at each end of the scale make a disagreement
REMIND_DAYS_LEFT = (3, 1)  # before the last day, for the first and the second reminder


def problems_before_open(
    *,
    kind: RoundKind,
    title: str,
    questions: Sequence[QuestionDraft],
    closes_on: date,
    is_anonymous: bool,
    today: date,
) -> list[tuple[str, str]]:
    """Everything that stops a round, as (code, place); the place is a question's number or empty."""
    found = []
    if not title.strip():
        found.append(("no_title", ""))
    if closes_on < today:
        found.append(("closes_in_past", closes_on.isoformat()))
    if kind in ASKING and not questions:
        found.append(("no_questions", ""))
    if is_anonymous and kind not in ASKING:
        found.append(("not_anonymous", ""))
    for number, question in enumerate(questions, start=1):
        found += [(code, str(number)) for code in _problems_of(question)]
    if kind is RoundKind.DELPHI and not any(q.kind is QuestionKind.SCALE for q in questions):
        found.append(("delphi_needs_scale", ""))
    return found


def _problems_of(question: QuestionDraft) -> list[str]:
    found = []
    if not question.text.strip():
        found.append("question_empty")
    if question.kind is QuestionKind.SCALE and not 2 <= question.steps <= MOST_STEPS:
        found.append("steps_out_of_range")
    chooses = question.kind in {QuestionKind.CHOICE, QuestionKind.MANY}
    if chooses and len({zh for zh, _en in question.choices if zh.strip()}) < 2:
        found.append("too_few_choices")
    return found


def link_fate(
    *,
    is_known: bool,
    is_withdrawn: bool,
    is_used: bool,
    is_closed: bool,
    expires_at: datetime | None,
    at: datetime,
) -> LinkFate:
    """What a link leads to; who has answered is told so, even when the time is over too."""
    if not is_known:
        return LinkFate.UNKNOWN
    if is_used:
        return LinkFate.USED
    if is_withdrawn:
        return LinkFate.WITHDRAWN
    if is_closed:
        return LinkFate.CLOSED
    if expires_at is not None and at >= expires_at:
        return LinkFate.EXPIRED
    return LinkFate.OPEN


def is_reminder_due(*, n_reminders: int, days_left: int, days_since_told: int) -> bool:
    """At most two reminders, three days and one day before the end, never two on one day."""
    if n_reminders >= len(REMIND_DAYS_LEFT) or days_left < 0 or days_since_told < 1:
        return False
    return days_left <= REMIND_DAYS_LEFT[n_reminders]


def quartiles(values: Sequence[float]) -> tuple[float, float]:
    """Lower and upper quartile by linear interpolation, both ends included; one value is both."""
    if len(values) == 1:
        return float(values[0]), float(values[0])
    low, _middle, high = quantiles(values, n=4, method="inclusive")
    return low, high


def support_share(values: Sequence[int], steps: int) -> float:
    """The share above the middle of the scale: 4 and 5 of 5, 3 and 4 of 4."""
    middle = (steps + 1) / 2
    return sum(value > middle for value in values) / len(values)


def is_split(values: Sequence[int], steps: int) -> bool:
    """A disagreement: a quarter or more of the group above the middle, and as many below it."""
    middle = (steps + 1) / 2
    above = sum(value > middle for value in values)
    below = sum(value < middle for value in values)
    return min(above, below) >= SPLIT_SHARE * len(values)


def scale_figures(values: Sequence[int], steps: int) -> Mapping[str, object]:
    """Figures of one scale question; empty without an answer."""
    if not values:
        return {}
    low, high = quartiles(values)
    return {
        "mean": mean(values),
        "median": float(median(values)),
        "low_quartile": low,
        "high_quartile": high,
        "support_share": support_share(values, steps),
        "is_split": is_split(values, steps),
    }


def hidden_groups(sizes: Mapping[str, int], minimum: int) -> set[str]:
    """Groups whose figures are not shown: the small ones, and the next one when only one is small.

    Otherwise the single hidden group could be computed from the whole less the groups shown.
    """
    small = {name for name, n in sizes.items() if n < minimum}
    if len(small) == 1 and len(sizes) > 1:
        others = sorted((n, name) for name, n in sizes.items() if name not in small)
        small.add(others[0][1])
    return small
