"""The imports ``adoptions``, ``level_map`` and ``requirements``."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espalier.cycle.learning_map.requirements import queries, rules, services
from espalier.cycle.learning_map.requirements.adopting import NewAdoption, problems_of
from espalier.cycle.learning_map.requirements.services.matrix import ToldPeriod
from espalier.cycle.learning_map.requirements.types import Cell, OpenRow, Period
from espalier.cycle.learning_map.scale import bounds, outside_scale
from espalier.cycle.people.positions import queries as positions
from espalier.cycle.standards.catalogue import queries as catalogue
from espalier.kit.accounts.types import Actor
from espalier.kit.imports.compare import plan_by_key
from espalier.kit.imports.registry import register
from espalier.kit.imports.rows import (
    count_of,
    counts,
    number_in,
    reason,
    text_in,
    unknown,
    value_in,
    whole_in,
)
from espalier.kit.imports.types import (
    Action,
    CellKind,
    Column,
    ImportSpec,
    PlannedRow,
    Reason,
    Row,
)

PERMISSION = "learning_map.change_requirement"

ADOPTION_COLUMNS = (
    Column("position_code", "職位代碼", "Position code", CellKind.CODE, required=True),
    Column(
        "standard_code", "職能基準代碼", "Standard code", CellKind.CODE, required=True,
        help="含版本，例如 ABC1234-001v2",
    ),
    Column("starts_on", "起日", "Starts on", CellKind.DATE, required=True),
    Column("reason", "理由", "Reason", max_length=2000),
)  # fmt: skip
LEVEL_COLUMNS = (
    Column("standard_level", "基準級別", "Standard level", CellKind.INTEGER, required=True),
    Column("required_level", "應具等級", "Required level", CellKind.DECIMAL, required=True),
)
REQUIREMENT_COLUMNS = (
    Column("position_code", "職位代碼", "Position code", CellKind.CODE, required=True),
    Column("competency_code", "職能代碼", "Competency code", CellKind.CODE, required=True),
    Column("level", "應具等級", "Required level", CellKind.DECIMAL, required=True),
    Column("weight", "權重", "Weight", CellKind.DECIMAL),
    Column("starts_on", "起日", "Starts on", CellKind.DATE, required=True),
    Column("ends_on", "迄日", "Ends on", CellKind.DATE),
)


def _standards() -> dict[str, Any]:
    """Published and superseded versions by their printed code, in small letters. One query."""
    rows = catalogue.standards().filter(state__in=["published", "superseded"])
    return {row.raw_code.lower(): row for row in rows if row.raw_code}


def plan_adoptions(rows: Sequence[Row], on: date) -> list[PlannedRow]:
    """Compare the sheet with every adoption ever recorded."""
    places, standards = positions.positions_by_code(), _standards()
    held = list(queries.adoptions())
    open_now = [row for row in held if row.ends_on is None]

    def check(row: Row) -> list[Reason]:
        position = places.get(text_in(row, "position_code"))
        standard = standards.get(text_in(row, "standard_code").lower())
        found = []
        if position is None:
            found.append(unknown(row, "position_code", _("position")))
        if standard is None:
            found.append(unknown(row, "standard_code", _("published standard")))
        if found or (position.code, standard.raw_code) in existing:  # type: ignore[union-attr]  # both are there
            return found
        new = NewAdoption(position, standard, value_in(row, "starts_on"), "")
        return [
            reason(row, "standard_code", problem.code, f"{problem.message} {problem.remedy}")
            for problem in problems_of(new, open_now)
        ]

    existing = {
        (row.position.code, row.standard.raw_code): {
            "starts_on": row.starts_on,
            "reason": row.reason,
        }
        for row in held
    }
    # An adoption is history once recorded; a sheet that tells another day or reason is not a change.
    return plan_by_key(
        rows, existing, key=("position_code", "standard_code"), compare_columns=(), check=check
    )


def apply_adoptions(rows: Sequence[PlannedRow], by: Actor, at: datetime) -> dict[str, object]:
    places, standards = positions.positions_by_code(), _standards()
    new = [
        NewAdoption(
            places[text_in(each.row, "position_code")],
            standards[text_in(each.row, "standard_code").lower()],
            value_in(each.row, "starts_on"),
            text_in(each.row, "reason"),
        )
        for each in rows
    ]
    services.adopt_many(adoptions=new, by=by, at=at)
    return {"added": count_of(rows, Action.ADD)}


def adoption_records() -> Iterable[Mapping[str, object]]:
    for row in queries.adoptions():
        yield {
            "position_code": row.position.code,
            "standard_code": row.standard.raw_code,
            "starts_on": row.starts_on,
            "reason": row.reason,
        }


def plan_level_map(rows: Sequence[Row], on: date) -> list[PlannedRow]:
    scale = bounds()

    def check(row: Row) -> list[Reason]:
        found = []
        if not 1 <= (whole_in(row, "standard_level") or 0) <= 6:
            message = _("A standard's level lies between 1 and 6.")
            found.append(reason(row, "standard_level", "standard_level", message))
        level = number_in(row, "required_level")
        if level is None or not scale.lowest <= level <= scale.highest:
            found.append(outside_scale(row, "required_level", scale.lowest, scale.highest))
        return found

    existing = {key: {"required_level": level} for key, level in queries.level_map().items()}
    columns = ["required_level"]
    return plan_by_key(rows, existing, key="standard_level", compare_columns=columns, check=check)


def apply_level_map(rows: Sequence[PlannedRow], by: Actor, at: datetime) -> dict[str, object]:
    levels = {
        whole_in(each.row, "standard_level") or 0: number_in(each.row, "required_level")
        for each in rows
    }
    services.set_level_map(levels=levels, by=by, at=at)
    return counts(rows)


def level_map_records() -> Iterable[Mapping[str, object]]:
    for key, level in queries.level_map().items():
        yield {"standard_level": key, "required_level": level}


@dataclass(frozen=True, slots=True)
class _Known:
    """What the requirements sheet is compared with, read once."""

    positions: Mapping[str, int]
    competencies: Mapping[str, int]
    lowest: float
    highest: float

    @classmethod
    def read(cls) -> "_Known":
        scale = bounds()
        places = {pos.code: pos.pk for pos in positions.positions()}
        return cls(places, catalogue.competency_ids_by_code(), scale.lowest, scale.highest)

    def cell(self, row: Row) -> Cell | None:
        position = self.positions.get(text_in(row, "position_code"))
        competency = self.competencies.get(text_in(row, "competency_code"))
        return Cell(position, competency) if position and competency else None


def plan_requirements(rows: Sequence[Row], on: date) -> list[PlannedRow]:
    """Compare the sheet with all periods ever set; overlaps are refused on both rows."""
    known, held = _Known.read(), queries.all_rows()
    overlapping = _overlapping(rows, known, held)

    def check(row: Row) -> list[Reason]:
        return _requirement_reasons(row, known, overlapping)

    code_of = {pk: code for code, pk in known.positions.items()}
    competency_of = {pk: code for code, pk in known.competencies.items()}
    existing = {
        (code_of[r.cell.position_id], competency_of[r.cell.competency_id], r.starts_on): {
            "level": r.level,
            "weight": r.weight,
            "ends_on": r.ends_on,
        }
        for r in held
    }
    key = ("position_code", "competency_code", "starts_on")
    return plan_by_key(
        [_without_blanks(row) for row in rows],
        existing,
        key=key,
        compare_columns=["level", "weight", "ends_on"],
        check=check,
    )


def _without_blanks(row: Row) -> Row:
    """An empty weight or end says nothing: it is left as it is, not taken away."""
    told = {
        key: value
        for key, value in row.values.items()
        if key not in {"weight", "ends_on"} or value not in (None, "")
    }
    return Row(row.sheet, row.number, told)


def _overlapping(
    rows: Sequence[Row], known: _Known, held: Sequence[OpenRow]
) -> set[tuple[Cell, date]]:
    told: dict[Cell, list[Period]] = {}
    for row in rows:
        cell, starts_on = known.cell(row), value_in(row, "starts_on")
        if cell is not None and starts_on is not None:
            told.setdefault(cell, []).append(Period(starts_on, value_in(row, "ends_on")))
    existing: dict[Cell, list[Period]] = {}
    for each in held:
        existing.setdefault(each.cell, []).append(Period(each.starts_on, each.ends_on))
    found: set[tuple[Cell, date]] = set()
    for cell, periods in told.items():
        days = rules.joined_periods(existing.get(cell, []), periods)[1]
        found |= {(cell, day) for day in days}
    return found


def _requirement_reasons(
    row: Row, known: _Known, overlapping: set[tuple[Cell, date]]
) -> list[Reason]:
    found = []
    if text_in(row, "position_code") not in known.positions:
        found.append(unknown(row, "position_code", _("position")))
    if text_in(row, "competency_code") not in known.competencies:
        found.append(unknown(row, "competency_code", _("competency")))
    level, weight = number_in(row, "level"), number_in(row, "weight")
    if level is None or not known.lowest <= level <= known.highest:
        found.append(outside_scale(row, "level", known.lowest, known.highest))
    if weight is not None and weight <= 0:
        message = _("A weight is greater than zero.")
        found.append(reason(row, "weight", "weight", message))
    starts_on, ends_on = value_in(row, "starts_on"), value_in(row, "ends_on")
    if ends_on is not None and ends_on < starts_on:
        message = _("A requirement cannot end before it starts.")
        found.append(reason(row, "ends_on", "ends_before_start", message))
    cell = known.cell(row)
    if cell is not None and (cell, starts_on) in overlapping:
        message = _("This period overlaps another one of the same position and competency.")
        found.append(reason(row, "starts_on", "overlaps", message))
    return found


def apply_requirements(rows: Sequence[PlannedRow], by: Actor, at: datetime) -> dict[str, object]:
    known = _Known.read()
    told = []
    for each in rows:
        cell = known.cell(each.row)
        if cell is not None:
            period = Period(value_in(each.row, "starts_on"), value_in(each.row, "ends_on"))
            level, weight = number_in(each.row, "level") or 0.0, number_in(each.row, "weight")
            told.append(ToldPeriod(cell, level, weight, period))
    services.import_periods(told=told, by=by, at=at)
    return counts(rows)


def requirement_records() -> Iterable[Mapping[str, object]]:
    known = _Known.read()
    code_of = {pk: code for code, pk in known.positions.items()}
    competency_of = {pk: code for code, pk in known.competencies.items()}
    for row in queries.all_rows():
        yield {
            "position_code": code_of[row.cell.position_id],
            "competency_code": competency_of[row.cell.competency_id],
            "level": row.level,
            "weight": row.weight,
            "starts_on": row.starts_on,
            "ends_on": row.ends_on,
        }


def _drop_downs() -> dict[str, Sequence[str]]:
    return {
        "position_code": sorted(positions.positions_by_code()),
        "competency_code": sorted(catalogue.competency_ids_by_code()),
    }


def register_imports() -> None:
    register(
        ImportSpec(
            kind="adoptions",
            title=gettext_lazy("Standards positions rest on"),
            permission=PERMISSION,
            columns=ADOPTION_COLUMNS,
            plan=plan_adoptions,
            apply=apply_adoptions,
            records=adoption_records,
            drop_downs=lambda: {
                "position_code": sorted(positions.positions_by_code()),
                "standard_code": sorted(row.raw_code for row in _standards().values()),
            },
            order=58,
        )
    )
    register(
        ImportSpec(
            kind="level_map",
            title=gettext_lazy("Levels of standards on our scale"),
            permission=PERMISSION,
            columns=LEVEL_COLUMNS,
            plan=plan_level_map,
            apply=apply_level_map,
            records=level_map_records,
            order=59,
        )
    )
    register(
        ImportSpec(
            kind="requirements",
            title=gettext_lazy("Required levels"),
            permission=PERMISSION,
            columns=REQUIREMENT_COLUMNS,
            plan=plan_requirements,
            apply=apply_requirements,
            records=requirement_records,
            drop_downs=_drop_downs,
            order=60,
        )
    )
