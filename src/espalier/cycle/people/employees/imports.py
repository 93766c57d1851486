"""The roster's sheet."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espalier.cycle.people import chains
from espalier.cycle.people.employees import queries, roster
from espalier.cycle.people.positions.queries import positions_by_code
from espalier.cycle.people.sheets import (
    DEGREE_WORDS,
    in_whole_months,
    months_of,
    text,
    without_refused,
    writable,
    years_of,
)
from espalier.cycle.people.units.queries import units_by_code
from espalier.kit.accounts.types import Actor
from espalier.kit.imports import registry
from espalier.kit.imports.compare import plan_by_key
from espalier.kit.imports.rows import reason, without_blanks
from espalier.kit.imports.types import CellKind, Column, ImportSpec, PlannedRow, Reason, Row

SEXES = {
    "女": "F",
    "女性": "F",
    "男": "M",
    "男性": "M",
    "其他": "X",
    "Female": "F",
    "Male": "M",
    "Other": "X",
    "Other or not stated": "X",
    "F": "F",
    "M": "M",
    "X": "X",
}
CATEGORIES = {
    "高階主管": "executive",
    "主管": "manager",
    "主管人員": "manager",
    "專業人員": "professional",
    "行政人員": "administrative",
    "事務人員": "administrative",
    "作業人員": "operative",
    "技術人員": "operative",
    "現場人員": "operative",
    "Executive": "executive",
    "Manager": "manager",
    "Professional": "professional",
    "Administrative": "administrative",
    "Operative": "operative",
    "executive": "executive",
    "manager": "manager",
    "professional": "professional",
    "administrative": "administrative",
    "operative": "operative",
}
CODE, DATE, CHOICE = CellKind.CODE, CellKind.DATE, CellKind.CHOICE
COLUMNS = (
    Column("number", "員工編號", "Employee number", CODE, required=True, max_length=40),
    Column("name", "姓名", "Name", required=True, max_length=120),
    Column("name_en", "英文姓名", "English name", max_length=160),
    Column("sex", "性別", "Sex", CHOICE, required=True, choices=SEXES),
    Column("category", "員工類別", "Category", CHOICE, required=True, choices=CATEGORIES),
    Column("hired_on", "到職日", "Hired on", DATE, required=True, aliases=("到職日期",)),
    Column("left_on", "離職日", "Last day", DATE, aliases=("離職日期",)),
    Column("email", "電子郵件", "E-mail", aliases=("Email", "信箱"), max_length=254),
    Column("unit_code", "單位代碼", "Unit code", CODE, required=True, max_length=40),
    Column("position_code", "職位代碼", "Position code", CODE, max_length=40),
    Column("position_since", "任職日", "In the position since", DATE, aliases=("現職起日",)),
    Column("manager_number", "直屬主管員工編號", "Manager's number", CODE, max_length=40),
    Column("degree", "學歷", "Degree", CHOICE, choices=DEGREE_WORDS),
    Column("field_of_study", "科系", "Field of study", max_length=120),
    Column("experience_years", "相關經驗年資", "Years of experience", CellKind.DECIMAL),
)
MAX_MONTHS = 840
Check = Callable[[Row], Iterator[Reason]]


def plan(rows: Sequence[Row], today: date) -> list[PlannedRow]:
    """Compare with the roster. Five queries, whatever the number of rows."""
    rows = without_blanks(in_whole_months(rows, "experience_years"), "position_since")
    known = {str(record["number"]): record for record in records()}
    checks = [_known_codes(), _dates(known, today), _managers(rows, known)]

    def check(row: Row) -> Iterable[Reason]:
        return [reason for each in checks for reason in each(row)]

    compared = [column.key for column in COLUMNS[1:]]
    planned = plan_by_key(rows, known, key="number", compare_columns=compared, check=check)
    return without_refused(
        planned,
        lambda row: text(row.values, "manager_number"),
        existing=known,
        column="manager_number",
        message=_("The row of this manager is refused."),
    )


def _known_codes() -> Check:
    units, positions = units_by_code(), positions_by_code()

    def check(row: Row) -> Iterator[Reason]:
        position = text(row.values, "position_code")
        if text(row.values, "unit_code") not in units:
            yield reason(row, "unit_code", "unknown_unit", _("There is no unit with this code."))
        if position and position not in positions:
            message = _("There is no position with this code.")
            yield reason(row, "position_code", "unknown_position", message)
        months = months_of(row.values.get("experience_years"))
        if months is not None and not 0 <= months <= MAX_MONTHS:
            yield reason(row, "experience_years", "bad_years", _("Experience is 0 to 70 years."))

    return check


def _dates(known: Mapping[str, Mapping[str, object]], today: date) -> Check:
    def check(row: Row) -> Iterator[Reason]:
        record = known.get(text(row.values, "number"), {})
        hired, left, since = (
            row.values[name] if name in row.values else record.get(name)
            for name in ("hired_on", "left_on", "position_since")
        )
        if isinstance(hired, date) and isinstance(left, date) and left < hired:
            yield reason(
                row, "left_on", "left_before_hired", _("The last day lies before the hire.")
            )
        if isinstance(since, date) and "position_since" in row.values:
            if isinstance(hired, date) and since < hired:
                message = _("The position begins before the hire.")
                yield reason(row, "position_since", "before_hire", message)
            if isinstance(left, date) and since > left:
                message = _("The position begins after the last day.")
                yield reason(row, "position_since", "after_leaving", message)
            if since > today:
                message = _("A position that begins later belongs on the sheet of positions held.")
                yield reason(row, "position_since", "in_future", message)

    return check


def _managers(rows: Sequence[Row], known: Mapping[str, Mapping[str, object]]) -> Check:
    above = {number: text(record, "manager_number") or None for number, record in known.items()}
    for row in rows:
        number = text(row.values, "number")
        if "manager_number" in row.values or number not in above:
            above[number] = text(row.values, "manager_number") or None
    circle_of = {number: circle for circle in chains.circles(above) for number in circle}

    def check(row: Row) -> Iterator[Reason]:
        number, manager = text(row.values, "number"), text(row.values, "manager_number")
        if manager and manager not in above:
            message = _("There is no employee with this number.")
            yield reason(row, "manager_number", "unknown_manager", message)
        if number in circle_of:
            message = _("These people would report to one another in a circle: %(people)s.")
            people = chains.in_words(circle_of[number])
            yield reason(row, "manager_number", "manager_cycle", message % {"people": people})

    return check


def apply(planned: Sequence[PlannedRow], by: Actor, at: datetime) -> Mapping[str, object]:
    """Write the roster with a few bulk statements."""
    rows = [each.row.values for each in writable(planned)]
    return roster.write_employees(rows=rows, by=by, at=at).as_dict()


def records() -> Iterator[dict[str, object]]:
    """Today's roster, leavers too. Two queries."""
    since = queries.position_since()
    for row in queries.roster_rows():
        record: dict[str, object] = dict(zip(queries.ROSTER_FIELDS, row[1:], strict=True))
        record["experience_years"] = years_of(record.pop("experience_months"))  # type: ignore[arg-type]  # the column holds whole months
        record["position_since"] = since.get(row[0])
        yield {column.key: record[column.key] for column in COLUMNS}


def drop_downs() -> Mapping[str, Sequence[str]]:
    return {"unit_code": list(units_by_code()), "position_code": list(positions_by_code())}


def register() -> None:
    registry.register(
        ImportSpec(
            kind="employees",
            title=gettext_lazy("Employees"),
            permission="people.change_employee",
            columns=COLUMNS,
            plan=plan,
            apply=apply,
            records=records,
            drop_downs=drop_downs,
            order=40,
        )
    )
