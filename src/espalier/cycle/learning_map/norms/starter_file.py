"""The starter register: a file of facts in our own words, to be checked before it is relied on."""

import csv
import io
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

NAME = "norms.csv"
PATH = Path(__file__).parent / "starter" / NAME


def starter_bytes() -> bytes:
    """The file as it ships: CSV in UTF-8, headers of the sheet ``norms``."""
    return PATH.read_bytes()


def rows_not_in(held: Collection[str]) -> bytes:
    """The file without the lines whose codes are in the register: what somebody made their own stays theirs."""
    text = starter_bytes().decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text)))
    kept = [lines[0], *(line for line in lines[1:] if line[0] not in held)]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(kept)
    return out.getvalue().encode("utf-8-sig")


@dataclass(frozen=True, slots=True)
class StarterRow:
    """One line of the file, as far as the page before taking it over shows it."""

    code: str
    kind: str
    title: str
    source: str
    status: str
    applies: str


def starter_rows() -> list[StarterRow]:
    """All lines in the order of the file."""
    lines = csv.DictReader(io.StringIO(starter_bytes().decode("utf-8-sig")))
    headers = ("規範代碼", "性質", "規範名稱", "出處", "查證狀態", "本公司適用")
    return [StarterRow(*(line[header] for header in headers)) for line in lines]
