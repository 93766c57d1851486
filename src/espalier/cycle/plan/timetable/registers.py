"""Sheets of the calendar: kinds of slots, and days that differ."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from espalier.cycle.plan.permissions import CHANGE
from espalier.cycle.plan.timetable.models import CalendarDay, SlotKind
from espalier.kit.imports.types import CellKind, Column
from espalier.kit.registers.columns import choice_column, code_column, number_column, twin
from espalier.kit.registers.imports import offer
from espalier.kit.registers.types import Ref, Register, Values

KINDS = {
    "國定假日": "holiday",
    "補班日": "makeup",
    "公司休假": "closed",
    "旺季": "peak",
}
SHORTEST, DAY = 30, 24 * 60


def _slot_rules(values: Values) -> Sequence[tuple[str, str, Any]]:
    """A slot lies within a day, on weekdays there are."""
    found: list[tuple[str, str, Any]] = []
    start, minutes = (
        int(str(values.get("starts_minute") or 0)),
        int(str(values.get("minutes") or 0)),
    )
    if start + minutes > DAY:
        words = _("It would end after midnight. Begin earlier, or make it shorter.")
        found.append(("minutes", "over_midnight", words))
    days = str(values.get("weekdays") or "")
    if not days or set(days) - set("1234567") or len(set(days)) < len(days):
        words = _("Weekdays are the figures 1 (Monday) to 7 (Sunday), each once.")
        found.append(("weekdays", "weekdays", words))
    return found


def _day_rules(values: Values) -> Sequence[tuple[str, str, Any]]:
    """A stretch ends after it begins; only a peak or a closed day is about one unit."""
    found: list[tuple[str, str, Any]] = []
    on, until = values.get("on"), values.get("until")
    if on and until and str(until) < str(on):
        found.append(("until", "reversed", _("This day lies before the first one.")))
    if values.get("unit") and values.get("kind") in ("holiday", "makeup"):
        words = _(
            "Public holidays and working days instead are about everybody. Leave the unit empty."
        )
        found.append(("unit", "everybody", words))
    return found


SLOTS = Register(
    kind="slot_kinds",
    node="plan.SlotKind",
    title=_("Kinds of slots"),
    one=_("Kind of slot"),
    help=_("Times of day at which a meeting may take place: morning, evening, Saturday, handover."),
    order=158,
    model=SlotKind,
    columns=(
        code_column("時段代碼", "Slot code"),
        *twin("name", "時段", "Slot", 60, required=True),
        Column(
            "weekdays",
            "星期",
            "Weekdays",
            required=True,
            max_length=7,
            help=_("Figures 1 (Monday) to 7 (Sunday), such as 12345."),
        ),
        number_column("starts_minute", "開始（自零時起分鐘）", "Begins (minutes after midnight)",
                      high=DAY - 1),
        number_column("minutes", "長度（分鐘）", "Length (minutes)", low=SHORTEST, high=DAY),
        Column("is_working_time", "工作時間內", "Within working time", CellKind.YES_NO),
        Column("is_active", "使用中", "In use", CellKind.YES_NO),
    ),
    rules=_slot_rules,
    label=lambda row: f"{row.code} {row.name}",
    page=lambda row: reverse("plan:slot_kinds"),
)  # fmt: skip
DAYS = Register(
    kind="calendar_days",
    node="plan.CalendarDay",
    title=_("Days of the calendar"),
    one=_("Day of the calendar"),
    help=_("Public holidays, days the organisation is closed, peak seasons of units."),
    order=159,
    model=CalendarDay,
    columns=(
        code_column("日曆代碼", "Code of the day"),
        Column("on", "日期", "Day", CellKind.DATE, required=True),
        Column("until", "迄日", "Last day", CellKind.DATE, help=_("Empty: one day.")),
        choice_column("kind", "類別", "Kind", KINDS),
        Column("unit", "單位代碼", "Unit code", CellKind.CODE, max_length=40,
               help=_("Empty: everybody.")),
        *twin("name", "名稱", "Name", 120, required=True),
        Column("source", "來源", "Source", max_length=200),
        Column("is_checked", "已核對公告", "Checked against the notice", CellKind.YES_NO),
    ),
    refs={"unit": Ref(_("unit"), "unit")},
    rules=_day_rules,
    label=lambda row: f"{row.on.isoformat()} {row.name}",
    page=lambda row: reverse("plan:calendar_days"),
)  # fmt: skip
REGISTERS = (SLOTS, DAYS)


def register_imports() -> None:
    for register in REGISTERS:
        offer(register, stage="plan", permission=CHANGE)
