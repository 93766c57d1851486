"""Sheets of hand-written records: one TOML file a sheet under ``content/records/``.

A file says ``order``, ``kind``, ``title``, ``headers`` and ``rows``; "" is an empty cell, dates are TOML dates.
"""

import tomllib
from pathlib import Path

from examples.maker.sheets import Sheet

RECORDS = Path(__file__).parent / "content" / "records"
BREAKS = Path(__file__).parent / "content" / "breaks"


def record_sheets() -> list[Sheet]:
    """All of them in the order in which they are taken in."""
    sheets = [_sheet(path) for path in sorted(RECORDS.glob("*.toml"))]
    return sorted(sheets, key=lambda sheet: (sheet.order, sheet.kind))


def _sheet(path: Path) -> Sheet:
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    headers = tuple(table["headers"])
    rows = [tuple(None if cell == "" else cell for cell in row) for row in table["rows"]]
    uneven = [row for row in rows if len(row) != len(headers)]
    if uneven:
        raise ValueError(f"{path.name}: {len(headers)} headers, but {uneven[0]}")
    return Sheet(table["order"], table["kind"], table["title"], headers, rows)


def record_breaks() -> list[tuple[str, str, str]]:
    """Links broken on purpose in these records: check, label and why, from ``content/breaks/``."""
    return [
        (each["check"], each["label"], each["why"])
        for path in sorted(BREAKS.glob("*.toml"))
        for each in tomllib.loads(path.read_text(encoding="utf-8"))["break"]
    ]
