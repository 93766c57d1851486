"""Every write to units. The scope tree of the accounts follows in the same transaction."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from espalier.cycle.people import chains
from espalier.cycle.people.units import queries
from espalier.cycle.people.units.models import Unit
from espalier.cycle.people.units.rules import scope_key
from espalier.kit.accounts.services import sync_scope_tree
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import NotFound, Problem, Refused


@transaction.atomic
def create_unit(
    *,
    code: str,
    name: str,
    name_en: str = "",
    parent_id: int | None = None,
    manager_id: int | None = None,
    by: Actor,
    at: datetime,
) -> Unit:
    """Add one unit below its parent. Raises: Refused when the code is taken or the name is empty."""
    code, name = code.strip(), name.strip()
    problems = []
    if not code or not name:
        problems.append(Problem("unit_unnamed", _("A unit needs a code and a name."), code))
    if Unit.objects.filter(code=code).exists():
        problems.append(
            Problem("unit_code_taken", _("Another unit has this code."), code, _("Choose another."))
        )
    if problems:
        raise Refused(problems)
    parent = _unit(parent_id) if parent_id else None
    nodes = sync_scope_tree(
        nodes=[*_places(), (scope_key(code), scope_key(parent.code) if parent else None, name)],
        by=by,
        at=at,
    )
    unit = Unit.objects.create(
        code=code,
        name=name,
        name_en=name_en.strip(),
        parent=parent,
        manager_id=manager_id,
        scope=nodes[scope_key(code)],
    )
    after = {"code": code, "name": name, "parent": parent.code if parent else None}
    log.record("people.unit.created", unit, by=by, at=at, after=after)
    return unit


@transaction.atomic
def rename_unit(*, unit_id: int, name: str, name_en: str = "", by: Actor, at: datetime) -> Unit:
    """Give a unit another name. Raises: Refused when the name is empty."""
    unit = _unit(unit_id)
    if not name.strip():
        raise Refused([Problem("unit_unnamed", _("A unit needs a name."), unit.code)])
    before = {"name": unit.name, "name_en": unit.name_en}
    unit.name, unit.name_en = name.strip(), name_en.strip()
    unit.save(update_fields=["name", "name_en"])
    sync_scope_tree(nodes=_places(), by=by, at=at)
    after = {"name": unit.name, "name_en": unit.name_en}
    log.record("people.unit.renamed", unit, by=by, at=at, before=before, after=after)
    return unit


@transaction.atomic
def move_unit(*, unit_id: int, parent_id: int | None, by: Actor, at: datetime) -> Unit:
    """Hang a unit, with all below it, under another one.

    Raises: Refused, naming the units, when it would lie below itself.
    """
    unit = _unit(unit_id)
    parent = _unit(parent_id) if parent_id else None
    above = queries.parents_of_units() | {unit.code: parent.code if parent else None}
    _refuse_circles(above)
    before = {"parent": unit.parent.code if unit.parent else None}
    unit.parent = parent
    unit.save(update_fields=["parent"])
    sync_scope_tree(nodes=_places(), by=by, at=at)
    after = {"parent": parent.code if parent else None}
    log.record("people.unit.moved", unit, by=by, at=at, before=before, after=after)
    return unit


@transaction.atomic
def end_unit(*, unit_id: int, on: date, by: Actor, at: datetime) -> Unit:
    """Close a unit; it stays for the history. Raises: Refused while people or units stand in it."""
    unit = _unit(unit_id)
    n_people = unit.employees.filter(Q(left_on=None) | Q(left_on__gt=on)).count()
    n_units = unit.children.filter(Q(ended_on=None) | Q(ended_on__gt=on)).count()
    problems = []
    if n_people:
        problems.append(
            Problem(
                "unit_has_people",
                _("%(n)s people still work in this unit.") % {"n": n_people},
                f"{unit.code} {unit.name}",
                _("Move them to another unit first."),
            )
        )
    if n_units:
        problems.append(
            Problem(
                "unit_has_units",
                _("%(n)s units still lie below this one.") % {"n": n_units},
                f"{unit.code} {unit.name}",
                _("Move or end them first."),
            )
        )
    if problems:
        raise Refused(problems)
    unit.ended_on = on
    unit.save(update_fields=["ended_on"])
    log.record("people.unit.ended", unit, by=by, at=at, after={"ended_on": on})
    return unit


@transaction.atomic
def set_unit_manager(*, unit_id: int, employee_id: int | None, by: Actor, at: datetime) -> Unit:
    """Name who leads a unit, or nobody."""
    unit = _unit(unit_id)
    before = {"manager": unit.manager_id}
    unit.manager_id = employee_id
    unit.awaited_manager_number = ""
    unit.save(update_fields=["manager", "awaited_manager_number"])
    after = {"manager": employee_id}
    log.record("people.unit.manager_set", unit, by=by, at=at, before=before, after=after)
    return unit


def _refuse_circles(above: Mapping[str, str | None]) -> None:
    """Raises: Refused with one problem for each circle, naming its units."""
    problems = [
        Problem(
            "unit_cycle",
            _("These units would lie below one another in a circle."),
            chains.in_words(circle),
            _("Change the parent of one of them."),
        )
        for circle in chains.circles(above)
    ]
    if problems:
        raise Refused(problems)


@transaction.atomic
def write_units(
    *, rows: Sequence[Mapping[str, object]], manager_ids: Mapping[str, int], by: Actor, at: datetime
) -> dict[str, int]:
    """Add or change many units at once, parents in any order; a column that is absent stays as it is.

    ``rows`` carry the columns of the units' sheet. A manager who is not on the roster yet is remembered by number
    and linked when they come in. Raises: Refused when the parents would form a circle.
    """
    known = queries.units_by_code()
    above = queries.parents_of_units()
    above |= {_text(r, "code"): _text(r, "parent") or None for r in rows if "parent" in r}
    for row in rows:
        above.setdefault(_text(row, "code"), None)
    _refuse_circles(above)
    names = {code: unit.name for code, unit in known.items()}
    names |= {_text(row, "code"): _text(row, "name") for row in rows}
    places = [
        (scope_key(code), scope_key(parent) if parent else None, names[code])
        for code, parent in above.items()
    ]
    nodes = sync_scope_tree(nodes=places, by=by, at=at)
    fresh = []
    for row in rows:
        code = _text(row, "code")
        unit = known.get(code)
        if unit is None:
            unit = Unit(code=code, scope=nodes[scope_key(code)], order=len(known))
            known[code] = unit
            fresh.append(unit)
        _fill(unit, row, manager_ids)
    Unit.objects.bulk_create(fresh)
    touched = [known[_text(row, "code")] for row in rows]
    for unit in touched:
        parent_code = above[unit.code]
        unit.parent = known[parent_code] if parent_code else None
    fields = ["name", "name_en", "parent", "manager", "awaited_manager_number"]
    Unit.objects.bulk_update(touched, fields, batch_size=200)
    return {"added": len(fresh), "changed": len(rows) - len(fresh)}


@transaction.atomic
def link_awaited_managers(*, employee_ids: Mapping[str, int], by: Actor, at: datetime) -> int:
    """Put the managers named in advance in their place; called by whoever adds employees.

    ``employee_ids`` maps numbers to ids. Returns how many units got their manager.
    """
    waiting = list(Unit.objects.exclude(awaited_manager_number="").order_by("code"))
    linked = [unit for unit in waiting if unit.awaited_manager_number in employee_ids]
    for unit in linked:
        unit.manager_id = employee_ids[unit.awaited_manager_number]
        unit.awaited_manager_number = ""
    Unit.objects.bulk_update(linked, ["manager", "awaited_manager_number"], batch_size=400)
    if linked:
        after = {unit.code: unit.manager_id for unit in linked}
        log.record("people.unit.managers_linked", "people.Unit:*", by=by, at=at, after=after)
    return len(linked)


def _fill(unit: Unit, row: Mapping[str, object], manager_ids: Mapping[str, int]) -> None:
    unit.name = _text(row, "name")
    if "name_en" in row:
        unit.name_en = _text(row, "name_en")
    if "manager_number" in row:
        number = _text(row, "manager_number")
        unit.manager_id = manager_ids.get(number)
        unit.awaited_manager_number = "" if number in manager_ids else number


def _text(row: Mapping[str, object], key: str) -> str:
    return str(row.get(key) or "")


def _unit(unit_id: int) -> Unit:
    unit = Unit.objects.select_related("parent").filter(pk=unit_id).first()
    if unit is None:
        raise NotFound
    return unit


def _places() -> list[tuple[str, str | None, str]]:
    rows = Unit.objects.order_by("code").values_list("code", "parent__code", "name")
    return [(scope_key(code), scope_key(up) if up else None, name) for code, up, name in rows]
