"""Sheets of presentations, of the questions asked there, and of what was decided."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from espalier.cycle.plan.briefing import queries
from espalier.cycle.plan.briefing.models import Decision, Presentation, Question
from espalier.cycle.plan.permissions import PRESENT
from espalier.kit.imports.types import CellKind, Column
from espalier.kit.registers.columns import (
    TEXT_LENGTH,
    choice_column,
    code_column,
    number_column,
    twin,
)
from espalier.kit.registers.imports import offer
from espalier.kit.registers.types import Ref, Register, Rule, Values

STATES = {"待執行": "open", "已完成": "done", "不執行": "dropped"}
PRESENTATION = Ref(_("presentation"), "presentation", label="title")


def presentation_page(record: Any) -> str:
    """The page of the presentation a record belongs to."""
    return reverse("plan:presentation", args=[record.presentation_id])


def _presentation_column() -> Column:
    return Column(
        "presentation", "簡報代碼", "Presentation code", CellKind.CODE, required=True, max_length=40
    )


def _due_column(*, required: bool) -> Column:
    return Column("due_on", "期限", "Due on", CellKind.DATE, required=required)


def _too_early(values: Values, days: dict[str, date]) -> list[tuple[str, str, Any]]:
    """Nothing that came of a presentation is due before it."""
    due, day = values.get("due_on"), days.get(str(values.get("presentation") or ""))
    if isinstance(due, date) and day is not None and due < day:
        return [("due_on", "due_before", _("It is due before the presentation."))]
    return []


def _question_rules() -> Rule:
    days = queries.days_by_code()

    def check(values: Values) -> list[tuple[str, str, Any]]:
        found = _too_early(values, days)
        if not str(values.get("answer") or "").strip():
            text = _("A question without an answer needs somebody who owes it, and a day.")
            found += [
                (name, "unanswered", text) for name in ("owner", "due_on") if not values.get(name)
            ]
        return found

    return check


def _decision_rules() -> Rule:
    days = queries.days_by_code()

    def check(values: Values) -> list[tuple[str, str, Any]]:
        found = _too_early(values, days)
        closed = values.get("state") in ("done", "dropped")
        if closed and not str(values.get("outcome") or "").strip():
            found.append(("outcome", "no_outcome", _("Say what came of it before it is closed.")))
        return found

    return check


PRESENTATIONS = Register(
    kind="presentations",
    node="plan.Presentation",
    title=_("Presentations of the plan"),
    one=_("Presentation of the plan"),
    help=_("Who is told of the plan when and where, and what they are asked to decide."),
    order=180,
    model=Presentation,
    columns=(
        code_column("簡報代碼", "Presentation code"),
        Column("plan", "計畫年度", "Year of the plan", CellKind.CODE, required=True, max_length=4),
        *twin("title", "簡報名稱", "Title", required=True),
        Column("held_on", "日期", "Date", CellKind.DATE, required=True),
        *twin("audience", "對象", "Audience", required=True),
        Column("place", "地點", "Place", max_length=120),
        Column("presenters", "簡報人", "Presenters", required=True, max_length=200),
        Column(
            "asks", "請求決議", "Decisions asked for", max_length=TEXT_LENGTH,
            help=_("One a line; they stand first on the last slide."),
        ),
        Column("asks_en", "請求決議（英）", "Decisions asked for (English)", max_length=TEXT_LENGTH),
    ),
    refs={"plan": Ref(_("annual plan"), "plan", code=("year",), label="title")},
    label=lambda row: f"{row.code} {row.title}",
    page=lambda row: reverse("plan:presentation", args=[row.pk]),
)  # fmt: skip
QUESTIONS = Register(
    kind="presentation_questions",
    node="plan.Question",
    title=_("Questions at presentations"),
    one=_("Question at a presentation"),
    help=_("Who asked what, and the answer; without one, who owes it by when."),
    order=181,
    model=Question,
    key=("presentation", "number"),
    columns=(
        _presentation_column(),
        number_column("number", "題號", "Number", low=1, high=999),
        Column("asked_by", "提問人", "Asked by", required=True, max_length=120),
        *twin("text", "問題", "Question", TEXT_LENGTH, required=True),
        *twin("answer", "答覆", "Answer", TEXT_LENGTH),
        Column("owner", "答覆人", "Who answers", max_length=120),
        _due_column(required=False),
    ),
    belongs_to="presentation",
    refs={"presentation": PRESENTATION},
    checked=_question_rules,
    joined=("presentation",),
    label=lambda row: f"{row.presentation.code}-Q{row.number} {row.text[:60]}",
    page=presentation_page,
)
DECISIONS = Register(
    kind="presentation_decisions",
    node="plan.Decision",
    title=_("Decisions at presentations"),
    one=_("Decision at a presentation"),
    help=_("What was decided, who does it by when, and what it changed once it is done."),
    order=182,
    model=Decision,
    key=("presentation", "number"),
    columns=(
        _presentation_column(),
        number_column("number", "決議號", "Number", low=1, high=999),
        *twin("text", "決議", "Decision", TEXT_LENGTH, required=True),
        Column("owner", "負責人", "Owner", required=True, max_length=120),
        _due_column(required=True),
        choice_column("state", "狀態", "State", STATES),
        *twin("outcome", "執行結果", "What came of it", TEXT_LENGTH),
        Column("change", "計畫變更編號", "Change of the plan", CellKind.CODE, max_length=20),
    ),
    belongs_to="presentation",
    refs={
        "presentation": PRESENTATION,
        "change": Ref(_("change of the plan"), "change", code=("number",), label="reason"),
    },
    checked=_decision_rules,
    joined=("presentation",),
    label=lambda row: f"{row.presentation.code}-D{row.number} {row.text[:60]}",
    page=presentation_page,
)
REGISTERS = (PRESENTATIONS, QUESTIONS, DECISIONS)


def register_imports() -> None:
    for register in REGISTERS:
        offer(register, stage="plan", permission=PRESENT)
