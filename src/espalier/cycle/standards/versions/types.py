"""What other rooms and the pages get to know about two versions."""

from dataclasses import dataclass

from espalier.engines.matching.types import ChangeKind, ComparedKind

# What the comparison calls a kind, and the letter the catalogue stores.
ITEM_LETTERS: dict[str, str] = {
    ComparedKind.OUTPUT: "O",
    ComparedKind.INDICATOR: "P",
    ComparedKind.KNOWLEDGE: "K",
    ComparedKind.SKILL: "S",
    ComparedKind.ATTITUDE: "A",
}


@dataclass(frozen=True, slots=True)
class ConfirmedMatch:
    """A person's word on one old item: it lives on as ``new_item_id``, or not at all (None)."""

    old_item_id: int
    new_item_id: int | None
    kind: str  # O, P, K, S or A
    similarity: float | None
    reason: str
    confirmed_by: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One entry of the stored difference with its item match, if it speaks of an item."""

    kind: str
    item_kind: str
    old_code: str
    old_text: str
    new_code: str
    new_text: str
    old_parent: str
    new_parent: str
    similarity: float | None
    old_levels: tuple[int | None, ...]
    new_levels: tuple[int | None, ...]
    reasons: tuple[str, ...]
    match_id: int | None = None
    old_item_id: int | None = None
    new_item_id: int | None = None
    is_confirmed: bool = False
    confirmed_by: str = ""
    reason: str = ""

    @property
    def is_level(self) -> bool:
        return self.kind in {ChangeKind.LEVEL_CHANGED, ChangeKind.LEVEL_UNKNOWN}

    @property
    def letter(self) -> str:
        """The letter the catalogue stores for this kind of item; empty for what is no item."""
        return ITEM_LETTERS.get(self.item_kind, "")

    @property
    def percent(self) -> int | None:
        return None if self.similarity is None else round(100 * self.similarity)


@dataclass(frozen=True, slots=True)
class ItemChoice:
    """An item of the new version a person may name as the successor of an old one."""

    id: int
    kind: str
    label: str
