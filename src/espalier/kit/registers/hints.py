"""What a room has to say beside the form of one of its records, such as the check of an objective."""

from collections.abc import Callable, Mapping

from espalier.kit.errors import Text

Hint = Callable[[Mapping[str, object]], list[Text]]
_HINTS: dict[str, Hint] = {}


def give_hints(kind: str, hint: Hint) -> None:
    """``hint`` takes the values of the record as saved and returns sentences."""
    _HINTS[kind] = hint


def of(kind: str, values: Mapping[str, object]) -> list[Text]:
    """The sentences for one record; none while it is being written for the first time."""
    return _HINTS[kind](values) if values and kind in _HINTS else []
