"""Our own JSON of a standard: every field of the parse, there and back without loss."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any, TypeVar

from espalier.engines.intake.refusals import IntakeRefused, RefusalReason
from espalier.engines.intake.types import (
    Block,
    Coded,
    Duty,
    FileFormat,
    IntakeWarning,
    Item,
    ItemKind,
    Note,
    ParsedStandard,
    Place,
    Task,
    TaskGroup,
    Unplaced,
    VersionRow,
)

FORMAT = "espalier-standard"
VERSION = 1
_KINDS = ("職類", "職業", "")
_T = TypeVar("_T")


class _Malformed(Exception):
    """A value of the wrong shape; the message names the path and the value."""


def to_json(parsed: ParsedStandard) -> dict[str, Any]:
    """Return a standard as JSON-ready data under our format tag and version number."""
    standard = asdict(parsed)
    standard["format"] = parsed.format.value if parsed.format else None
    for row, source in zip(standard["versions"], parsed.versions, strict=True):
        row["updated_on"] = source.updated_on.isoformat() if source.updated_on else None
    return {"format": FORMAT, "version": VERSION, "standard": standard}


def parsed_from_json(payload: Mapping[str, Any]) -> ParsedStandard:
    """Read a standard from our JSON.

    Parameters
    ----------
    payload : mapping
        What :func:`to_json` gave. Unknown keys and values of a wrong type are refused, so that a
        typing mistake in an edited file cannot lose a field unnoticed.

    Raises
    ------
    IntakeRefused
        ``no_standard`` when the format tag is missing, the version is unknown or a value has the
        wrong shape; the detail names the path.
    """
    if payload.get("format") != FORMAT:
        raise IntakeRefused(RefusalReason.NO_STANDARD, f'the JSON is not of format "{FORMAT}"')
    if payload.get("version") != VERSION or isinstance(payload.get("version"), bool):
        raise IntakeRefused(
            RefusalReason.NO_STANDARD,
            f"version {payload.get('version')!r} of the format; this program reads {VERSION}",
        )
    try:
        return _standard(_Reader(payload.get("standard"), "standard"))
    except _Malformed as problem:
        raise IntakeRefused(RefusalReason.NO_STANDARD, str(problem)) from problem


class _Reader:
    """Reads the keys of one JSON object and knows its path for messages."""

    def __init__(self, value: Any, path: str) -> None:
        if not isinstance(value, dict):
            raise _Malformed(f"{path}: an object is expected, not {_short(value)}")
        self._value = value
        self.path = path
        self._read: set[str] = set()

    def _get(self, key: str) -> Any:
        self._read.add(key)
        return self._value.get(key)

    def _wrong(self, key: str, expected: str, value: Any) -> _Malformed:
        return _Malformed(f"{self.path}.{key}: {expected} is expected, not {_short(value)}")

    def text(self, key: str, default: str | None = "") -> str:
        value = self._get(key)
        if value is None and default is not None:
            return default
        if not isinstance(value, str):
            raise self._wrong(key, "text", value)
        return value

    def number(self, key: str, low: int, high: int) -> int | None:
        value = self._get(key)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise self._wrong(key, f"a whole number from {low} to {high}", value)
        return value

    def flag(self, key: str) -> bool:
        value = self._get(key)
        if not isinstance(value, bool | None):
            raise self._wrong(key, "true or false", value)
        return bool(value)

    def day(self, key: str) -> date | None:
        value = self.text(key)
        try:
            return date.fromisoformat(value) if value else None
        except ValueError as error:
            raise self._wrong(key, "a date like 2026-01-31", value) from error

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._get(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self._wrong(key, "a list of texts", value)
        return tuple(value)

    def many(self, key: str, read: Callable[["_Reader"], _T]) -> tuple[_T, ...]:
        value = self._get(key)
        if value is None:
            return ()
        if not isinstance(value, list):
            raise self._wrong(key, "a list", value)
        return tuple(
            _Reader(one, f"{self.path}.{key}[{index}]").done(read)
            for index, one in enumerate(value)
        )

    def one(self, key: str, read: Callable[["_Reader"], _T]) -> _T | None:
        value = self._get(key)
        return None if value is None else _Reader(value, f"{self.path}.{key}").done(read)

    def keyed(self, key: str, read: Callable[["_Reader"], _T]) -> dict[str, _T]:
        value = self._get(key)
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise self._wrong(key, "an object", value)
        path = f"{self.path}.{key}"
        return {name: _Reader(one, f"{path}.{name}").done(read) for name, one in value.items()}

    def done(self, read: Callable[["_Reader"], _T]) -> _T:
        """Read this object whole; a key that nothing read is refused."""
        result = read(self)
        unknown = sorted(set(self._value) - self._read)
        if unknown:
            raise _Malformed(f"{self.path}: unknown keys {', '.join(map(_short, unknown))}")
        return result


def _short(value: Any) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:57]}..."


def _standard(reader: _Reader) -> ParsedStandard:
    return reader.done(_whole)


def _whole(reader: _Reader) -> ParsedStandard:
    kind = reader.text("kind")
    if kind not in _KINDS:
        raise _Malformed(f"{reader.path}.kind: one of {_KINDS} is expected, not {_short(kind)}")
    return ParsedStandard(
        raw_code=reader.text("raw_code"),
        code_base=reader.text("code_base"),
        version_no=reader.number("version_no", 0, 9999),
        title=reader.text("title"),
        kind=kind,
        related_titles=reader.texts("related_titles"),
        versions=reader.many("versions", _version),
        job_categories=reader.many("job_categories", _coded),
        occupations=reader.many("occupations", _coded),
        industries=reader.many("industries", _coded),
        description=reader.text("description"),
        level=reader.number("level", 1, 6),
        duties=reader.many("duties", _duty),
        attitudes=reader.many("attitudes", _item),
        prerequisites=reader.texts("prerequisites"),
        notes=reader.many("notes", _note),
        meaning_of_a=reader.text("meaning_of_a"),
        is_historical=reader.flag("is_historical"),
        warnings=reader.many("warnings", _warning),
        unplaced=reader.many("unplaced", _unplaced),
        sha256=reader.text("sha256"),
        format=_format(reader),
        field_places=reader.keyed("field_places", _place),
    )


def _format(reader: _Reader) -> FileFormat | None:
    value = reader.text("format")
    try:
        return FileFormat(value) if value else None
    except ValueError as error:
        raise _Malformed(f"{reader.path}.format: unknown format {_short(value)}") from error


def _version(reader: _Reader) -> VersionRow:
    return VersionRow(
        reader.text("version"),
        reader.text("code"),
        reader.text("name"),
        reader.text("status"),
        reader.text("note"),
        reader.day("updated_on"),
    )


def _coded(reader: _Reader) -> Coded:
    return Coded(reader.text("name"), reader.text("code"))


def _duty(reader: _Reader) -> Duty:
    return Duty(reader.text("code"), reader.text("name"), reader.many("groups", _group))


def _group(reader: _Reader) -> TaskGroup:
    return TaskGroup(reader.many("tasks", _task), reader.many("blocks", _block))


def _task(reader: _Reader) -> Task:
    return Task(reader.text("code"), reader.text("name"))


def _block(reader: _Reader) -> Block:
    return Block(
        reader.number("level", 1, 6),
        reader.many("outputs", _item),
        reader.many("indicators", _item),
        reader.many("knowledge", _item),
        reader.many("skills", _item),
    )


def _item(reader: _Reader) -> Item:
    letter = reader.text("kind", None)
    if letter not in ("O", "P", "K", "S", "A"):
        raise _Malformed(f"{reader.path}.kind: O, P, K, S or A is expected, not {_short(letter)}")
    return Item(
        ItemKind(letter),
        reader.text("code"),
        reader.text("name"),
        reader.text("definition"),
        reader.texts("task_refs"),
        reader.many("places", _place),
    )


def _note(reader: _Reader) -> Note:
    return Note(
        reader.number("number", 0, 999_999),
        reader.text("term"),
        reader.text("text"),
        reader.texts("attached_to"),
        reader.text("printed"),
    )


def _place(reader: _Reader) -> Place:
    page, line = reader.number("page", 0, 10**9), reader.number("line", 0, 10**9)
    if page is None or line is None:
        raise _Malformed(f"{reader.path}: page and line are expected")
    return Place(page, line)


def _warning(reader: _Reader) -> IntakeWarning:
    return IntakeWarning(reader.text("kind"), reader.one("place", _place), reader.text("text"))


def _unplaced(reader: _Reader) -> Unplaced:
    place = reader.one("place", _place)
    if place is None:
        raise _Malformed(f"{reader.path}: a place is expected")
    return Unplaced(place, reader.text("text"))
