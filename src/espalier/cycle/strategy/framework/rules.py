"""Rules of the framework. Pure: no Django, no clock, no database."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from difflib import SequenceMatcher

from espalier.cycle.strategy.framework.types import (
    Alignment,
    AlignmentRow,
    DraftChange,
    Named,
    OrderConflict,
)


def alignment(objectives: Sequence[str], activities: Named, assessments: Named) -> Alignment:
    """Objective ↔ activity ↔ assessment, in the order given; holes are what no activity or assessment names."""
    known = set(objectives)
    return Alignment(
        rows=tuple(
            AlignmentRow(each, _naming(activities, each), _naming(assessments, each))
            for each in objectives
        ),
        idle_activities=tuple(c for c, named in activities.items() if not known & set(named)),
        idle_assessments=tuple(c for c, named in assessments.items() if not known & set(named)),
    )


def _naming(things: Named, objective: str) -> tuple[str, ...]:
    return tuple(code for code, named in things.items() if objective in named)


def order_conflicts(
    order: Sequence[str], requires: Mapping[str, Collection[str]]
) -> list[OrderConflict]:
    """Modules that stand before a module of the same programme they ask for."""
    place = {module: n for n, module in enumerate(order)}
    return [
        OrderConflict(module, asked)
        for module in order
        for asked in sorted(requires.get(module, ()))
        if asked in place and place[asked] > place[module]
    ]


def digest(lines: Sequence[str]) -> str:
    """The same statements give the same digest, whenever they are read."""
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def draft_changes(old: Sequence[str], new: Sequence[str]) -> list[DraftChange]:
    """The lines that went and came, in the order of the framework."""
    matcher = SequenceMatcher(None, list(old), list(new), autojunk=False)
    changes: list[DraftChange] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal":
            changes += [DraftChange("-", line) for line in old[a:b]]
            changes += [DraftChange("+", line) for line in new[c:d]]
    return changes


def missing_groups(asked: Sequence[str], confirmed: Collection[str]) -> list[str]:
    """The groups that have not confirmed, in their order."""
    return [group for group in asked if group not in confirmed]
