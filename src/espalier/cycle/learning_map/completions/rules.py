"""Rules of completions. Pure."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date

from espalier.cycle.learning_map.completions.types import Completed


def add_months(day: date, months: int) -> date:
    """The same day of the month, so many months later; the last day where that month is shorter.

    Raises: ValueError beyond the year 9999.
    """
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    month += 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def expiry_of(completed_on: date, validity_months: int | None) -> date | None:
    """The last day on which a completion holds; None when it does not lapse."""
    return None if validity_months is None else add_months(completed_on, validity_months)


def newest_by_module(completions: Iterable[Completed]) -> dict[int, Completed]:
    """Per module the completion that holds longest; of equal ones the newest.

    A refresher before the old one lapses wins by its later expiry.
    """
    newest: dict[int, Completed] = {}
    for each in completions:
        held = newest.get(each.module_id)
        if held is None or _rank(each) > _rank(held):
            newest[each.module_id] = each
    return newest


def _rank(each: Completed) -> tuple[date, date]:
    return (each.expires_on or date.max, each.completed_on)
