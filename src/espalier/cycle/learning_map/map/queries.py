"""Reading the learning map: grid, paths, routes, moves, coverage."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from espalier.cycle.learning_map.completions import queries as completions
from espalier.cycle.learning_map.map import rules
from espalier.cycle.learning_map.map.models import PathStep
from espalier.cycle.learning_map.map.types import (
    Coverage,
    MoveGap,
    Path,
    PersonRef,
    Pin,
    Route,
)
from espalier.cycle.learning_map.modules import queries as modules
from espalier.cycle.learning_map.modules.types import PublishedModule
from espalier.cycle.learning_map.requirements import queries as requirements
from espalier.cycle.learning_map.requirements.types import CompetencyRef
from espalier.cycle.people.employees import queries as employees
from espalier.cycle.people.positions import queries as positions
from espalier.cycle.standards.catalogue import queries as catalogue
from espalier.kit.accounts.scope import EVERYTHING, Scope
from espalier.kit.errors import NotFound


def pins_of(position_id: int) -> dict[int, Pin]:
    """Modules set on a position's path by hand, by module id. One query."""
    rows = PathStep.objects.filter(position_id=position_id).order_by("order", "pk")
    values = rows.values_list("module_id", "order", "is_mandatory")
    return {module: Pin(order, mandatory) for module, order, mandatory in values}


def all_pins() -> dict[int, dict[int, Pin]]:
    """The same for every position. One query."""
    found: dict[int, dict[int, Pin]] = {}
    rows = PathStep.objects.order_by("position_id", "order", "pk")
    for position, module, order, mandatory in rows.values_list(
        "position_id", "module_id", "order", "is_mandatory"
    ):
        found.setdefault(position, {})[module] = Pin(order, mandatory)
    return found


@dataclass(frozen=True)
class MapData:
    """Everything the map rests on, on one day; paths and coverage are worked out when asked for."""

    on: date
    positions: list[Any]  # rows of people, with function and grade, in the order of the grid
    required: Mapping[int, Mapping[int, float]]  # position -> competency -> level
    modules: Mapping[int, PublishedModule]
    pins: Mapping[int, Mapping[int, Pin]]
    competencies: Mapping[int, CompetencyRef]

    @cached_property
    def paths(self) -> dict[int, Path]:
        return {
            each.pk: rules.path_of(
                self.required.get(each.pk, {}), self.modules, self.pins.get(each.pk, {})
            )
            for each in self.positions
        }

    @cached_property
    def coverage(self) -> Coverage:
        return rules.coverage_of(self.required, self.modules, self.paths)


def map_data(on: date) -> MapData:
    """The whole map of a day. Seven queries, however many positions, competencies and modules."""
    places = list(positions.positions().filter(is_active=True))
    known = {each.pk for each in places}
    required: dict[int, dict[int, float]] = {}
    for each in requirements.requirements_on(on):
        if each.position_id in known:
            required.setdefault(each.position_id, {})[each.competency_id] = each.level
    return MapData(on, places, required, modules.published_modules(), all_pins(), competency_refs())


def competency_refs() -> dict[int, CompetencyRef]:
    """Every competency by id, retired ones too, as past requirements may name them. One query."""
    rows = catalogue.competencies(active_only=False).order_by("kind", "code")
    values = rows.values_list("pk", "code", "kind", "name", "name_en")
    return {row[0]: CompetencyRef(*row) for row in values}


def position_path(position_id: int, on: date) -> Path:
    """The path of one position. Five queries."""
    held = requirements.requirements_on(on, position_ids=[position_id])
    required = {each.competency_id: each.level for each in held}
    return rules.path_of(required, modules.published_modules(), pins_of(position_id))


def route_of(employee: Any, on: date) -> Route:
    """A person's route on a day: the path of the position held, and where the person stands on it.

    Six queries. ``employee`` is a row of people that the caller was allowed to see.
    """
    in_force = modules.published_modules()
    required: dict[int, float] = {}
    pins: dict[int, Pin] = {}
    if employee.position_id is not None:
        held = requirements.requirements_on(on, position_ids=[employee.position_id])
        required = {each.competency_id: each.level for each in held}
        pins = pins_of(employee.position_id)
    path = rules.path_of(required, in_force, pins)
    completed = completions.newest_completions_of(employee.pk)
    on_path = {step.module.id for step in path.modules}
    position = employee.position
    return Route(
        person=PersonRef(
            employee.pk,
            employee.number,
            employee.name,
            employee.position_id,
            position.name if position else "",
        ),
        on=on,
        steps=tuple(rules.route_steps(path.modules, completed, in_force, on=on)),
        unreached=path.unreached,
        other_completions=tuple(
            each for pk, each in sorted(completed.items()) if pk not in on_path
        ),
    )


def employee_for_route(employee_id: int, scope: Scope) -> Any:
    """Raises: NotFound for somebody outside the scope."""
    return employees.employee_or_404(employee_id, scope)


def employee_of(user_id: int) -> Any | None:
    """The employee who signs in with this account, or None."""
    return employees.employee_of_user(user_id)


def people_with_routes(scope: Scope = EVERYTHING) -> Any:
    """Everybody whose route may be seen, for the list."""
    return employees.employees(scope)


@dataclass(frozen=True, slots=True)
class Move:
    """A move from one position to another: gaps and the modules it adds."""

    start: Any
    target: Any
    gaps: tuple[MoveGap, ...]
    modules: tuple[PublishedModule, ...]

    @property
    def n_open(self) -> int:
        return sum(1 for each in self.gaps if each.gap > 0)

    @property
    def minutes(self) -> int:
        return sum(each.minutes for each in self.modules)


def move_between(data: MapData, start_id: int, target_id: int) -> Move:
    """What a move asks for. Raises: NotFound when a position is not on the map."""
    by_id = {each.pk: each for each in data.positions}
    if start_id not in by_id or target_id not in by_id:
        raise NotFound
    had, needed = data.required.get(start_id, {}), data.required.get(target_id, {})
    known = {step.module.id for step in data.paths[start_id].modules}
    added = [s.module for s in data.paths[target_id].modules if s.module.id not in known]
    gaps = rules.move_gaps(had, needed)
    return Move(by_id[start_id], by_id[target_id], tuple(gaps), tuple(added))


def adjacent_moves(data: MapData) -> list[Move]:
    """Moves to the next higher grade of the same function."""
    places = [(each.pk, each.function_id, each.grade.rank) for each in data.positions]
    return [move_between(data, *pair) for pair in rules.adjacent_moves(places)]


def move_of_person(
    data: MapData, employee: Any, levels: Mapping[int, float], target_id: int
) -> Move:
    """What a move asks of one person, from the levels the evidence gives and what was completed."""
    by_id = {each.pk: each for each in data.positions}
    if target_id not in by_id:
        raise NotFound
    completed = completions.newest_completions_of(employee.pk)
    gaps = rules.move_gaps(levels, data.required.get(target_id, {}))
    added = [
        step.module
        for step in data.paths[target_id].modules
        if step.module.id not in completed or not completed[step.module.id].holds_on(data.on)
    ]
    return Move(employee.position, by_id[target_id], tuple(gaps), tuple(added))
