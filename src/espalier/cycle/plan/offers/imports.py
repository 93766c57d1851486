"""The sheets of offers and of what it takes to enter; their columns are those of the forms too."""

from collections.abc import Callable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from espalier.cycle.plan.offers import queries, rules
from espalier.cycle.plan.offers.models import EntryLevel, Offer
from espalier.cycle.plan.offers.types import OfferKind
from espalier.cycle.plan.offers.wording import ROW_PROBLEMS
from espalier.cycle.plan.permissions import CHANGE
from espalier.cycle.policy.resources.types import Kind
from espalier.kit.imports.types import CellKind, Column
from espalier.kit.registers.columns import choice_column, codes_column, number_column
from espalier.kit.registers.imports import offer
from espalier.kit.registers.types import Ref, Register, Values

MOST_MONEY = 2_000_000_000
KINDS = {
    "內訓": OfferKind.CLASS.value,
    "工作崗位": OfferKind.JOB.value,
    "外訓": OfferKind.PUBLIC.value,
    "數位": OfferKind.ONLINE.value,
}
MODULE = Ref(
    _("module"),
    "module",
    label="versions__name",
    only={"is_active": True, "versions__state": "published"},
)


def _wrong(values: Values) -> list[tuple[str, str, Any]]:
    return [(column, code, ROW_PROBLEMS[code]) for column, code in rules.problems_of_row(values)]


def _checked() -> Callable[[Values], Sequence[tuple[str, str, Any]]]:
    """What is named as an instructor is one, and so on; kinds are read once for all rows."""
    kinds = queries.kinds_of_resources()

    def wrong(values: Values) -> list[tuple[str, str, Any]]:
        return [
            (column, "wrong_kind", ROW_PROBLEMS["wrong_kind"])
            for column, code in rules.misplaced(values, kinds)
        ]

    return wrong


def _resource(what: Any, field: str, kind: Kind) -> Ref:
    return Ref(what, field, only={"kind": kind.value, "ended_on": None})


OFFERS = Register(
    kind="offers",
    node="plan.Offer",
    title=_("How modules can be run"),
    one=_("Offer of a module"),
    help=_("Class sizes, costs, instructors, rooms and times of each module; without a row it cannot be planned."),
    order=160,
    model=Offer,
    key=("module",),
    belongs_to="module",
    columns=(
        Column("module", "模組代碼", "Module code", CellKind.CODE, required=True, max_length=40),
        choice_column("kind", "開課方式", "Way of running it", KINDS),
        number_column("seats_min", "最低開班人數", "Fewest participants", low=1, high=10_000),
        number_column("seats_max", "每班上限人數", "Most participants", low=1, high=100_000),
        number_column("sessions_max", "全年最多梯次", "Most sessions a year", low=0, high=999, required=False),
        number_column("session_cost", "每梯費用", "Cost of a session (NT$)", high=MOST_MONEY),
        number_column("head_cost", "每人費用", "Cost of a participant (NT$)", high=MOST_MONEY),
        number_column("meetings", "每梯場數", "Meetings of a session", low=1, high=99),
        number_column("meeting_minutes", "每場分鐘", "Minutes of a meeting", low=30, high=960),
        codes_column("slot_kinds", "時段代碼", "Kinds of slots"),
        codes_column("instructors", "講師代碼", "Instructors"),
        codes_column("rooms", "教室代碼", "Rooms"),
        codes_column("equipment", "設備代碼", "Equipment"),
        Column("money_line", "經費代碼", "Budget line", CellKind.CODE, max_length=40),
        Column("grant", "補助代碼", "Grant", CellKind.CODE, max_length=40),
        number_column("grant_per_session", "每梯補助", "Grant for a session (NT$)", high=MOST_MONEY, required=False),
        Column("preferred_months", "希望月份", "Months wished", max_length=40,
               help=_("Numbers 1 to 12, such as 3,4,9; empty: any month.")),
        number_column("spacing_days", "先修間隔（工作日）", "Working days after a prerequisite", high=365,
                      required=False),
        Column("owner", "承辦人", "Person in charge", max_length=120),
        Column("note", "備註", "Note", max_length=2000),
    ),
    refs={
        "module": MODULE,
        "money_line": _resource(_("budget line"), "money_line", Kind.MONEY),
        "grant": _resource(_("grant"), "grant", Kind.GRANT),
    },
    many={
        "slot_kinds": Ref(_("kind of slot"), "slot_kinds", only={"is_active": True}),
        "instructors": _resource(_("instructor"), "instructors", Kind.INSTRUCTOR),
        "rooms": _resource(_("room"), "rooms", Kind.ROOM),
        "equipment": _resource(_("equipment"), "equipment", Kind.EQUIPMENT),
    },
    rules=_wrong,
    checked=_checked,
    joined=("module",),
    label=lambda row: row.module.code,
    page=lambda row: reverse("plan:offer", args=[row.pk]),
)  # fmt: skip

ENTRY_LEVELS = Register(
    kind="entry_levels",
    node="plan.EntryLevel",
    title=_("Levels it takes to enter"),
    one=_("Entry level"),
    help=_("What somebody must already reach for a module to help; without a row no level is asked."),
    order=161,
    model=EntryLevel,
    key=("offer", "competency"),
    belongs_to="offer",
    columns=(
        Column("offer", "模組代碼", "Module code", CellKind.CODE, required=True, max_length=40),
        Column("competency", "職能代碼", "Competency", CellKind.CODE, required=True, max_length=80),
        Column("level", "先備等級", "Level asked", CellKind.DECIMAL, required=True,
               minimum=0, maximum=100, places=2),
    ),
    refs={
        "offer": Ref(_("offered module"), "offer", code=("module__code",), label="module__code"),
        "competency": Ref(_("competency"), "competency", only={"is_active": True}),
    },
    joined=("offer__module", "competency"),
    label=lambda row: f"{row.offer.module.code} {row.competency.code}",
    page=lambda row: reverse("plan:offer", args=[row.offer_id]),
)  # fmt: skip


def register_imports() -> None:
    for register in (OFFERS, ENTRY_LEVELS):
        offer(register, stage="plan", permission=CHANGE)
