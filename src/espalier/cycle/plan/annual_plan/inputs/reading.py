"""Reading what the planner rests on, room by room; every number of queries is fixed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from espalier.cycle.learning_map.completions import queries as completions
from espalier.cycle.learning_map.modules import queries as modules
from espalier.cycle.learning_map.modules.types import PublishedModule
from espalier.cycle.people.evidence import queries as evidence
from espalier.cycle.people.units import queries as units
from espalier.cycle.plan.annual_plan.inputs.steps import hundredths
from espalier.cycle.plan.annual_plan.inputs.types import (
    Bools,
    Department,
    Ints,
    LastPlan,
    LineOfMoney,
    PinOf,
    PlanModule,
    PlanPerson,
    ScenarioFacts,
)
from espalier.cycle.plan.annual_plan.models import AnnualPlan, Line, Pin, Place, Scenario
from espalier.cycle.plan.future_needs.types import Staff
from espalier.cycle.plan.offers import queries as offers
from espalier.cycle.plan.offers.types import OWN, OfferFacts, OfferKind
from espalier.cycle.policy.resources import queries as resources
from espalier.cycle.policy.resources.types import Kind
from espalier.cycle.strategy.programmes import queries as programmes
from espalier.kit.errors import NotFound

UNKNOWN = -1


def scenario_facts(scenario_id: int) -> ScenarioFacts:
    """Raises: NotFound."""
    found = Scenario.objects.select_related("plan").filter(pk=scenario_id).first()
    if found is None:
        raise NotFound
    return ScenarioFacts(
        id=found.pk,
        plan_id=found.plan_id,
        year=found.plan.year,
        name=found.name,
        budget=found.budget,
        minutes_per_person=found.minutes_per_person,
        fair_permille=found.fair_permille,
        gaps_on=found.gaps_on,
        uses_money_lines=found.uses_money_lines,
        revision=found.revision,
    )


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """The tree of units: the department of each (the unit below the top), and all below each."""

    departments: tuple[Department, ...]
    department_of: Mapping[int, int]  # unit id → place in ``departments``
    below: Mapping[int, frozenset[int]]


def places() -> Places:
    """One query."""
    rows = [(unit, unit.scope.path) for unit in units.units()]
    by_id = {unit.pk: unit for unit, _path in rows}
    top: dict[int, int] = {}
    for unit, _path in rows:
        at = unit
        while at.parent_id in by_id and by_id[at.parent_id].parent_id in by_id:
            at = by_id[at.parent_id]
        top[unit.pk] = at.pk
    shown = sorted({by_id[pk] for pk in top.values()}, key=lambda unit: unit.code)
    place = {unit.pk: n for n, unit in enumerate(shown)}
    return Places(
        tuple(Department(each.pk, each.code, each.name, each.name_en) for each in shown),
        {pk: place[above] for pk, above in top.items()},
        {
            unit.pk: frozenset(other.pk for other, below in rows if below.startswith(path))
            for unit, path in rows
        },
    )


def people_of(staff: Staff, tree: Places) -> tuple[PlanPerson, ...]:
    """Everybody of the day, by number."""
    return tuple(
        PlanPerson(
            id=each.person.id,
            number=each.person.number,
            name=each.person.name,
            unit_id=each.person.unit_id,
            position_id=each.person.position_id,
            department=tree.department_of[each.person.unit_id],
            change_id=each.change_id,
            prepares_by=each.prepares_for[1] if each.prepares_for else None,
            leaves_on=each.leaves_on,
        )
        for each in staff.people
    )


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Modules that can be planned, and those in force that cannot."""

    modules: tuple[PlanModule, ...]
    without_offer: tuple[PublishedModule, ...]
    names: Mapping[int, str]  # of every module in force


def catalogue() -> Catalogue:
    """Ten queries."""
    published = modules.published_modules()
    offered = offers.offers_by_module()
    goals = programmes.goal_ids_by_module()
    rooms = {room.pk: room.seats for room in resources.resources(Kind.ROOM)}
    found = [
        _module(module, offered[pk], goals.get(pk, ()), rooms)
        for pk, module in published.items()
        if pk in offered
    ]
    missing = tuple(each for pk, each in published.items() if pk not in offered)
    return Catalogue(tuple(found), missing, {pk: each.name for pk, each in published.items()})


def _module(
    module: PublishedModule,
    offer: OfferFacts,
    goals: tuple[int, ...],
    rooms: Mapping[int, int | None],
) -> PlanModule:
    """Where an offer names no room, every room with enough seats will do; only own classes need one."""
    own, needs_room = offer.kind in OWN, offer.kind is OfferKind.CLASS
    big = frozenset(pk for pk, seats in rooms.items() if (seats or 0) >= offer.seats_max)
    return PlanModule(
        id=module.id,
        offer_id=offer.id,
        code=module.code,
        name=module.name,
        name_en=module.name_en,
        minutes=offer.minutes,
        mode=module.mode,
        kind=offer.kind,
        category=_category(goals),
        session_cost=offer.session_cost,
        head_cost=offer.head_cost,
        seats_min=offer.seats_min,
        seats_max=offer.seats_max,
        # A licence of e-learning is bought once.
        sessions_max=1 if offer.kind is OfferKind.ONLINE else offer.sessions_max,
        grant_per_session=offer.grant_per_session,
        grant_id=offer.grant_id,
        money_line_id=offer.money_line_id,
        months=offer.months,
        goal_ids=goals,
        requires=module.requires,
        raises=module.raises,
        asks=offer.entry,
        owner=offer.owner,
        instructors=offer.instructor_ids if own else frozenset(),
        rooms=(offer.room_ids or big) if needs_room else frozenset(),
        equipment=offer.equipment_ids if own else frozenset(),
    )


def _category(goals: tuple[int, ...]) -> str:
    return Line.Category.STRATEGY if goals else Line.Category.COMPETENCY


def entry_levels(
    people: Sequence[PlanPerson], asked: Collection[int], *, today: date
) -> dict[int, Ints]:
    """Per competency the hundredths everybody is known to reach today. One or two queries, none where none is asked."""
    if not asked:
        return {}
    known = evidence.level_columns_on(on=today, competency_ids=sorted(asked))
    place = {person.id: n for n, person in enumerate(people)}
    found = {pk: np.full(len(people), UNKNOWN, dtype=np.int64) for pk in asked}
    rows = zip(
        known.employee_ids.tolist(), known.competency_ids.tolist(), known.levels.tolist(),
        strict=True,
    )  # fmt: skip
    for employee, competency, level in rows:
        if employee in place and competency in found:
            found[competency][place[employee]] = hundredths(level)
    return found


def completed(
    people: Sequence[PlanPerson], planned: Sequence[PlanModule], *, on: date
) -> tuple[Bools, dict[int, Bools]]:
    """Who completed what and need not do so again on a day: of modules planned, and of prerequisites. One query."""
    place = {person.id: n for n, person in enumerate(people)}
    column = {module.id: n for n, module in enumerate(planned)}
    held = np.zeros((len(people), len(planned)), dtype=np.bool_)
    outside: dict[int, Bools] = {}
    wanted = {pk for module in planned for pk in module.requires} - set(column)
    rows = completions.completions().order_by().values_list(
        "employee_id", "version__module_id", "expires_on"
    )  # fmt: skip
    for employee, module, expires_on in rows.iterator(chunk_size=10_000):
        if employee not in place or (expires_on is not None and expires_on < on):
            continue
        if module in column:
            held[place[employee], column[module]] = True
        elif module in wanted:
            blank = np.zeros(len(people), dtype=np.bool_)
            outside.setdefault(module, blank)[place[employee]] = True
    return held, outside


@dataclass(frozen=True, slots=True)
class Capacity:
    """Minutes of the year that every instructor, room and equipment still has, with its code and name."""

    minutes: Mapping[int, int]
    codes: Mapping[int, str]
    names: Mapping[int, str]


def capacity(year: int) -> Capacity:
    """Open time of the year less what is booked already. Seven queries."""
    minutes, codes, names = {}, {}, {}
    for load in resources.capacity_and_demand(year):
        open_, booked = (
            sum(month.capacity_minutes for month in load.months),
            sum(month.booked_minutes for month in load.months),
        )
        minutes[load.resource.pk] = max(0, open_ - booked)
    for row in resources.resources():
        codes[row.pk], names[row.pk] = row.code, row.name
    return Capacity(minutes, codes, names)


def money_lines(year: int, wanted: Collection[int], known: Capacity) -> tuple[LineOfMoney, ...]:
    """Amounts of the budget lines that modules name. One query."""
    amounts = resources.money_of_year(year)
    return tuple(
        LineOfMoney(pk, known.codes[pk], known.names[pk], amounts[pk][1])
        for pk in sorted(wanted)
        if pk in amounts
    )


def pins(scenario_id: int) -> tuple[PinOf, ...]:
    """One query."""
    rows = Pin.objects.filter(scenario_id=scenario_id).order_by("pk")
    return tuple(
        PinOf(
            row.pk, row.module_id, row.employee_id, row.is_ban, row.sessions_min, row.sessions_max
        )
        for row in rows
    )


def last_plan(facts: ScenarioFacts) -> LastPlan:
    """What was approved for the same year, as far as it is another scenario than this one. Three queries."""
    approved = AnnualPlan.objects.filter(pk=facts.plan_id, approved_at__isnull=False)
    chosen = approved.values_list("chosen_id", flat=True).first()
    if chosen is None or chosen == facts.id:
        return LastPlan()
    lines = Line.objects.filter(scenario_id=chosen).order_by("pk")
    places = Place.objects.filter(line__scenario_id=chosen).order_by("pk")
    return LastPlan(
        chosen,
        frozenset(places.values_list("employee_id", "line__module_id")),
        dict(lines.values_list("module_id", "sessions")),
    )


def carried_over(year: int) -> frozenset[tuple[int, int]]:
    """(Employee, module) of the plan of the year before that were not carried out. One query."""
    chosen = AnnualPlan.objects.filter(year=year - 1).values("chosen_id")
    rows = Place.objects.filter(
        line__scenario__in=chosen, line__state__in=[Line.State.PLANNED, Line.State.CANCELLED]
    )
    return frozenset(rows.order_by("pk").values_list("employee_id", "line__module_id"))
