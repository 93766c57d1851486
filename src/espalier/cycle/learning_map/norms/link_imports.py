"""The imports ``norm_links``, ``norm_exemptions`` and ``norm_clauses``."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espalier.cycle.learning_map.modules import queries as modules
from espalier.cycle.learning_map.norms import queries, services
from espalier.cycle.learning_map.norms.permissions import CHANGE
from espalier.cycle.learning_map.norms.types import ExemptionRow, LinkRow
from espalier.cycle.people.employees import queries as employees
from espalier.kit.accounts.types import Actor
from espalier.kit.imports.compare import plan_by_key
from espalier.kit.imports.registry import register
from espalier.kit.imports.rows import counts, number_in, reason, text_in, unknown, value_in
from espalier.kit.imports.types import (
    CellKind,
    Column,
    ImportSpec,
    PlannedRow,
    Reason,
    Row,
)

CODE = CellKind.CODE
LINKED = {"模組": "module", "職位": "position"}
_LINKED_WORDS = {value: text for text, value in LINKED.items()}

LINK_COLUMNS = (
    Column("norm_code", "規範代碼", "Norm code", CODE, required=True, max_length=40),
    Column(
        "kind", "連結對象", "Linked to", CellKind.CHOICE, required=True,
        choices={**LINKED, **{value: value for value in LINKED.values()}},
    ),
    Column("code", "對象代碼", "Code", CODE, required=True, max_length=40),
    Column("hours", "採計時數", "Hours that count", CellKind.DECIMAL, minimum=0, maximum=2000, places=2,
           help="空白表示全部時數"),
    Column("content_tag", "內容標籤", "Content", max_length=60),
)  # fmt: skip
CLAUSE_COLUMNS = (
    Column("norm_code", "規範代碼", "Norm code", CODE, required=True, max_length=40),
    Column("clause", "條文編號", "Clause", CODE, required=True, max_length=12, help="例：7.2"),
)
EXEMPTION_COLUMNS = (
    Column("norm_code", "規範代碼", "Norm code", CODE, required=True, max_length=40),
    Column("number", "員工編號", "Employee number", CODE, required=True, max_length=40),
    Column("starts_on", "豁免起日", "Exempt from", CellKind.DATE, required=True),
    Column("until", "豁免迄日", "Exempt until", CellKind.DATE),
    Column("reason", "豁免理由", "Reason", required=True, max_length=300),
    Column("approved_by", "核准人", "Allowed by", required=True, max_length=120),
)


def plan_links(rows: Sequence[Row], on: date) -> list[PlannedRow]:
    """Compare the sheet with today's links. Five queries."""
    norm_ids = queries.ids_by_code()
    known = {
        "module": modules.module_ids_by_code(),
        "position": queries.position_ids_by_code(),
    }
    existing = {
        (link["norm_code"], link["kind"], link["code"]): {
            "hours": link["hours"],
            "content_tag": link["content_tag"],
        }
        for link in _links()
    }

    def check(row: Row) -> list[Reason]:
        found = []
        if text_in(row, "norm_code") not in norm_ids:
            found.append(unknown(row, "norm_code", _("norm")))
        kind = text_in(row, "kind")
        if text_in(row, "code") not in known.get(kind, {}):
            found.append(unknown(row, "code", _("module") if kind == "module" else _("position")))
        if kind == "position" and (number_in(row, "hours") or text_in(row, "content_tag")):
            message = _("Hours and contents belong to modules; leave them empty for a position.")
            found.append(reason(row, "hours", "hours_of_position", message))
        return found

    return plan_by_key(
        rows,
        existing,
        key=("norm_code", "kind", "code"),
        compare_columns=["hours", "content_tag"],
        check=check,
    )


def _links() -> Iterable[dict[str, object]]:
    for link in queries.module_links():
        minutes = link.credit_minutes
        yield {
            "norm_code": link.norm.code,
            "kind": "module",
            "code": link.module.code,
            "hours": None if minutes is None else round(minutes / 60, 2),
            "content_tag": link.content_tag,
        }
    for held in queries.position_links():
        yield {
            "norm_code": held.norm.code,
            "kind": "position",
            "code": held.position.code,
            "hours": None,
            "content_tag": "",
        }


def apply_links(rows: Sequence[PlannedRow], by: Actor, at: datetime) -> dict[str, object]:
    """Add the planned links and change those that differ."""
    services.import_links(rows=[_link_of(each.row) for each in rows], by=by, at=at)
    return counts(rows)


def _link_of(row: Row) -> LinkRow:
    hours = number_in(row, "hours")
    return LinkRow(
        norm_code=text_in(row, "norm_code"),
        kind=text_in(row, "kind"),
        code=text_in(row, "code"),
        credit_minutes=None if hours is None else round(hours * 60),
        content_tag=text_in(row, "content_tag"),
    )


def link_records() -> Iterable[Mapping[str, object]]:
    for link in _links():
        yield {**link, "kind": _LINKED_WORDS[str(link["kind"])]}


def plan_clauses(rows: Sequence[Row], on: date) -> list[PlannedRow]:
    """Compare the sheet with today's links to clauses. Three queries."""
    norm_ids, clause_ids = queries.ids_by_code(), queries.clause_ids_by_number()

    def check(row: Row) -> list[Reason]:
        found = []
        if text_in(row, "norm_code") not in norm_ids:
            found.append(unknown(row, "norm_code", _("norm")))
        if text_in(row, "clause") not in clause_ids:
            found.append(unknown(row, "clause", _("clause")))
        return found

    existing: dict[object, dict[str, object]] = {
        (each["norm_code"], each["clause"]): {} for each in clause_records()
    }
    return plan_by_key(rows, existing, key=("norm_code", "clause"), compare_columns=[], check=check)


def apply_clauses(rows: Sequence[PlannedRow], by: Actor, at: datetime) -> dict[str, object]:
    """Add the planned links to clauses."""
    pairs = [(text_in(each.row, "norm_code"), text_in(each.row, "clause")) for each in rows]
    return {"added": services.import_clauses(rows=pairs, by=by, at=at)}


def clause_records() -> Iterable[Mapping[str, object]]:
    for link in queries.clause_links():
        number = f"{link.clause.chapter}.{link.clause.number}"
        yield {"norm_code": link.norm.code, "clause": number}


def plan_exemptions(rows: Sequence[Row], on: date) -> list[PlannedRow]:
    """Compare the sheet with recorded exemptions. Three queries."""
    norm_ids, people = queries.ids_by_code(), employees.ids_by_number()

    def check(row: Row) -> list[Reason]:
        found = []
        if text_in(row, "norm_code") not in norm_ids:
            found.append(unknown(row, "norm_code", _("norm")))
        if text_in(row, "number") not in people:
            found.append(unknown(row, "number", _("employee")))
        starts_on, until = value_in(row, "starts_on"), value_in(row, "until")
        if starts_on and until and until < starts_on:
            message = _("An exemption cannot end before it starts.")
            found.append(reason(row, "until", "ends_first", message))
        return found

    existing = {
        (each["norm_code"], each["number"], each["starts_on"]): each for each in exemption_records()
    }
    return plan_by_key(
        rows,
        existing,
        key=("norm_code", "number", "starts_on"),
        compare_columns=["until", "reason", "approved_by"],
        check=check,
    )


def apply_exemptions(rows: Sequence[PlannedRow], by: Actor, at: datetime) -> dict[str, object]:
    """Add the planned exemptions and change those that differ."""
    brought = [
        ExemptionRow(
            norm_code=text_in(each.row, "norm_code"),
            employee_number=text_in(each.row, "number"),
            reason=text_in(each.row, "reason"),
            starts_on=value_in(each.row, "starts_on"),
            until=value_in(each.row, "until"),
            approved_by=text_in(each.row, "approved_by"),
        )
        for each in rows
    ]
    services.import_exemptions(rows=brought, by=by, at=at)
    return counts(rows)


def exemption_records() -> Iterable[Mapping[str, object]]:
    for each in queries.exemptions():
        yield {
            "norm_code": each.norm.code,
            "number": each.employee.number,
            "starts_on": each.starts_on,
            "until": each.until,
            "reason": each.reason,
            "approved_by": each.approved_by,
        }


def register_imports() -> None:
    """Clauses are a sheet of their own: the clauses they name come in after norms, modules and positions."""
    register(
        ImportSpec(
            kind="norm_links",
            title=gettext_lazy("What norms are linked to"),
            permission=CHANGE,
            columns=LINK_COLUMNS,
            plan=plan_links,
            apply=apply_links,
            records=link_records,
            drop_downs=lambda: {"norm_code": list(queries.ids_by_code()), "kind": list(LINKED)},
            order=97,
            purpose=gettext_lazy(
                "Which modules' hours serve a norm, and which positions it binds."
            ),
        )
    )
    register(
        ImportSpec(
            kind="norm_exemptions",
            title=gettext_lazy("Exemptions from norms"),
            permission=CHANGE,
            columns=EXEMPTION_COLUMNS,
            plan=plan_exemptions,
            apply=apply_exemptions,
            records=exemption_records,
            drop_downs=lambda: {"norm_code": list(queries.ids_by_code())},
            order=98,
            purpose=gettext_lazy(
                "Who need not fulfil a norm, why, until when, and who allowed it."
            ),
        )
    )
    register(
        ImportSpec(
            kind="norm_clauses",
            title=gettext_lazy("Clauses that carry norms"),
            permission=CHANGE,
            columns=CLAUSE_COLUMNS,
            plan=plan_clauses,
            apply=apply_clauses,
            records=clause_records,
            drop_downs=lambda: {"norm_code": list(queries.ids_by_code())},
            order=106,
            purpose=gettext_lazy(
                "Which clauses of the training policy carry a norm into our own rules."
            ),
        )
    )
