"""Lines inside one cell of a sheet: the cost estimate of an option."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from espalier.kit.registers.score_lines import lines_of


def read_costs(text: str) -> tuple[list[dict[str, object]], list[str]]:
    """``label | English label | quantity | NT$ each`` a line."""
    rows: list[dict[str, object]] = []
    bad = []
    for number, line in enumerate(lines_of(text)):
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
