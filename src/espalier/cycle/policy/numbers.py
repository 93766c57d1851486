"""Numbers of goals as people write them."""

from decimal import Decimal


def plain(value: Decimal | float | int | None) -> int | float | None:
    """The same number without trailing zeros, as JSON can hold it."""
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)


def number_text(value: Decimal | float | int | None, unit: str = "") -> str:
    """The number with thousands separators and its unit; "" for none.

    A per cent sign stands close to its number, a word after a space.
    """
    found = plain(value)
    if found is None:
        return ""
    text = f"{found:,}" if isinstance(found, int) else f"{found:,.2f}".rstrip("0")
    if not unit:
        return text
    return f"{text}{unit}" if unit.startswith(("%", "％")) else f"{text} {unit}"
