"""The facts the engine needs, about one person or about many."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import numpy as np
from django.db.models import QuerySet

from espalier.cycle.learning_map.completions import queries as completions
from espalier.cycle.learning_map.norms import queries as norms
from espalier.cycle.learning_map.obligations.models import DutyAssignment
from espalier.cycle.learning_map.obligations.types import PersonRow
from espalier.cycle.people.employees import queries as employees
from espalier.engines.obligations.bulk.columns import (
    Completions,
    Holdings,
    Named,
    People,
    Rows,
    coded,
    ints,
    named,
    ordinal,
)
from espalier.engines.obligations.types import (
    Duty,
    Holding,
    Hours,
    Leave,
    Licence,
    Organisation,
    Person,
)
from espalier.kit.accounts.scope import EVERYTHING, Scope

NO_TAGS: frozenset[str] = frozenset()
_PERSON = (
    "pk", "number", "name", "unit_id", "unit__name", "position__name", "hired_on", "left_on", "category",
)  # fmt: skip
_HOLDING = (
    "pk", "holdings__position_id", "holdings__position__function_id",
    "holdings__position__grade__tier", "holdings__unit_id", "holdings__starts_on", "holdings__ends_on",
)  # fmt: skip
_LICENCE = ("pk", "licences__issued_on", "licences__expires_on", "licences__name")
_LEAVE = ("pk", "leaves__starts_on", "leaves__ends_on")


def people_present(
    scope: Scope, on: date, *, unit_id: int | None = None, position_id: int | None = None
) -> QuerySet[Any]:
    """Who works here on a day, within the scope, below a unit and in a position of today, by number."""
    found = employees.employees(scope).filter(employees.present_on(on))
    if unit_id is not None:
        found = found.filter(employees.below_unit(str(unit_id)))
    if position_id is not None:
        found = found.filter(position_id=position_id)
    return found


def organisation_on(on: date) -> Organisation:
    """How many people work here on a day. One query."""
    return Organisation(people_present(EVERYTHING, on).order_by().count())


def row_of(values: tuple[Any, ...]) -> PersonRow:
    pk, number, name, unit_id, unit_name, position_name = values[:6]
    return PersonRow(pk, number, name, unit_id, unit_name, position_name or "")


def columns_of(people: QuerySet[Any]) -> tuple[list[PersonRow], People]:
    """Many people as columns. Eight queries, whatever their number."""
    found = list(people.values_list(*_PERSON))
    place = {row[0]: n for n, row in enumerate(found)}
    category, categories = coded([row[8] for row in found])
    columns = People(
        hired=ints([ordinal(row[6]) for row in found]),
        last=ints([ordinal(row[7]) for row in found]),
        category=category,
        categories=categories,
        holdings=_holdings(_related(people, _HOLDING), place),
        duties=named([(place[row[0]], row[2], row[3], row[1]) for row in _duties(people)]),
        licences=_licences(people, place),
        leaves=_leaves(people, place),
        exemptions=_exemptions(place),
        hours=_hours(people, place),
    )
    return [row_of(row) for row in found], columns


def _related(people: QuerySet[Any], fields: tuple[str, ...]) -> Iterable[tuple[Any, ...]]:
    """Rows that belong to people, such as their holdings. One query."""
    begins = next(name for name in fields if name.endswith(("starts_on", "issued_on")))
    # Filtering and reading go over one join, so each related row comes once.
    rows = people.filter(**{f"{begins}__isnull": False}).order_by("pk", begins)
    return rows.values_list(*fields).iterator(chunk_size=5000)


def _duties(people: QuerySet[Any]) -> Iterable[tuple[int, str, date, date | None]]:
    rows = DutyAssignment.objects.filter(employee__in=people.order_by().values("pk"))
    ordered = rows.order_by("employee_id", "starts_on")
    return ordered.values_list("employee_id", "duty", "starts_on", "ends_on")


def _holdings(rows: Iterable[tuple[Any, ...]], place: Mapping[int, int]) -> Holdings:
    listed = list(rows)
    tier, tiers = coded([row[3] for row in listed])
    return Holdings(
        ints([place[row[0]] for row in listed]),
        ints([ordinal(row[5]) for row in listed]),
        ints([ordinal(row[6]) for row in listed]),
        position=ints([row[1] for row in listed]),
        function=ints([row[2] for row in listed]),
        unit=ints([row[4] for row in listed]),
        tier=tier,
        tiers=tiers,
    )


def _licences(people: QuerySet[Any], place: Mapping[int, int]) -> Named:
    # A licence whose date of issue nobody recorded cannot anchor anything, so the query leaves it out.
    rows = _related(people, _LICENCE)
    return named(
        [(place[pk], first, _not_before(last, first), name) for pk, first, last, name in rows]
    )


def _not_before(last: date | None, first: date) -> date | None:
    """Registers hold licences that expire before their issue; they count for that one day."""
    return None if last is None else max(first, last)


def _leaves(people: QuerySet[Any], place: Mapping[int, int]) -> Rows:
    rows = [
        (place[pk], first, _not_before(last, first)) for pk, first, last in _related(people, _LEAVE)
    ]
    return Rows(
        ints([row[0] for row in rows]),
        ints([ordinal(row[1]) for row in rows]),
        ints([ordinal(row[2]) for row in rows]),
    )


def _exemptions(place: Mapping[int, int]) -> Named:
    return named(
        [
            (place[pk], each.starts_on, each.ends_on, each.norm)
            for pk, own in norms.norm_exemptions().items()
            if pk in place
            for each in own
        ]
    )


def _hours(people: QuerySet[Any], place: Mapping[int, int]) -> Completions:
    """Completions of people, with the content tags of their modules. Two queries."""
    tags = norms.module_tags()
    rows = list(
        completions.completions()
        .filter(employee__in=people.order_by().values("pk"))
        .order_by("completed_on", "pk")
        .values_list("employee_id", "completed_on", "minutes", "version__module_id", "mode")
    )
    person = ints([place[row[0]] for row in rows])
    order = np.argsort(person, kind="stable")  # keeps the order of days within a person
    module, modules = coded([str(row[3]) for row in rows])
    mode, modes = coded([row[4] for row in rows])
    return Completions(
        person=person[order],
        day=ints([row[1].toordinal() for row in rows])[order],
        minutes=ints([row[2] for row in rows])[order],
        content=module[order],
        contents=tuple((int(pk), tags.get(int(pk), NO_TAGS)) for pk in modules),
        mode=mode[order],
        modes=modes,
    )


def person_of(employee: Any, people: QuerySet[Any], rows: Iterable[tuple[Any, ...]]) -> Person:
    """One person with everything the engine explains; ``people`` is the query that finds only them.

    ``rows`` are their completions, beginning with id, module, day, minutes, mode. Six queries.
    """
    tags = norms.module_tags()
    exemptions = norms.norm_exemptions()
    return Person(
        id=employee.pk,
        hired_on=employee.hired_on,
        left_on=employee.left_on,
        category=employee.category,
        holdings=tuple(Holding(*row[1:]) for row in _related(people, _HOLDING)),
        duties=tuple(Duty(*row[1:]) for row in _duties(people)),
        licences=tuple(
            Licence(name, first, _not_before(last, first))
            for _pk, first, last, name in _related(people, _LICENCE)
        ),
        leaves=tuple(
            Leave(first, _not_before(last, first)) for _pk, first, last in _related(people, _LEAVE)
        ),
        exemptions=exemptions.get(employee.pk, ()),
        hours=tuple(
            Hours(pk, module, day, minutes, mode, tags.get(module, NO_TAGS))
            for pk, module, day, minutes, mode, *_rest in rows
        ),
    )


def completions_of(employee_id: int) -> list[tuple[Any, ...]]:
    """Id, module, day, minutes, mode, module's code and name of a person's completions. One query."""
    rows = completions.completions().filter(employee_id=employee_id).order_by("completed_on", "pk")
    return list(
        rows.values_list(
            "pk", "version__module_id", "completed_on", "minutes", "mode",
            "version__module__code", "version__name",
        )
    )  # fmt: skip


def duties_of(employee_id: int) -> tuple[tuple[str, date, date | None], ...]:
    """A person's duties, newest first. One query."""
    rows = DutyAssignment.objects.filter(employee_id=employee_id).order_by("-starts_on", "duty")
    return tuple(rows.values_list("duty", "starts_on", "ends_on"))
