"""Rules of P1.1.1: what a goal must say, and which links are missing. Pure: no Django, no clock, no database."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from espalier.cycle.policy.goals.types import GoalProblem, GoalValues, Level

Links = Iterable[tuple[int, int]]


def problems_of_values(level: Level, values: GoalValues) -> list[GoalProblem]:
    """Everything that is wrong with what was typed.

    A baseline is a statement with a number: without period, source and n nobody can check it.
    """
    found = []
    if not values.key.strip():
        found.append(GoalProblem.NO_KEY)
    elif level is Level.DIRECTION and not _is_number(values.key):
        found.append(GoalProblem.BAD_NUMBER)
    if not values.text.strip():
        found.append(GoalProblem.NO_TEXT)
    if values.starts_on and values.ends_on and values.ends_on < values.starts_on:
        found.append(GoalProblem.PERIOD_REVERSED)
    if values.target is not None and not values.measure.strip():
        found.append(GoalProblem.TARGET_WITHOUT_MEASURE)
    told = values.baseline_period.strip() and values.source.strip() and values.baseline_n
    if values.baseline is not None and not told:
        found.append(GoalProblem.BASELINE_WITHOUT_SOURCE)
    return found


def _is_number(key: str) -> bool:
    return key.isascii() and key.isdigit() and 1 <= int(key) <= 999


def chains(goal_links: Links, direction_links: Links) -> dict[tuple[int, int], tuple[int, ...]]:
    """(goal, direction) → the development goals that lead from one to the other, in ascending order."""
    onward: dict[int, set[int]] = defaultdict(set)
    for development, direction in direction_links:
        onward[development].add(direction)
    found: dict[tuple[int, int], set[int]] = defaultdict(set)
    for goal, development in goal_links:
        for direction in onward.get(development, ()):
            found[goal, direction].add(development)
    return {pair: tuple(sorted(between)) for pair, between in found.items()}


def uncovered(goals: Sequence[int], ways: Mapping[tuple[int, int], object]) -> list[int]:
    """Goals from which no way leads to a direction."""
    reached = {goal for goal, _direction in ways}
    return [goal for goal in goals if goal not in reached]


def unjustified(directions: Sequence[int], ways: Mapping[tuple[int, int], object]) -> list[int]:
    """Directions to which no way leads from a goal."""
    reached = {direction for _goal, direction in ways}
    return [direction for direction in directions if direction not in reached]
