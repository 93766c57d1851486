"""Reading the tree of units."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Q, QuerySet

from espalier.cycle.people.units.models import Unit
from espalier.cycle.people.units.types import UnitNode
from espalier.kit.accounts.scope import EVERYTHING, Scope
from espalier.kit.errors import NotFound


def units(scope: Scope = EVERYTHING) -> QuerySet[Unit]:
    """The units of the scope with their place and manager, parents before children."""
    return (
        Unit.objects.filter(scope.q("scope__path"))
        .select_related("scope", "manager", "parent")
        .order_by("order", "code")
    )


def unit_or_404(unit_id: int, scope: Scope = EVERYTHING) -> Unit:
    """Raises: NotFound when there is no such unit or it lies outside the scope."""
    found = units(scope).filter(pk=unit_id).first()
    if found is None:
        raise NotFound
    return found


def unit_tree(*, on: date, scope: Scope = EVERYTHING) -> list[UnitNode]:
    """All units of the scope in the order they are drawn, with headcounts of ``on``. Two queries."""
    rows = list(units(scope))
    counts = dict(
        Unit.objects.filter(scope.q("scope__path"))
        .filter(
            # One call, so that both conditions speak of the same employee.
            Q(employees__left_on=None) | Q(employees__left_on__gte=on),
            employees__hired_on__lte=on,
        )
        .annotate(n=Count("employees"))
        .values_list("pk", "n")
    )
    below: Counter[str] = Counter()
    for unit in rows:
        for path in _paths_up(unit.scope.path):
            below[path] += counts.get(unit.pk, 0)
    children = Counter(unit.parent_id for unit in rows)
    known = {unit.pk for unit in rows}
    return [
        _node(unit, depth, counts.get(unit.pk, 0), below[unit.scope.path], children[unit.pk], on)
        for unit, depth in _drawn(rows, known)
    ]


def _drawn(rows: list[Unit], known: set[int]) -> Iterable[tuple[Unit, int]]:
    """Walk the tree downwards; a unit whose parent is out of scope is drawn as a root."""
    under: dict[int | None, list[Unit]] = {}
    for unit in rows:
        under.setdefault(unit.parent_id if unit.parent_id in known else None, []).append(unit)
    waiting = [(unit, 0) for unit in reversed(under.get(None, []))]
    while waiting:
        unit, depth = waiting.pop()
        yield unit, depth
        waiting += [(child, depth + 1) for child in reversed(under.get(unit.pk, []))]


def _paths_up(path: str) -> list[str]:
    """The path itself and those of all above it: "/1/7/" gives "/1/" and "/1/7/"."""
    steps = path.strip("/").split("/")
    return ["/" + "/".join(steps[: n + 1]) + "/" for n in range(len(steps))]


def _node(unit: Unit, depth: int, n: int, below: int, n_children: int, on: date) -> UnitNode:
    return UnitNode(
        id=unit.pk,
        code=unit.code,
        name=unit.name,
        name_en=unit.name_en,
        path=unit.scope.path,
        depth=depth,
        parent_id=unit.parent_id,
        manager_id=unit.manager_id,
        manager_name=unit.manager.name if unit.manager else "",
        awaited_manager_number=unit.awaited_manager_number,
        has_ended=unit.ended_on is not None and unit.ended_on < on,
        n_people=n,
        n_below=below,
        n_children=n_children,
    )


def unit_choices(scope: Scope = EVERYTHING) -> list[tuple[str, str]]:
    """Ids with "code name", for filters and forms. One query."""
    rows = units(scope).filter(ended_on=None).values_list("pk", "code", "name")
    return [(str(pk), f"{code} {name}") for pk, code, name in rows]


def units_by_code() -> dict[str, Unit]:
    """Every unit by its code, with its place. One query."""
    return {unit.code: unit for unit in units()}


def units_without_manager(on: date) -> list[Unit]:
    """Units still standing on ``on`` whose manager is not named or has left."""
    absent = Q(manager=None) | Q(manager__left_on__lt=on)
    standing = Q(ended_on=None) | Q(ended_on__gte=on)
    return list(units().filter(absent & standing))


def parents_of_units() -> dict[str, str | None]:
    """Every unit's code with the code of the one above it. One query."""
    return dict(Unit.objects.order_by("code").values_list("code", "parent__code"))
