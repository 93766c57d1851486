"""The sheet of staff changes; its columns are those of the form too."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from espalier.cycle.plan.future_needs import queries, rules
from espalier.cycle.plan.future_needs.models import StaffChange
from espalier.cycle.plan.future_needs.types import ChangeKind, ChangeState
from espalier.cycle.plan.future_needs.wording import PROBLEMS
from espalier.cycle.plan.permissions import CHANGE
from espalier.kit.imports.types import CellKind, Column
from espalier.kit.registers.columns import choice_column, code_column, number_column
from espalier.kit.registers.imports import offer
from espalier.kit.registers.types import Ref, Register, Values

KINDS = {
    "新進": ChangeKind.HIRE.value,
    "離職": ChangeKind.LEAVE.value,
    "退休": ChangeKind.RETIRE.value,
    "調任": ChangeKind.MOVE.value,
    "晉升": ChangeKind.PROMOTE.value,
    "接班人": ChangeKind.SUCCESSOR.value,
}
STATES = {
    "預計": ChangeState.EXPECTED.value,
    "已完成": ChangeState.SETTLED.value,
    "取消": ChangeState.DROPPED.value,
}
Wrong = Sequence[tuple[str, str, Any]]


def _checked() -> Callable[[Values], Wrong]:
    """The rules of a row, with what they compare it with read once for all rows."""
    people, units, positions = (
        queries.people_by_number(),
        queries.units_by_code(),
        queries.positions_by_code(),
    )
    others = queries.expected_by_person()

    def wrong(values: Values) -> Wrong:
        kind, on = ChangeKind(str(values.get("kind"))), values.get("on")
        if not isinstance(on, date) or values.get("state") not in (None, "", ChangeState.EXPECTED):
            return []  # what is over is kept as it was said
        number = str(values.get("employee") or "")
        if number and number not in people:
            return []  # said already as an unknown code
        person = people.get(number)
        code = str(values.get("code") or "")
        known = others.get(person.id, ()) if person else ()
        found = rules.problems_of_change(
            kind=kind,
            on=on,
            person=person,
            unit_id=units.get(str(values.get("unit") or "")),
            position_id=positions.get(str(values.get("position") or "")),
            headcount=int(str(values.get("headcount") or 1)),
            others=[(other, day) for own, other, day in known if own != code],
        )
        return [(PROBLEMS[problem][0], problem.value, PROBLEMS[problem][1]) for problem in found]

    return wrong


CHANGES = Register(
    kind="staff_changes",
    node="plan.StaffChange",
    title=_("Staff changes expected"),
    one=_("Staff change"),
    help=_("Who comes, goes or moves on a day; the roster itself is changed in the register of people."),
    order=162,
    model=StaffChange,
    columns=(
        code_column("異動代碼", "Code"),
        choice_column("kind", "異動類別", "Kind of change", KINDS),
        choice_column("state", "狀態", "State", STATES, required=False),
        Column("on", "生效日", "Day", CellKind.DATE, required=True,
               help=_("The last day of who leaves or retires, else the first day.")),
        Column("employee", "員工編號", "Employee number", CellKind.CODE, max_length=40),
        Column("unit", "異動後單位", "Unit", CellKind.CODE, max_length=40),
        Column("position", "異動後職位", "Position", CellKind.CODE, max_length=40),
        number_column("headcount", "人數", "Number of people", low=1, high=999, required=False),
        Column("source", "資料來源", "Source", required=True, max_length=200,
               help=_("Where it is from, such as the manpower plan or the list of successors.")),
        Column("note", "備註", "Note", max_length=2000),
    ),
    refs={
        "employee": Ref(_("employee"), "employee", code=("number",), only={"left_on": None}),
        "unit": Ref(_("unit"), "unit", only={"ended_on": None}),
        "position": Ref(_("position"), "position", only={"is_active": True}),
    },
    checked=_checked,
    joined=("employee", "unit", "position"),
    label=lambda row: f"{row.code} {row.employee.name if row.employee else row.unit.name}",
    page=lambda row: reverse("plan:staff_change", args=[row.pk]),
)  # fmt: skip


def register_imports() -> None:
    offer(CHANGES, stage="plan", permission=CHANGE)
