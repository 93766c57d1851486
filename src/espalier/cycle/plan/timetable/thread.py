"""The thread of the timetable: a line leads to its sessions, a session to who teaches it and where."""

from collections.abc import Iterable, Sequence

from django.db.models import Count, F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from espalier.cycle.plan.annual_plan.queries import lines_by_id, lines_of_chosen
from espalier.cycle.plan.offers.types import OfferKind
from espalier.cycle.plan.timetable import queries, wording
from espalier.cycle.plan.timetable.models import Session
from espalier.cycle.plan.timetable.types import SessionState
from espalier.kit.errors import Text
from espalier.kit.thread import registry
from espalier.kit.thread.anchors import fulfils
from espalier.kit.thread.links import edge
from espalier.kit.thread.types import Break, Check, NodeKind

ROOM = "espalier.cycle.plan.timetable"
SESSION, LINE, RESOURCE = queries.KIND, "plan.Line", "policy.Resource"
Described = Iterable[tuple[str, str, str]]


def register_thread() -> None:
    """The edge from a line to its sessions is declared with the lines."""
    registry.register_node(NodeKind(SESSION, _("Session of the plan"), ROOM, _sessions))
    rows = queries.sessions_of_chosen()
    teaches, holds = rows.exclude(instructor=None), rows.exclude(room=None)
    for each in (
        edge(
            RESOURCE,
            SESSION,
            _("the instructor teaches the session"),
            teaches,
            "instructor_id",
            "pk",
        ),
        edge(RESOURCE, SESSION, _("the room holds the session"), holds, "room_id", "pk"),
    ):
        registry.register_edge(each)
    fulfils(SESSION, {"P2.3.1": _dated_ids})
    for check in (
        Check("plan.line_without_session", _("Lines of the plan without a session"), lines_without),
        Check("plan.session_undated", _("Sessions without a date"), undated),
        Check("plan.session_absent", _("Sessions whose instructor or room is away"), absent),
        Check("plan.session_late", _("Sessions after the day the law asks for"), late),
    ):
        registry.register_check(check)


def _dated_ids() -> list[int]:
    rows = queries.sessions_of_chosen().exclude(meetings=None)
    return list(rows.order_by().values_list("pk", flat=True).distinct())


def _sessions(ids: Sequence[str]) -> Described:
    for row in queries.sessions_by_id(ids).order_by("pk"):
        yield str(row.pk), label_of(row), reverse("plan:session", args=[row.pk])


def label_of(session: Session) -> str:
    told = session.__dict__
    name = wording.in_words(told.get("title") or "", told.get("title_en") or "")
    return f"{queries.code_of(session)} {name}".strip()


def _live() -> Iterable[Session]:
    """Sessions of chosen scenarios that are still to be held."""
    rows = queries.all_sessions().filter(line__scenario__plan__chosen=F("line__scenario"))
    return rows.filter(state__in=[SessionState.PLANNED, SessionState.ANNOUNCED])


def _break(check: str, row: Session, message: Text, remedy: Text, remedy_url: str = "") -> Break:
    url = reverse("plan:session", args=[row.pk])
    return Break(
        check, SESSION, str(row.pk), label_of(row), url, message, remedy, remedy_url or url
    )


def lines_without() -> Iterable[Break]:
    """Lines of a chosen scenario that have no session yet. Two queries."""
    rows = lines_of_chosen().exclude(state="cancelled").annotate(n=Count("dated")).filter(n=0)
    for line in lines_by_id([str(pk) for pk in rows.values_list("pk", flat=True)]).order_by("pk"):
        yield Break(
            check="plan.line_without_session",
            kind=LINE,
            id=str(line.pk),
            label=f"{line.number} {line.__dict__.get('title') or ''}".strip(),
            url=reverse("plan:line", args=[line.pk]),
            message=_("No session runs it yet."),
            remedy=_("Let the planner date the sessions."),
            remedy_url=reverse("plan:timetable_of", args=[line.scenario_id]),
        )


def undated() -> Iterable[Break]:
    """Sessions without a date, other than learning at one's own pace. Three queries."""
    for row in _live():
        if not row.meetings.all() and queries.kind_of(row) is not OfferKind.ONLINE:
            message, remedy = (
                _("It has no date."),
                _("Let the planner work, or give it a date by hand."),
            )
            url = reverse("plan:session_move", args=[row.pk])
            yield _break("plan.session_undated", row, message, remedy, url)


def absent() -> Iterable[Break]:
    """Sessions at a time when their instructor or room is recorded as away. Three queries and one for each kind."""
    rows = queries.all_sessions().filter(line__scenario__plan__chosen=F("line__scenario"))
    rows = rows.filter(state__in=[SessionState.PLANNED, SessionState.ANNOUNCED])
    for name in ("instructor", "room"):
        away = rows.filter(
            **{
                f"{name}__absences__starts_at__lt": F("meetings__ends_at"),
                f"{name}__absences__ends_at__gt": F("meetings__starts_at"),
            }
        )
        ids = sorted(set(away.order_by().values_list("pk", flat=True)))
        for row in queries.sessions_by_id([str(pk) for pk in ids]).order_by("pk"):
            thing = getattr(row, name)
            message = _now("%(who)s is away at that time.") % {"who": f"{thing.code} {thing.name}"}
            url = reverse("plan:replan", args=[row.line.scenario_id])
            remedy = _("Re-plan with the fewest changes.")
            yield _break("plan.session_absent", row, message, remedy, url)


def late() -> Iterable[Break]:
    """Sessions whose last meeting lies after the day by which the law asks for it. Three queries."""
    for row in _live():
        ends = [timezone.localtime(m.starts_at).date() for m in row.meetings.all()]
        if ends and row.deadline_on is not None and max(ends) > row.deadline_on:
            message = _now("The law asks for it by %(day)s.") % {
                "day": wording.day(row.deadline_on)
            }
            remedy = _("Find an earlier date, or plan one more session.")
            url = reverse("plan:session_move", args=[row.pk])
            yield _break("plan.session_late", row, message, remedy, url)
