"""Bringing a file in: store and look at it, plan, apply in one transaction, undo or put aside."""

import json
import logging
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import NotFound, Problem, Refused
from espalier.kit.files.queries import file_bytes
from espalier.kit.files.services import store_file
from espalier.kit.imports import registry
from espalier.kit.imports.limits import DEFAULT_LIMITS
from espalier.kit.imports.models import ImportRun, RememberedMapping
from espalier.kit.imports.planning import Plan, make_plan, stored_plan
from espalier.kit.imports.reading.header import Layout, layout_at
from espalier.kit.imports.reading.rows import RowsRead, find_layout, read_rows
from espalier.kit.imports.reading.sheets import read_sheets
from espalier.kit.imports.types import ImportSpec

State = ImportRun.State
logger = logging.getLogger(__name__)


@transaction.atomic
def start_import(*, kind: str, data: bytes, filename: str, by: Actor, at: datetime) -> ImportRun:
    """Keep the file and say where its table is and what its columns mean; nothing is planned yet.

    A header row met before is read as it was confirmed then. Raises: Refused for a file that is no table;
    NotFound for an unknown kind.
    """
    spec = _spec(kind)
    layout, _sheets = find_layout(data, filename=filename, columns=spec.columns)
    stored = store_file(data=data, name=filename, by=by, at=at, max_bytes=DEFAULT_LIMITS.file_bytes)
    run = ImportRun.objects.create(
        kind=kind,
        file=stored,
        mapping=_as_remembered(spec, layout).to_json(),
        created_at=at,
        created_by_id=by.user_id,
    )
    after = {"kind": kind, "file": stored.name, "sha256": stored.sha256}
    log.record("kit.import.started", run, by=by, at=at, after=after)
    return run


@transaction.atomic
def set_table(*, run_id: int, sheet: str, header_row: int, by: Actor, at: datetime) -> ImportRun:
    """Look for the table on another sheet or below another header row (counted from 1)."""
    run = _locked(run_id, [State.MAPPING, State.PLANNED])
    spec = _spec(run.kind)
    sheets = read_sheets(file_bytes(run.file), filename=run.file.name)
    chosen = next((found for found in sheets if found.name == sheet), None)
    if chosen is None or not 1 <= header_row <= len(chosen.rows):
        message = _("There is no such row in this sheet.")
        raise Refused([Problem("no_such_row", message, f"{sheet} · {header_row}")])
    layout = layout_at(chosen, header_row - 1, spec.columns, sheets)
    return _keep_layout(run, _as_remembered(spec, layout), by, at)


@transaction.atomic
def set_mapping(*, run_id: int, columns: Mapping[int, str], by: Actor, at: datetime) -> ImportRun:
    """Say which column of the file (index from 0) is which; those not named are not read.

    The answer is remembered for files with the same header. Raises: Refused for a column given twice, one that
    does not exist, or a required one that is missing.
    """
    run = _locked(run_id, [State.MAPPING, State.PLANNED])
    spec = _spec(run.kind)
    old = Layout.from_json(run.mapping)
    layout = replace(old, columns=dict(columns), guessed=())
    problems = _mapping_problems(spec, layout)
    if problems:
        raise Refused(problems)
    _remember(spec.kind, layout, at)
    return _keep_layout(run, layout, by, at)


@transaction.atomic
def plan_import(*, run_id: int, by: Actor, at: datetime) -> ImportRun:
    """Compare every row with today's records and keep the plan. Writes no records of any room.

    Raises: Refused when required columns are missing or no row can be read.
    """
    run = _locked(run_id, [State.MAPPING, State.PLANNED])
    spec = _spec(run.kind)
    plan = make_plan(spec, _read(run, spec), timezone.localdate(at))
    run.plan, run.counts = stored_plan(plan, spec.columns), plan.counts()
    run.state = State.PLANNED
    run.save(update_fields=["plan", "counts", "state"])
    log.record("kit.import.planned", run, by=by, at=at, after=run.counts)
    return run


@transaction.atomic
def apply_import(
    *, run_id: int, by: Actor, at: datetime, accept_refused: bool = False
) -> ImportRun:
    """Write what the plan says, all of it or nothing, with one audit entry.

    The plan is made again from the file and today's records; when something else than the person saw would be
    written, nothing is. Refused rows are never written; that some are left out must be accepted.
    Raises: Refused; NotFound.
    """
    run = _locked(run_id, [State.PLANNED])
    spec = _spec(run.kind)
    read = _read(run, spec)
    _one_writer_of(run.kind)
    plan = make_plan(spec, read, timezone.localdate(at))
    if plan.digest() != _stored_digest(run):
        raise _moved(run)
    if plan.refused and not accept_refused:
        raise _refused_rows_left(plan)
    result = _write(run, spec, plan, by, at)
    run.counts = {**plan.counts(), **_numbers(result)}
    run.undo = _undo_data(spec, result)
    run.state, run.applied_at = State.APPLIED, at
    run.save(update_fields=["counts", "undo", "state", "applied_at"])
    _remember(run.kind, Layout.from_json(run.mapping), at)
    after = {"kind": run.kind, "file": run.file.name, "counts": run.counts}
    log.record("kit.import.applied", run, by=by, at=at, after=after)
    return run


@transaction.atomic
def undo_import(*, run_id: int, by: Actor, at: datetime) -> ImportRun:
    """Take an applied import back as one unit. Raises: Refused where it cannot be, with the reason."""
    run = _locked(run_id, [State.APPLIED])
    spec = _spec(run.kind)
    if spec.undo is None or run.undo is None:
        message = _("An import of this kind cannot be undone; correct the records instead.")
        raise Refused([Problem("no_undo", message, str(spec.title))])
    later = ImportRun.objects.filter(kind=run.kind, state=State.APPLIED, pk__gt=run.pk)
    if later.filter(applied_at__gte=run.applied_at).exists():
        message = _("A later import of this kind stands on it; undo that one first.")
        raise Refused([Problem("later_import", message, str(spec.title))])
    spec.undo(run.undo, by, at)
    run.state = State.UNDONE
    run.save(update_fields=["state"])
    log.record("kit.import.undone", run, by=by, at=at, after={"kind": run.kind})
    return run


@transaction.atomic
def discard(*, run_id: int, by: Actor, at: datetime) -> ImportRun:
    """Put a file aside without applying it."""
    run = _locked(run_id, [State.MAPPING, State.PLANNED])
    run.state = State.DISCARDED
    run.save(update_fields=["state"])
    log.record("kit.import.discarded", run, by=by, at=at, after={"kind": run.kind})
    return run


def _spec(kind: str) -> ImportSpec:
    try:
        return registry.spec_of(kind)
    except KeyError as error:
        raise NotFound from error


def _locked(run_id: int, states: Collection[str]) -> ImportRun:
    """The run, held until the transaction ends, so that of two people one waits and is then refused."""
    runs = ImportRun.objects.select_related("file").select_for_update(of=("self",))
    run = runs.filter(pk=run_id).first()
    if run is None:
        raise NotFound
    if run.state not in states:
        message = _("This import is already: %(state)s.") % {"state": run.get_state_display()}
        remedy = _("Upload the file again to start anew.")
        raise Refused([Problem("wrong_state", message, run.file.name, remedy)])
    return run


def _one_writer_of(kind: str) -> None:
    """Two imports of one kind wait for each other. SQLite has only one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"import:{kind}"])


def _read(run: ImportRun, spec: ImportSpec) -> RowsRead:
    return read_rows(
        file_bytes(run.file),
        filename=run.file.name,
        columns=spec.columns,
        layout=Layout.from_json(run.mapping),
    )


def _write(
    run: ImportRun, spec: ImportSpec, plan: Plan, by: Actor, at: datetime
) -> Mapping[str, object]:
    if not plan.to_write:
        return {}
    try:
        with transaction.atomic():
            return spec.apply(plan.to_write, by, at)
    except IntegrityError as error:
        # Somebody wrote between our look and our write; the log tells which constraint said no.
        logger.exception("import %s of kind %s hit a constraint", run.pk, run.kind)
        raise _moved(run) from error


def _moved(run: ImportRun) -> Refused:
    message = _("The records have changed since the plan was made; nothing was written.")
    remedy = _("Make the plan again and look at it once more.")
    return Refused([Problem("records_moved", message, run.file.name, remedy)])


def _refused_rows_left(plan: Plan) -> Refused:
    message = _("%(n)d rows are refused.") % {"n": len(plan.refused)}
    remedy = _("Correct them in the file and upload it again, or agree to apply the rest.")
    return Refused([Problem("refused_rows", message, "", remedy)])


def _stored_digest(run: ImportRun) -> object:
    return run.plan["digest"] if isinstance(run.plan, dict) else None


def _numbers(result: Mapping[str, object]) -> dict[str, int]:
    """What the room counted besides, e.g. holdings made together with employees."""
    return {f"n_{key}": n for key, n in result.items() if isinstance(n, int) and key != "undo"}


def _undo_data(spec: ImportSpec, result: Mapping[str, object]) -> object:
    """What the room needs to undo, as the database will give it back: dates and decimals as text."""
    if spec.undo is None or not result:
        return None
    return json.loads(json.dumps(result.get("undo", dict(result)), cls=DjangoJSONEncoder))


def _keep_layout(run: ImportRun, layout: Layout, by: Actor, at: datetime) -> ImportRun:
    """A changed reading makes the old plan worthless."""
    run.mapping, run.plan, run.counts, run.state = layout.to_json(), None, {}, State.MAPPING
    run.save(update_fields=["mapping", "plan", "counts", "state"])
    after = {"sheet": layout.sheet, "header_row": layout.header_row + 1}
    log.record("kit.import.mapped", run, by=by, at=at, after=after)
    return run


def _mapping_problems(spec: ImportSpec, layout: Layout) -> list[Problem]:
    labels = {column.key: column.heading for column in spec.columns}
    problems = []
    given = list(layout.columns.values())
    for key in dict.fromkeys(given):
        if key not in labels:
            problems.append(Problem("no_such_column", _("There is no such column."), key))
        elif given.count(key) > 1:
            message = _("Two columns of the file are both taken for this one.")
            problems.append(Problem("column_twice", message, labels[key]))
    if any(not 0 <= index < len(layout.headers) for index in layout.columns):
        problems.append(Problem("no_such_column", _("The file has no such column.")))
    message = _("This required column has no column of the file.")
    problems += [
        Problem("missing_column", message, column.heading)
        for column in layout.missing(spec.columns)
    ]
    return problems


def _as_remembered(spec: ImportSpec, layout: Layout) -> Layout:
    """The layout with the columns a person confirmed for this header before, as far as they still exist."""
    found = RememberedMapping.objects.filter(kind=spec.kind, fingerprint=layout.fingerprint).first()
    if found is None:
        return layout
    known = {column.key for column in spec.columns}
    columns = {int(index): key for index, key in found.mapping.items() if key in known}
    return replace(layout, columns=columns, guessed=())


def _remember(kind: str, layout: Layout, at: datetime) -> None:
    RememberedMapping.objects.update_or_create(
        kind=kind,
        fingerprint=layout.fingerprint,
        defaults={
            "mapping": {str(index): key for index, key in layout.columns.items()},
            "updated_at": at,
        },
    )
