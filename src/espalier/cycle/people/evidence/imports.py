"""The sheets of scales, source rules and ratings."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espalier.cycle.people.employees.queries import ids_by_number
from espalier.cycle.people.evidence import queries, services
from espalier.cycle.people.evidence.types import NewRating, SourceWeight
from espalier.cycle.people.sheets import first_day, text, writable
from espalier.cycle.standards.catalogue.queries import competency_ids_by_code
from espalier.kit.accounts.types import Actor
from espalier.kit.imports import registry
from espalier.kit.imports.compare import plan_by_key
from espalier.kit.imports.rows import reason, without_blanks
from espalier.kit.imports.types import (
    Action,
    CellKind,
    Column,
    ImportSpec,
    PlannedRow,
    Reason,
    Row,
)

SOURCES = {
    "自評": "self",
    "主管": "supervisor",
    "主管評": "supervisor",
    "同儕": "peer",
    "測驗": "test",
    "講師": "instructor",
    "Self": "self",
    "Supervisor": "supervisor",
    "Peer": "peer",
    "Test": "test",
    "Instructor": "instructor",
} | {source: source for source in ("self", "supervisor", "peer", "test", "instructor")}
CODE, DECIMAL = CellKind.CODE, CellKind.DECIMAL
SCALE_COLUMNS = (
    Column("scale_code", "量尺代碼", "Scale code", CODE, required=True, max_length=40),
    Column("scale_name", "量尺名稱", "Scale name", max_length=120),
    Column("level", "等級", "Level", DECIMAL, required=True),
    Column("name", "名稱", "Name", required=True, max_length=80),
    Column("name_en", "英文名稱", "English name", max_length=120),
    Column("description", "說明", "Description"),
)
SCALE_KEY = ("scale_code", "level")
RULE_COLUMNS = (
    Column("source", "來源", "Source", CellKind.CHOICE, required=True, choices=SOURCES),
    Column("weight", "權重", "Weight", DECIMAL, required=True),
    Column("valid_months", "有效月數", "Valid months", CellKind.INTEGER, required=True),
)
RATING_COLUMNS = (
    Column("number", "員工編號", "Employee number", CODE, required=True, max_length=40),
    Column("competency_code", "職能代碼", "Competency code", CODE, required=True, max_length=80),
    Column("source", "來源", "Source", CellKind.CHOICE, required=True, choices=SOURCES),
    Column("level", "等級", "Level", DECIMAL, required=True),
    Column("rated_on", "評定日", "Rated on", CellKind.DATE, required=True, aliases=("評定日期",)),
    Column("rater_number", "評定者員工編號", "Rater's number", CODE, max_length=40),
    Column("scale_code", "量尺代碼", "Scale code", CODE, max_length=40),
    Column("note", "備註", "Note", max_length=300),
)
RATING_KEY = ("number", "competency_code", "source", "rated_on", "rater_number")


def plan_scales(rows: Sequence[Row], today: date) -> list[PlannedRow]:
    """Compare anchor by anchor; one scale cannot have two names. One query."""
    rows = without_blanks(rows, "scale_name")
    names: dict[str, set[str]] = {}
    for row in rows:
        if name := text(row.values, "scale_name"):
            names.setdefault(text(row.values, "scale_code"), set()).add(name)
    known = {_anchor_key(record): record for record in scale_records()}

    def check(row: Row) -> Iterable[Reason]:
        level = row.values.get("level")
        if not isinstance(level, (int, Decimal)) or not 0 <= level <= 100:
            yield reason(row, "level", "bad_level", _("A level is a number from 0 to 100."))
        if len(names.get(text(row.values, "scale_code"), ())) > 1:
            message = _("Rows of this scale give it different names.")
            yield reason(row, "scale_name", "two_names", message)

    compared = [column.key for column in SCALE_COLUMNS if column.key not in SCALE_KEY]
    return plan_by_key(rows, known, key=SCALE_KEY, compare_columns=compared, check=check)


def _anchor_key(values: Mapping[str, object]) -> tuple[object, ...]:
    return tuple(values.get(name) for name in SCALE_KEY)


def apply_scales(planned: Sequence[PlannedRow], by: Actor, at: datetime) -> Mapping[str, object]:
    """Write the scales named; anchors that the sheet does not name stay."""
    after = {_anchor_key(record): record for record in scale_records()}
    for each in writable(planned):
        key = _anchor_key(each.row.values)
        after[key] = {**after.get(key, {}), **each.row.values}
    touched = {text(each.row.values, "scale_code") for each in writable(planned)}
    anchors: dict[str, list[Mapping[str, object]]] = {code: [] for code in touched}
    for values in after.values():
        if text(values, "scale_code") in touched:
            anchors[text(values, "scale_code")].append(values)
    services.write_scales(anchors=anchors, by=by, at=at)
    return {"scales": len(touched)}


def scale_records() -> list[dict[str, object]]:
    return [
        {
            "scale_code": scale.code,
            "scale_name": scale.name,
            "level": _plain(anchor["level"]),
            "name": anchor.get("zh", ""),
            "name_en": anchor.get("en", ""),
            "description": anchor.get("description", ""),
        }
        for scale in queries.scales()
        for anchor in scale.anchors
    ]


def plan_rules(rows: Sequence[Row], today: date) -> list[PlannedRow]:
    known = {str(record["source"]): record for record in rule_records()}

    def check(row: Row) -> Iterable[Reason]:
        weight, months = row.values.get("weight"), row.values.get("valid_months")
        if not isinstance(weight, (int, Decimal)) or not 0 <= weight <= 100:
            yield reason(row, "weight", "bad_weight", _("A weight lies from 0 to 100."))
        if not isinstance(months, int) or not 1 <= months <= 600:
            yield reason(row, "valid_months", "bad_months", _("The months lie from 1 to 600."))

    compared = ["weight", "valid_months"]
    return plan_by_key(rows, known, key="source", compare_columns=compared, check=check)


def apply_rules(planned: Sequence[PlannedRow], by: Actor, at: datetime) -> Mapping[str, object]:
    weights = {
        text(each.row.values, "source"): SourceWeight(
            float(text(each.row.values, "weight")), int(text(each.row.values, "valid_months"))
        )
        for each in writable(planned)
    }
    services.set_source_rules(weights=weights, by=by, at=at)
    return {"rules": len(weights)}


def rule_records() -> list[dict[str, object]]:
    """The rule in force, defaults included, so that the sheet shows what counts today."""
    return [
        {"source": source, "weight": _plain(each.weight), "valid_months": each.valid_months}
        for source, each in queries.weights().items()
    ]


def plan_ratings(rows: Sequence[Row], today: date) -> list[PlannedRow]:
    """Add or skip; a rating on record with another level is refused, for none is ever overwritten."""
    rows = [replace(row, values={**row.values, **_key_texts(row)}) for row in rows]
    numbers, competencies = ids_by_number(), competency_ids_by_code()
    scales = queries.scales_by_code()
    default = next(iter(scales.values()), None)

    def check(row: Row) -> Iterator[Reason]:
        for column in ("number", "rater_number"):
            number = text(row.values, column)
            if number and number not in numbers:
                message = _("There is no employee with this number.")
                yield reason(row, column, "unknown_employee", message)
        if text(row.values, "competency_code") not in competencies:
            message = _("There is no competency with this code.")
            yield reason(row, "competency_code", "unknown_competency", message)
        code, scale = text(row.values, "scale_code"), default
        if code and (scale := scales.get(code)) is None:
            yield reason(row, "scale_code", "unknown_scale", _("There is no scale with this code."))
        lowest, highest = (scale.lowest, scale.highest) if scale else (0.0, 5.0)
        level = row.values.get("level")
        if not isinstance(level, (int, Decimal)) or not lowest <= level <= highest:
            limits = {"lowest": lowest, "highest": highest}
            message = _("The scale goes from %(lowest)g to %(highest)g.") % limits
            yield reason(row, "level", "off_scale", message)
        rated_on = row.values.get("rated_on")
        if isinstance(rated_on, date) and rated_on > today:
            message = _("A rating cannot lie in the future.")
            yield reason(row, "rated_on", "future_rating", message)

    known = _recorded(rows, numbers, competencies)
    planned = plan_by_key(rows, known, key=RATING_KEY, compare_columns=["level"], check=check)
    return [_kept_as_given(each) for each in planned]


def _key_texts(row: Row) -> dict[str, object]:
    """A rating without a rater has an empty rater, however the sheet leaves it out."""
    return {"rater_number": text(row.values, "rater_number")}


def _kept_as_given(each: PlannedRow) -> PlannedRow:
    if each.action is not Action.CHANGE:
        return each
    message = _("Level %(level)s is already recorded for this day; ratings are kept as given.")
    found = reason(
        each.row, "level", "rating_recorded", message % {"level": each.change["level"][0]}
    )
    return replace(each, action=Action.REFUSE, change={}, reasons=(found,))


def _recorded(
    rows: Sequence[Row], numbers: Mapping[str, int], competencies: Mapping[str, int]
) -> dict[tuple[object, ...], Mapping[str, object]]:
    """What is on record of these people in these days, by the key of the sheet. One query."""
    days = [day for row in rows if isinstance(day := row.values.get("rated_on"), date)]
    named = (text(row.values, "number") for row in rows)
    people = {numbers[number] for number in named if number in numbers}
    if not days or not people:
        return {}
    number_of = {pk: number for number, pk in numbers.items()}
    code_of = {pk: code for code, pk in competencies.items()}
    found = queries.ratings_between(employee_ids=people, first=min(days), last=max(days))
    return {
        (
            number_of[employee_id],
            code_of[competency_id],
            source,
            rated_on,
            number_of.get(rater_id, ""),
        ): {"level": _plain(level)}
        for employee_id, competency_id, source, rated_on, rater_id, level in found
    }


def apply_ratings(planned: Sequence[PlannedRow], by: Actor, at: datetime) -> Mapping[str, object]:
    numbers, competencies = ids_by_number(), competency_ids_by_code()
    scales = queries.scales_by_code()
    ratings = []
    for each in writable(planned):
        values = each.row.values
        scale = scales.get(text(values, "scale_code"))
        ratings.append(
            NewRating(
                employee_id=numbers[text(values, "number")],
                competency_id=competencies[text(values, "competency_code")],
                source=text(values, "source"),
                level=float(text(values, "level")),
                rated_on=first_day(values, "rated_on"),
                rater_id=numbers.get(text(values, "rater_number")),
                scale_id=scale.pk if scale else None,
                note=text(values, "note"),
            )
        )
    origin = f"import {at.isoformat()}"
    counts = services.record_ratings(ratings=ratings, origin=origin, by=by, at=at)
    return {**counts, "origin": origin}


def undo_ratings(undo: Mapping[str, object], by: Actor, at: datetime) -> None:
    services.withdraw_import(origin=str(undo["origin"]), by=by, at=at)


def rating_records() -> Iterator[dict[str, object]]:
    """Every rating, as the sheet writes it. One query."""
    for row in queries.rating_sheet_rows():
        record: dict[str, object] = dict(
            zip((column.key for column in RATING_COLUMNS), row, strict=True)
        )
        yield {**record, "level": _plain(row[3])}


def _plain(number: float) -> Decimal:
    """A level or weight as it is typed: 3 rather than 3.0."""
    return Decimal(repr(number)).normalize() if number else Decimal(0)


def register() -> None:
    change = "people.change_rating"
    for spec in (
        ImportSpec(
            kind="scales",
            title=gettext_lazy("Proficiency scales"),
            permission="people.change_position",
            columns=SCALE_COLUMNS,
            plan=plan_scales,
            apply=apply_scales,
            records=scale_records,
            order=10,
        ),
        ImportSpec(
            kind="source_rules",
            title=gettext_lazy("Weights of rating sources"),
            permission="people.change_position",
            columns=RULE_COLUMNS,
            plan=plan_rules,
            apply=apply_rules,
            records=rule_records,
            order=55,
        ),
        ImportSpec(
            kind="ratings",
            title=gettext_lazy("Ratings"),
            permission=change,
            columns=RATING_COLUMNS,
            plan=plan_ratings,
            apply=apply_ratings,
            records=rating_records,
            undo=undo_ratings,
            drop_downs=lambda: {"scale_code": list(queries.scales_by_code())},
            order=90,
        ),
    ):
        registry.register(spec)
