"""Acts and records of the log in words: every stage names its own at start."""

from collections.abc import Mapping

from espalier.kit.errors import Text

_acts: dict[str, Text] = {}
_records: dict[str, Text] = {}


def name_acts(acts: Mapping[str, Text], records: Mapping[str, Text]) -> None:
    """``acts`` by event (``people.unit.created``), ``records`` by model label (``people.Unit``)."""
    _acts.update(acts)
    _records.update(records)


def act_words(event: str) -> str:
    """What was done, for a reader; the event itself where a later version no longer knows it."""
    return str(_acts.get(event, event))


def record_words(kind: str, key: str) -> str:
    """The kind of record and its number; ``*`` and nothing stand for several at once."""
    return f"{_records.get(kind, kind)} {key.strip('*')}".strip()


def act_choices() -> list[tuple[str, Text]]:
    """Every known act, to narrow the list by."""
    return sorted(_acts.items(), key=lambda each: str(each[1]))
