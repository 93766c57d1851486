"""The reference cases: read from their files, answered by adapters, compared within their tolerances."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

from espalier.engines.figures.table import Table, read_csv


@dataclass(frozen=True)
class Case:
    """One case: its JSON, and the folder it came from."""

    told: Mapping[str, Any]
    folder: Path

    @property
    def id(self) -> str:
        return str(self.told["id"])

    @property
    def inline(self) -> Mapping[str, Any]:
        return self.told["inline"]

    def table(self, at: int = 0) -> Table:
        """One of its data files, after its digest was checked."""
        stated = self.told["data"][at]
        data = (self.folder / stated["file"]).read_bytes()
        if hashlib.sha256(data).hexdigest() != stated["sha256"]:
            raise ValueError(f"{stated['file']}: not the file the case was made with")
        return read_csv(data.decode("utf-8"))


@dataclass(frozen=True)
class Line:
    """One expectation and what came out. ``outcome``: pass, fail, or not covered."""

    case: str
    name: str
    value: Any
    expected: Any
    tolerance: float
    outcome: str

    def __str__(self) -> str:
        return (
            f"{self.outcome:<12}{self.case} · {self.name}: {_short(self.value)} "
            f"(expected {_short(self.expected)} ± {self.tolerance:g})"
        )


def cases(folder: Path) -> list[Case]:
    """Every case of a folder, in the order of their names."""
    return [
        Case(told, path.parent)
        for path in sorted(folder.glob("*.json"))
        if "expect" in (told := json.loads(path.read_text(encoding="utf-8")))
    ]


def adapters() -> dict[str, Callable[[Case], Mapping[str, Any]]]:
    """Every adapter by its case. Raises ``ValueError`` where two answer one case."""
    from tests.oracles import adapters as package

    found: dict[str, Callable[[Case], Mapping[str, Any]]] = {}
    for each in iter_modules(package.__path__):
        own = import_module(f"{package.__name__}.{each.name}").ADAPTERS
        if twice := found.keys() & own.keys():
            raise ValueError(f"answered twice: {', '.join(sorted(twice))}")
        found |= own
    return found


def lines_of(case: Case, answer: Callable[[Case], Mapping[str, Any]] | None) -> Iterator[Line]:
    """One line an expectation; without an adapter, or without its value, it is not covered."""
    values = answer(case) if answer else {}
    for each in case.told["expect"]:
        name, expected, tolerance = each["name"], each["value"], each["tol_abs"]
        if name not in values:
            yield Line(case.id, name, None, expected, tolerance, "not covered")
            continue
        is_near = near(values[name], expected, tolerance)
        yield Line(case.id, name, values[name], expected, tolerance, "pass" if is_near else "fail")


def near(value: Any, expected: Any, tolerance: float) -> bool:
    """Element by element; of records only what is a number, and every number that is expected."""
    if isinstance(expected, Mapping):
        return isinstance(value, Mapping) and all(
            key in value and near(value[key], each, tolerance)
            for key, each in expected.items()
            if not isinstance(each, str)
        )
    if isinstance(expected, list):
        found = list(value)
        return len(found) == len(expected) and all(
            near(a, b, tolerance) for a, b in zip(found, expected, strict=True)
        )
    if isinstance(expected, str) or expected is None:
        return bool(value == expected)
    return abs(float(value) - expected) <= tolerance + 1e-12  # NaN is near nothing


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 100 else f"{text[:97]}…"
