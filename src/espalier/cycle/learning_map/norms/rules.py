"""Rules of the register of norms. Pure: no Django, no clock, no database."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum
from urllib.parse import urlsplit

from espalier.cycle.learning_map.norms.types import NormContent, Rule

MAX_CODE = 40
MAX_MINUTES = 60 * 2000
MAX_MONTHS = 12 * 20
WITH_MONTHS = frozenset({"rolling", "calendar", "licence"})


class NormProblem(StrEnum):
    BAD_CODE = "bad_code"
    CODE_TAKEN = "code_taken"
    NO_TITLE = "no_title"
    NO_SOURCE = "no_source"
    BAD_URL = "bad_url"
    CHECKED_IN_FUTURE = "checked_in_future"
    REVIEW_BEFORE_CHECK = "review_before_check"
    VERIFIED_UNCHECKED = "verified_unchecked"
    NO_MONTHS = "no_months"
    MONTHS_TOO_MANY = "months_too_many"
    ODD_CALENDAR = "odd_calendar"
    MONTHS_UNUSED = "months_unused"
    MINUTES_ZERO = "minutes_zero"
    MINUTES_TOO_MANY = "minutes_too_many"
    HOURS_WITHOUT_WINDOW = "hours_without_window"
    UNKNOWN_MODE = "unknown_mode"
    CAP_OF_OTHER_MODE = "cap_of_other_mode"
    CONTENT_OVER_HOURS = "content_over_hours"
    HEADCOUNT_ORDER = "headcount_order"
    NO_LICENCE = "no_licence"
    ENDS_FIRST = "ends_first"
    NOT_LATER = "not_later"
    SAME_RULE = "same_rule"


Found = list[tuple[NormProblem, str]]


def problems_of_content(code: str, content: NormContent, *, on: date) -> Found:
    """Everything that stops a norm from being saved on a day, each with what it is about."""
    found: Found = []
    if not 1 <= len(code.strip()) <= MAX_CODE:
        found.append((NormProblem.BAD_CODE, code))
    if not content.title.strip():
        found.append((NormProblem.NO_TITLE, ""))
    if content.kind == "legal" and not content.source.strip():
        found.append((NormProblem.NO_SOURCE, ""))
    if content.source_url and not _is_web_address(content.source_url):
        found.append((NormProblem.BAD_URL, content.source_url))
    if content.checked_on is not None and content.checked_on > on:
        found.append((NormProblem.CHECKED_IN_FUTURE, content.checked_on.isoformat()))
    if content.status == "verified" and content.checked_on is None:
        found.append((NormProblem.VERIFIED_UNCHECKED, ""))
    if content.checked_on and content.review_on and content.review_on < content.checked_on:
        found.append((NormProblem.REVIEW_BEFORE_CHECK, content.review_on.isoformat()))
    return found


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and "." in parts.netloc


def problems_of_rule(rule: Rule, *, known_modes: Collection[str]) -> Found:
    """Everything in which the parts of a rule do not go together."""
    found: Found = [*_problems_of_window(rule), *_problems_of_hours(rule)]
    named = {*rule.modes, *(mode for mode, _most in rule.mode_caps)}
    found += [(NormProblem.UNKNOWN_MODE, mode) for mode in sorted(named - set(known_modes))]
    if rule.modes:
        others = [mode for mode, _most in rule.mode_caps if mode not in rule.modes]
        found += [(NormProblem.CAP_OF_OTHER_MODE, mode) for mode in others]
    least, most = rule.target.min_headcount, rule.target.max_headcount
    if least is not None and most is not None and least > most:
        found.append((NormProblem.HEADCOUNT_ORDER, f"{least} > {most}"))
    if rule.window == "licence" and not rule.target.licences:
        found.append((NormProblem.NO_LICENCE, ""))
    return found


def _problems_of_window(rule: Rule) -> Found:
    found: Found = []
    if rule.window in WITH_MONTHS:
        if not rule.months:
            found.append((NormProblem.NO_MONTHS, ""))
        elif rule.months > MAX_MONTHS:
            found.append((NormProblem.MONTHS_TOO_MANY, str(rule.months)))
        elif rule.window == "calendar" and not _divides_years(rule.months):
            found.append((NormProblem.ODD_CALENDAR, str(rule.months)))
    elif rule.months:
        found.append((NormProblem.MONTHS_UNUSED, str(rule.months)))
    return found


def _divides_years(months: int) -> bool:
    """Calendar periods begin on the first of January: parts of a year, or whole years."""
    return 12 % months == 0 or months % 12 == 0


def _problems_of_hours(rule: Rule) -> Found:
    found: Found = []
    if rule.minutes is not None:
        if rule.minutes < 1:
            found.append((NormProblem.MINUTES_ZERO, ""))
        if rule.minutes > MAX_MINUTES:
            found.append((NormProblem.MINUTES_TOO_MANY, ""))
        if not rule.is_duty:
            found.append((NormProblem.HOURS_WITHOUT_WINDOW, ""))
    asked = sum(minutes for _tag, minutes in rule.content_minutes)
    if rule.minutes is not None and asked > rule.minutes:
        found.append((NormProblem.CONTENT_OVER_HOURS, f"{asked / 60:g} > {rule.minutes / 60:g}"))
    return found


def problems_of_next_version(
    held: Rule, new: Rule, *, held_from: date, effective_from: date
) -> Found:
    """What stops a rule from following another: it must differ, and begin on a later day."""
    found: Found = []
    if held == new:
        found.append((NormProblem.SAME_RULE, ""))
    if effective_from <= held_from:
        found.append((NormProblem.NOT_LATER, held_from.isoformat()))
    return found


def is_past_review(review_on: date | None, on: date) -> bool:
    """Whether the norm should have been looked up again by now; without a date it never is."""
    return review_on is not None and review_on < on


def days_past_review(review_on: date | None, on: date) -> int:
    """How many days ago the norm should have been looked up again; 0 while it need not be."""
    return max(0, (on - review_on).days) if review_on is not None else 0
