"""From what was gathered to the arrays of the engine, and back. Pure and deterministic."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from espalier.cycle.plan.annual_plan.inputs.pairing import Table, table_of
from espalier.cycle.plan.annual_plan.inputs.steps import (
    Cover,
    Steps,
    cover_of,
    cuts_of,
    rows_by_competency,
    steps_of,
)
from espalier.cycle.plan.annual_plan.inputs.types import Ints, Keys, PlanInputs, PoolOf
from espalier.engines.planner.problem import (
    Module,
    MoneyLine,
    Needs,
    Pairs,
    People,
    Pool,
    SelectionProblem,
)

CURRENCY = "TWD"
REQUEST = "＊REQUEST"  # a made-up competency: what units asked for counts beside the gaps
ONE_LEVEL = 100  # a request weighs as much as closing one whole level


@dataclass(frozen=True, slots=True, eq=False)
class Links:
    """Which pair (row of the table) covers which step, row by row, in order of the pair."""

    pair: Ints
    step: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Worth:
    """Needs in the order of the engine, and the row of each that steps and requests became (−1: none)."""

    needs: Needs
    row_of_step: Ints
    row_of_request: Ints


def problem_of(inputs: PlanInputs) -> tuple[SelectionProblem, Keys]:
    """The selection problem of a scenario, and the keys that lead from its rows back to records.

    Only needs that some pair can close are in it; ``inputs.weight_total`` says what all gaps weigh.
    """
    place = {head.id: code for code, head in enumerate(inputs.competencies)}
    cuts = {place[pk]: own for pk, own in cuts_of(inputs.modules).items() if pk in place}
    steps = steps_of(inputs.cells, cuts)
    covers = _covers(inputs, steps, cuts, place)
    table = table_of(inputs, covers)
    links = _links(covers, table)
    worth = _worth(inputs, steps, links)
    pools = _binding(inputs, table)
    problem = SelectionProblem(
        currency=CURRENCY,
        year=inputs.scenario.year,
        budget_minor=inputs.scenario.budget,
        departments=tuple(each.code for each in inputs.departments),
        competencies=(*(head.code for head in inputs.competencies), REQUEST),
        modules=_modules(inputs, table, pools),
        people=_people(inputs),
        needs=worth.needs,
        pairs=_pairs(inputs, table, links, worth),
        pools=tuple(Pool(each.code, each.kind, each.minutes) for each in pools),
        money_lines=_money_lines(inputs),
        fair_permille=inputs.scenario.fair_permille,
        planned_sessions=_planned_sessions(inputs),
        labels=_labels(inputs),
    )
    return problem, _keys(inputs, table, pools)


def _covers(
    inputs: PlanInputs, steps: Steps, cuts: Mapping[int, Ints], place: Mapping[int, int]
) -> list[Cover]:
    rows = rows_by_competency(inputs.cells)
    return [cover_of(module, inputs.cells, steps, rows, cuts, place) for module in inputs.modules]


def _links(covers: Sequence[Cover], table: Table) -> Links:
    """Ranges of steps laid out one by one, for the pairs that are there."""
    key = table.key
    pairs, steps = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for module, cover in enumerate(covers):
        asked = cover.person * table.n_modules + module
        row = np.minimum(np.searchsorted(key, asked), max(key.size - 1, 0))
        here = key[row] == asked if key.size else np.zeros(asked.size, np.bool_)
        count = cover.count[here]
        pairs.append(np.repeat(row[here], count))
        turn = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        steps.append(np.repeat(cover.first[here], count) + turn)
    pair, step = np.concatenate(pairs), np.concatenate(steps)
    order = np.lexsort((step, pair))
    return Links(pair[order], step[order])


def _worth(inputs: PlanInputs, steps: Steps, links: Links) -> Worth:
    """Steps that a pair covers, and one more need for each person a unit asks a module for."""
    cells, asked = inputs.cells, inputs.asked_for
    used = np.unique(links.step)
    cell = steps.cell[used]
    size = steps.level_to[used] - steps.level_from[used]
    weight = np.maximum((size * cells.weight[cell] + 500) // 1000, 1)
    nothing, whole = np.zeros(len(asked), np.int64), np.full(len(asked), ONE_LEVEL)
    made_up = np.full(len(asked), len(inputs.competencies))
    person = np.append(cells.person[cell], _ints(each.person for each in asked))
    order = np.lexsort((np.arange(person.size), person))
    row = np.empty(person.size, np.int64)
    row[order] = np.arange(person.size)
    row_of_step = np.full(steps.cell.size, -1, np.int64)
    row_of_step[used] = row[: used.size]
    needs = Needs(
        start=np.searchsorted(person[order], np.arange(len(inputs.people) + 1)).astype(np.int64),
        competency=np.append(cells.competency[cell], made_up)[order].astype(np.int32),
        level_from=np.append(steps.level_from[used], nothing)[order].astype(np.int16),
        level_to=np.append(steps.level_to[used], whole)[order].astype(np.int16),
        weight=np.append(weight, _ints(each.weight for each in asked))[order],
    )
    return Worth(needs, row_of_step, row[used.size :])


def _ints(values: Iterable[int]) -> Ints:
    return np.fromiter(values, dtype=np.int64)


def _pairs(inputs: PlanInputs, table: Table, links: Links, worth: Worth) -> Pairs:
    asked = [(each.person, each.module) for each in inputs.asked_for]
    pair = np.append(links.pair, table.rows_of(asked))
    need = np.append(worth.row_of_step[links.step], worth.row_of_request)
    order = np.lexsort((need, pair))
    n = table.person.size
    head = _ints(module.head_cost for module in inputs.modules)
    return Pairs(
        start=np.searchsorted(table.person, np.arange(len(inputs.people) + 1)).astype(np.int64),
        module=table.module.astype(np.int32),
        head_minor=head[table.module],
        state=table.state.astype(np.int8),
        requires=table.requires,
        was_planned=_was_planned(inputs, table),
        cover_start=np.searchsorted(pair[order], np.arange(n + 1)).astype(np.int64),
        covers=need[order],
    )


def _was_planned(inputs: PlanInputs, table: Table) -> NDArray[np.bool_]:
    people = {person.id: code for code, person in enumerate(inputs.people)}
    modules = {module.id: code for code, module in enumerate(inputs.modules)}
    held = [
        people[person] * table.n_modules + modules[module]
        for person, module in inputs.last.places
        if person in people and module in modules
    ]
    return np.isin(table.key, np.array(sorted(held), dtype=np.int64))


def _binding(inputs: PlanInputs, table: Table) -> list[PoolOf]:
    """Pools that all sessions there could ever be would overdraw; the others limit nothing."""
    most = _most_sessions(inputs, table)
    return [
        pool
        for pool in inputs.pools
        if sum(most[user] * inputs.modules[user].minutes for user in pool.users) > pool.minutes
    ]


def _most_sessions(inputs: PlanInputs, table: Table) -> list[int]:
    """A module: no more sessions than there are people for, and than its offer and its pins allow."""
    n_pairs = np.bincount(table.module, minlength=len(inputs.modules)).tolist()
    limits = _limits(inputs)
    found = []
    for module, n in zip(inputs.modules, n_pairs, strict=True):
        caps = (n // module.seats_min, module.sessions_max, limits.get(module.id, (0, None))[1])
        found.append(min(cap for cap in caps if cap is not None))
    return found


def _modules(inputs: PlanInputs, table: Table, pools: Sequence[PoolOf]) -> tuple[Module, ...]:
    uses: dict[int, list[tuple[int, int]]] = {}
    for code, pool in enumerate(pools):
        for user in pool.users:
            uses.setdefault(user, []).append((code, inputs.modules[user].minutes))
    lines = {line.resource_id: code for code, line in enumerate(inputs.money_lines)}
    most, limits = _most_sessions(inputs, table), _limits(inputs)
    return tuple(
        Module(
            code=module.code,
            minutes=module.minutes,
            session_minor=module.session_cost,
            seats_min=module.seats_min,
            seats_max=module.seats_max,
            sessions_min=limits.get(module.id, (0, None))[0],
            sessions_max=most[n],
            uses=tuple(uses.get(n, ())),
            money_line=lines.get(module.money_line_id) if module.money_line_id else None,
        )
        for n, module in enumerate(inputs.modules)
    )


def _limits(inputs: PlanInputs) -> dict[int, tuple[int, int | None]]:
    """Least and most sessions that a person settled, by module."""
    return {
        pin.module_id: (0, 0) if pin.is_ban else (pin.sessions_min or 0, pin.sessions_max)
        for pin in inputs.pins
        if pin.employee_id is None
    }


def _people(inputs: PlanInputs) -> People:
    n = len(inputs.people)
    return People(
        codes=tuple(person.number for person in inputs.people),
        department=_ints(person.department for person in inputs.people).astype(np.int32),
        minutes=np.full(n, inputs.scenario.minutes_per_person, dtype=np.int64),
    )


def _money_lines(inputs: PlanInputs) -> tuple[MoneyLine, ...]:
    return tuple(MoneyLine(each.code, each.amount) for each in inputs.money_lines)


def _planned_sessions(inputs: PlanInputs) -> tuple[int, ...] | None:
    if inputs.last.scenario_id is None:
        return None
    return tuple(inputs.last.sessions.get(module.id, 0) for module in inputs.modules)


def _labels(inputs: PlanInputs) -> dict[str, str]:
    named: list[tuple[str, str]] = [
        *((each.code, each.name) for each in inputs.departments),
        *((each.code, each.name) for each in inputs.competencies),
        *((each.code, each.name) for each in inputs.pools),
        *((each.code, each.name) for each in inputs.money_lines),
        *((each.code, each.name) for each in inputs.modules),
    ]
    return dict(named)


def _keys(inputs: PlanInputs, table: Table, pools: Sequence[PoolOf]) -> Keys:
    return Keys(
        employee_ids=tuple(person.id for person in inputs.people),
        module_ids=tuple(module.id for module in inputs.modules),
        competency_ids=(*(head.id for head in inputs.competencies), None),
        unit_ids=tuple(each.id for each in inputs.departments),
        pools=tuple(each.resource_ids for each in pools),
        money_line_ids=tuple(each.resource_id for each in inputs.money_lines),
        why=table.why.astype(np.int8),
        due=table.due.astype(np.int32),
        norm_id=table.norm_id,
        request_id=table.request_id,
        request_competency=len(inputs.competencies),
    )
