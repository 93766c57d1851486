"""The training manager's own frame: tasks, outputs and indicators, read from tasks.toml.

It is one of the thread's two anchors: which record fulfils which of our own duties.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class FrameTask:
    """One of the eight tasks with its output; ``v4`` is its code in the successor standard or ""."""

    code: str
    title: str
    title_en: str
    v4: str
    output: str
    output_title: str
    output_title_en: str
    stage: str


@dataclass(frozen=True, slots=True)
class FrameIndicator:
    """One of the twenty-nine indicators; ``built`` is False while its room comes with later work."""

    code: str
    title: str
    title_en: str
    v4: str
    room: str
    built: bool
    page: str = ""
    command: str = ""
    serving: tuple[str, ...] = ()

    @property
    def task(self) -> str:
        """P1.2.1 belongs to T1.2."""
        return f"T{self.code[1:].rsplit('.', 1)[0]}"


@cache
def tasks() -> dict[str, FrameTask]:
    """The eight tasks by code, in their order."""
    return {code: FrameTask(code=code, **row) for code, row in _file()["tasks"].items()}


@cache
def indicators() -> dict[str, FrameIndicator]:
    """The twenty-nine indicators by code, in their order."""
    return {code: _indicator(code, row) for code, row in _file()["indicators"].items()}


def _indicator(code: str, row: dict[str, Any]) -> FrameIndicator:
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in row.items()}
    return FrameIndicator(code=code, **values)


@cache
def _file() -> dict[str, dict[str, dict[str, Any]]]:
    text = files("espalier").joinpath("tasks.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
