"""What a comparison of two standards says: one entry for every item of either side."""

import json
from dataclasses import dataclass
from enum import StrEnum


class ChangeKind(StrEnum):
    """What happened to an item between the old and the new standard."""

    UNCHANGED = "unchanged"
    ADDED = "added"
    REMOVED = "removed"
    REPLACED = "replaced"  # the code stayed, its meaning is wholly another
    RENAMED = "renamed"  # a title or name changed, the thing stayed
    MOVED = "moved"  # the same text stands elsewhere or under a shifted code
    REORDERED = "reordered"  # same task, changed places with a neighbour
    REWORDED = "reworded"  # a sentence changed, its sense is near
    LEVEL_CHANGED = "level_changed"
    LEVEL_UNKNOWN = "level_unknown"  # one side states a level, the other none


class ComparedKind(StrEnum):
    """Which part of a standard an entry speaks of."""

    STANDARD = "standard"
    DESCRIPTION = "description"
    DUTY = "duty"
    TASK = "task"
    OUTPUT = "output"
    INDICATOR = "indicator"
    KNOWLEDGE = "knowledge"
    SKILL = "skill"
    ATTITUDE = "attitude"
    PREREQUISITE = "prerequisite"
    NOTE = "note"


class Reason(StrEnum):
    """Why an entry is of its kind; pages translate these, ``note`` is their English wording."""

    TEXT_ALSO_CHANGED = "text_also_changed"
    DEFINITION_CHANGED = "definition_changed"
    OTHER_TASK = "other_task"
    CODE_SHIFTED = "code_shifted"
    ORDER_CHANGED = "order_changed"
    CODE_REUSED = "code_reused"
    TASKS_USING_IT_CHANGED = "tasks_using_it_changed"
    ONLY_PUNCTUATION = "only_punctuation"
    SAME_CHILDREN = "same_children"
    NEW_SIDE_STATES_NO_LEVEL = "new_side_states_no_level"
    OLD_SIDE_STATES_NO_LEVEL = "old_side_states_no_level"


_WORDING = {
    Reason.TEXT_ALSO_CHANGED: "the wording changed too",
    Reason.DEFINITION_CHANGED: "the definition changed, the name did not",
    Reason.OTHER_TASK: "it now stands under another task",
    Reason.CODE_SHIFTED: "its code shifted, the order around it did not",
    Reason.ORDER_CHANGED: "it changed places with another item",
    Reason.CODE_REUSED: "its code names another item in the other version",
    Reason.TASKS_USING_IT_CHANGED: "the tasks that call for it changed",
    Reason.ONLY_PUNCTUATION: "only width, spacing, punctuation or note marks differ",
    Reason.SAME_CHILDREN: "recognised by what stands under it rather than by its name",
    Reason.NEW_SIDE_STATES_NO_LEVEL: "the new version states no level",
    Reason.OLD_SIDE_STATES_NO_LEVEL: "the old version states no level",
}


@dataclass(frozen=True, slots=True)
class DiffEntry:
    """One statement about one item (or one matched pair of items).

    ``similarity`` is the text similarity in [0, 1] of the pair, ``None`` for an added or removed
    item. Levels are those of the task's blocks in order, of the whole standard for a standard.
    """

    kind: ChangeKind
    item_kind: ComparedKind
    old_code: str | None
    old_text: str | None
    new_code: str | None
    new_text: str | None
    similarity: float | None = None
    old_parent: str | None = None
    new_parent: str | None = None
    old_levels: tuple[int | None, ...] = ()
    new_levels: tuple[int | None, ...] = ()
    reasons: tuple[Reason, ...] = ()

    @property
    def note(self) -> str:
        """The reasons in one English sentence; empty when the kind says it all."""
        return "; ".join(_WORDING[reason] for reason in self.reasons)

    def to_dict(self) -> dict[str, object]:
        """Return plain data for JSON; the similarity is cut to six decimals there, only there."""
        figure = None if self.similarity is None else round(self.similarity, 6)
        return {
            "kind": self.kind.value,
            "item_kind": self.item_kind.value,
            "old_code": self.old_code,
            "old_text": self.old_text,
            "old_parent": self.old_parent,
            "old_levels": list(self.old_levels),
            "new_code": self.new_code,
            "new_text": self.new_text,
            "new_parent": self.new_parent,
            "new_levels": list(self.new_levels),
            "similarity": figure,
            "reasons": [reason.value for reason in self.reasons],
            "note": self.note,
        }


@dataclass(frozen=True, slots=True)
class StandardDiff:
    """The whole comparison.

    Every item of both sides stands exactly once in ``changes`` or ``unchanged``; ``levels`` speaks
    of levels alone, beside what happened to the name. ``levels_unknown_on_both`` names the new
    codes ("" for the standard itself) where neither side states a level: no change, but a gap.
    """

    old_code: str
    new_code: str
    changes: tuple[DiffEntry, ...]
    unchanged: tuple[DiffEntry, ...]
    levels: tuple[DiffEntry, ...]
    levels_unknown_on_both: tuple[str, ...] = ()

    @property
    def entries(self) -> tuple[DiffEntry, ...]:
        """Everything that is not unchanged, items first, then levels."""
        return self.changes + self.levels

    @property
    def is_empty(self) -> bool:
        return not self.entries

    def of_kind(self, kind: ChangeKind) -> tuple[DiffEntry, ...]:
        """Return the entries of one kind, in document order."""
        pool = self.unchanged if kind is ChangeKind.UNCHANGED else self.entries
        return tuple(entry for entry in pool if entry.kind is kind)

    def counts(self) -> dict[ChangeKind, int]:
        """Return how many entries each kind has, kinds with none included."""
        return {kind: len(self.of_kind(kind)) for kind in ChangeKind}

    def to_dict(self) -> dict[str, object]:
        """Return plain data for JSON, in a fixed order."""
        return {
            "old": self.old_code,
            "new": self.new_code,
            "counts": {kind.value: n for kind, n in self.counts().items()},
            "entries": [entry.to_dict() for entry in self.entries],
            "unchanged": [entry.to_dict() for entry in self.unchanged],
            "levels_unknown_on_both": list(self.levels_unknown_on_both),
        }

    def to_json(self) -> str:
        """Return the comparison as JSON; the same two standards always give the same bytes."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=1)
