"""What a row of a sheet, or a form, would do: compared with the records and checked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from espalier.kit.imports.compare import plan_by_key
from espalier.kit.imports.types import PlannedRow, Reason, Row
from espalier.kit.registers import queries
from espalier.kit.registers.types import Ref, Register, Rule


@dataclass(frozen=True, slots=True)
class Known:
    """Codes that may be named, by column, and what each belongs to; the rule that was given its records."""

    ids: Mapping[str, Mapping[str, int]]
    owners: Mapping[str, Mapping[str, str]]
    checked: Rule | None = None


def known_of(register: Register) -> Known:
    """One or two queries a column that names records."""
    ids: dict[str, Mapping[str, int]] = {}
    owners: dict[str, Mapping[str, str]] = {}
    for column, ref in {**register.refs, **register.many}.items():
        rows = queries.target(register, ref)
        ids[column] = queries.ids_by_code(rows, ref)
        owners[column] = queries.owners_by_code(rows, ref)
    for column, spec in register.lines.items():
        relation = register.model._meta.get_field(spec.relation).related_model
        for name, ref in spec.refs.items():
            rows = relation._meta.get_field(ref.field).related_model._default_manager.all()
            ids[f"{column}.{name}"] = queries.ids_by_code(rows, ref)
    return Known(ids, owners, register.checked() if register.checked else None)


def plan(register: Register, rows: Sequence[Row], on: date) -> list[PlannedRow]:
    """The plan of an import. A fixed number of queries."""
    known = known_of(register)
    compare = [c.key for c in register.columns if c.key not in register.key]
    key = register.key[0] if len(register.key) == 1 else register.key
    return plan_by_key(
        [_with_defaults(register, row) for row in rows],
        queries.held(register),
        key=key,
        compare_columns=compare,
        check=lambda row: reasons(register, row.values, known),
    )


def _with_defaults(register: Register, row: Row) -> Row:
    """A blank cell of a field that is never empty means its default, so that importing again changes nothing."""
    values = dict(row.values)
    for name in register.plain:
        if values.get(name, "there") in (None, ""):
            field = register.model._meta.get_field(name)
            values[name] = (
                values[name] if field.null or field.empty_strings_allowed else field.get_default()
            )
    return replace(row, values=values)


def reasons(register: Register, values: Mapping[str, object], known: Known) -> list[Reason]:
    """Everything wrong with one row."""
    found: list[Reason] = []
    for column, ref in register.refs.items():
        code = str(values.get(column) or "")
        if code:
            found += _named(register, column, ref, [code], values, known)
    for column, ref in register.many.items():
        codes = list(_codes(values.get(column)))
        found += _named(register, column, ref, codes, values, known)
    for column in register.lines:
        found += _of_lines(register, column, str(values.get(column) or ""), known)
    wrong = [*register.rules(values), *(known.checked(values) if known.checked else ())]
    for column, code, words in wrong:
        found.append(Reason(column, str(values.get(column) or ""), code, words))
    return found


def _codes(value: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(each).strip() for each in value)) if value else ()


def _named(
    register: Register,
    column: str,
    ref: Ref,
    codes: list[str],
    values: Mapping[str, object],
    known: Known,
) -> list[Reason]:
    found = []
    whole = str(values.get(register.belongs_to) or "")
    for code in codes:
        if code not in known.ids[column]:
            message = _("There is no %(what)s %(value)s. Import it first, or correct the code.")
            words = message % {"what": ref.what, "value": code}
            found.append(Reason(column, code, "unknown", words))
        elif ref.owner and whole and known.owners[column][code] != whole:
            message = _("%(what)s %(value)s belongs to %(whole)s %(other)s.")
            told = {"what": ref.what, "value": code, "other": known.owners[column][code]}
            told["whole"] = register.refs[register.belongs_to].what
            found.append(Reason(column, code, "other_whole", message % told))
    return found


def _of_lines(register: Register, column: str, text: str, known: Known) -> list[Reason]:
    spec = register.lines[column]
    rows, bad = spec.parse(text)
    found = [Reason(column, text, "bad_line", words) for words in bad]
    for name, ref in spec.refs.items():
        for row in rows:
            code = str(row[name])
            if code not in known.ids[f"{column}.{name}"]:
                message = _("There is no %(what)s %(value)s. Import it first, or correct the code.")
                words = message % {"what": ref.what, "value": code}
                found.append(Reason(column, code, "unknown", words))
    return found
