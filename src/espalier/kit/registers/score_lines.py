"""Scores inside one cell of a sheet, one criterion a line."""

import unicodedata
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _


def read_scores(text: str) -> tuple[list[dict[str, object]], list[str]]:
    """``EFFECT 4`` a line: criterion and score from 1 to 5."""
    rows: list[dict[str, object]] = []
    bad = []
    for line in lines_of(text):
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


def lines_of(text: str) -> list[str]:
    """The lines of a cell that say something, full-width signs as plain ones."""
    plain = unicodedata.normalize("NFKC", text)
    return [line.strip() for line in plain.splitlines() if line.strip()]
