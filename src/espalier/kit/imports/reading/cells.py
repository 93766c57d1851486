"""One raw cell -> one typed value, or the reason why not."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from espalier.kit.imports.reading.dates import BadDate, DateFault, date_of_number, date_of_text
from espalier.kit.imports.reading.sheets import CellNote
from espalier.kit.imports.types import CellKind, Column, Reason

BLANKS: Mapping[CellKind, object] = {
    CellKind.TEXT: "",
    CellKind.CODE: "",
    CellKind.CHOICE: "",
    CellKind.DATE: None,
    CellKind.INTEGER: None,
    CellKind.DECIMAL: None,
    CellKind.YES_NO: None,
    CellKind.CODES: (),
}
# Control and invisible characters, and halves of characters that no database stores.
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u200e\u200f\u2060\ufeff\ud800-\udfff]"
)
_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)?(\.\d*)?")
_SEPARATORS = re.compile(r"[、,;\n]+")
_YES = frozenset(["是", "有", "y", "yes", "true", "1", "v", "✓", "✔", "○", "o"])
_NO = frozenset(["否", "無", "n", "no", "false", "0", "x", "✗", "✕", "×"])
_EXACT_DIGITS = 15  # a spreadsheet keeps no more of a number
_HUGE = Decimal(10) ** 15
_SHOWN = 120


class BadCell(ValueError):
    """The cell cannot be what its column asks for; ``code`` is stable, ``message`` for the person."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


def convert(raw: object, column: Column, note: CellNote | None = None) -> object:
    """Read a cell as its column wants it; blank gives the blank of the kind.

    Raises: BadCell, also for a blank in a required column.
    """
    if note is not None:
        _refuse_noted(note)
    if isinstance(raw, str):
        raw = _cleaned(raw)
    if raw == "" or raw is None:
        if column.required:
            raise BadCell("required", _("This cell may not be empty; fill it in."))
        return BLANKS[column.kind]
    return _READERS[column.kind](raw, column, note)


def reason_of(error: BadCell, column: Column, raw: object) -> Reason:
    return Reason(column.key, shown(raw), error.code, error.message)


def shown(raw: object) -> str:
    """A raw cell as the person sees it, short enough for a table."""
    text = _plain(raw)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _cleaned(text: str) -> str:
    if not text.isprintable():
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        text = _INVISIBLE.sub("", text)
    return text.strip()


def _refuse_noted(note: CellNote) -> None:
    if note.error:
        message = _(
            "The formula in this cell ends in the error %(error)s; mend it or type the value."
        )
        raise BadCell("formula_error", message % {"error": note.error})
    if note.uncalculated:
        raise BadCell(
            "formula_not_calculated",
            _(
                "The formula in this cell was never calculated; open the file, save it, upload again."
            ),
        )


def _plain(raw: object) -> str:
    """A cell as text: whole numbers without a point, dates as ISO."""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, float):
        return str(int(raw)) if raw.is_integer() and abs(raw) < 1e15 else f"{raw:.15g}"
    if isinstance(raw, datetime):
        return raw.date().isoformat() if raw.time() == time() else raw.isoformat(" ", "minutes")
    if isinstance(raw, timedelta):
        hours, seconds = divmod(int(raw.total_seconds()), 3600)
        return f"{hours:02d}:{seconds // 60:02d}"
    return raw.isoformat() if isinstance(raw, (date, time)) else str(raw)


def _half_width(raw: object) -> str:
    text = _plain(raw)
    return text if text.isascii() else unicodedata.normalize("NFKC", text).strip()


def _limited(text: str, column: Column) -> str:
    if len(text) > column.max_length:
        message = _("The text has %(n)d characters; at most %(limit)d fit.")
        raise BadCell("too_long", message % {"n": len(text), "limit": column.max_length})
    return text


def _text(raw: object, column: Column, note: CellNote | None) -> str:
    return _limited(_plain(raw), column)


def _code(raw: object, column: Column, note: CellNote | None) -> str:
    if isinstance(raw, (date, time, timedelta)):
        raise BadCell(
            "code_became_date",
            _("The spreadsheet has turned this code into a date; format the column as text."),
        )
    if isinstance(raw, float) and abs(raw) >= 10**_EXACT_DIGITS:
        raise BadCell(
            "code_lost_digits",
            _("The spreadsheet keeps only 15 digits of a number; format the column as text."),
        )
    text = _half_width(raw)
    if note is not None and note.number_format and text.isdigit():
        text = text.zfill(len(note.number_format.strip('"')))
    return _limited(text, column)


def _codes(raw: object, column: Column, note: CellNote | None) -> tuple[str, ...]:
    text = _code(raw, column, note)
    found = [part.strip() for part in _SEPARATORS.split(text)]
    return tuple(dict.fromkeys(part for part in found if part))


def _date(raw: object, column: Column, note: CellNote | None) -> date:
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    try:
        if isinstance(raw, float):
            return date_of_number(raw)
        return date_of_text(_half_width(raw))
    except (BadDate, OverflowError) as error:
        fault = error.fault if isinstance(error, BadDate) else DateFault.NOT_A_DATE
    raise BadCell(fault.value, _DATE_MESSAGES()[fault])


def _DATE_MESSAGES() -> dict[DateFault, str]:
    return {
        DateFault.NOT_A_DATE: _("This is no date; write 2024/05/01 or 113/05/01."),
        DateFault.NO_SUCH_DAY: _("There is no such day in the calendar."),
        DateFault.AMBIGUOUS: _(
            "It is not sure which part is the year; write 2024/05/01 or 民國113年5月1日."
        ),
    }


def _number(raw: object) -> Decimal:
    text = f"{raw:.15g}" if isinstance(raw, float) else _half_width(raw).replace(" ", "")
    if isinstance(raw, str):
        if not _NUMBER.fullmatch(text):
            raise BadCell("not_a_number", _("This is no number; write digits, such as 12 or 12.5."))
        text = text.replace(",", "")
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not isinstance(raw, (str, float)) or isinstance(raw, bool) or not number.is_finite():
        raise BadCell("not_a_number", _("This is no number; write digits, such as 12 or 12.5."))
    return number


def _bounded(number: Decimal, column: Column) -> Decimal:
    low = -_HUGE if column.minimum is None else Decimal(column.minimum)
    high = _HUGE if column.maximum is None else Decimal(column.maximum)
    if not low <= number <= high:
        message = _("The number must lie between %(low)s and %(high)s.")
        raise BadCell("out_of_range", message % {"low": low, "high": high})
    return number


def _integer(raw: object, column: Column, note: CellNote | None) -> int:
    number = _bounded(_number(raw), column)
    if number != number.to_integral_value():
        raise BadCell("not_whole", _("A whole number is needed here."))
    return int(number)


def _decimal(raw: object, column: Column, note: CellNote | None) -> Decimal:
    number = _bounded(_number(raw), column)
    exponent = number.normalize().as_tuple().exponent
    if column.places is not None and isinstance(exponent, int) and -exponent > column.places:
        message = _("At most %(n)d digits may stand after the point.")
        raise BadCell("too_many_places", message % {"n": column.places})
    return number


def _choice(raw: object, column: Column, note: CellNote | None) -> str:
    wanted = _half_width(raw).casefold()
    for text, value in column.choices.items():
        if wanted == unicodedata.normalize("NFKC", text).casefold().strip():
            return value
    offered = list(dict.fromkeys(column.choices.values()))
    texts = [next(t for t, v in column.choices.items() if v == value) for value in offered]
    named = "、".join(texts[:12]) + ("…" if len(texts) > 12 else "")
    message = _("This value is not among the allowed ones: %(values)s.") % {"values": named}
    raise BadCell("unknown_choice", message)


def _yes_no(raw: object, column: Column, note: CellNote | None) -> bool:
    if isinstance(raw, bool):
        return raw
    text = _half_width(raw).casefold()
    if text in _YES:
        return True
    if text in _NO:
        return False
    raise BadCell("not_yes_no", _("Write 是 or 否 (yes or no)."))


_READERS: Mapping[CellKind, Callable[[object, Column, CellNote | None], object]] = {
    CellKind.TEXT: _text,
    CellKind.CODE: _code,
    CellKind.DATE: _date,
    CellKind.INTEGER: _integer,
    CellKind.DECIMAL: _decimal,
    CellKind.CHOICE: _choice,
    CellKind.YES_NO: _yes_no,
    CellKind.CODES: _codes,
}
