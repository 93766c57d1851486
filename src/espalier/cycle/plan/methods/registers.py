"""Sheets of criteria, decisions, options, and the assessment of modules."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from espalier.cycle.plan.methods.models import (
    AssessmentStrategy,
    MethodCriterion,
    MethodDecision,
    MethodOption,
)
from espalier.cycle.plan.permissions import CHANGE
from espalier.kit.imports.types import CellKind, Column
from espalier.kit.registers.columns import (
    TEXT_LENGTH,
    choice_column,
    code_column,
    number_column,
    programme_column,
    twin,
)
from espalier.kit.registers.imports import offer
from espalier.kit.registers.score_lines import read_scores, write_scores
from espalier.kit.registers.types import Lines, Ref, Register, Values

SIDES = {"授課": "delivery", "評量": "assessment"}
INSTRUMENTS = {
    "知識測驗": "test",
    "實作任務與評分規準": "practical",
    "觀察檢核表": "checklist",
    "行為定錨量表": "bars",
    "學習歷程檔案": "portfolio",
    "結構化面談": "interview",
    "360 度評量": "round",
    "問卷調查": "survey",
    "模擬演練": "simulation",
    "工作樣本": "work_sample",
    "工作現場追蹤": "follow_up",
    "外部考試": "external",
}
TIMINGS = {
    "課前與課後": "before_after",
    "課程進行中": "during",
    "課程結束時": "end",
    "課後 30 天": "days_30",
    "課後 60 天": "days_60",
    "課後 90 天": "days_90",
}


def decision_page(record: Any) -> str:
    """The page of the decision a record belongs to."""
    return reverse("plan:method_decision", args=[record.decision_id])


def _positive_weight(values: Values) -> list[tuple[str, str, Any]]:
    if float(str(values.get("weight") or 0)) > 0:
        return []
    return [("weight", "weight_zero", _("A weight is greater than zero."))]


CRITERIA = Register(
    kind="method_criteria",
    node="plan.MethodCriterion",
    title=_("Criteria of methods"),
    one=_("Criterion of methods"),
    help=_("By what ways of teaching and of assessing are weighed, and with which weight."),
    order=170,
    model=MethodCriterion,
    columns=(
        code_column("準則代碼", "Criterion code"),
        choice_column("side", "用於", "Used for", SIDES),
        *twin("name", "準則", "Criterion", 120, required=True),
        Column("weight", "權重", "Weight", CellKind.DECIMAL, required=True, minimum=0, places=2),
        *twin("meaning", "5 分的意思", "What 5 points mean", TEXT_LENGTH),
        number_column("order", "順序", "Order", high=999),
    ),
    rules=_positive_weight,
    label=lambda row: f"{row.code} {row.name}",
    page=lambda row: reverse("plan:method_criteria"),
)
DECISIONS = Register(
    kind="method_decisions",
    node="plan.MethodDecision",
    title=_("Decisions on methods"),
    one=_("Decision on methods"),
    help=_(
        "What has to be decided about teaching or assessing in a programme, and in which context."
    ),
    order=171,
    model=MethodDecision,
    columns=(
        code_column("決策代碼", "Decision code"),
        programme_column(),
        choice_column("side", "面向", "Side", SIDES),
        *twin("title", "決策題目", "Question", required=True),
        *twin("considerations", "考量要素", "Considerations", TEXT_LENGTH),
        *twin("context", "情境與限制", "Context and constraints", TEXT_LENGTH),
    ),
    belongs_to="programme",
    refs={"programme": Ref(_("programme"), "programme", label="title")},
    label=lambda row: f"{row.code} {row.title}",
    page=lambda row: reverse("plan:method_decision", args=[row.pk]),
)
OPTIONS = Register(
    kind="method_options",
    node="plan.MethodOption",
    title=_("Options of methods"),
    one=_("Option of methods"),
    help=_("At least two ways to do it for each decision, scored by its criteria."),
    order=172,
    model=MethodOption,
    columns=(
        Column(
            "decision", "決策代碼", "Decision code", CellKind.CODE, required=True, max_length=40
        ),
        code_column("選項代碼", "Option code"),
        *twin("name", "選項", "Option", required=True),
        *twin("description", "作法", "How", TEXT_LENGTH),
        Column(
            "scores",
            "評分",
            "Scores",
            help=_("One per line: criterion code, a space, 1 to 5."),
            max_length=2000,
        ),
    ),
    belongs_to="decision",
    refs={"decision": Ref(_("decision on methods"), "decision", label="title")},
    lines={
        "scores": Lines(
            "scores",
            read_scores,
            write_scores,
            refs={"criterion": Ref(_("criterion"), "criterion")},
        )
    },
    label=lambda row: f"{row.code} {row.name}",
    page=decision_page,
)
ASSESSMENTS = Register(
    kind="assessment_strategies",
    node="plan.AssessmentStrategy",
    title=_("Assessment of modules"),
    one=_("Assessment of a module"),
    help=_(
        "What of a module is assessed, with which kind of instrument, when, and what is a pass."
    ),
    order=173,
    model=AssessmentStrategy,
    columns=(
        code_column("評量策略代碼", "Assessment code"),
        Column("module", "模組代碼", "Module code", CellKind.CODE, required=True, max_length=40),
        Column("decision", "依據決策", "Decision it serves", CellKind.CODE, max_length=40),
        *twin("focus", "評量重點", "What is assessed", 500, required=True),
        choice_column("instrument", "評量方式", "Kind of instrument", INSTRUMENTS),
        choice_column("timing", "評量時機", "When", TIMINGS),
        *twin("pass_rule", "通過標準", "What is a pass", 500, required=True),
        number_column(
            "evaluation_level", "評估層次（1–4）", "Level of evaluation (1–4)", low=1, high=4
        ),
        Column("owner", "負責職務", "Owner", max_length=120),
    ),
    belongs_to="module",
    refs={
        "module": Ref(_("module"), "module", label="code"),
        "decision": Ref(
            _("decision on methods"), "decision", label="title", only={"side": "assessment"}
        ),
    },
    joined=("module",),
    label=lambda row: f"{row.code} {row.focus}",
    page=lambda row: reverse("plan:assessment_strategies"),
)
REGISTERS = (CRITERIA, DECISIONS, OPTIONS, ASSESSMENTS)


def register_imports() -> None:
    for register in REGISTERS:
        offer(register, stage="plan", permission=CHANGE)
