"""Reading resources: the register, bookings, capacity against demand, contracts that end."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Prefetch, Q, QuerySet, Sum
from django.utils import timezone

from espalier.cycle.policy.resources import rules
from espalier.cycle.policy.resources.models import (
    Absence,
    BookedSlot,
    Booking,
    Contract,
    Demand,
    Evaluation,
    MoneyLine,
    OpenTime,
    Resource,
    SelectionCriterion,
)
from espalier.cycle.policy.resources.types import BOOKABLE, Kind, MonthLoad, OpenHours, Span
from espalier.kit.errors import NotFound
from espalier.kit.organisation import queries as organisation


@dataclass(frozen=True, slots=True)
class ResourceLoad:
    """One bookable resource over a year."""

    resource: Resource
    months: tuple[MonthLoad, ...]

    @property
    def overloaded(self) -> tuple[MonthLoad, ...]:
        return tuple(month for month in self.months if month.is_overloaded)


@dataclass(frozen=True, slots=True)
class MoneyLoad:
    """One budget line or grant in a year, in whole NT$."""

    resource: Resource
    amount: int
    spent: int
    demanded: int

    @property
    def short(self) -> int:
        return max(0, self.spent + self.demanded - self.amount)


def resources(kind: Kind | str | None = None, *, on: date | None = None) -> QuerySet[Resource]:
    """The register, by kind and code; ``on`` leaves out what is no longer there."""
    found = Resource.objects.select_related("unit", "instructor__employee").order_by("kind", "code")
    if kind is not None:
        found = found.filter(kind=str(kind))
    if on is not None:
        found = found.filter(Q(ended_on=None) | Q(ended_on__gte=on))
    return found


def resource_or_404(resource_id: int) -> Resource:
    """Raises: NotFound."""
    found = resources().filter(pk=resource_id).first()
    if found is None:
        raise NotFound
    return found


def resource_page(resource_id: int) -> Resource:
    """One resource with everything on record about it, in a fixed number of queries. Raises: NotFound."""
    found = (
        resources()
        .filter(pk=resource_id)
        .prefetch_related(
            "open_times",
            Prefetch("absences", Absence.objects.order_by("-starts_at")),
            Prefetch("contracts", Contract.objects.select_related("file").order_by("-starts_on")),
            Prefetch("evaluations", Evaluation.objects.order_by("-evaluated_on", "-pk")),
            Prefetch("money", MoneyLine.objects.order_by("-year")),
        )
        .first()
    )
    if found is None:
        raise NotFound
    return found


def ids_by_code() -> dict[str, int]:
    return dict(Resource.objects.order_by("code").values_list("code", "pk"))


def bookings(*, since: date | None = None) -> QuerySet[Booking]:
    """All bookings with their resource, earliest first."""
    found = Booking.objects.select_related("resource").order_by("starts_at", "pk")
    return found if since is None else found.filter(ends_at__gte=_midnight(since))


def bookings_between(resource_id: int, span: Span) -> QuerySet[Booking]:
    """Bookings that stand and overlap a time."""
    return Booking.objects.filter(
        resource_id=resource_id,
        cancelled_at=None,
        starts_at__lt=span.ends_at,
        ends_at__gt=span.starts_at,
    ).order_by("starts_at")


def bookings_after(resource_id: int, on: date) -> list[Booking]:
    """Bookings that stand and end after a day."""
    return list(
        Booking.objects.filter(
            resource_id=resource_id,
            cancelled_at=None,
            ends_at__gt=_midnight(on + timedelta(days=1)),
        ).order_by("starts_at")
    )


def bookings_of(subject_kind: str, subject_id: str) -> QuerySet[Booking]:
    """What is booked for one thing, such as a session."""
    return Booking.objects.filter(
        subject_kind=subject_kind, subject_id=subject_id, cancelled_at=None
    ).select_related("resource")


def capacity_and_demand(year: int) -> list[ResourceLoad]:
    """Every bookable resource month by month: capacity, booked, demanded. Six queries, however many there are."""
    last = date(year, 12, 31)
    found = resources().filter(kind__in=BOOKABLE).prefetch_related("open_times")
    found = found.filter(Q(ended_on=None) | Q(ended_on__gte=date(year, 1, 1)))
    booked = _booked_minutes(year)
    demanded = _demanded_minutes(year)
    away = _away_minutes(year)
    days_off = {
        each.day for each in organisation.holidays().filter(day__year=year, is_working=False)
    }
    loads = []
    for resource in found:
        hours = _open_hours(resource, last)
        capacity = {
            month: rules.minutes_of_month(
                year,
                month,
                hours,
                pieces=resource.pieces,
                days_off=days_off,
                away_minutes=away.get((resource.pk, month), 0),
            )
            for month in range(1, 13)
        }
        months = rules.month_loads(
            capacity,
            {m: booked.get((resource.pk, m), 0) for m in range(1, 13)},
            {m: demanded.get((resource.pk, m), 0) for m in range(1, 13)},
        )
        loads.append(ResourceLoad(resource, tuple(months)))
    return loads


def money_and_demand(year: int) -> list[MoneyLoad]:
    """Budget lines and grants of a year against what was spent and is asked for. Two queries."""
    lines = (
        MoneyLine.objects.filter(year=year).select_related("resource").order_by("resource__code")
    )
    asked = (
        Demand.objects.filter(year=year, amount__gt=0).values("resource").annotate(n=Sum("amount"))
    )
    wanted = {row["resource"]: row["n"] for row in asked}
    return [
        MoneyLoad(line.resource, line.amount, line.spent, wanted.get(line.resource_id, 0))
        for line in lines
    ]


def taken_slots() -> dict[str, list[tuple[int, int]]]:
    """Quarter hours that are booked from today's records, as (piece, slot) by code of the resource."""
    found: dict[str, list[tuple[int, int]]] = {}
    rows = BookedSlot.objects.values_list("resource__code", "piece", "slot")
    for code, piece, slot in rows.iterator(chunk_size=10_000):
        found.setdefault(code, []).append((piece, slot))
    return found


def detail_records(kind: str) -> list[dict[str, object]]:
    """Rows of one of the sheets that hang on resources, in the columns of the sheet. One query."""
    return _DETAIL_ROWS[kind]()


def _plain(model: Any, *fields: str) -> list[dict[str, object]]:
    rows = model.objects.order_by("pk").values("resource__code", *fields)
    return [{"code": row.pop("resource__code"), **row} for row in rows]


def _evaluation_rows() -> list[dict[str, object]]:
    rows = Evaluation.objects.select_related("resource").order_by(
        "resource__code", "evaluated_on", "pk"
    )
    return [
        {
            "code": each.resource.code,
            "evaluated_on": each.evaluated_on,
            "by": each.by,
            "criterion": name,
            "score": score,
            "n_respondents": each.n_respondents,
        }
        for each in rows
        for name, score in sorted(each.scores.items())
    ]


_DETAIL_ROWS: dict[str, Callable[[], list[dict[str, object]]]] = {
    "resource_hours": lambda: _plain(OpenTime, "starts_on", "ends_on", "weekdays", "minutes_a_day"),
    "resource_contracts": lambda: _plain(
        Contract, "number", "title", "starts_on", "ends_on", "notice_days", "amount"
    ),
    "selection_criteria": lambda: [
        dict(row)
        for row in SelectionCriterion.objects.order_by("kind", "name").values(
            "kind", "name", "name_en", "weight"
        )
    ],
    "resource_evaluations": _evaluation_rows,
    "money_lines": lambda: _plain(
        MoneyLine, "year", "amount", "spent", "rule", "rule_en", "source", "checked_on"
    ),
    "resource_demands": lambda: _plain(Demand, "year", "month", "reason", "minutes", "amount"),
}


def money_of_year(year: int) -> dict[int, tuple[int, int]]:
    """Year and amount (whole NT$) of every budget line and grant that has one; by id of the resource."""
    rows = MoneyLine.objects.filter(year=year).values_list("resource_id", "year", "amount")
    return {pk: (of_year, amount) for pk, of_year, amount in rows}


def contracts_ending(on: date) -> list[Contract]:
    """Contracts within 60 days, or their notice period, of their end; the next first."""
    rows = Contract.objects.filter(ends_on__gte=on).select_related("resource").order_by("ends_on")
    return [c for c in rows if rules.expires_soon(c.ends_on, on, notice_days=c.notice_days)]


def contract_ends() -> dict[int, date]:
    """The last day of the contract that runs longest, by resource; none where one runs without end. One query."""
    found: dict[int, date] = {}
    endless: set[int] = set()
    for pk, ends_on in Contract.objects.order_by("pk").values_list("resource_id", "ends_on"):
        if ends_on is None:
            endless.add(pk)
        else:
            found[pk] = max(found.get(pk, ends_on), ends_on)
    return {pk: last for pk, last in found.items() if pk not in endless}


def criteria(kind: Kind | str) -> list[SelectionCriterion]:
    return list(SelectionCriterion.objects.filter(kind=str(kind)).order_by("-weight", "name"))


def ratings(resource_ids: Iterable[int] | None = None) -> dict[int, tuple[float, int]]:
    """Weighted mean of all judgements and how many there are, by resource; two queries."""
    weights: dict[str, dict[str, float]] = {}
    for each in SelectionCriterion.objects.order_by("pk"):
        weights.setdefault(each.kind, {})[each.name] = float(each.weight)
    rows = Evaluation.objects.select_related("resource").order_by("pk")
    if resource_ids is not None:
        rows = rows.filter(resource__in=list(resource_ids))
    scores: dict[int, list[float]] = {}
    for row in rows:
        score = rules.weighted_score(row.scores, weights.get(row.resource.kind, {}))
        if score is not None:
            scores.setdefault(row.resource_id, []).append(score)
    return {pk: (sum(each) / len(each), len(each)) for pk, each in scores.items()}


def inventory(on: date) -> list[dict[str, Any]]:
    """The register as the policy handbook prints it: JSON only, by kind and code."""
    rated = ratings()
    return [
        {
            "id": each.pk,
            "code": each.code,
            "kind": each.kind,
            "name": each.name,
            "name_en": each.name_en,
            "is_internal": each.is_internal,
            "unit": each.unit.name if each.unit else "",
            "unit_en": each.unit.name_en if each.unit else "",
            "place": each.place,
            "seats": each.seats,
            "pieces": each.pieces,
            "unit_cost": each.unit_cost,
            "cost_basis": each.cost_basis,
            "rating": rated.get(each.pk, (None, 0))[0],
            "n_ratings": rated.get(each.pk, (None, 0))[1],
        }
        for each in resources(on=on)
    ]


def _open_hours(resource: Resource, last: date) -> Sequence[OpenHours]:
    """Hours of a resource, none after its last day."""
    return [
        OpenHours(
            max(each.starts_on, resource.valid_from or each.starts_on),
            min(each.ends_on or last, resource.ended_on or last),
            each.weekdays,
            each.minutes_a_day,
        )
        for each in resource.open_times.all()
    ]


def _booked_minutes(year: int) -> dict[tuple[int, int], int]:
    first, after = _midnight(date(year, 1, 1)), _midnight(date(year + 1, 1, 1))
    rows = Booking.objects.filter(cancelled_at=None, starts_at__gte=first, starts_at__lt=after)
    found: dict[tuple[int, int], int] = {}
    for pk, start, end, quantity in rows.values_list(
        "resource_id", "starts_at", "ends_at", "quantity"
    ):
        key = pk, timezone.localtime(start).month
        found[key] = found.get(key, 0) + Span(start, end).minutes * quantity
    return found


def _demanded_minutes(year: int) -> dict[tuple[int, int], int]:
    rows = Demand.objects.filter(year=year, minutes__gt=0).values_list(
        "resource_id", "month", "minutes"
    )
    found: dict[tuple[int, int], int] = {}
    for pk, month, minutes in rows:
        found[pk, month] = found.get((pk, month), 0) + minutes
    return found


def _away_minutes(year: int) -> dict[tuple[int, int], int]:
    """Absences in the month they begin, at most a working day of eight hours for each day away."""
    first, after = _midnight(date(year, 1, 1)), _midnight(date(year + 1, 1, 1))
    found: dict[tuple[int, int], int] = {}
    rows = Absence.objects.filter(starts_at__gte=first, starts_at__lt=after)
    for each in rows:
        days = max(1, (each.ends_at - each.starts_at).days)
        minutes = min(Span(each.starts_at, each.ends_at).minutes, days * 480)
        key = each.resource_id, timezone.localtime(each.starts_at).month
        found[key] = found.get(key, 0) + minutes
    return found


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time())).astimezone(UTC)
