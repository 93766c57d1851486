"""The sheet of the division of work in the training unit."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from espalier.cycle.strategy.framework.models import DivisionOfWork
from espalier.cycle.strategy.permissions import CHANGE
from espalier.kit.imports.types import CellKind, Column
from espalier.kit.registers.columns import choice_column, number_column, twin
from espalier.kit.registers.imports import offer
from espalier.kit.registers.types import Ref, Register

PARTS = {"主責": "leads", "協助": "supports", "決定": "decides"}

WORK = Register(
    kind="division_of_work",
    node="strategy.DivisionOfWork",
    title=_("Division of work in the training unit"),
    one=_("Piece of work"),
    help=_("Which position of the training unit answers for what."),
    order=149,
    model=DivisionOfWork,
    key=("position", "work"),
    columns=(
        Column("position", "職位代碼", "Position code", CellKind.CODE, required=True),
        *twin("work", "工作", "Work", 300, required=True),
        choice_column("part", "分工", "Part", PARTS),
        Column("indicator", "行為指標", "Indicator", CellKind.CODE, max_length=12),
        number_column("order", "順序", "Order", high=999, required=False),
    ),
    refs={"position": Ref(_("position"), "position", only={"is_active": True})},
    joined=("position",),
    label=lambda row: f"{row.position.name} {row.work}",
    page=lambda row: reverse("strategy:unit"),
)


def register_imports() -> None:
    offer(WORK, stage="strategy", permission=CHANGE)
