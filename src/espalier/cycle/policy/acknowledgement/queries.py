"""Reading who was asked to read the handbook, and who did."""

from collections import Counter
from collections.abc import Collection
from datetime import date

from django.db.models import Count, Q, QuerySet

from espalier.cycle.people.employees import queries as employees
from espalier.cycle.people.units import queries as units
from espalier.cycle.policy.acknowledgement.models import Distribution, Receipt
from espalier.cycle.policy.acknowledgement.types import UnitRate, Waiting
from espalier.kit.accounts.scope import EVERYTHING, Scope
from espalier.kit.audit.kept import Kept
from espalier.kit.versions.models import Edition
from espalier.kit.versions.states import State

OUTPUT = "O1.1.1"


def edition_in_force() -> Edition | None:
    """The published handbook without its content, or none. One query."""
    published = Edition.objects.filter(output=OUTPUT, state=State.PUBLISHED)
    return published.defer("content").order_by("-edition").first()


def given_editions() -> list[Edition]:
    """Editions that were given to somebody, newest first, without their content. One query."""
    given = Distribution.objects.values("edition")
    return list(Edition.objects.filter(pk__in=given).defer("content").order_by("-edition"))


def distributions(edition_id: int) -> QuerySet[Distribution]:
    """Every act of giving out an edition, newest first, with its units and how many were asked."""
    return (
        Distribution.objects.filter(edition_id=edition_id)
        .prefetch_related("units")
        .annotate(n_asked=Count("receipts"))
        .order_by("-at", "-pk")
    )


def receipts(edition_id: int, scope: Scope = EVERYTHING) -> QuerySet[Receipt]:
    """Who was asked to read an edition, with person and unit."""
    return (
        Receipt.objects.filter(scope.q("unit__scope__path"), edition_id=edition_id)
        .select_related("employee", "unit")
        .order_by("unit__code", "employee__number")
    )


def waiting_for(user_id: int) -> Waiting | None:
    """What this person still has to read of the edition in force. One query."""
    found = (
        Receipt.objects.filter(
            employee__user_id=user_id,
            read_at=None,
            edition__output=OUTPUT,
            edition__state=State.PUBLISHED,
        )
        .select_related("distribution", "edition")
        .defer("edition__content")
        .order_by("-edition__edition")
        .first()
    )
    if found is None:
        return None
    return Waiting(
        found.edition_id,
        found.edition.edition,
        found.edition.title,
        found.distribution.due_on,
        found.distribution.note,
    )


def receipt_of(user_id: int, edition_id: int) -> Receipt | None:
    """The person's own receipt for an edition, or none when nobody asked them."""
    found = Receipt.objects.filter(employee__user_id=user_id, edition_id=edition_id)
    return found.select_related("distribution").first()


def people_to_ask(
    *, edition_id: int, unit_ids: Collection[int] | None, on: date
) -> list[tuple[int, int, int | None]]:
    """(employee, unit, account) of everybody present who was not asked yet; ``None`` means all units.

    A unit stands for itself and all below it. Three queries at most.
    """
    present = employees.employees().filter(employees.present_on(on))
    if unit_ids is not None:
        inside = Q(pk__in=[])
        for unit in units.units().filter(pk__in=list(unit_ids)):
            inside |= Q(unit__scope__path__startswith=unit.scope.path)
        present = present.filter(inside)
    asked = Receipt.objects.filter(edition_id=edition_id).values("employee_id")
    rows = present.exclude(pk__in=asked).values_list("pk", "unit_id", "user_id")
    return list(rows)


def unread_accounts(edition_id: int, on: date) -> list[int]:
    """Accounts of people still here who were asked and did not confirm. One query."""
    rows = Receipt.objects.filter(edition_id=edition_id, read_at=None).exclude(employee__user=None)
    still = Q(employee__left_on=None) | Q(employee__left_on__gte=on)
    found = rows.filter(still).order_by("employee_id").values_list("employee__user_id", flat=True)
    return [pk for pk in found if pk is not None]


_RATES: Kept[list[UnitRate]] = Kept(("policy.", "people.", "accounts.scope.", "kit.import.applied"))


def rates(edition_id: int, *, on: date, scope: Scope = EVERYTHING) -> list[UnitRate]:
    """Asked and confirmed by unit, each with everything below it, in the order of the tree."""
    return list(_RATES.of((edition_id, on, scope), lambda: _rates(edition_id, on, scope)))


def _rates(edition_id: int, on: date, scope: Scope) -> list[UnitRate]:
    """Three queries."""
    counted = (
        Receipt.objects.filter(scope.q("unit__scope__path"), edition_id=edition_id)
        .values("unit__scope__path")
        .annotate(asked=Count("pk"), done=Count("pk", filter=Q(read_at__isnull=False)))
        .values_list("unit__scope__path", "asked", "done")
    )
    asked: Counter[str] = Counter()
    done: Counter[str] = Counter()
    for path, n_asked, n_done in counted:
        for above in _paths_up(path):
            asked[above] += n_asked
            done[above] += n_done
    return [
        UnitRate(
            node.id, node.code, node.name, node.name_en, node.depth,
            asked[node.path], done[node.path],
        )
        for node in units.unit_tree(on=on, scope=scope)
        if asked[node.path]
    ]  # fmt: skip


def _paths_up(path: str) -> list[str]:
    """The path itself and those of all above it: "/1/7/" gives "/1/" and "/1/7/"."""
    steps = path.strip("/").split("/")
    return ["/" + "/".join(steps[: n + 1]) + "/" for n in range(len(steps))]


def n_without_account(edition_id: int) -> int:
    """How many of those asked cannot confirm in the system because they have no account. One query."""
    return Receipt.objects.filter(edition_id=edition_id, employee__user=None).count()
