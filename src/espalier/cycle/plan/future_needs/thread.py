"""The thread through staff changes: position, person → change; changes whose day is over."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from espalier.cycle.plan.future_needs import queries
from espalier.cycle.plan.future_needs.imports import CHANGES
from espalier.cycle.plan.future_needs.models import StaffChange
from espalier.kit.registers.thread import broken, node_of
from espalier.kit.thread import registry
from espalier.kit.thread.anchors import fulfils
from espalier.kit.thread.links import edge
from espalier.kit.thread.types import Break, Check

EMPLOYEE, POSITION = "people.Employee", "people.Position"
OVERDUE = "plan.staff_change_overdue"


def register_thread() -> None:
    node_of(CHANGES, "espalier.cycle.plan.future_needs")
    fulfils(CHANGES.node, {"P2.3.5": lambda: StaffChange.objects.values_list("pk", flat=True)})
    about = StaffChange.objects.filter(employee__isnull=False)
    into = StaffChange.objects.filter(position__isnull=False)
    for each in (
        edge(
            EMPLOYEE, CHANGES.node, _("the change is about the person"), about, "employee_id", "pk"
        ),
        edge(
            POSITION, CHANGES.node, _("the change leads to the position"), into, "position_id", "pk"
        ),
    ):
        registry.register_edge(each)
    registry.register_check(Check(OVERDUE, _("Staff changes whose day is over"), overdue))


def overdue() -> Iterable[Break]:
    """One query."""
    message = _("Its day is over, and nobody said whether it happened.")
    remedy = _("Settle it, drop it, or move the day.")
    for change in queries.overdue(timezone.localdate()):
        yield broken(OVERDUE, CHANGES, change, message, remedy)
