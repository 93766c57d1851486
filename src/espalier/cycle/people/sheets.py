"""What the sheets of this stage share: words for choices, years and months, rows that rest on other rows."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from espalier.kit.errors import Text
from espalier.kit.imports.rows import reason
from espalier.kit.imports.types import Action, PlannedRow, Row

DEGREE_WORDS = {
    "國中": "junior_high",
    "國中以下": "junior_high",
    "高中職": "senior_high",
    "高中": "senior_high",
    "高職": "senior_high",
    "專科": "associate",
    "副學士": "associate",
    "學士": "bachelor",
    "大學": "bachelor",
    "碩士": "master",
    "博士": "doctor",
    "Junior high school": "junior_high",
    "Senior high school": "senior_high",
    "Associate degree": "associate",
    "Bachelor": "bachelor",
    "Master": "master",
    "Doctor": "doctor",
} | {
    value: value
    for value in ("junior_high", "senior_high", "associate", "bachelor", "master", "doctor")
}


def text(values: Mapping[str, object], key: str) -> str:
    """The cell as text; empty when it is blank or the sheet has no such column."""
    found = values.get(key)
    return "" if found is None else str(found).strip()


def day(values: Mapping[str, object], key: str) -> date | None:
    """The cell as a date; None when it is blank or the sheet has no such column."""
    found = values.get(key)
    return found if isinstance(found, date) else None


def first_day(values: Mapping[str, object], key: str) -> date:
    """A date that the sheet requires. Raises: ValueError when it is not there after all."""
    found = day(values, key)
    if found is None:
        raise ValueError(f"{key} is required and was checked before")
    return found


def months_of(years: object) -> int | None:
    """Years as typed, such as 1.5, in whole months; None when blank."""
    if years is None or years == "":
        return None
    return int((Decimal(str(years)) * 12).to_integral_value(ROUND_HALF_UP))


def years_of(months: int | None) -> Decimal | None:
    """Whole months in years with two decimals, as the sheets write them; ``months_of`` gives them back."""
    if months is None:
        return None
    return (Decimal(months) / 12).quantize(Decimal("0.01"), ROUND_HALF_UP).normalize()


def in_whole_months(rows: Iterable[Row], column: str) -> list[Row]:
    """Years rounded to whole months, so that what is compared is what will be kept."""
    return [
        replace(row, values={**row.values, column: years_of(months_of(row.values[column]))})
        if column in row.values
        else row
        for row in rows
    ]


def without_refused(
    planned: Sequence[PlannedRow],
    rests_on: Callable[[Row], str],
    *,
    existing: Iterable[str],
    column: str,
    message: Text,
) -> list[PlannedRow]:
    """Refuse also the rows that rest on a refused one, and those that rest on these, to the end."""
    known = set(existing)
    result = list(planned)
    lost = {p.key for p in result if p.action is Action.REFUSE} - known
    while lost:
        newly: set[str] = set()
        for place, each in enumerate(result):
            if each.action is not Action.REFUSE and rests_on(each.row) in lost:
                found = reason(each.row, column, "rests_on_refused", message)
                result[place] = replace(
                    each, action=Action.REFUSE, change={}, reasons=(*each.reasons, found)
                )
                if each.key not in known:
                    newly.add(each.key)
        lost = newly
    return result


def writable(planned: Sequence[PlannedRow]) -> list[PlannedRow]:
    """The rows that an apply writes."""
    return [each for each in planned if each.action in (Action.ADD, Action.CHANGE)]


def completed(
    planned: Sequence[PlannedRow],
    records: Iterable[Mapping[str, object]],
    key: Sequence[str],
) -> list[dict[str, object]]:
    """The rows to write; columns the sheet does not have keep the value on record."""
    known = {tuple(record.get(k) or "" for k in key): record for record in records}
    return [
        {**known.get(tuple(each.row.values.get(k) or "" for k in key), {}), **each.row.values}
        for each in writable(planned)
    ]
