"""Writing the records of a register: many from a file, one from a form."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import Problem, Refused
from espalier.kit.registers import planning, queries
from espalier.kit.registers.types import Register
from espalier.kit.versions.services import record_changed

CHUNK = 500  # rows in one statement, below the 999 values SQLite binds


@transaction.atomic
def import_rows(
    *, register: Register, rows: Sequence[Mapping[str, object]], by: Actor, at: datetime
) -> dict[str, object]:
    """Add and change records from checked rows; the number of statements does not grow with the rows."""
    ids = queries.ids_by_key(register)
    known = planning.known_of(register)
    changed = [each for each in rows if queries.key_of(register, each) in ids]
    fresh = [each for each in rows if queries.key_of(register, each) not in ids]
    objects = _change(register, changed, ids, known, at) + _add(register, fresh, known, at)
    pairs = list(zip(objects, [*changed, *fresh], strict=True))
    for column in register.many:
        _write_many(register, column, pairs, known)
    for column in register.lines:
        _write_lines(register, column, pairs, known)
    counts: dict[str, object] = {"added": len(fresh), "changed": len(changed)}
    subject = f"{register.node}:*"
    log.record("registers.records.imported", subject, by=by, at=at, after=counts)
    if objects:
        first = register.label(objects[0])
        label = first if len(objects) == 1 else f"{first} … ({len(objects)})"
        reason = _("It was imported again.") if changed else _("It was imported.")
        _tell(register, objects[0].pk if len(objects) == 1 else "*", label, reason, by, at)
    return counts


@transaction.atomic
def save_record(
    *,
    register: Register,
    record_id: int | None,
    values: Mapping[str, object],
    by: Actor,
    at: datetime,
) -> Any:
    """Write one record as a form gives it.

    Raises: Refused with every problem of its values, or when another record has its key.
    """
    known = planning.known_of(register)
    ids = queries.ids_by_key(register)
    key = queries.key_of(register, values)
    found = planning.reasons(register, values, known)
    headings = {column.key: column.heading for column in register.columns}
    problems = [Problem(r.code, r.message, headings.get(r.column, "")) for r in found]
    if ids.get(key, record_id) != record_id:
        message = _("%(key)s is already there.") % {
            "key": key if isinstance(key, str) else "/".join(key)
        }
        remedy = _("Choose another code, or change the record that has it.")
        problems.append(Problem("taken", message, headings[register.key[0]], remedy))
    if problems:
        raise Refused(problems)
    before = {} if record_id is None else queries.values_of(register, _get(register, record_id))
    record = _written(register, record_id, values, known, at)
    after = queries.values_of(register, record)
    changed = [name for name in after if before.get(name) != after[name]]
    log.record(
        "registers.record.saved",
        record,
        by=by,
        at=at,
        before={name: _told(before.get(name)) for name in changed if before},
        after={name: _told(after[name]) for name in changed},
    )
    if changed:
        names = "、".join(headings[name] for name in changed)
        reason = _("It was added.") if not before else _("Changed: %(what)s") % {"what": names}
        _tell(register, record.pk, register.label(record), reason, by, at)
    return record


@transaction.atomic
def remove_record(*, register: Register, record_id: int, by: Actor, at: datetime) -> None:
    """Take a record away that nothing rests on. Raises: NotFound; Refused with what rests on it."""
    record = _get(register, record_id)
    resting = queries.resting_on(register, record)
    before = {name: _told(v) for name, v in queries.values_of(register, record).items()}
    label = register.label(record)
    if not resting:
        try:
            with transaction.atomic():
                record.delete()
        except ProtectedError as error:
            resting = [str(each) for each in error.protected_objects]
    if resting:
        message = _("Other records rest on it: %(list)s") % {"list": "、".join(resting)}
        remedy = _("Change or remove these first.")
        raise Refused([Problem("rested_on", message, label, remedy)])
    subject = f"{register.node}:{record_id}"
    log.record("registers.record.removed", subject, by=by, at=at, before=before)
    _tell(register, record_id, label, _("It was removed."), by, at)


def _get(register: Register, record_id: int) -> Any:
    return queries.record_or_404(register, record_id)


def _told(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value if value is None else str(value)


def _tell(
    register: Register, record_id: object, label: str, reason: str, by: Actor, at: datetime
) -> None:
    record_changed(
        kind=register.node, record_id=record_id, label=label, reason=reason, by=by, at=at
    )


def _written(
    register: Register,
    record_id: int | None,
    values: Mapping[str, object],
    known: planning.Known,
    at: datetime,
) -> Any:
    record = register.model() if record_id is None else _get(register, record_id)
    _fill(register, record, values, known, at)
    record.save()
    for column in register.many:
        _write_many(register, column, [(record, values)], known)
    for column in register.lines:
        _write_lines(register, column, [(record, values)], known)
    return record


def _fill(
    register: Register,
    record: Any,
    values: Mapping[str, object],
    known: planning.Known,
    at: datetime,
) -> None:
    """Set the plain fields and single references the values have; a blank takes the field's own blank."""
    for name in register.plain:
        if name in values:
            field = register.model._meta.get_field(name)
            value = values[name]
            is_blank = value is None or value == ""
            setattr(record, name, field.get_default() if is_blank else value)
    for column, ref in register.refs.items():
        if column in values:
            code = str(values[column] or "")
            setattr(record, f"{ref.field}_id", known.ids[column].get(code))
    if register.has_time:
        record.updated_at = at


def _add(
    register: Register,
    rows: Sequence[Mapping[str, object]],
    known: planning.Known,
    at: datetime,
) -> list[Any]:
    fresh = []
    for values in rows:
        record = register.model()
        _fill(register, record, values, known, at)
        fresh.append(record)
    return list(register.model.objects.bulk_create(fresh, batch_size=CHUNK))


def _change(
    register: Register,
    rows: Sequence[Mapping[str, object]],
    ids: Mapping[Any, int],
    known: planning.Known,
    at: datetime,
) -> list[Any]:
    if not rows:
        return []
    by_id = register.model.objects.in_bulk()  # these registers hold hundreds of records at most
    objects = []
    for values in rows:
        record = by_id[ids[queries.key_of(register, values)]]
        _fill(register, record, values, known, at)
        objects.append(record)
    fields = [*register.plain, *(ref.field for ref in register.refs.values())]
    if register.has_time:
        fields.append("updated_at")
    register.model.objects.bulk_update(objects, fields, batch_size=50)
    return objects


Pairs = Sequence[tuple[Any, Mapping[str, object]]]


def _write_many(register: Register, column: str, pairs: Pairs, known: planning.Known) -> None:
    """Replace the named records of every row that has the column."""
    told = [(record, values) for record, values in pairs if column in values]
    field = register.model._meta.get_field(register.many[column].field)
    through = field.remote_field.through
    mine, theirs = field.m2m_field_name(), field.m2m_reverse_field_name()
    _delete(through, mine, [record.pk for record, _values in told])
    codes = known.ids[column]
    through.objects.bulk_create(
        (
            through(**{f"{mine}_id": record.pk, f"{theirs}_id": codes[code]})
            for record, values in told
            for code in dict.fromkeys(values[column] or ())  # type: ignore[call-overload]  # a tuple of codes
        ),
        batch_size=CHUNK,
    )


def _write_lines(register: Register, column: str, pairs: Pairs, known: planning.Known) -> None:
    """Replace the lines of every row that has the column."""
    spec = register.lines[column]
    relation = register.model._meta.get_field(spec.relation)
    parent, table = relation.field.name, relation.related_model
    told = [(record, values) for record, values in pairs if column in values]
    _delete(table, parent, [record.pk for record, _values in told])
    fresh = []
    for record, values in told:
        rows, _bad = spec.parse(str(values[column] or ""))
        for row in rows:
            own = dict(row)
            for name, ref in spec.refs.items():
                own[f"{ref.field}_id"] = known.ids[f"{column}.{name}"][str(own.pop(name))]
            fresh.append(table(**{f"{parent}_id": record.pk}, **own))
    table._default_manager.bulk_create(fresh, batch_size=CHUNK)


def _delete(table: Any, parent: str, ids: Sequence[int]) -> None:
    for start in range(0, len(ids), CHUNK):
        table._default_manager.filter(**{f"{parent}_id__in": ids[start : start + CHUNK]}).delete()
