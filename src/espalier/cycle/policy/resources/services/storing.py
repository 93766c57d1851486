"""Writing whole sheets: one statement a table, one entry a sheet."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from espalier.cycle.policy.resources import queries
from espalier.cycle.policy.resources.models import (
    Contract,
    Demand,
    Evaluation,
    Instructor,
    MoneyLine,
    OpenTime,
    Resource,
    SelectionCriterion,
)
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.versions.services import record_changed
from espalier.kit.versions.types import EVERY_RECORD

Values = Mapping[str, Any]
TEXTS = ("name_en", "place", "cost_basis", "selection_note", "note", "note_en")


@transaction.atomic
def store_resources(*, values: Sequence[Values], by: Actor, at: datetime) -> Mapping[str, object]:
    """Write rows of the register, checked before; a new code is added. Returns counts."""
    known = {each.code: each for each in queries.resources()}
    new: list[Resource] = []
    old: list[Resource] = []
    for row in values:
        resource = known.get(row["code"]) or Resource(code=row["code"])
        for name, value in row.items():
            setattr(resource, name, _clean(name, value))
        resource.updated_at = at
        (old if resource.pk else new).append(resource)
    Resource.objects.bulk_create(new, batch_size=500)
    if old:
        fields = [name for name in values[0] if name != "code"]
        Resource.objects.bulk_update(old, [*fields, "updated_at"], batch_size=200)
    return _done("resources", len(new), len(old), by, at)


@transaction.atomic
def store_instructors(*, values: Sequence[Values], by: Actor, at: datetime) -> Mapping[str, object]:
    """Write what only instructors have, by the code of the resource. Returns counts."""
    ids = queries.ids_by_code()
    rows = [
        Instructor(resource_id=ids[row["code"]], **{k: v for k, v in row.items() if k != "code"})
        for row in values
    ]
    return _upsert("instructors", Instructor, rows, ("resource",), by, at)


@transaction.atomic
def store_details(
    *, kind: str, rows: Sequence[Values], by: Actor, at: datetime
) -> Mapping[str, object]:
    """Write rows of one of the sheets of details; ``kind`` is the sheet's. Returns counts."""
    model, unique, make = _DETAILS[kind]
    return _upsert(kind, model, make(rows, queries.ids_by_code(), at), unique, by, at)


def _clean(name: str, value: Any) -> Any:
    """A blank cell is an empty text, or one piece, or inside; everything else stays as it is."""
    if value is None and name in TEXTS:
        return ""
    if value is None and name in {"pieces", "is_internal"}:
        return 1 if name == "pieces" else True
    return value


def _upsert(
    kind: str,
    model: type[Model],
    rows: Sequence[Model],
    unique: Sequence[str],
    by: Actor,
    at: datetime,
) -> Mapping[str, object]:
    manager = model._default_manager
    before = manager.count()
    skipped = {"id", *unique, *(f"{name}_id" for name in unique)}
    fields = [field.name for field in model._meta.concrete_fields if field.name not in skipped]
    manager.bulk_create(
        rows,
        batch_size=500,
        update_conflicts=True,
        unique_fields=list(unique),
        update_fields=fields,
    )
    added = manager.count() - before
    return _done(kind, added, len(rows) - added, by, at)


def _done(kind: str, added: int, changed: int, by: Actor, at: datetime) -> Mapping[str, object]:
    counts = {"added": added, "changed": changed}
    log.record("policy.resources.stored", f"policy.Resource:{kind}", by=by, at=at, after=counts)
    reason = _("The register of resources was imported anew.")
    record_changed(
        kind="policy.Resource", record_id=EVERY_RECORD, label="", reason=reason, by=by, at=at
    )
    return counts


def _hours(rows: Sequence[Values], ids: Mapping[str, int], at: datetime) -> list[Model]:
    return [OpenTime(resource_id=ids[r["code"]], **_without(r, "code")) for r in rows]


def _contracts(rows: Sequence[Values], ids: Mapping[str, int], at: datetime) -> list[Model]:
    return [
        Contract(
            resource_id=ids[r["code"]],
            **{**_without(r, "code"), "notice_days": r.get("notice_days") or 0},
        )
        for r in rows
    ]


def _criteria(rows: Sequence[Values], ids: Mapping[str, int], at: datetime) -> list[Model]:
    return [SelectionCriterion(**{**r, "name_en": r.get("name_en") or ""}) for r in rows]


def _evaluations(rows: Sequence[Values], ids: Mapping[str, int], at: datetime) -> list[Model]:
    """Rows of one resource, day and person are one judgement; scores on record stay beside new ones."""
    kept = {
        (each.resource.code, each.evaluated_on, each.by): each
        for each in Evaluation.objects.select_related("resource")
    }
    found: dict[tuple[Any, ...], Evaluation] = {}
    for r in rows:
        key = (r["code"], r["evaluated_on"], r["by"])
        old = kept.get(key)
        if key not in found:
            found[key] = Evaluation(
                resource_id=ids[r["code"]],
                evaluated_on=r["evaluated_on"],
                by=r["by"],
                scores=dict(old.scores) if old else {},
                n_respondents=old.n_respondents if old else None,
                comment=old.comment if old else "",
            )
        found[key].scores[r["criterion"]] = float(r["score"])
        found[key].n_respondents = r.get("n_respondents") or found[key].n_respondents
    return list(found.values())


def _money(rows: Sequence[Values], ids: Mapping[str, int], at: datetime) -> list[Model]:
    texts = ("rule", "rule_en", "source")
    return [
        MoneyLine(
            resource_id=ids[r["code"]],
            **{
                **_without(r, "code"),
                **{name: r.get(name) or "" for name in texts},
                "spent": r.get("spent") or 0,
            },
        )
        for r in rows
    ]


def _demands(rows: Sequence[Values], ids: Mapping[str, int], at: datetime) -> list[Model]:
    return [
        Demand(
            resource_id=ids[r["code"]],
            **{
                **_without(r, "code"),
                "minutes": r.get("minutes") or 0,
                "amount": r.get("amount") or 0,
            },
        )
        for r in rows
    ]


def _without(row: Values, *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}


Make = Callable[[Sequence[Values], Mapping[str, int], datetime], list[Model]]
_DETAILS: dict[str, tuple[type[Model], tuple[str, ...], Make]] = {
    "resource_hours": (OpenTime, ("resource", "starts_on", "weekdays"), _hours),
    "resource_contracts": (Contract, ("resource", "number"), _contracts),
    "selection_criteria": (SelectionCriterion, ("kind", "name"), _criteria),
    "resource_evaluations": (Evaluation, ("resource", "evaluated_on", "by"), _evaluations),
    "money_lines": (MoneyLine, ("resource", "year"), _money),
    "resource_demands": (
        Demand,
        ("resource", "year", "month", "source_kind", "source_id", "reason"),
        _demands,
    ),
}
