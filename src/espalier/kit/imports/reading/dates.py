"""Dates as people in Taiwan type them: 民國 and 西元, with strokes or characters, compact, or as Excel's serial."""

import re
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

ROC_OFFSET = 1911
FIRST_YEAR, LAST_YEAR = 1900, 2150
_SERIAL_EPOCH = date(1899, 12, 30)
_SERIALS = range(10_000, 92_000)  # 1927 to 2151
_PARTS = re.compile(
    r"(?P<era>民國|中華民國|西元|公元)?\s*(?P<year>\d{1,4})\s*(?:年|[/.\-])\s*"
    r"(?P<month>\d{1,2})\s*(?:月|[/.\-])\s*(?P<day>\d{1,2})\s*日?"
)
_TIME = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
_WEEKDAY = re.compile(r"\s*[（(](?:週|星期|周)?[一二三四五六日天][）)]$")
_YEAR_LAST = re.compile(r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4}")


class DateFault(StrEnum):
    NOT_A_DATE = "not_a_date"
    NO_SUCH_DAY = "no_such_day"
    AMBIGUOUS = "ambiguous_date"


class BadDate(ValueError):
    def __init__(self, fault: DateFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@lru_cache(maxsize=50_000)
def date_of_text(text: str) -> date:
    """Read half-width text such as ``113/05/01``, ``民國113年5月1日``, ``1130501``, ``2024-05-01``.

    A year of three digits is 民國; of two digits only with the word. Raises: BadDate.
    """
    text = _WEEKDAY.sub("", _TIME.sub("", text.strip()))
    if text.isascii() and text.isdigit():
        return _compact(text)
    match = _PARTS.fullmatch(text)
    if match is None:
        raise BadDate(DateFault.AMBIGUOUS if _YEAR_LAST.fullmatch(text) else DateFault.NOT_A_DATE)
    year, era = match["year"], match["era"] or ""
    return _date(_year(year, era), int(match["month"]), int(match["day"]))


def date_of_number(number: float) -> date:
    """Read a numeric cell: 民國 or 西元 written without strokes, or a serial of the 1900 calendar."""
    if number != int(number):
        number = int(number)  # a serial with a time of day
    return _compact(str(int(number)))


def _compact(digits: str) -> date:
    if len(digits) == 8:
        return _date(_year(digits[:4], ""), int(digits[4:6]), int(digits[6:]))
    if len(digits) == 7:
        return _date(_year(digits[:3], ""), int(digits[3:5]), int(digits[5:]))
    if len(digits) == 5 and int(digits) in _SERIALS:
        return _SERIAL_EPOCH + timedelta(days=int(digits))
    if len(digits) == 6:
        # 990501 may be 民國 99 or 1999; 050124 may be anything.
        raise BadDate(DateFault.AMBIGUOUS)
    raise BadDate(DateFault.NOT_A_DATE)


def _year(digits: str, era: str) -> int:
    if "民國" in era:
        if len(digits) == 4:
            raise BadDate(DateFault.AMBIGUOUS)
        return int(digits) + ROC_OFFSET
    if len(digits) == 4:
        return int(digits)
    if len(digits) == 3 and not era:
        return int(digits) + ROC_OFFSET
    raise BadDate(DateFault.AMBIGUOUS)


def _date(year: int, month: int, day: int) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadDate(DateFault.NO_SUCH_DAY)
    try:
        return date(year, month, day)
    except ValueError as error:
        raise BadDate(DateFault.NO_SUCH_DAY) from error
