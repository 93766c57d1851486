"""A standard in the text form of the shared folder, taken apart for rendering, without the engine.

The tests must not render with the code they test, so this reads the plain layout on its own: blocks of
lines between empty lines, cells between tabs.
"""

import re
from dataclasses import dataclass, field

CONTENT_HEADER = (
    "主要職責",
    "工作任務",
    "工作產出",
    "行為指標",
    "職能級別",
    "職能內涵 (K=knowledge 知識)",
    "職能內涵 (S=skills 技能)",
)
VERSION_HEADER = ("版本", "職能基準代碼", "職能基準名稱", "狀態", "更新說明", "發展更新日期")
ATTITUDES = "職能內涵 (A=attitude 態度)"
NOTES = "說明與補充事項"
_ITEM_START = re.compile(r" (?=[OP]\d+\.\d+\.\d+ |[KS]\d\d)")


@dataclass
class Printed:
    """The parts of the form in order, every cell a list of lines."""

    title: str = ""
    versions: list[list[str]] = field(default_factory=list)
    identity: list[list[str]] = field(default_factory=list)
    content: list[list[list[str]]] = field(default_factory=list)
    attitudes: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def taken_apart(text: str) -> Printed:
    """Read the plain layout; a cell with several coded items becomes one line per item."""
    printed = Printed()
    section = "front"
    for line in filter(str.strip, text.split("\n")):
        cells = line.split("\t")
        if cells[0] == CONTENT_HEADER[0]:
            section = "content"
        elif line.startswith("職能內涵 (A"):
            section = "attitudes"
        elif line.startswith(NOTES):
            section = "notes"
        elif section == "content":
            cells += [""] * (len(CONTENT_HEADER) - len(cells))
            printed.content.append([_ITEM_START.split(cell) for cell in cells])
        elif section == "attitudes":
            printed.attitudes.append(line)
        elif section == "notes":
            printed.notes.append(line.replace("**", ""))
        elif len(cells) == 1:
            printed.title = line
        elif re.fullmatch(r"V\d", cells[0]):
            printed.versions.append(cells)
        elif cells != list(VERSION_HEADER):
            printed.identity.append(cells)
    return printed


def duty_spans(printed: Printed) -> list[int]:
    """For every content row: over how many rows its duty cell runs, 0 inside a run."""
    spans = [0] * len(printed.content)
    start = 0
    for index, row in enumerate(printed.content):
        if row[0] != [""] or index == 0:
            start = index
        spans[start] += 1
    return spans
