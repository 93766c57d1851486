"""Pure rules of comparing versions: which stored item an entry speaks of, when a reason is needed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from espalier.cycle.standards.versions.types import ITEM_LETTERS
from espalier.engines.matching.types import ChangeKind

# After these the item is not simply the same any more: somebody should look at what rests on it.
TOUCHING = frozenset(
    set(ChangeKind) - {ChangeKind.UNCHANGED, ChangeKind.ADDED, ChangeKind.REORDERED}
)

Key = tuple[str, str, str]


class ItemFinder:
    """Finds the stored item of an entry by kind, code and text; equal items are given out in order."""

    def __init__(self, items: Iterable[tuple[int, str, str, str, str]]) -> None:
        """``items``: (id, kind, code, name, definition) in the order of the document."""
        self._ids: defaultdict[Key, list[int]] = defaultdict(list)
        for id, kind, code, name, definition in items:
            text = f"{name}：{definition}" if definition else name
            self._ids[kind, code, text].append(id)

    def take(self, item_kind: str, code: str | None, text: str | None) -> int | None:
        letter = ITEM_LETTERS.get(item_kind)
        ids = self._ids.get((letter or "", code or "", text or ""), [])
        if len(ids) > 1:
            return ids.pop(0)
        return ids[0] if ids else None


def entries_of(difference: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """All entries of a stored difference, the changed ones first."""
    return [*difference["entries"], *difference["unchanged"]]


def needs_reason(*, proposed: int | None, chosen: int | None, is_confirmed: bool) -> bool:
    """A reason is owed where a person departs from the proposal, drops an item or changes their word."""
    return is_confirmed or chosen != proposed or chosen is None
