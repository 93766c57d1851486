"""The second step: rooms for sessions whose times are settled, by what each class can hold."""

from collections.abc import Mapping

import numpy as np

from espalier.engines.planner.timetable.draft import Choice, Draft
from espalier.engines.planner.timetable.solver import Limits, solve
from espalier.engines.planner.timetable.tables import Tables


def roomed(tables: Tables, chosen: Mapping[int, Choice]) -> dict[int, Choice] | None:
    """Give out rooms one by one, to who has least choice first; None where that fails.

    Sessions that have a room keep it.
    """
    draft = Draft(tables)
    waiting = []
    for number, choice in chosen.items():
        draft.put(number, choice)
        if choice.room < 0 and tables.of[number].session.needs_room:
            waiting.append(number)
    waiting.sort(key=lambda n: (_n_rooms(tables, n, chosen[n]), chosen[n].placement, n))
    for number in waiting:
        table, choice = tables.of[number], chosen[number]
        free = draft.rooms_free(number)[:, choice.placement]
        if not free.any():
            return None
        draft.take(number)
        room = table.rooms[int(np.argmax(free))]
        draft.put(number, Choice(choice.placement, choice.teachers, room))
    return dict(draft.chosen)


def _n_rooms(tables: Tables, number: int, choice: Choice) -> int:
    return int(tables.of[number].room_free[:, choice.placement].sum())


def roomed_exactly(
    tables: Tables, chosen: Mapping[int, Choice], limits: Limits
) -> dict[int, Choice] | None:
    """Give out rooms where one by one failed; None when it cannot be done at these times."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    literals: dict[tuple[int, int], cp_model.IntVar] = {}
    held: dict[int, list[cp_model.IntervalVar]] = {n: [] for n in range(len(tables.problem.rooms))}
    for number, choice in chosen.items():
        table = tables.of[number]
        if not table.session.needs_room:
            continue
        own = {}
        for at, room in enumerate(table.rooms):
            if table.room_free[at, choice.placement] and choice.room in (-1, room):
                own[room] = model.new_bool_var("")
                for first, last in zip(
                    table.first[choice.placement], table.last[choice.placement], strict=True
                ):
                    held[room].append(
                        model.new_optional_fixed_size_interval_var(
                            int(first), int(last - first), own[room], ""
                        )
                    )
        model.add_exactly_one(own.values())
        literals |= {(number, room): literal for room, literal in own.items()}
    for intervals in held.values():
        model.add_no_overlap(intervals)
    answer = solve(model, limits)
    if not answer.is_feasible:
        return None
    given = {number: room for (number, room), lit in literals.items() if answer.value(lit)}
    return {
        number: Choice(choice.placement, choice.teachers, given.get(number, -1))
        for number, choice in chosen.items()
    }
