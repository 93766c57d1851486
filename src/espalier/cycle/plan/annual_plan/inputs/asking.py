"""Accepted requests of units as people and modules: those named, and those picked for a mere number. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from espalier.cycle.needs.unit_requests.types import AcceptedRequest
from espalier.cycle.plan.annual_plan.inputs.types import AskedFor, Cells, PlanModule, PlanPerson
from espalier.cycle.plan.annual_plan.inputs.weights import REQUEST_WEIGHT


@dataclass(frozen=True, slots=True)
class Asked:
    """What the requests come to, and what is wrong with those that come to nothing or too little."""

    asked_for: tuple[AskedFor, ...]
    without_module: tuple[AcceptedRequest, ...]  # a topic, or a module that cannot be planned
    short: tuple[tuple[AcceptedRequest, int], ...]  # how many people could not be told


def asked_for(
    requests: Sequence[AcceptedRequest],
    people: Sequence[PlanPerson],
    modules: Sequence[PlanModule],
    cells: Cells,
    below: Mapping[int, Collection[int]],
    competency_place: Mapping[int, int],
) -> Asked:
    """Each person once a module: the request of the greater weight counts."""
    places = {module.id: n for n, module in enumerate(modules)}
    found: dict[tuple[int, int], AskedFor] = {}
    without, short = [], []
    for request in sorted(requests, key=lambda each: -REQUEST_WEIGHT[each.priority]):
        module = places.get(request.module_id) if request.module_id else None
        if module is None:
            without.append(request)
            continue
        gains = _gains(modules[module], cells, len(people), competency_place)
        rows, n_missing = _people(request, people, gains, below)
        if n_missing:
            short.append((request, n_missing))
        for person, is_picked in rows:
            weight = REQUEST_WEIGHT[request.priority]
            one = AskedFor(person, module, request.id, weight, is_picked)
            found.setdefault((person, module), one)
    return Asked(tuple(found.values()), tuple(without), tuple(short))


def _people(
    request: AcceptedRequest,
    people: Sequence[PlanPerson],
    gains: Sequence[int],
    below: Mapping[int, Collection[int]],
) -> tuple[list[tuple[int, bool]], int]:
    """Who is meant (picked or not), and how many of the headcount nobody could be found for.

    For seats without a name the people of the unit are taken for whom the module closes most.
    """
    named = set(request.employee_ids)
    units = below.get(request.unit_id, (request.unit_id,))
    found = [(n, False) for n, person in enumerate(people) if person.id in named]
    open_seats = max(0, request.headcount - len(named))
    others = [
        n
        for n, person in enumerate(people)
        if person.unit_id in units and person.id not in named and gains[n] > 0
    ]
    picked = sorted(others, key=lambda n: (-gains[n], people[n].number))[:open_seats]
    found += [(n, True) for n in picked]
    return found, max(request.headcount, len(named)) - len(found)


def _gains(
    module: PlanModule, cells: Cells, n_people: int, competency_place: Mapping[int, int]
) -> list[int]:
    """Per person the weighted gap the module could close at most."""
    reached = {
        competency_place[pk]: round(level * 100)
        for pk, level in module.raises
        if pk in competency_place
    }
    total = np.zeros(n_people, dtype=np.int64)
    for competency, level in reached.items():
        rows = np.flatnonzero((cells.competency == competency) & cells.rated)
        gain = np.minimum(cells.required[rows], level) - cells.current[rows]
        np.add.at(total, cells.person[rows], np.maximum(gain, 0) * cells.weight[rows])
    return [int(each) for each in total]
