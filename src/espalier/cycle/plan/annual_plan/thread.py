"""The thread of the plan: need, gap, norm and request lead to a line, the line to its sessions; where it is broken."""

from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from espalier.cycle.needs.unit_requests.queries import accepted_requests
from espalier.cycle.plan.annual_plan import queries, wording
from espalier.cycle.plan.annual_plan.models import AnnualPlan, Line, PlanChange
from espalier.kit.errors import Text
from espalier.kit.thread import registry
from espalier.kit.thread.anchors import fulfils
from espalier.kit.thread.links import edge
from espalier.kit.thread.types import Break, Check, Edge, NodeKind

PLAN, LINE, CHANGE = "plan.AnnualPlan", "plan.Line", "plan.PlanChange"
ROOM = "espalier.cycle.plan.annual_plan"
VERSION, NORM, COMPETENCY, REQUEST, SESSION = (
    "learning_map.ModuleVersion",
    "learning_map.Norm",
    "standards.Competency",
    "needs.UnitRequest",
    "plan.Session",
)
Pairs = Iterable[tuple[str, str]]
Described = Iterable[tuple[str, str, str]]


def register_thread() -> None:
    for kind, label, describe in (
        (PLAN, _("Annual plan"), _plans),
        (LINE, _("Line of the annual plan"), _lines),
        (CHANGE, _("Change of the annual plan"), _changes),
    ):
        registry.register_node(NodeKind(kind, label, ROOM, describe))
    rows = queries.lines_of_chosen()
    of_changes = PlanChange.objects.exclude(line=None)
    asked = Line.requests.through.objects.filter(line__in=queries.lines_of_chosen().order_by())
    for each in (
        Edge(VERSION, LINE, _("the line plans the module"), _planned, _planning),
        edge(REQUEST, LINE, _("the line answers the request"), asked, "unitrequest_id", "line_id"),
        edge(LINE, PLAN, _("the line is part of the plan"), rows, "pk", "scenario__plan_id"),
        edge(
            LINE, SESSION, _("the session runs the line"), rows.exclude(dated=None), "pk", "dated"
        ),
        edge(LINE, CHANGE, _("the change is about the line"), of_changes, "line_id", "pk"),
        _by_reason(NORM, "norms", _("people attend because of the duty")),
        _by_reason(COMPETENCY, "competencies", _("the line closes gaps in it")),
    ):
        registry.register_edge(each)
    fulfils(PLAN, {"P2.3.5": queries.plan_ids})
    for check in (
        Check("plan.line_without_reason", _("Lines of the plan without a reason"), no_reason),
        Check("plan.request_left", _("Accepted requests the plan does not answer"), requests_left),
        Check("plan.line_unassessed", _("Lines of the plan without an assessment"), unassessed),
        Check("plan.duty_uncovered", _("Plans that leave a duty by law open"), duties_open),
    ):
        registry.register_check(check)


def _plans(ids: Sequence[str]) -> Described:
    for row in AnnualPlan.objects.filter(pk__in=list(ids)).order_by("year"):
        title = wording.in_words(row.title, row.title_en)
        yield str(row.pk), title, reverse("plan:scenarios", args=[row.pk])


def _lines(ids: Sequence[str]) -> Described:
    for row in queries.lines_by_id(ids).order_by("pk"):
        yield str(row.pk), _label(row), reverse("plan:line", args=[row.pk])


def _changes(ids: Sequence[str]) -> Described:
    for row in queries.changes().filter(pk__in=list(ids)).order_by("pk"):
        kind = wording.CHANGE_KINDS[row.kind]
        yield str(row.pk), f"{row.number} {kind}", reverse("plan:change", args=[row.pk])


def _planned(ids: Sequence[str]) -> Pairs:
    """From module versions to the lines of their module."""
    rows = queries.lines_of_chosen().filter(module__versions__pk__in=list(ids)).order_by("pk")
    return [(str(a), str(b)) for a, b in rows.values_list("module__versions__pk", "pk")]


def _planning(ids: Sequence[str]) -> Pairs:
    """From lines to the version of their module in force."""
    rows = Line.objects.filter(pk__in=list(ids), module__versions__state="published")
    return [
        (str(a), str(b)) for a, b in rows.order_by("pk").values_list("pk", "module__versions__pk")
    ]


def _label(line: Line) -> str:
    told = line.__dict__
    name = wording.in_words(told.get("title") or "", told.get("title_en") or "")
    return f"{line.number} {name}".strip()


def _by_reason(source: str, key: str, why: Text) -> Edge:
    """From a norm or a competency to the lines that the planner says are there because of it."""

    def pairs() -> list[tuple[str, str]]:
        rows = queries.lines_of_chosen().values_list("pk", "reasons")
        return [(str(told[0]), str(pk)) for pk, reasons in rows for told in reasons.get(key, ())]

    def down(ids: Sequence[str]) -> Pairs:
        wanted = set(ids)
        return [(a, b) for a, b in pairs() if a in wanted]

    def up(ids: Sequence[str]) -> Pairs:
        wanted = set(ids)
        return [(b, a) for a, b in pairs() if b in wanted]

    return Edge(source, LINE, why, down, up)


def _running() -> Iterable[Line]:
    rows = queries.lines_of_chosen().exclude(state=Line.State.CANCELLED)
    return queries.lines_by_id([str(pk) for pk in rows.values_list("pk", flat=True)])


def _break(check: str, line: Line, message: Text, remedy: Text, remedy_url: str = "") -> Break:
    url = reverse("plan:line", args=[line.pk])
    return Break(check, LINE, str(line.pk), _label(line), url, message, remedy, remedy_url or url)


def no_reason() -> Iterable[Break]:
    """Lines for which neither the planner nor a person says why. Two queries."""
    for line in _running():
        if not line.reasons.get("people") and not line.reason:
            message, remedy = _("Nobody says why it is in the plan."), _("Write its reason.")
            url = reverse("plan:line_edit", args=[line.pk])
            yield _break("plan.line_without_reason", line, message, remedy, url)


def unassessed() -> Iterable[Break]:
    """Lines whose module names no assessment and which have no level of evaluation. Two queries."""
    for line in _running():
        if not line.__dict__.get("assessment") and line.evaluation_level is None:
            message = _("Neither an assessment nor a level of evaluation is named.")
            remedy = _("Say how it is assessed.")
            url = reverse("plan:line_edit", args=[line.pk])
            yield _break("plan.line_unassessed", line, message, remedy, url)


def requests_left() -> Iterable[Break]:
    """Accepted requests of a planned year whose module has no line. Queries: two a year."""
    for plan in queries.plans().exclude(chosen=None):
        lines = queries.lines_of_chosen().filter(scenario__plan=plan)
        there = set(lines.exclude(state=Line.State.CANCELLED).values_list("module_id", flat=True))
        for request in accepted_requests(plan.year):
            if request.module_id not in there and not request.outcome:
                yield Break(
                    check="plan.request_left",
                    kind=REQUEST,
                    id=str(request.id),
                    label=request.code,
                    url=reverse("needs:unit_request", args=[request.id]),
                    message=_(
                        "The plan of the year has no line for it, and the unit was not told."
                    ),
                    remedy=_("Add a line, or approve the plan so that the unit is told."),
                    remedy_url=reverse("plan:planner_of", args=[plan.chosen_id]),
                )


def duties_open() -> Iterable[Break]:
    """Chosen scenarios whose answer leaves duties by law unplanned. One query a plan."""
    for plan in queries.plans().exclude(chosen=None):
        run = queries.applied_run(plan.chosen_id or 0)
        missing = ((run.answer.get("worth") if run else None) or {}).get("legal_missing", 0)
        if missing:
            url = reverse("plan:planner_of", args=[plan.chosen_id])
            yield Break(
                check="plan.duty_uncovered",
                kind=PLAN,
                id=str(plan.pk),
                label=plan.title,
                url=url,
                message=_now("%(n)d duties by law are not planned.") % {"n": missing},
                remedy=_("See which, and let the planner work with more sessions or money."),
                remedy_url=reverse("plan:checks", args=[plan.chosen_id]),
            )
