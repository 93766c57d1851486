"""Registers as kinds of import."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from espalier.kit.accounts.types import Actor
from espalier.kit.imports.registry import register as register_import
from espalier.kit.imports.types import CellKind, ImportSpec, PlannedRow, Row
from espalier.kit.registers import planning, queries, services
from espalier.kit.registers.types import Register


def offer(register: Register, *, stage: str, permission: str) -> None:
    """Make a register of a stage known to forms, and importable by whom the permission names."""
    queries.add_register(register, stage=stage)

    def plan(rows: Sequence[Row], on: date) -> list[PlannedRow]:
        return planning.plan(register, rows, on)

    def apply(rows: Sequence[PlannedRow], by: Actor, at: datetime) -> dict[str, object]:
        values = [each.row.values for each in rows]
        return services.import_rows(register=register, rows=values, by=by, at=at)

    def records() -> Iterable[Mapping[str, object]]:
        return exported(register)

    def drop_downs() -> dict[str, list[str]]:
        return {
            column: [code for code, _label in queries.choices(register, ref)]
            for column, ref in register.refs.items()
        }

    register_import(
        ImportSpec(
            kind=register.kind,
            title=register.title,
            permission=permission,
            columns=register.columns,
            plan=plan,
            apply=apply,
            records=records,
            drop_downs=drop_downs,
            order=register.order,
            purpose=register.help,
        )
    )


def exported(register: Register) -> Iterable[dict[str, object]]:
    """Today's records as rows of the sheet, values in the words of its drop-downs."""
    words: dict[str, dict[str, str]] = {}
    for column in register.columns:
        if column.kind is CellKind.CHOICE:
            for text, value in column.choices.items():
                words.setdefault(column.key, {}).setdefault(value, text)
    for values in queries.held(register).values():
        yield {
            name: words[name].get(str(value), value) if name in words else value
            for name, value in values.items()
        }
