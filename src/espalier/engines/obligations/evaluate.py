"""The obligations of one person on one day, with every minute accounted for."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from espalier.engines.obligations.binding import Bound, bound_on, employed_on
from espalier.engines.obligations.periods import OPEN
from espalier.engines.obligations.results import (
    Because,
    Left,
    NotCounted,
    Obligation,
    Status,
)
from espalier.engines.obligations.sharing import Share, handed_out, serves
from espalier.engines.obligations.types import (
    Exemption,
    Licence,
    Norm,
    Organisation,
    Person,
    Window,
)
from espalier.engines.obligations.windows import Case, Term, term_of

_OUTSIDE = Organisation()


def evaluate(
    person: Person, norms: Sequence[Norm], *, on: date, organisation: Organisation = _OUTSIDE
) -> tuple[Obligation, ...]:
    """What each norm asks of a person on a day, in the order of the norms.

    Only hours completed up to the day count, so the same facts and a later day give the forecast if nothing more is
    done. Norms that are not in force, do not bind the person or exempt them take no hours from others.

    Examples
    --------
    >>> from espalier.engines.obligations.types import Accepted, Hours
    >>> norm = Norm(1, "SAFE", Window.ROLLING, months=36, minutes=180, accepted=(Accepted(7),))
    >>> hired = Person(1, date(2020, 1, 6), hours=(Hours(1, 7, date(2024, 3, 1), 180),))
    >>> found = evaluate(hired, [norm], on=date(2026, 11, 2))[0]
    >>> found.status.name, found.due_on.isoformat()
    ('VALID', '2027-03-01')
    """
    known = [h for h in person.hours if h.completed_on <= on]
    bounds = [_bound(norm, person, organisation, on) for norm in norms]
    taking = [place for place, bound in enumerate(bounds) if isinstance(bound, Bound)]
    shares = dict(zip(taking, handed_out([norms[n] for n in taking], known), strict=True))
    return tuple(
        bound
        if isinstance(bound, Obligation)
        else _obligation(norm, person, bound, shares[place], on)
        for place, (norm, bound) in enumerate(zip(norms, bounds, strict=True))
    )


def _bound(norm: Norm, person: Person, organisation: Organisation, on: date) -> Bound | Obligation:
    """The span in which the norm binds the person, or why it asks nothing of them."""
    if not norm.in_force(on):
        return _nothing(norm, Because.NOT_IN_FORCE)
    if not employed_on(person, on):
        return _nothing(norm, Because.NOT_EMPLOYED)
    bound = bound_on(norm, person, organisation, on)
    if bound is None:
        return _nothing(norm, Because.NOT_TARGETED)
    if norm.window is Window.LICENCE and newest_licence(norm, person, on) is None:
        return _nothing(norm, Because.NO_LICENCE)
    if norm.window is Window.ONCE and not norm.covers_incumbents:
        starts = tuple(day for day in bound.starts if day >= (norm.known_from or day))
        if not starts:
            return _nothing(norm, Because.STARTED_BEFORE)
        bound = replace(bound, starts=starts)
    exemption = _exemption(norm, person, on)
    if exemption is not None:
        return Obligation(
            norm.code, Status.EXEMPT, Because.EXEMPTION, exemption.reason, bound.since,
            window_end=exemption.ends_on,
        )  # fmt: skip
    return bound


def _nothing(norm: Norm, because: Because) -> Obligation:
    return Obligation(norm.code, Status.NOT_APPLICABLE, because)


def _exemption(norm: Norm, person: Person, on: date) -> Exemption | None:
    for each in person.exemptions:
        if each.norm == norm.code and each.starts_on <= on <= (each.ends_on or on):
            return each
    return None


def newest_licence(norm: Norm, person: Person, on: date) -> Licence | None:
    """The licence of the norm issued last, up to the day; of two issued on one day that which holds longer."""
    own = [each for each in person.licences if each.name in norm.licences and each.issued_on <= on]
    return max(own, key=lambda each: (each.issued_on, each.expires_on or OPEN), default=None)


def _obligation(norm: Norm, person: Person, bound: Bound, share: Share, on: date) -> Obligation:
    licence = newest_licence(norm, person, on) if norm.window is Window.LICENCE else None
    term = term_of(Case(norm, bound, share.credits, person.leaves, licence, on))
    status = status_on(term.due, on, norm.notice_days)
    return Obligation(
        norm=norm.code,
        status=status,
        because=_because(term, status),
        since=bound.since,
        is_fulfilled=term.is_fulfilled,
        minutes_required=term.need if norm.minutes else 0,
        minutes_done=term.tally.minutes,
        minutes_left=term.tally.lacks(term.need) if norm.minutes else 0,
        minutes_to_renew=term.to_renew if norm.minutes else 0,
        minima_left=term.tally.minima_left if term.need else (),
        window_start=term.start,
        window_end=None if term.due == OPEN else term.due,
        due_on=None if term.due == OPEN else term.due,
        counted=term.tally.counted,
        not_counted=_not_counted(norm, person, share, term, on),
    )


def status_on(due: date, on: date, notice_days: int) -> Status:
    """The due date against the day.

    Examples
    --------
    >>> status_on(date(2026, 12, 31), date(2026, 11, 1), 60).name
    'DUE_SOON'
    """
    if due < on:
        return Status.OVERDUE
    if due != OPEN and due - on <= timedelta(days=notice_days):
        return Status.DUE_SOON
    return Status.VALID


def _because(term: Term, status: Status) -> Because:
    if term.because is not None:
        return term.because
    if status is Status.OVERDUE:
        return Because.PASSED
    if status is Status.DUE_SOON:
        return Because.DUE
    if term.due == OPEN:
        return Because.DONE if term.is_fulfilled else Because.CLOCK_STOPPED
    return Because.HOURS_HOLD if term.is_fulfilled else Because.NOT_DUE_YET


def _not_counted(
    norm: Norm, person: Person, share: Share, term: Term, on: date
) -> tuple[Left, ...]:
    """Every minute that could serve the norm and does not, in the order of the completions."""
    seen = {each.hours for each in term.tally.counted} | {each.hours for each in term.tally.over}
    outside = [
        Left(c.hours.id, c.minutes, NotCounted.OUTSIDE_WINDOW)
        for c in share.credits
        if c.hours.id not in seen
    ]
    later = [
        Left(h.id, h.minutes, NotCounted.LATER)
        for h in person.hours
        if h.completed_on > on and serves(norm, h) is not None
    ]
    day = {h.id: h.completed_on for h in person.hours}
    found = [*share.left, *term.tally.over, *outside, *later]
    return tuple(sorted(found, key=lambda each: (day[each.hours], each.hours)))
