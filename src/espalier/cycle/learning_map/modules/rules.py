"""Rules of learning modules. Pure: no Django, no clock, no database."""

from collections.abc import Collection, Mapping
from enum import StrEnum

from espalier.cycle.learning_map.modules.types import FieldChange, ModuleContent

MAX_MINUTES = 60 * 2000


class ModuleProblem(StrEnum):
    NO_NAME = "no_name"
    NO_TIME = "no_time"
    TIME_TOO_LONG = "time_too_long"
    VALIDITY_ZERO = "validity_zero"
    NO_OBJECTIVE = "no_objective"
    NO_COMPETENCY = "no_competency"
    OWN_PREREQUISITE = "own_prerequisite"
    UNKNOWN_PREREQUISITE = "unknown_prerequisite"
    UNKNOWN_COMPETENCY = "unknown_competency"
    COMPETENCY_TWICE = "competency_twice"
    OUT_OF_SCALE = "out_of_scale"
    CYCLE = "cycle"


def prerequisite_cycle(requires: Mapping[str, Collection[str]]) -> list[str]:
    """The modules of one cycle in the order they ask for each other, the first repeated at the end.

    Empty when the prerequisites form no cycle. The same input always names the same cycle.
    """
    finished: set[str] = set()
    for start in sorted(requires):
        if start in finished:
            continue
        trail, on_trail = [start], {start}
        stack = [(start, iter(sorted(requires.get(start, ()))))]
        while stack:
            node, rest = stack[-1]
            following = next((code for code in rest if code not in finished), None)
            if following is None:
                finished.add(node)
                on_trail.discard(node)
                trail.pop()
                stack.pop()
            elif following in on_trail:
                return [*trail[trail.index(following) :], following]
            else:
                trail.append(following)
                on_trail.add(following)
                stack.append((following, iter(sorted(requires.get(following, ())))))
    return []


def problems_of_content(
    code: str,
    content: ModuleContent,
    *,
    known_modules: Collection[str],
    known_competencies: Collection[str],
    lowest: float,
    highest: float,
) -> list[tuple[ModuleProblem, str]]:
    """Everything that stops this content from being saved, each with what it is about."""
    found: list[tuple[ModuleProblem, str]] = []
    if not content.name.strip():
        found.append((ModuleProblem.NO_NAME, ""))
    if content.minutes < 1:
        found.append((ModuleProblem.NO_TIME, ""))
    if content.minutes > MAX_MINUTES:
        found.append((ModuleProblem.TIME_TOO_LONG, ""))
    if content.validity_months is not None and content.validity_months < 1:
        found.append((ModuleProblem.VALIDITY_ZERO, ""))
    for asked in content.prerequisites:
        if asked == code:
            found.append((ModuleProblem.OWN_PREREQUISITE, asked))
        elif asked not in known_modules:
            found.append((ModuleProblem.UNKNOWN_PREREQUISITE, asked))
    seen: set[str] = set()
    for competency, level in content.competencies:
        if competency not in known_competencies:
            found.append((ModuleProblem.UNKNOWN_COMPETENCY, competency))
        elif competency in seen:
            found.append((ModuleProblem.COMPETENCY_TWICE, competency))
        if not lowest <= level <= highest:
            found.append((ModuleProblem.OUT_OF_SCALE, f"{competency} {level:g}"))
        seen.add(competency)
    return found


def problems_before_publish(content: ModuleContent) -> list[tuple[ModuleProblem, str]]:
    """What a version still lacks before learners may rely on it."""
    found: list[tuple[ModuleProblem, str]] = []
    if not any(text.strip() for text in content.objectives):
        found.append((ModuleProblem.NO_OBJECTIVE, ""))
    if not content.competencies:
        found.append((ModuleProblem.NO_COMPETENCY, ""))
    return found


def content_changes(old: ModuleContent, new: ModuleContent) -> list[FieldChange]:
    """The fields in which two versions differ, in the order of the form."""
    return [
        FieldChange(name, before, after)
        for name in ModuleContent.__dataclass_fields__
        if (before := _as_text(getattr(old, name))) != (after := _as_text(getattr(new, name)))
    ]


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "\n".join(
            f"{part[0]}　{part[1]:g}" if isinstance(part, tuple) else str(part) for part in value
        )
    return str(value)
