"""Reading imports: which kinds a person may use, their runs, and the rows of a plan."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from espalier.kit.accounts.models import User
from espalier.kit.accounts.scope import scope_of
from espalier.kit.errors import NotFound
from espalier.kit.files.queries import file_bytes
from espalier.kit.imports import registry
from espalier.kit.imports.models import ImportRun
from espalier.kit.imports.planning import Plan, make_plan
from espalier.kit.imports.reading.header import Layout
from espalier.kit.imports.reading.rows import read_rows
from espalier.kit.imports.types import Action, Column, ImportSpec

Run = ImportRun  # the name pages use, which do not know the tables


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """One column of the file on the page where its meaning is confirmed."""

    index: int
    header: str
    samples: tuple[str, ...]
    key: str
    is_guess: bool


def usable_specs(user: User) -> list[ImportSpec]:
    """The kinds this person may import. A sheet speaks of the whole organisation, so a part is not enough."""
    return [spec for spec in registry.all_specs() if scope_of(user, spec.permission).is_everything]


def usable_spec(user: User, kind: str) -> ImportSpec:
    """Raises NotFound."""
    for spec in usable_specs(user):
        if spec.kind == kind:
            return spec
    raise NotFound


def run_of(user: User, run_id: int) -> tuple[ImportRun, ImportSpec]:
    """One run with its kind. Raises NotFound, also when its kind is not the person's."""
    run = ImportRun.objects.select_related("file", "created_by").filter(pk=run_id).first()
    if run is None:
        raise NotFound
    return run, usable_spec(user, run.kind)


def is_open(run: ImportRun) -> bool:
    """Whether its columns may still be changed: neither applied nor put aside."""
    return run.state in (ImportRun.State.MAPPING, ImportRun.State.PLANNED)


def has_plan(run: ImportRun) -> bool:
    return run.state != ImportRun.State.MAPPING


def runs(kinds: Collection[str]) -> QuerySet[ImportRun]:
    found = ImportRun.objects.filter(kind__in=kinds).select_related("file", "created_by")
    return found.defer("plan", "undo", "mapping").order_by("-created_at", "-pk")


def layout_of(run: ImportRun) -> Layout:
    return Layout.from_json(run.mapping)


def mapped_columns(run: ImportRun) -> list[MappedColumn]:
    layout = layout_of(run)
    return [
        MappedColumn(
            index,
            header,
            layout.samples[index] if index < len(layout.samples) else (),
            layout.columns.get(index, ""),
            index in layout.guessed,
        )
        for index, header in enumerate(layout.headers)
        if header or index in layout.columns or any(layout.samples[index : index + 1])
    ]


def planned_rows(
    run: ImportRun, columns: Collection[Column], action: str
) -> list[Mapping[str, Any]]:
    """The kept rows of one kind, with the labels of their columns in place of the keys."""
    labels = {column.key: column.heading for column in columns}
    plan = run.plan or {"rows": []}
    return [
        {
            **row,
            "change": [(labels.get(key, key), old, new) for key, old, new in row["change"]],
            "reasons": [(labels.get(key, key), *rest) for key, *rest in row["reasons"]],
        }
        for row in plan["rows"]
        if row["action"] == action
    ]


def plan_tabs(run: ImportRun) -> list[tuple[str, int]]:
    return [(str(action), run.counts.get(str(action), 0)) for action in Action]


def whole_plan(run: ImportRun, spec: ImportSpec) -> Plan:
    """Plan anew from the file, with every row: for the download of all refusals. Raises: Refused."""
    read = read_rows(
        file_bytes(run.file),
        filename=run.file.name,
        columns=spec.columns,
        layout=layout_of(run),
    )
    planned_on = date.fromisoformat(run.plan["planned_on"]) if run.plan else run.created_at.date()
    return make_plan(spec, read, planned_on)
