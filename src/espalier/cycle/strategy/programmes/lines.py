"""Lines inside one cell of a sheet: scores of an option, and its cost estimate."""

import unicodedata
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _


def read_scores(text: str) -> tuple[list[dict[str, object]], list[str]]:
    """``EFFECT 4`` a line: criterion and score from 1 to 5."""
    rows: list[dict[str, object]] = []
    bad = []
    for line in _lines(text):
        code, _space, number = line.rpartition(" ")
        if code and number in {"1", "2", "3", "4", "5"}:
            rows.append({"criterion": code.strip(), "score": int(number)})
        else:
            bad.append(
                _("“%(line)s” is not a criterion, a space and a score from 1 to 5.")
                % {"line": line}
            )
    codes = [row["criterion"] for row in rows]
    twice = sorted({str(code) for code in codes if codes.count(code) > 1})
    bad += [_("The criterion %(code)s is scored twice.") % {"code": code} for code in twice]
    return rows, bad


def write_scores(rows: Sequence[Any]) -> str:
    """The inverse of :func:`read_scores`, in the order of the criteria."""
    ordered = sorted(rows, key=lambda row: (row.criterion.order, row.criterion.code))
    return "\n".join(f"{row.criterion.code} {row.score}" for row in ordered)


def read_costs(text: str) -> tuple[list[dict[str, object]], list[str]]:
    """``label | English label | quantity | NT$ each`` a line."""
    rows: list[dict[str, object]] = []
    bad = []
    for number, line in enumerate(_lines(text)):
        parts = [part.strip() for part in line.split("|")]
        try:
            label, english, quantity, unit = parts
            rows.append(
                {
                    "label": label,
                    "label_en": english,
                    "quantity": _quantity(quantity),
                    "unit_amount": _amount(unit),
                    "order": number,
                }
            )
        except (ValueError, InvalidOperation):
            message = _("“%(line)s” is not: label | English label | quantity | whole NT$ each.")
            bad.append(message % {"line": line})
    return rows, bad


def write_costs(rows: Sequence[Any]) -> str:
    """The inverse of :func:`read_costs`."""
    return "\n".join(
        f"{row.label} | {row.label_en} | {row.quantity.normalize():f} | {row.unit_amount}"
        for row in sorted(rows, key=lambda row: row.order)
    )


def _quantity(text: str) -> Decimal:
    number = Decimal(text.replace(",", ""))
    if not 0 < number < 10_000_000 or number != round(number, 2):
        raise ValueError(text)
    return number


def _amount(text: str) -> int:
    number = int(text.replace(",", ""))
    if not 0 <= number < 2_000_000_000:
        raise ValueError(text)
    return number


def _lines(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text)
    return [line.strip() for line in plain.splitlines() if line.strip()]
