"""The difference between two versions of a standard, by code and by text.

Codes alone mislead: a version may give an old code to a new meaning, or shift codes because an
earlier item was dropped. So items are first paired by text (with the code as evidence), and only
then is what happened to each pair read off its codes, its place and its wording.
"""

from collections.abc import Iterable, Mapping, Sequence

from espalier.engines.intake.types import ParsedStandard
from espalier.engines.matching.items import ComparableItem, comparable_items
from espalier.engines.matching.levels import level_entries
from espalier.engines.matching.pairing import Pair, Pairing, pair_items, text_figures
from espalier.engines.matching.places import Places, places_of
from espalier.engines.matching.types import (
    ChangeKind,
    ComparedKind,
    DiffEntry,
    Reason,
    StandardDiff,
)

Items = Mapping[ComparedKind, Sequence[ComparableItem]]

# Sentences are reworded; everything else bears a name or title and is renamed.
_SENTENCES = frozenset(
    {
        ComparedKind.INDICATOR,
        ComparedKind.DESCRIPTION,
        ComparedKind.PREREQUISITE,
        ComparedKind.NOTE,
    }
)

# There is one of each, so they are the same thing whatever they say.
_SINGLE = frozenset({ComparedKind.STANDARD, ComparedKind.DESCRIPTION})


def diff_standards(old: ParsedStandard, new: ParsedStandard) -> StandardDiff:
    """Compare two standards item by item.

    Returns
    -------
    StandardDiff
        Every item of ``old`` and of ``new`` exactly once. ``diff_standards(x, x)`` has no changes;
        exchanging the two sides exchanges *added* and *removed* and leaves every other kind.

    Notes
    -----
    Indicators and outputs are paired first; what was paired under them then helps to recognise a
    task with a new name, and the tasks help to recognise a duty.
    """
    before, after = comparable_items(old), comparable_items(new)
    pairings = _pair_all_kinds(before, after)
    task_of = _key_map(pairings, before, after, ComparedKind.TASK)
    duty_of = _key_map(pairings, before, after, ComparedKind.DUTY)
    entries = []
    for kind in ComparedKind:
        parents = duty_of if kind is ComparedKind.TASK else task_of
        entries += _KindDiff(before[kind], after[kind], pairings[kind], parents).entries()
    levels, both_unknown = level_entries(
        old.level, new.level, before, after, pairings[ComparedKind.TASK]
    )
    return StandardDiff(
        old_code=old.raw_code,
        new_code=new.raw_code,
        changes=tuple(e for e in entries if e.kind is not ChangeKind.UNCHANGED),
        unchanged=tuple(e for e in entries if e.kind is ChangeKind.UNCHANGED),
        levels=levels,
        levels_unknown_on_both=both_unknown,
    )


def _pair_all_kinds(before: Items, after: Items) -> dict[ComparedKind, Pairing]:
    found: dict[ComparedKind, Pairing] = {}
    for kind in ComparedKind:
        if kind in _SINGLE:
            found[kind] = _pair_single(before[kind], after[kind])
        elif kind not in (ComparedKind.TASK, ComparedKind.DUTY):
            found[kind] = pair_items(before[kind], after[kind])
    for kind, children in (
        (ComparedKind.TASK, (ComparedKind.INDICATOR, ComparedKind.OUTPUT)),
        (ComparedKind.DUTY, (ComparedKind.TASK,)),
    ):
        support = _support(found, before, after, children)
        found[kind] = pair_items(before[kind], after[kind], support=support)
    return found


def _pair_single(old: Sequence[ComparableItem], new: Sequence[ComparableItem]) -> Pairing:
    if not (old and new):
        return Pairing((), (), tuple(range(len(old))), tuple(range(len(new))))
    figure = float(text_figures(old, new)[0, 0])
    return Pairing((Pair(0, 0, figure),), (), (), ())


def _support(
    found: Mapping[ComparedKind, Pairing],
    before: Items,
    after: Items,
    children: Iterable[ComparedKind],
) -> dict[tuple[str, str], float]:
    """Share of the children of two parents that are paired: 2·paired / (children of both)."""
    paired: dict[tuple[str, str], int] = {}
    n_old: dict[str, int] = {}
    n_new: dict[str, int] = {}
    for kind in children:
        for item in before[kind]:
            n_old[item.parent] = n_old.get(item.parent, 0) + 1
        for item in after[kind]:
            n_new[item.parent] = n_new.get(item.parent, 0) + 1
        for pair in found[kind].pairs:
            parents = (before[kind][pair.old].parent, after[kind][pair.new].parent)
            paired[parents] = paired.get(parents, 0) + 1
    return {(a, b): 2 * n / (n_old[a] + n_new[b]) for (a, b), n in paired.items()}


def _key_map(
    pairings: Mapping[ComparedKind, Pairing], before: Items, after: Items, kind: ComparedKind
) -> dict[str, str]:
    """Old key → new key of the parents of one kind; "" (the whole standard) stays itself."""
    mapped = {before[kind][p.old].key: after[kind][p.new].key for p in pairings[kind].all_pairs()}
    return mapped | {"": ""}


class _KindDiff:
    """Turns the pairing of one kind into entries."""

    def __init__(
        self,
        old: Sequence[ComparableItem],
        new: Sequence[ComparableItem],
        pairing: Pairing,
        parent_of: Mapping[str, str],
    ) -> None:
        self._old, self._new, self._pairing, self._parent_of = old, new, pairing, parent_of
        self._places = places_of(old, new, pairing.all_pairs(), parent_of)

    def entries(self) -> list[DiffEntry]:
        """Entries in the order of the old document, what was added in its new place after them."""
        replaced = set(self._pairing.replaced)
        by_old = {
            pair.old: self._paired(pair, replaced=pair in replaced)
            for pair in self._pairing.all_pairs()
        }
        by_old |= {i: self._lone(self._old[i], ChangeKind.REMOVED) for i in self._pairing.removed}
        added = [self._lone(self._new[j], ChangeKind.ADDED) for j in self._pairing.added]
        return [by_old[i] for i in sorted(by_old)] + added

    def _lone(self, item: ComparableItem, kind: ChangeKind) -> DiffEntry:
        gone = kind is ChangeKind.REMOVED
        others = self._new if gone else self._old
        reused = bool(item.code) and any(other.code == item.code for other in others)
        reasons = (Reason.CODE_REUSED,) if reused else ()
        if gone:
            return DiffEntry(
                kind, item.kind, item.code, item.text, None, None,
                old_parent=item.parent_code, old_levels=item.levels, reasons=reasons,
            )  # fmt: skip
        return DiffEntry(
            kind, item.kind, None, None, item.code, item.text,
            new_parent=item.parent_code, new_levels=item.levels, reasons=reasons,
        )  # fmt: skip

    def _paired(self, pair: Pair, *, replaced: bool) -> DiffEntry:
        a, b = self._old[pair.old], self._new[pair.new]
        reasons: tuple[Reason, ...] = ()
        if replaced:
            kind = ChangeKind.REPLACED
        else:
            kind, reasons = _classify(a, b, self._places, pair, self._uses_changed(a, b))
        return DiffEntry(
            kind, a.kind, a.code, a.text, b.code, b.text, pair.similarity,
            a.parent_code, b.parent_code, a.levels, b.levels, reasons,
        )  # fmt: skip

    def _uses_changed(self, a: ComparableItem, b: ComparableItem) -> bool:
        """Whether tasks that both versions have call for it on one side only."""
        known_new = set(self._parent_of.values())
        before = {self._parent_of[t] for t in a.used_by if t in self._parent_of}
        return before != {t for t in b.used_by if t in known_new}


def _classify(
    a: ComparableItem, b: ComparableItem, places: Places, pair: Pair, uses_changed: bool
) -> tuple[ChangeKind, tuple[Reason, ...]]:
    """What happened to a pair: place first, wording second, as a shifted code misleads more."""
    same_text = a.fold == b.fold
    reasons = () if same_text else _wording_reasons(a, b)
    if pair.by_children:
        reasons += (Reason.SAME_CHILDREN,)
    if a.kind not in _SINGLE:
        if pair.old in places.under_other_parent:
            return ChangeKind.MOVED, (Reason.OTHER_TASK, *reasons)
        if pair.old in places.reordered:
            return ChangeKind.REORDERED, (Reason.ORDER_CHANGED, *reasons)
        if a.code != b.code:
            return ChangeKind.MOVED, (Reason.CODE_SHIFTED, *reasons)
    if not same_text:
        own = tuple(r for r in reasons if r is not Reason.TEXT_ALSO_CHANGED)
        sentence = a.kind in _SENTENCES or Reason.DEFINITION_CHANGED in own
        return (ChangeKind.REWORDED if sentence else ChangeKind.RENAMED), own
    if uses_changed:
        return ChangeKind.MOVED, (Reason.TASKS_USING_IT_CHANGED,)
    return ChangeKind.UNCHANGED, (Reason.ONLY_PUNCTUATION,) if a.text != b.text else ()


def _wording_reasons(a: ComparableItem, b: ComparableItem) -> tuple[Reason, ...]:
    only_definition = a.name == b.name and a.definition != b.definition
    return (Reason.DEFINITION_CHANGED if only_definition else Reason.TEXT_ALSO_CHANGED,)
