"""What happened to the levels, told apart from what happened to the names."""

from collections.abc import Mapping, Sequence

from espalier.engines.matching.items import ComparableItem
from espalier.engines.matching.pairing import Pairing
from espalier.engines.matching.types import ChangeKind, ComparedKind, DiffEntry, Reason

Levels = tuple[int | None, ...]
Items = Mapping[ComparedKind, Sequence[ComparableItem]]


def level_entries(
    old_level: int | None,
    new_level: int | None,
    before: Items,
    after: Items,
    tasks: Pairing,
) -> tuple[tuple[DiffEntry, ...], tuple[str, ...]]:
    """Compare the level of the standard and of every task both versions have.

    A level that one side does not state is *unknown*, never taken as equal, raised or lowered.

    Returns
    -------
    entries : tuple of DiffEntry
        Kinds ``level_changed`` and ``level_unknown`` only.
    unknown_on_both : tuple of str
        New codes ("" for the standard) where neither side states a level.
    """
    pairs: list[tuple[ComparableItem, ComparableItem, Levels, Levels]] = [
        (s, t, (old_level,), (new_level,)) for s, t in _standards(before, after)
    ]
    for pair in sorted(tasks.all_pairs(), key=lambda p: p.old):
        a, b = before[ComparedKind.TASK][pair.old], after[ComparedKind.TASK][pair.new]
        pairs.append((a, b, a.levels, b.levels))
    entries = []
    both_unknown = []
    for a, b, levels_a, levels_b in pairs:
        if _states_none(levels_a) and _states_none(levels_b):
            both_unknown.append("" if a.kind is ComparedKind.STANDARD else b.code)
        elif levels_a != levels_b:
            entries.append(_entry(a, b, levels_a, levels_b))
    return tuple(entries), tuple(both_unknown)


def _standards(before: Items, after: Items) -> list[tuple[ComparableItem, ComparableItem]]:
    kind = ComparedKind.STANDARD
    return list(zip(before[kind], after[kind], strict=True))


def _states_none(levels: Levels) -> bool:
    return all(level is None for level in levels)


def _entry(a: ComparableItem, b: ComparableItem, old: Levels, new: Levels) -> DiffEntry:
    reasons: tuple[Reason, ...] = ()
    if None in new or not new:
        reasons += (Reason.NEW_SIDE_STATES_NO_LEVEL,)
    if None in old or not old:
        reasons += (Reason.OLD_SIDE_STATES_NO_LEVEL,)
    kind = ChangeKind.LEVEL_UNKNOWN if reasons else ChangeKind.LEVEL_CHANGED
    return DiffEntry(
        kind=kind,
        item_kind=a.kind,
        old_code=a.code,
        old_text=a.text,
        new_code=b.code,
        new_text=b.text,
        old_parent=a.parent_code,
        new_parent=b.parent_code,
        old_levels=old,
        new_levels=new,
        reasons=reasons,
    )
