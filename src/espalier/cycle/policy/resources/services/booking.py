"""Booking resources. Whoever makes a booking later makes it here, so capacity is counted once."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from espalier.cycle.policy.resources import queries, rules
from espalier.cycle.policy.resources.models import Absence, BookedSlot, Booking, Demand, Resource
from espalier.cycle.policy.resources.types import Kind, Span
from espalier.cycle.policy.resources.wording import BARS
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import NotFound, Problem, Refused


@transaction.atomic
def book(
    *,
    resource_id: int,
    span: Span,
    purpose: str,
    quantity: int = 1,
    headcount: int = 0,
    subject: tuple[str, str] = ("", ""),
    by: Actor,
    at: datetime,
) -> Booking:
    """Take a resource for a time. ``subject``: kind and id of what it is for, as the thread names it.

    Raises: NotFound; Refused with everything that stands against it, double bookings with their purpose.
    """
    resource = _held(resource_id)
    problems = _problems_before(resource, span, quantity=quantity, headcount=headcount)
    if not purpose.strip():
        remedy = _("Say what it is booked for.")
        problems.append(Problem("no_purpose", _("The purpose is empty."), _("Booked for"), remedy))
    if problems:
        raise Refused(problems)
    pieces = _free_pieces(resource, span, quantity)
    booking = Booking.objects.create(
        resource=resource,
        starts_at=span.starts_at,
        ends_at=span.ends_at,
        quantity=quantity,
        headcount=headcount,
        purpose=purpose.strip(),
        subject_kind=subject[0],
        subject_id=subject[1],
        booked_by=by.label,
        booked_at=at,
    )
    _take(booking, span, pieces)
    after = {"resource": resource.code, "from": span.starts_at, "to": span.ends_at}
    log.record("policy.booking.made", booking, by=by, at=at, after={**after, "n": quantity})
    return booking


@transaction.atomic
def cancel_booking(*, booking_id: int, reason: str, by: Actor, at: datetime) -> Booking:
    """Give a booked time back. The booking stays on record.

    Raises: NotFound; Refused without a reason, or when it was cancelled before.
    """
    booking = Booking.objects.select_for_update().filter(pk=booking_id).first()
    if booking is None:
        raise NotFound
    problems = []
    if booking.cancelled_at is not None:
        problems.append(Problem("cancelled", _("It was cancelled before."), booking.purpose))
    if not reason.strip():
        remedy = _("Say why the time is given back.")
        problems.append(Problem("no_reason", _("The reason is empty."), _("Reason"), remedy))
    if problems:
        raise Refused(problems)
    booking.slots.all().delete()
    booking.cancelled_at, booking.cancel_reason = at, reason.strip()
    booking.save(update_fields=["cancelled_at", "cancel_reason"])
    after = {"resource": booking.resource_id, "reason": booking.cancel_reason}
    log.record("policy.booking.cancelled", booking, by=by, at=at, after=after)
    return booking


@transaction.atomic
def state_demand(
    *, source: tuple[str, str], lines: Sequence[Demand], by: Actor, at: datetime
) -> int:
    """Replace what a source (kind and id) asks of resources by month; returns how many lines it has now."""
    Demand.objects.filter(source_kind=source[0], source_id=source[1]).delete()
    for line in lines:
        line.source_kind, line.source_id = source
    Demand.objects.bulk_create(lines, batch_size=500)
    after = {"lines": len(lines), "minutes": sum(line.minutes for line in lines)}
    log.record("policy.demand.stated", f"{source[0]}:{source[1]}", by=by, at=at, after=after)
    return len(lines)


def state_minutes(
    *,
    source: tuple[str, str],
    year: int,
    minutes: Mapping[tuple[int, int], int],
    reason: str,
    by: Actor,
    at: datetime,
) -> int:
    """Replace the minutes a source asks of resources in a year; ``minutes`` by (resource id, month)."""
    lines = [
        Demand(resource_id=pk, year=year, month=month, minutes=n, reason=reason)
        for (pk, month), n in sorted(minutes.items())
    ]
    return state_demand(source=source, lines=lines, by=by, at=at)


def _held(resource_id: int) -> Resource:
    """The resource, so that two who book it come one after the other. Raises: NotFound."""
    found = Resource.objects.select_for_update().filter(pk=resource_id).first()
    if found is None:
        raise NotFound
    return found


def _problems_before(
    resource: Resource, span: Span, *, quantity: int, headcount: int
) -> list[Problem]:
    away = Absence.objects.filter(
        resource=resource, starts_at__lt=span.ends_at, ends_at__gt=span.starts_at
    )
    bars = rules.bars_before_booking(
        kind=Kind(resource.kind),
        span=span,
        ended_on=resource.ended_on,
        closed=[Span(each.starts_at, each.ends_at) for each in away],
        seats=resource.seats,
        pieces=resource.pieces,
        headcount=headcount,
        quantity=max(1, quantity),
    )
    place = f"{resource.code} {resource.name}"
    return [Problem(bar, BARS[bar][0], place, BARS[bar][1]) for bar in bars]


def _free_pieces(resource: Resource, span: Span, quantity: int) -> list[int]:
    """Numbers of the pieces taken. Raises: Refused, naming what stands in the way."""
    slots = rules.slots_of(span)
    taken = BookedSlot.objects.filter(
        resource=resource, slot__gte=slots.start, slot__lt=slots.stop
    ).values_list("piece", flat=True)
    free = rules.free_pieces(taken.distinct(), pieces=resource.pieces, quantity=quantity)
    if free is None:
        raise Refused(_clashes(resource, span))
    return free


def _clashes(resource: Resource, span: Span) -> list[Problem]:
    place = f"{resource.code} {resource.name}"
    remedy = _("Choose another time or another resource, or give back the booking in the way.")
    return [
        Problem(
            "double_booking", _("Already booked: %(what)s") % {"what": _told(each)}, place, remedy
        )
        for each in queries.bookings_between(resource.pk, span)
    ]


def _told(booking: Booking) -> str:
    start, end = timezone.localtime(booking.starts_at), timezone.localtime(booking.ends_at)
    day = formats.date_format(start, "SHORT_DATE_FORMAT")
    return f"{day} {start:%H:%M}–{end:%H:%M} {booking.purpose}"


def _take(booking: Booking, span: Span, pieces: Sequence[int]) -> None:
    """Hold every quarter hour. What another process took in between is refused by the database."""
    rows = [
        BookedSlot(booking=booking, resource_id=booking.resource_id, piece=piece, slot=slot)
        for piece in pieces
        for slot in rules.slots_of(span)
    ]
    try:
        with transaction.atomic():
            BookedSlot.objects.bulk_create(rows, batch_size=500)
    except IntegrityError:
        raise Refused(_clashes(booking.resource, span)) from None
