"""The imports ``review_procedures`` and ``review_steps``.

Steps of one procedure come as a whole: every row of a procedure in the file is a step, and the file's rows
replace the steps of the procedures it names.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espalier.kit.accounts.imports import ROLE_TEXTS, UNIT_PREFIX
from espalier.kit.accounts.models import ScopeNode
from espalier.kit.accounts.types import Actor, Role
from espalier.kit.approval import checks, queries
from espalier.kit.approval.contents import References, content_of
from espalier.kit.approval.models import Procedure, Step
from espalier.kit.approval.types import StepContent, StepKind
from espalier.kit.audit import log
from espalier.kit.imports.compare import plan_by_key
from espalier.kit.imports.registry import register
from espalier.kit.imports.types import CellKind, Column, ImportSpec, PlannedRow, Reason, Row

KIND_TEXTS = {
    "承辦": StepKind.PREPARED,
    "會簽": StepKind.COSIGNED,
    "審核": StepKind.REVIEWED,
    "核准": StepKind.APPROVED,
}
UNANSWERED = {"allows_same_person": False, "is_vote": False, "on_paper": True}
PROCEDURE_FIELDS = ("title", "title_en", "applies_to", "allows_same_person")
STEP_FIELDS = (
    "kind", "title_en", "role", "unit_code", "person", "min_amount", "max_amount", "days", "quorum",
    "is_vote", "on_paper",
)  # fmt: skip
PROCEDURE_COLUMNS = (
    Column("code", "程序代碼", "Procedure code", CellKind.CODE, required=True, max_length=40),
    Column("title", "程序名稱", "Procedure", required=True, max_length=120),
    Column("title_en", "英文名稱", "English name", max_length=120),
    Column(
        "applies_to", "適用文件", "Applies to", CellKind.CODES,
        help=gettext_lazy("Codes of documents, such as O1.1.1; empty means everything."),
    ),
    Column("allows_same_person", "同一人可簽多步驟", "One person may decide several steps", CellKind.YES_NO),
)  # fmt: skip
STEP_COLUMNS = (
    Column("procedure_code", "程序代碼", "Procedure code", CellKind.CODE, required=True, max_length=40),
    Column("order", "順序", "Order", CellKind.INTEGER, required=True, minimum=1, maximum=99),
    Column(
        "kind", "簽核類別", "What is signed", CellKind.CHOICE, required=True,
        choices={**{k: v.value for k, v in KIND_TEXTS.items()}, **{k.value: k.value for k in StepKind}},
    ),
    Column("title", "步驟名稱", "Name of the step", required=True, max_length=120),
    Column("title_en", "步驟英文名稱", "English name of the step", max_length=120),
    Column(
        "role", "角色", "Role", CellKind.CHOICE,
        choices={**{k: v.value for k, v in ROLE_TEXTS.items()}, **{r.value: r.value for r in Role}},
    ),
    Column(
        "unit_code", "單位代碼", "Unit code", CellKind.CODE, max_length=75,
        help=gettext_lazy("Code of the unit the role is held for; empty means the whole organisation."),
    ),
    Column("person", "指定人員", "Named person", CellKind.CODE, aliases=("員工編號",), max_length=150),
    Column("min_amount", "金額下限", "From NT$", CellKind.INTEGER, minimum=0),
    Column("max_amount", "金額上限", "Up to NT$", CellKind.INTEGER, minimum=0),
    Column("days", "期限工作天", "Working days", CellKind.INTEGER, minimum=1, maximum=365),
    Column("quorum", "同意人數", "How many must agree", CellKind.INTEGER, minimum=1, maximum=99),
    Column("is_vote", "表決", "By vote", CellKind.YES_NO),
    Column("on_paper", "可紙本", "May be signed on paper", CellKind.YES_NO),
)  # fmt: skip


def plan_procedures(rows: Sequence[Row], today: date) -> list[PlannedRow]:
    """Compare by code; one query."""
    existing = {str(row["code"]): row for row in procedure_records()}
    told = [_answered(row) for row in rows]
    return plan_by_key(told, existing, key="code", compare_columns=PROCEDURE_FIELDS)


def apply_procedures(planned: Sequence[PlannedRow], by: Actor, at: datetime) -> dict[str, object]:
    """Write the procedures; their steps come in the other sheet."""
    held = {row.code: row for row in Procedure.objects.all()}
    fresh: list[Procedure] = []
    changed: list[Procedure] = []
    for values in (each.row.values for each in planned):
        code = str(values["code"])
        row = held.get(code) or Procedure(code=code)
        for field in PROCEDURE_FIELDS:
            if field in values:
                setattr(row, field, _stored(values[field]))
        row.updated_at = at
        (changed if row.pk else fresh).append(row)
    Procedure.objects.bulk_create(fresh, batch_size=500)
    Procedure.objects.bulk_update(changed, [*PROCEDURE_FIELDS, "updated_at"], batch_size=400)
    return _logged([str(each.row.values["code"]) for each in planned], by, at)


def procedure_records() -> Iterator[Mapping[str, object]]:
    for row in Procedure.objects.order_by("code"):
        yield {
            "code": row.code,
            **{field: getattr(row, field) for field in PROCEDURE_FIELDS},
            "applies_to": tuple(row.applies_to),
        }


def plan_steps(rows: Sequence[Row], today: date) -> list[PlannedRow]:
    """Compare by procedure, order and name; what is wrong with a whole procedure refuses all its rows."""
    procedures = queries.procedures_with_steps()
    existing = {_key(row): row for row in step_records()}
    told = [_answered(row) for row in rows]
    check = _Check(told, procedures)
    return plan_by_key(
        told,
        existing,
        key=("procedure_code", "order", "title"),
        compare_columns=STEP_FIELDS,
        check=check.reasons,
    )


def apply_steps(planned: Sequence[PlannedRow], by: Actor, at: datetime) -> dict[str, object]:
    """Add and change steps; each procedure that got a step counts its version up once."""
    codes = {str(each.row.values["procedure_code"]) for each in planned}
    procedures = {row.code: row for row in queries.procedures_with_steps() if row.code in codes}
    held = {
        (code, step.order, step.title): (step.pk, content)
        for code, row in procedures.items()
        for step, content in zip(_sorted_steps(row), content_of(row).steps, strict=True)
    }
    told = [(each.row, held.get(_key(each.row.values))) for each in planned]
    contents = [_step_of(row, found[1] if found else None) for row, found in told]
    named = References.read(contents)
    fresh: list[Step] = []
    changed: list[Step] = []
    for (row, found), content in zip(told, contents, strict=True):
        made = named.row(procedures[str(row.values["procedure_code"])], content)
        made.pk = found[0] if found else None
        (changed if found else fresh).append(made)
    Step.objects.bulk_create(fresh, batch_size=200)
    fields = [f.name for f in Step._meta.concrete_fields if f.name not in {"id", "procedure"}]
    Step.objects.bulk_update(changed, fields, batch_size=100)
    for procedure in procedures.values():
        procedure.version += bool(procedure.steps.all())
        procedure.updated_at = at
    Procedure.objects.bulk_update(procedures.values(), ["version", "updated_at"], batch_size=400)
    return _logged(sorted(codes), by, at)


def step_records() -> Iterator[Mapping[str, object]]:
    for row in queries.procedures_with_steps():
        for step in content_of(row).steps:
            yield {
                **asdict(step),
                "procedure_code": row.code,
                "unit_code": step.scope_key.removeprefix(UNIT_PREFIX),
            }


def drop_downs() -> dict[str, list[str]]:
    keys = ScopeNode.objects.filter(key__startswith=UNIT_PREFIX).order_by("path")
    return {
        "procedure_code": list(Procedure.objects.order_by("code").values_list("code", flat=True)),
        "unit_code": [key[len(UNIT_PREFIX) :] for key in keys.values_list("key", flat=True)],
    }


PROCEDURES = ImportSpec(
    kind="review_procedures",
    title=gettext_lazy("Review procedures"),
    permission="kit.change_procedure",
    columns=PROCEDURE_COLUMNS,
    plan=plan_procedures,
    apply=apply_procedures,
    records=procedure_records,
    order=92,
    purpose=gettext_lazy("How documents are reviewed: one row a procedure."),
)
STEPS = ImportSpec(
    kind="review_steps",
    title=gettext_lazy("Steps of review procedures"),
    permission="kit.change_procedure",
    columns=STEP_COLUMNS,
    plan=plan_steps,
    apply=apply_steps,
    records=step_records,
    drop_downs=drop_downs,
    order=93,
    purpose=gettext_lazy("Who prepares, co-signs, reviews and approves, in which order."),
)


def register_imports() -> None:
    register(PROCEDURES)
    register(STEPS)


class _Check:
    """What is wrong with a row: its procedure, the step itself, or the procedure as a whole."""

    def __init__(self, rows: Sequence[Row], procedures: Iterable[Procedure]) -> None:
        self._held = {row.code: content_of(row) for row in procedures}
        self._steps = {row.number: _step_of(row, self._same(row)) for row in rows}
        self._named = References.read(self._steps.values())
        brought: dict[str, list[StepContent]] = defaultdict(list)
        for row in rows:
            brought[str(row.values["procedure_code"])].append(self._steps[row.number])
        self._whole = {code: self._after(code, steps) for code, steps in brought.items()}

    def _same(self, row: Row) -> StepContent | None:
        code, order, title = _key(row.values)
        held = self._held.get(str(code))
        same = (s for s in held.steps if (s.order, s.title) == (order, title)) if held else iter(())
        return next(same, None)

    def _after(self, code: str, steps: Sequence[StepContent]) -> list[str]:
        """What would be wrong with the procedure once these steps stand in it."""
        if code not in self._held:
            return []
        held = self._held[code]
        keys = {(step.order, step.title) for step in steps}
        kept = [step for step in held.steps if (step.order, step.title) not in keys]
        whole = replace(held, steps=(*kept, *steps))
        return [f"{p.message} {p.remedy}" for p in checks.problems_of_whole(whole)]

    def reasons(self, row: Row) -> Iterator[Reason]:
        code, step = str(row.values["procedure_code"]), self._steps[row.number]
        if code not in self._held:
            message = _("There is no such procedure; import the procedures first.")
            yield Reason("procedure_code", code, "unknown_procedure", message)
        for message in self._whole.get(code, []):
            yield Reason("procedure_code", code, "whole", message)
        for problem in checks.problems_of_step(step, code):
            yield Reason("title", step.title, problem.code, f"{problem.message} {problem.remedy}")
        for problem in checks.problems_of_named(step, code, self._named):
            yield Reason("title", step.title, problem.code, f"{problem.message} {problem.remedy}")


def _key(values: Mapping[str, Any]) -> tuple[Any, Any, Any]:
    return values["procedure_code"], values["order"], values["title"]


def _step_of(row: Row, held: StepContent | None) -> StepContent:
    """The step a row means; a column the file does not have keeps what the step says today."""
    values = row.values
    now = held or StepContent(int(str(values["order"] or 0)), StepKind.REVIEWED, "")
    told: dict[str, Any] = {name: values[name] for name in STEP_FIELDS if name in values}
    if "unit_code" in told:
        unit = str(told.pop("unit_code"))
        told["scope_key"] = f"{UNIT_PREFIX}{unit}" if unit else ""
    told["kind"] = StepKind(str(told.get("kind") or now.kind))
    return replace(now, title=str(values["title"]), **told)


def _answered(row: Row) -> Row:
    """A question left blank is answered as the form would: no quorum by vote, but paper is allowed."""
    blank = {k: UNANSWERED[k] for k, v in row.values.items() if v is None and k in UNANSWERED}
    return replace(row, values={**row.values, **blank}) if blank else row


def _stored(value: object) -> object:
    """A cell as the tables keep it."""
    return list(value) if isinstance(value, tuple) else value


def _sorted_steps(row: Procedure) -> list[Step]:
    return sorted(row.steps.all(), key=lambda step: (step.order, step.pk))


def _logged(codes: Sequence[str], by: Actor, at: datetime) -> dict[str, object]:
    after = {"procedures": sorted(set(codes))}
    log.record("approval.procedures.imported", "approval.Procedure:*", by=by, at=at, after=after)
    return {"procedures": len(set(codes))}
