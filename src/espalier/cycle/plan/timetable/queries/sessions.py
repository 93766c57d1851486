"""Reading planned sessions: for pages, for later stages, for calendars."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, F, Min, OuterRef, Prefetch, QuerySet, Subquery

from espalier.cycle.learning_map.modules.queries import newest_versions
from espalier.cycle.people.employees.queries import employees
from espalier.cycle.plan.offers.types import OfferKind
from espalier.cycle.plan.timetable.models import Forbidden, Meeting, Session
from espalier.cycle.plan.timetable.types import PlannedMeeting, PlannedSession, SessionState
from espalier.kit.accounts.scope import EVERYTHING, Scope
from espalier.kit.errors import NotFound

KIND = "plan.Session"


def all_sessions() -> QuerySet[Session]:
    """Every session with its line, instructor, room and meetings; ``title``, ``n_people`` and ``first_at`` told."""
    version = newest_versions().filter(module=OuterRef("line__module")).order_by()
    return (
        Session.objects.select_related(
            "line__module__offer", "line__scenario__plan", "instructor", "room"
        )
        .prefetch_related(
            Prefetch("meetings", Meeting.objects.select_related("slot_kind").order_by("order"))
        )
        .annotate(
            title=Subquery(version.values("name")[:1]),
            title_en=Subquery(version.values("name_en")[:1]),
            n_people=Count("places", distinct=True),
            first_at=Min("meetings__starts_at"),
        )
        .order_by("line__number", "number")
    )


def sessions(scenario_id: int) -> QuerySet[Session]:
    """The sessions of a scenario, by line and number."""
    return all_sessions().filter(line__scenario_id=scenario_id)


def session_or_404(session_id: int) -> Session:
    """Raises: NotFound."""
    found = all_sessions().filter(pk=session_id).first()
    if found is None:
        raise NotFound
    return found


def sessions_by_id(ids: Sequence[str]) -> QuerySet[Session]:
    """Sessions for the thread."""
    return all_sessions().filter(pk__in=list(ids))


def sessions_of_chosen() -> QuerySet[Session]:
    """The sessions of the scenario that each year's plan is made of."""
    return Session.objects.filter(line__scenario__plan__chosen=F("line__scenario")).order_by("pk")


def session_coded(scenario_id: int, code: str) -> Session:
    """The session of a code such as 2027-012-1. Raises: NotFound."""
    number, _dash, order = code.rpartition("-")
    rows = sessions(scenario_id).filter(line__number=number)
    found = rows.filter(number=order).first() if order.isdigit() else None
    if found is None:
        raise NotFound
    return found


def code_of(session: Any) -> str:
    """How a session is called: the number of its line and its own."""
    return f"{session.line.number}-{session.number}"


def kind_of(session: Any) -> OfferKind:
    """How its module is run; an own class where nobody has said."""
    offer = getattr(session.line.module, "offer", None)
    return OfferKind(offer.kind) if offer is not None else OfferKind.CLASS


def planned(session: Any) -> PlannedSession:
    """A session as later stages read it; its places and meetings were fetched before."""
    return PlannedSession(
        id=session.pk,
        code=code_of(session),
        line_id=session.line_id,
        line_number=session.line.number,
        module_id=session.line.module_id,
        module_code=session.line.module.code,
        number=session.number,
        state=SessionState(session.state),
        meetings=tuple(
            PlannedMeeting(m.starts_at, m.ends_at, m.slot_kind.code if m.slot_kind else "")
            for m in session.meetings.all()
        ),
        instructor_id=session.instructor_id,
        room_id=session.room_id,
        employee_ids=tuple(sorted(place.employee_id for place in session.places.all())),
        deadline_on=session.deadline_on,
        sequence=session.sequence,
        announced_at=session.announced_at,
        attended=session.attended,
        actual_cost=session.actual_cost,
        closed_on=session.closed_on,
        cancel_reason=session.cancel_reason,
        is_self_paced=kind_of(session) is OfferKind.ONLINE,
    )


def sessions_of_plan(plan_id: int) -> list[PlannedSession]:
    """The sessions of the scenario chosen for a year, as later stages read them. Three queries."""
    rows = all_sessions().filter(
        line__scenario__plan_id=plan_id, line__scenario__plan__chosen=F("line__scenario")
    )
    return [planned(row) for row in rows.prefetch_related("places")]


def planned_session(session_id: int) -> PlannedSession:
    """One session as later stages read it. Raises: NotFound."""
    return planned(session_or_404(session_id))


def people_of(session_id: int, scope: Scope = EVERYTHING) -> QuerySet[Any]:
    """The places of a session whose people the reader may see, by employee number."""
    places: Any = Session._meta.get_field("places").related_model
    rows: QuerySet[Any] = places.objects.filter(
        scope.q("employee__unit__scope__path"), session_id=session_id
    )
    return rows.select_related("employee__unit", "employee__position").order_by("employee__number")


def forbidden_of(session_id: int) -> QuerySet[Forbidden]:
    return Forbidden.objects.filter(session_id=session_id).order_by("starts_on", "pk")


def forbidden_or_404(forbidden_id: int) -> Forbidden:
    """Raises: NotFound."""
    rows = Forbidden.objects.select_related("session__line__scenario__plan")
    found = rows.filter(pk=forbidden_id).first()
    if found is None:
        raise NotFound
    return found


def sessions_of_person(scenario_id: int, number: str, scope: Scope) -> list[int]:
    """Ids of the sessions in which an employee has a place. Raises: NotFound for one the reader may not see."""
    employee = employees(scope).filter(number=number).first() if scope else None
    if employee is None:
        raise NotFound
    rows = Session.objects.filter(line__scenario_id=scenario_id, places__employee=employee)
    return list(rows.order_by("pk").values_list("pk", flat=True))
