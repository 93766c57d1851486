"""Reading the records of a register in the shape of its sheet."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import QuerySet

from espalier.kit.errors import NotFound
from espalier.kit.registers.types import Ref, Register

_REGISTERS: dict[str, tuple[str, Register]] = {}  # by kind, with the stage it belongs to


def add_register(register: Register, *, stage: str) -> None:
    """Make a register known to the forms and pages of its stage; the same kind again replaces it."""
    _REGISTERS[register.kind] = (stage, register)


def register_of(kind: str, *, stage: str = "") -> Register:
    """Raises: NotFound, also for a register of another stage than the one named."""
    home, register = _REGISTERS.get(kind, ("", None))
    if register is None or stage not in ("", home):
        raise NotFound
    return register


def stage_of(register: Register) -> str:
    """The stage whose pages the register stands on."""
    return _REGISTERS[register.kind][0]


def registers(stage: str = "") -> list[Register]:
    """Those of a stage, or all of them, in the order in which files are taken in."""
    found = (each for home, each in _REGISTERS.values() if stage in ("", home))
    return sorted(found, key=lambda each: (each.order, each.kind))


def record_or_404(register: Register, record_id: int) -> Any:
    """Raises: NotFound."""
    found = register.model.objects.filter(pk=record_id).first()
    if found is None:
        raise NotFound
    return found


def target(register: Register, ref: Ref) -> QuerySet[Any]:
    """The records a column may name."""
    model = register.model._meta.get_field(ref.field).related_model
    rows: QuerySet[Any] = model._default_manager.order_by(*ref.code, "pk")
    return rows


def ids_by_code(rows: QuerySet[Any], ref: Ref) -> dict[str, int]:
    """Code → id of everything a column may name. One query."""
    return {_joined(code): pk for pk, *code in rows.values_list("pk", *ref.code)}


def owners_by_code(rows: QuerySet[Any], ref: Ref) -> dict[str, str]:
    """Code → code of the programme it belongs to. One query, none where nobody asks."""
    if not ref.owner:
        return {}
    return {_joined(code): owner for owner, *code in rows.values_list(ref.owner, *ref.code)}


def choices(register: Register, ref: Ref) -> list[tuple[str, str]]:
    """Code and "code name" of what a form offers. One query."""
    rows = target(register, ref).filter(**ref.only).distinct()
    found = rows.values_list(ref.label, *ref.code)
    return [(_joined(code), f"{_joined(code)} {label}") for label, *code in found]


def held(
    register: Register, ids: Collection[int] | None = None
) -> dict[tuple[str, ...] | str, dict[str, object]]:
    """Today's records by key, each by column. One query and one for each further table."""
    rows = register.model.objects.order_by("pk")
    if ids is not None:
        rows = rows.filter(pk__in=list(ids))
    named = [f"{ref.field}__{part}" for ref in register.refs.values() for part in ref.code]
    found: dict[int, dict[str, object]] = {}
    for values in rows.values("pk", *register.plain, *named):
        found[values["pk"]] = _in_columns(register, values)
    for column, ref in register.many.items():
        _add_many(register, column, ref, found)
    for column in register.lines:
        _add_lines(register, column, found)
    return {key_of(register, values): values for values in found.values()}


def _in_columns(register: Register, values: Mapping[str, Any]) -> dict[str, object]:
    told: dict[str, object] = {name: values[name] for name in register.plain}
    for column, ref in register.refs.items():
        code = [values[f"{ref.field}__{part}"] for part in ref.code]
        told[column] = "" if code[-1] is None else _joined(code)
    return told


def _add_many(
    register: Register, column: str, ref: Ref, found: dict[int, dict[str, object]]
) -> None:
    for told in found.values():
        told[column] = ()
    paths = [f"{ref.field}__{part}" for part in ref.code]
    rows = register.model.objects.exclude(**{f"{ref.field}__isnull": True}).order_by("pk", *paths)
    for pk, *code in rows.values_list("pk", *paths):
        if pk in found:
            told = found[pk]
            told[column] = (*told[column], _joined(code))  # type: ignore[misc]  # a tuple since above


def _add_lines(register: Register, column: str, found: dict[int, dict[str, object]]) -> None:
    spec = register.lines[column]
    relation = register.model._meta.get_field(spec.relation)
    parent = relation.field.name
    rows: dict[int, list[Any]] = {}
    joined = [ref.field for ref in spec.refs.values()]
    for row in relation.related_model._default_manager.select_related(*joined).order_by("pk"):
        rows.setdefault(getattr(row, f"{parent}_id"), []).append(row)
    for pk, told in found.items():
        told[column] = spec.write(rows.get(pk, []))


def key_of(register: Register, values: Mapping[str, object]) -> tuple[str, ...] | str:
    """The natural key as the import compares it: the value itself, or a tuple of several."""
    if len(register.key) == 1:
        return str(values.get(register.key[0], ""))
    return tuple(str(values.get(name, "")) for name in register.key)


def values_of(register: Register, record: Any) -> dict[str, object]:
    """One record by column."""
    return next(iter(held(register, [record.pk]).values()))


def ids_by_key(register: Register) -> dict[tuple[str, ...] | str, int]:
    """The id of every record by its key. One query."""
    paths = [_key_path(register, name) for name in register.key]
    found: dict[tuple[str, ...] | str, int] = {}
    for pk, *parts in register.model.objects.values_list("pk", *paths):
        found[parts[0] if len(parts) == 1 else tuple(map(str, parts))] = pk
    return found


def _key_path(register: Register, column: str) -> str:
    ref = register.refs.get(column)
    return f"{ref.field}__{ref.code[0]}" if ref else column


def resting_on(register: Register, record: Any) -> list[str]:
    """Records that would go with this one; a record others rest on is not removed. One query a table."""
    labels = []
    own = {spec.relation for spec in register.lines.values()}
    for other in registers():
        for each in other.model._meta.fields:
            is_part = each.is_relation and each.related_model is register.model
            if is_part and each.remote_field.related_name not in own:
                rows = other.model.objects.filter(**{each.name: record}).order_by("pk")[:20]
                labels += [f"{other.one} {other.label(row)}" for row in rows]
    return labels


def _joined(code: Iterable[Any]) -> str:
    return "/".join("" if part is None else str(part) for part in code)
