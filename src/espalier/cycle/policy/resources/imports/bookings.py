"""The import ``resource_bookings``: times that are already promised elsewhere."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espalier.cycle.people.sheets import text
from espalier.cycle.policy.resources import queries, rules, services
from espalier.cycle.policy.resources.permissions import BOOK
from espalier.cycle.policy.resources.types import BOOKABLE, Kind, Span
from espalier.kit.accounts.types import Actor
from espalier.kit.imports.compare import plan_by_key
from espalier.kit.imports.rows import reason
from espalier.kit.imports.types import Action, CellKind, Column, ImportSpec, PlannedRow, Reason, Row

COLUMNS = (
    Column("code", "資源代碼", "Resource code", CellKind.CODE, required=True, max_length=40),
    Column("day", "日期", "Day", CellKind.DATE, required=True),
    Column("begins", "開始時間", "Begins (09:00)", CellKind.CODE, required=True, max_length=5),
    Column("ends", "結束時間", "Ends (12:00)", CellKind.CODE, required=True, max_length=5),
    Column("purpose", "用途", "Purpose", required=True, max_length=200),
    Column("headcount", "人數", "People", CellKind.INTEGER, minimum=0, maximum=100_000),
    Column("quantity", "數量", "Pieces", CellKind.INTEGER, minimum=1, maximum=999),
)
KEY = ("code", "day", "begins")


def plan(rows: Sequence[Row], on: date) -> list[PlannedRow]:
    """A booking that stands is known by resource, day and hour; one that clashes is refused. Three queries."""
    now = {tuple(record[k] for k in KEY): record for record in records()}
    known = {each.code: each for each in queries.resources()}
    taken = {code: set(slots) for code, slots in queries.taken_slots().items()}

    def check(row: Row) -> Iterator[Reason]:
        resource = known.get(text(row.values, "code"))
        if resource is None or Kind(resource.kind) not in BOOKABLE:
            message = _("There is no resource with this code that is booked by the hour.")
            yield reason(row, "code", "unknown", message)
            return
        span = span_of(row.values)
        if span is None:
            message = _("Write the time as 09:00; the end lies after the beginning.")
            yield reason(row, "begins", "bad_time", message)
            return
        if tuple(row.values.get(k) for k in KEY) in now:
            return
        slots = {(1, slot) for slot in rules.slots_of(span)}
        if resource.pieces == 1 and slots & taken.setdefault(resource.code, set()):
            message = _("It is already booked at this time.")
            yield reason(row, "begins", "double_booking", message)
        taken[resource.code] |= slots

    return plan_by_key(rows, now, key=KEY, compare_columns=(), check=check)


def apply(rows: Sequence[PlannedRow], by: Actor, at: datetime) -> Mapping[str, object]:
    """Book each; what another booking took meanwhile refuses the whole import."""
    ids = queries.ids_by_code()
    added = 0
    for each in rows:
        values, span = each.row.values, span_of(each.row.values)
        if each.action is not Action.ADD or span is None:
            continue
        services.book(
            resource_id=ids[text(values, "code")],
            span=span,
            purpose=text(values, "purpose"),
            quantity=int(str(values.get("quantity") or 1)),
            headcount=int(str(values.get("headcount") or 0)),
            by=by,
            at=at,
        )
        added += 1
    return {"added": added}


def span_of(values: Mapping[str, object]) -> Span | None:
    """Day and hours of a row on the clock of the organisation; None when they make no sense."""
    on = values.get("day")
    begins, ends = _clock(text(values, "begins")), _clock(text(values, "ends"))
    if not isinstance(on, date) or begins is None or ends is None or ends <= begins:
        return None
    return Span(
        timezone.make_aware(datetime.combine(on, begins)),
        timezone.make_aware(datetime.combine(on, ends)),
    )


def _clock(typed: str) -> time | None:
    try:
        return time.fromisoformat(typed.zfill(5))
    except ValueError:
        return None


def records() -> Iterable[Mapping[str, object]]:
    for each in queries.bookings().filter(cancelled_at=None):
        start, end = timezone.localtime(each.starts_at), timezone.localtime(each.ends_at)
        yield {
            "code": each.resource.code,
            "day": start.date(),
            "begins": f"{start:%H:%M}",
            "ends": f"{end:%H:%M}",
            "purpose": each.purpose,
            "headcount": each.headcount,
            "quantity": each.quantity,
        }


SPECS = (
    ImportSpec(
        kind="resource_bookings",
        title=gettext_lazy("Bookings of resources"),
        permission=BOOK,
        columns=COLUMNS,
        plan=plan,
        apply=apply,
        records=records,
        order=119,
        purpose=gettext_lazy(
            "Times of instructors, rooms and equipment that are already promised."
        ),
    ),
)
