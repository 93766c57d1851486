"""Sheets of programmes, their modules and lessons, and target groups."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from espalier.cycle.strategy.programmes.models import (
    Lesson,
    Programme,
    ProgrammeModule,
    TargetGroup,
)
from espalier.kit.imports.types import CellKind, Column
from espalier.kit.registers.columns import (
    TEXT_LENGTH,
    choice_column,
    code_column,
    codes_column,
    number_column,
    programme_column,
    twin,
)
from espalier.kit.registers.types import Ref, Register

NEED = Ref(_("need"), "needs", label="title")
POSITION = Ref(_("position"), "positions", only={"is_active": True})
PROGRAMME = Ref(_("programme"), "programme", label="title")
SHIFTS = {"日班": "day", "兩班": "two_shift", "三班": "three_shift", "彈性工時": "flexible"}
EXPERIENCES = {"少": "novice", "不一": "mixed", "多": "expert"}


def page_of(record: Any) -> str:
    """The page of the programme a record belongs to."""
    return reverse("strategy:programme", args=[record.programme_id])


PROGRAMMES = Register(
    kind="programmes",
    node="strategy.Programme",
    title=_("Programmes"),
    one=_("Programme"),
    help=_("What serves which strategy goals and needs."),
    order=140,
    model=Programme,
    columns=(
        code_column("方案代碼", "Programme code"),
        *twin("title", "方案名稱", "Programme", required=True),
        *twin("purpose", "目的", "Purpose", TEXT_LENGTH),
        codes_column("goals", "策略目標", "Strategy goals"),
        codes_column("needs", "需求", "Needs"),
        Column("owner", "負責職務", "Owner", max_length=120),
    ),
    many={"goals": Ref(_("strategy goal"), "goals", label="text"), "needs": NEED},
    label=lambda row: f"{row.code} {row.title}",
    page=lambda row: reverse("strategy:programme", args=[row.pk]),
)

MODULES = Register(
    kind="programme_modules",
    node="strategy.ProgrammeModule",
    title=_("Modules of programmes"),
    one=_("Module in a programme"),
    help=_("Which modules a programme is made of, in which order and why."),
    order=141,
    model=ProgrammeModule,
    key=("programme", "module"),
    columns=(
        programme_column(),
        Column("module", "模組代碼", "Module code", CellKind.CODE, required=True, max_length=40),
        number_column("order", "順序", "Order", low=1, high=999),
        *twin("reason", "順序理由", "Reason of the order", TEXT_LENGTH),
    ),
    belongs_to="programme",
    refs={"programme": PROGRAMME, "module": Ref(_("module"), "module", label="code")},
    joined=("programme", "module"),
    label=lambda row: f"{row.programme.code} {row.module.code}",
    page=page_of,
)

LESSONS = Register(
    kind="lessons",
    node="strategy.Lesson",
    title=_("Lessons"),
    one=_("Lesson"),
    help=_("The course units of each module."),
    order=142,
    model=Lesson,
    columns=(
        Column("part", "方案與模組", "Programme and module", CellKind.CODE, required=True,
               help=_("Programme code, a slash, module code: PR1/QAE-01."), max_length=90),
        code_column("單元代碼", "Lesson code"),
        *twin("title", "單元名稱", "Lesson", required=True),
        number_column("minutes", "分鐘", "Minutes", low=1),
        number_column("order", "順序", "Order", low=1, high=999),
        *twin("reason", "順序理由", "Reason of the order", TEXT_LENGTH),
    ),
    refs={
        "part": Ref(
            _("module of a programme"),
            "part",
            code=("programme__code", "module__code"),
            label="programme__title",
        )
    },
    joined=("part",),
    label=lambda row: f"{row.code} {row.title}",
    page=lambda row: reverse("strategy:programme", args=[row.part.programme_id]),
)  # fmt: skip

GROUPS = Register(
    kind="target_groups",
    node="strategy.TargetGroup",
    title=_("Target groups"),
    one=_("Target group"),
    help=_("Who is meant: needs, positions and the constraints they live under."),
    order=141,
    model=TargetGroup,
    columns=(
        programme_column(),
        code_column("對象代碼", "Group code"),
        *twin("name", "對象名稱", "Target group", required=True),
        codes_column("needs", "需求", "Needs"),
        codes_column("positions", "職位", "Positions"),
        choice_column("shift", "班別", "Shift", SHIFTS),
        choice_column("experience", "先備學習程度", "Prior learning", EXPERIENCES),
        Column("has_hazard", "危險或高代價", "Danger or costly errors", CellKind.YES_NO),
        *twin("place", "地點", "Place"),
        *twin("language", "其他母語", "Other first language", 120),
        *twin("prior_learning", "先備學習說明", "Prior learning in words", TEXT_LENGTH),
        *twin("access_needs", "無障礙需求", "Access needs", TEXT_LENGTH),
    ),
    belongs_to="programme",
    refs={"programme": PROGRAMME},
    many={"needs": NEED, "positions": POSITION},
    label=lambda row: f"{row.code} {row.name}",
    page=page_of,
)

REGISTERS = (PROGRAMMES, MODULES, GROUPS, LESSONS)
