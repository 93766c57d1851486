"""A timetabling problem as JSON and back; what cannot be read is told with its place, all at once."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from espalier.engines.planner.timetable.faults import BadTimetable, Fault, Reason, Remedy
from espalier.engines.planner.timetable.problem import SCHEMA, TimetableProblem
from espalier.engines.planner.timetable.solution import Assignment

Faults = list[Fault]


def problem_as_json(problem: TimetableProblem) -> dict[str, Any]:
    """The problem ready for JSON; fields that say what they say by default are left out."""
    return {"schema": SCHEMA, **_plain(problem)}


def problem_from_json(document: object) -> TimetableProblem:
    """Read a problem.

    Raises
    ------
    BadTimetable
        Another version, missing or unknown fields, wrong types, or a fault of the problem itself.
    """
    if not isinstance(document, Mapping):
        raise BadTimetable([Fault("problem", "", Reason.UNREADABLE, Remedy.WRITE_AGAIN)])
    if document.get("schema") != SCHEMA:
        facts = {"found": str(document.get("schema", "")), "expected": SCHEMA}
        raise BadTimetable(
            [Fault("problem", "schema", Reason.OTHER_VERSION, Remedy.WRITE_AGAIN, facts)]
        )
    faults: Faults = []
    content = {key: value for key, value in document.items() if key != "schema"}
    values = _values(TimetableProblem, content, "problem", faults)
    if faults:
        raise BadTimetable(faults)
    return TimetableProblem(**values)


def plan_as_json(plan: tuple[Assignment, ...]) -> list[dict[str, Any]]:
    return [_plain(each) for each in plan]


def plan_from_json(rows: object) -> tuple[Assignment, ...]:
    """Read a plan.

    Raises
    ------
    BadTimetable
        With every fault of form; whether it keeps the rules is for :mod:`check`.
    """
    faults: Faults = []
    plan: tuple[Assignment, ...] = _value(tuple[Assignment, ...], rows, "plan", "", faults)
    if faults:
        raise BadTimetable(faults)
    return plan


def _plain(record: Any) -> dict[str, Any]:
    return {
        field.name: _written(getattr(record, field.name))
        for field in fields(record)
        if getattr(record, field.name) != _default(field)
    }


def _default(field: "Field[Any]") -> object:
    if field.default_factory is not MISSING:
        return field.default_factory()
    return field.default


def _written(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_written(each) for each in value]
    return _plain(value) if is_dataclass(value) else value


def _values(kind: type[Any], content: Mapping[str, Any], place: str, faults: Faults) -> Any:
    """The arguments for ``kind``; each fault found is added to ``faults``."""
    hints = get_type_hints(kind)
    names = {field.name: field for field in fields(kind)}
    for key in sorted(set(content) - set(names)):
        faults.append(Fault(place, str(key), Reason.UNKNOWN_FIELD, Remedy.REMOVE))
    values = {}
    for name, field in names.items():
        if name in content:
            values[name] = _value(hints[name], content[name], place, name, faults)
        elif field.default is MISSING and field.default_factory is MISSING:
            faults.append(Fault(place, name, Reason.MISSING_FIELD, Remedy.ADD))
    return values


def _value(hint: Any, value: Any, place: str, name: str, faults: Faults) -> Any:
    if get_origin(hint) is UnionType:
        if value is None and NoneType in get_args(hint):
            return None
        hint = next(each for each in get_args(hint) if each is not NoneType)
    if get_origin(hint) is tuple:
        if not isinstance(value, list | tuple):
            return _wrong(place, name, value, faults)
        kind = get_args(hint)[0]
        return tuple(
            _value(kind, each, place, _numbered(kind, name, number, each), faults)
            for number, each in enumerate(value)
        )
    if is_dataclass(hint) and isinstance(hint, type):
        if not isinstance(value, Mapping):
            return _wrong(place, name, value, faults)
        before = len(faults)
        values = _values(hint, value, _inner(place, name), faults)
        return hint(**values) if len(faults) == before else None
    return _simple(hint, value, place, name, faults)


def _numbered(kind: Any, name: str, number: int, value: Any) -> str:
    """``sessions/W-1`` where the record says its code, else its number."""
    if not is_dataclass(kind):
        return name
    code = value.get("code") if isinstance(value, Mapping) else None
    return "/".join(filter(None, (name, str(code or number))))


def _inner(place: str, name: str) -> str:
    return name if place == "problem" else f"{place}/{name}"


def _simple(hint: type, value: Any, place: str, name: str, faults: Faults) -> Any:
    reader: Callable[[Any], Any] = date.fromisoformat if hint is date else hint
    expected = str if hint is date or issubclass(hint, StrEnum) else hint
    if not isinstance(value, expected) or isinstance(value, bool) != (hint is bool):
        return _wrong(place, name, value, faults)
    try:
        return reader(value)
    except ValueError:
        return _wrong(place, name, value, faults)


def _wrong(place: str, name: str, value: object, faults: Faults) -> None:
    facts = {"value": str(value)[:80]}
    faults.append(Fault(place, name, Reason.WRONG_TYPE, Remedy.CORRECT, facts))
