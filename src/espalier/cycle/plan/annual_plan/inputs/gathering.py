"""Everything the planner rests on, put together for one scenario."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from espalier.cycle.learning_map.norms import queries as norms
from espalier.cycle.learning_map.norms.types import NormFace
from espalier.cycle.learning_map.obligations import queries as obligations
from espalier.cycle.needs.gaps import queries as gaps
from espalier.cycle.needs.gaps.types import CompetencyHead
from espalier.cycle.needs.needs_list import queries as needs
from espalier.cycle.needs.unit_requests import queries as unit_requests
from espalier.cycle.plan.annual_plan.inputs import asking, duties, lacking, pools, reading, weights
from espalier.cycle.plan.annual_plan.inputs.asking import Asked
from espalier.cycle.plan.annual_plan.inputs.duties import Chosen, Due
from espalier.cycle.plan.annual_plan.inputs.reading import Capacity, Catalogue, Places
from espalier.cycle.plan.annual_plan.inputs.types import (
    AskedFor,
    Bools,
    Cells,
    Floats,
    PinOf,
    PlanInputs,
    PlanModule,
    PlanPerson,
    PoolOf,
    RequestRule,
    ScenarioFacts,
)
from espalier.cycle.plan.annual_plan.models import Line
from espalier.cycle.plan.future_needs import queries as future_needs
from espalier.cycle.plan.future_needs.types import Staff
from espalier.engines.needs.gap import Levels
from espalier.engines.planner.problem import PoolKind

LEGAL = "legal"


@dataclass(frozen=True, slots=True, eq=False)
class Base:
    """What all the rest is read for: limits, people, units and the catalogue."""

    facts: ScenarioFacts
    today: date
    staff: Staff
    people: tuple[PlanPerson, ...]
    tree: Places
    catalogue: Catalogue

    @property
    def modules(self) -> tuple[PlanModule, ...]:
        return self.catalogue.modules


def gather(
    scenario_id: int, *, today: date, requests: RequestRule = RequestRule.WEIGH
) -> PlanInputs:
    """The inputs of a scenario as the records stand today; a fixed number of queries. Raises: NotFound.

    Levels are those known today; positions, people and required levels those of the scenario's day of the gaps.
    """
    base = _base(scenario_id, today)
    carried = reading.carried_over(base.facts.year)
    heads, cells = _cells(base, carried)
    faces = norms.norm_faces()
    chosen, own = _duties(base, faces)
    asked = _asked(base, heads, cells)
    known = reading.capacity(base.facts.year)
    modules = _with_category(base.modules, chosen)
    done, outside = reading.completed(base.people, modules, on=base.facts.gaps_on)
    entry = {pk for module in modules for pk, _level in module.asks}
    lines = {m.money_line_id for m in modules if m.money_line_id is not None}
    inputs = PlanInputs(
        scenario=base.facts,
        today=today,
        people=base.people,
        departments=base.tree.departments,
        competencies=tuple(heads),
        modules=modules,
        cells=cells,
        entry_levels=reading.entry_levels(base.people, entry, today=today),
        completed=done,
        completed_outside=outside,
        duties=chosen.duties,
        norm_choices=chosen.choices,
        asked_for=_merged((*asked.asked_for, *own), done),
        pools=_pools(modules, known),
        money_lines=reading.money_lines(base.facts.year, lines, known)
        if base.facts.uses_money_lines
        else (),
        pins=_pins(base, asked, requests),
        last=reading.last_plan(base.facts),
        carried=carried,
        n_hires=sum(each.headcount for each in base.staff.hires),
        resources=tuple(
            (pk, f"{known.codes[pk]} {known.names[pk]}", minutes)
            for pk, minutes in sorted(known.minutes.items(), key=lambda row: known.codes[row[0]])
        ),
    )
    found = lacking.Found(base.staff, base.catalogue, chosen.unmet, faces, asked, known)
    return replace(
        inputs, facts=lacking.facts_of(inputs, found), lacks=lacking.lacks_of(inputs, found)
    )


def _base(scenario_id: int, today: date) -> Base:
    facts = reading.scenario_facts(scenario_id)
    tree = reading.places()
    staff = future_needs.staff_on(facts.gaps_on, today=today)
    return Base(facts, today, staff, reading.people_of(staff, tree), tree, reading.catalogue())


def _cells(
    base: Base, carried: frozenset[tuple[int, int]]
) -> tuple[Sequence[CompetencyHead], Cells]:
    """What is required of whom against what is known, with the weight of each cell."""
    placed = base.staff.people
    held = [(n, each.person.position_id) for n, each in enumerate(placed)]
    held += [(n, each.prepares_for[0]) for n, each in enumerate(placed) if each.prepares_for]
    heads, levels = gaps.levels_of(
        [each.person for each in placed], held, on=base.facts.gaps_on, known_on=base.today
    )
    order = np.lexsort((levels.competency, levels.person))
    factors = weights.Factors(
        requirement=np.maximum(np.rint(levels.weight * weights.ONE), 1).astype(np.int64)[order],
        need=_need_factors(base, heads, levels)[order],
        carried=weights.factor_where(_carried(base, heads, levels, carried), weights.CARRIED_OVER)[
            order
        ],
        future=weights.factor_where(_future(base, levels), weights.FUTURE)[order],
    )
    return heads, Cells(
        person=levels.person[order],
        competency=levels.competency[order],
        required=_hundredths(levels.required)[order],
        current=_hundredths(levels.current)[order],
        weight=factors.weight,
    )


def _hundredths(levels: Floats) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Whole hundredths; −1 where nobody rated."""
    return np.where(np.isnan(levels), -1, np.rint(np.nan_to_num(levels) * 100)).astype(np.int64)


def _need_factors(
    base: Base, heads: Sequence[CompetencyHead], levels: Levels
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    ids = np.array([head.id for head in heads], dtype=np.int64)
    position = np.array([person.position_id or 0 for person in base.people], dtype=np.int64)
    unit = np.array([person.unit_id for person in base.people], dtype=np.int64)
    return weights.need_factors(
        needs.needs(),
        ids[levels.competency],
        position[levels.person],
        unit[levels.person],
        base.tree.below,
    )


def _carried(
    base: Base,
    heads: Sequence[CompetencyHead],
    levels: Levels,
    carried: frozenset[tuple[int, int]],
) -> Bools:
    """Cells of competencies that a module would have raised which the person did not get to last year."""
    place = {person.id: n for n, person in enumerate(base.people)}
    code = {head.id: n for n, head in enumerate(heads)}
    raises = {module.id: module.raises for module in base.modules}
    keys = [
        place[employee] * len(heads) + code[competency]
        for employee, module in carried
        if employee in place
        for competency, _level in raises.get(module, ())
        if competency in code
    ]
    return np.isin(levels.person * len(heads) + levels.competency, np.array(keys, dtype=np.int64))


def _future(base: Base, levels: Levels) -> Bools:
    """Cells of people who move up, move over or prepare for another post."""
    coming = [p.change_id is not None or p.prepares_by is not None for p in base.people]
    return np.array(coming, dtype=np.bool_)[levels.person]


def _duties(base: Base, faces: Mapping[int, NormFace]) -> tuple[Chosen, tuple[AskedFor, ...]]:
    """Modules for what the law asks by the end of the year; duties of other kinds count as wishes of weight."""
    place = {person.id: n for n, person in enumerate(base.people)}
    last = date(base.facts.year, 12, 31)
    dues = [
        Due(place[each.employee_id], each.norm, each.due_on, each.minutes_left)
        for each in obligations.due_by(last, today=base.today)
        if each.employee_id in place and _stays(base.people[place[each.employee_id]], each.due_on)
    ]
    by_law = duties.choose((d for d in dues if faces[d.norm.id].kind == LEGAL), base.modules)
    others = duties.choose((d for d in dues if faces[d.norm.id].kind != LEGAL), base.modules)
    legal = {(duty.person, duty.module) for duty in by_law.duties}
    own = tuple(
        AskedFor(d.person, d.module, 0, weights.OWN_DUTY_WEIGHT, is_picked=False, norm_id=d.norm_id)
        for d in others.duties
        if (d.person, d.module) not in legal
    )
    chosen = Chosen(
        by_law.duties, (*by_law.choices, *others.choices), {**others.unmet, **by_law.unmet}
    )
    return chosen, own


def _stays(person: PlanPerson, due_on: date) -> bool:
    return person.leaves_on is None or person.leaves_on >= due_on


def _asked(base: Base, heads: Sequence[CompetencyHead], cells: Cells) -> Asked:
    return asking.asked_for(
        unit_requests.accepted_requests(base.facts.year),
        base.people,
        base.modules,
        cells,
        base.tree.below,
        {head.id: n for n, head in enumerate(heads)},
    )


def _merged(rows: Sequence[AskedFor], done: Bools) -> tuple[AskedFor, ...]:
    """One wish a person and module, the weightier one; nobody is asked to repeat what still holds."""
    found: dict[tuple[int, int], AskedFor] = {}
    for each in sorted(rows, key=lambda one: -one.weight):
        if not done[each.person, each.module]:
            found.setdefault((each.person, each.module), each)
    return tuple(sorted(found.values(), key=lambda one: (one.person, one.module)))


def _with_category(modules: Sequence[PlanModule], chosen: Chosen) -> tuple[PlanModule, ...]:
    legal = {duty.module for duty in chosen.duties}
    return tuple(
        replace(module, category=Line.Category.LEGAL) if n in legal else module
        for n, module in enumerate(modules)
    )


def _pools(modules: Sequence[PlanModule], known: Capacity) -> tuple[PoolOf, ...]:
    return (
        *pools.pools_of(
            PoolKind.INSTRUCTOR, [m.instructors for m in modules], known.minutes, known.codes
        ),
        *pools.pools_of(PoolKind.ROOM, [m.rooms for m in modules], known.minutes, known.codes),
        *pools.equipment_pools(modules, known.minutes, known.codes),
    )


def _pins(base: Base, asked: Asked, rule: RequestRule) -> tuple[PinOf, ...]:
    """What people pinned; under the rule PIN also everybody a unit named."""
    found = reading.pins(base.facts.id)
    if rule is RequestRule.WEIGH:
        return found
    held = {(pin.module_id, pin.employee_id) for pin in found}
    wanted = [
        (base.modules[each.module].id, base.people[each.person].id)
        for each in asked.asked_for
        if not each.is_picked
    ]
    return (
        *found,
        *(PinOf(0, m, e, False, None, None) for m, e in wanted if (m, e) not in held),
    )
