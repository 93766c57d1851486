"""Reading survey rounds, how far each unit is, and the requests."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from espalier.cycle.learning_map.modules import queries as modules
from espalier.cycle.needs.unit_requests import duplicates, rules
from espalier.cycle.needs.unit_requests.models import (
    AskedUnit,
    RequestGroup,
    SurveyRound,
    UnitRequest,
)
from espalier.cycle.needs.unit_requests.types import (
    HANDED_IN,
    MERGEABLE,
    AcceptedRequest,
    Answer,
    BoardLine,
    Candidate,
    Holder,
    MergeSuggestion,
    Mode,
    Outcome,
    Priority,
    ReasonKind,
    RequestContent,
    RequestState,
)
from espalier.cycle.people.employees import queries as employees
from espalier.cycle.people.units import queries as units
from espalier.kit.accounts import queries as accounts
from espalier.kit.accounts.scope import EVERYTHING, Scope
from espalier.kit.accounts.types import Role
from espalier.kit.errors import NotFound

KIND = "needs.UnitRequest"
PLACE = "unit__scope__path"
DECIDED = (RequestState.ACCEPTED, RequestState.REFUSED)


def rounds(scope: Scope = EVERYTHING) -> QuerySet[SurveyRound]:
    """Rounds that ask a unit of the scope, the newest year first, with how many units and requests they have."""
    asked = AskedUnit.objects.filter(scope.q(PLACE), round=OuterRef("pk"))
    handed_in = UnitRequest.objects.filter(
        scope.q(PLACE), round=OuterRef("pk"), state__in=HANDED_IN
    )
    return (
        SurveyRound.objects.filter(Exists(asked))
        .annotate(
            n_asked=_count(asked),
            n_requests=_count(handed_in),
            n_undecided=_count(handed_in.filter(state=RequestState.SENT)),
        )
        .order_by("-year", "-opens_on", "code")
    )


def _count(rows: QuerySet[Any]) -> Subquery:
    counted = rows.order_by().values("round").annotate(n=Count("pk")).values("n")
    return Subquery(counted)


def round_or_404(round_id: int, scope: Scope = EVERYTHING) -> SurveyRound:
    """Raises: NotFound when there is none, or it asks no unit of the scope."""
    found = rounds(scope).filter(pk=round_id).first()
    if found is None:
        raise NotFound
    return found


def round_codes() -> dict[str, SurveyRound]:
    """Every round by its code. One query."""
    return {each.code: each for each in SurveyRound.objects.order_by("code")}


def round_choices() -> list[tuple[str, str]]:
    """Rounds for the filter of the list, the newest first. One query."""
    rows = SurveyRound.objects.order_by("-year", "-opens_on").values_list("pk", "code", "title")
    return [(str(pk), f"{code} {title}") for pk, code, title in rows]


def asked_units(round_id: int, scope: Scope = EVERYTHING) -> QuerySet[AskedUnit]:
    """The units a round asks within the scope, in the order of their codes."""
    return (
        AskedUnit.objects.filter(scope.q(PLACE), round_id=round_id)
        .select_related("unit__scope", "unit__manager", "round")
        .order_by("unit__code")
    )


def asked_or_404(round_id: int, unit_id: int, scope: Scope = EVERYTHING) -> AskedUnit:
    """Raises: NotFound when the unit is not asked, or lies outside the scope."""
    found = asked_units(round_id, scope).filter(unit_id=unit_id).first()
    if found is None:
        raise NotFound
    return found


def asked_pairs(round_codes: Collection[str]) -> frozenset[tuple[str, str]]:
    """(round, unit) by code of the units some rounds ask. One query."""
    rows = AskedUnit.objects.filter(round__code__in=list(round_codes))
    return frozenset(rows.values_list("round__code", "unit__code"))


def asked_codes() -> dict[str, list[str]]:
    """Codes of the units each round asks, by its code. One query."""
    rows = AskedUnit.objects.order_by("round__code", "unit__code")
    found: dict[str, list[str]] = defaultdict(list)
    for code, unit in rows.values_list("round__code", "unit__code"):
        found[code].append(unit)
    return dict(found)


def holders(on: date) -> list[Holder]:
    """Everybody who holds the role of supervisor on a day, and where. One query."""
    rows = accounts.grants().filter(
        Q(starts_on=None) | Q(starts_on__lte=on),
        Q(ends_on=None) | Q(ends_on__gte=on),
        role=Role.SUPERVISOR,
        user__is_active=True,
    )
    return [
        Holder(
            grant.user_id,
            grant.user.display_name or grant.user.username,
            grant.scope.path if grant.scope else "",
        )
        for grant in rows
    ]


def counts_by_unit(round_id: int) -> dict[int, dict[str, int]]:
    """How many requests each unit has in each state. One query."""
    rows = UnitRequest.objects.filter(round_id=round_id).order_by().values_list("unit_id", "state")
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for unit_id, state, n in rows.annotate(n=Count("pk")):
        found[unit_id][state] = n
    return found


def board(round_id: int, *, on: date, scope: Scope = EVERYTHING) -> list[BoardLine]:
    """Every unit asked within the scope with how far it is. Three queries."""
    counts, heads = counts_by_unit(round_id), holders(on)
    return [_line(each, counts[each.unit_id], heads) for each in asked_units(round_id, scope)]


def _line(asked: AskedUnit, counts: dict[str, int], heads: Sequence[Holder]) -> BoardLine:
    unit = asked.unit
    n_drafts = counts.get(RequestState.DRAFT, 0)
    n_sent = sum(counts.get(state, 0) for state in HANDED_IN)
    near = [each.name for each in rules.nearest_holders(unit.scope.path, heads)]
    manager = [unit.manager.name] if unit.manager else []
    return BoardLine(
        asked_id=asked.pk,
        unit_id=unit.pk,
        code=unit.code,
        name=unit.name,
        name_en=unit.name_en,
        answer=rules.answer_of(
            says_nothing=asked.no_requests_at is not None, n_drafts=n_drafts, n_sent=n_sent
        ),
        n_drafts=n_drafts,
        n_sent=n_sent,
        n_open=counts.get(RequestState.SENT, 0),
        heads=tuple(dict.fromkeys([*manager, *near])),
        told_at=asked.told_at,
        reminded_on=asked.reminded_on,
        note=asked.note,
    )


def unanswered(round_id: int) -> list[AskedUnit]:
    """Units asked that handed in nothing and did not say that they ask for nothing. Two queries."""
    counts = counts_by_unit(round_id)
    waiting = (Answer.SILENT, Answer.DRAFT)
    return [
        each
        for each in asked_units(round_id)
        if rules.answer_of(
            says_nothing=each.no_requests_at is not None,
            n_drafts=counts[each.unit_id].get(RequestState.DRAFT, 0),
            n_sent=sum(counts[each.unit_id].get(state, 0) for state in HANDED_IN),
        )
        in waiting
    ]


def requests(scope: Scope = EVERYTHING) -> QuerySet[UnitRequest]:
    """All requests of the scope with unit, round, group and the name of their module."""
    name = modules.newest_versions().filter(module_id=OuterRef("module_id")).order_by()
    return (
        UnitRequest.objects.filter(scope.q(PLACE))
        .select_related("round", "unit", "module", "group", "business_goal", "need", "sent_by")
        .annotate(
            module_name=Subquery(name.values("name")[:1]),
            module_name_en=Subquery(name.values("name_en")[:1]),
        )
        .order_by("-round__year", "round__code", "unit__code", "code")
    )


def of_unit(unit_id: int) -> Q:
    """The condition for requests of a unit and of all below it."""
    place = units.units().filter(pk=unit_id).order_by().values("scope__path")[:1]
    return Q(unit__scope__path__startswith=place)


def requests_for_list(scope: Scope = EVERYTHING) -> QuerySet[UnitRequest]:
    """Those of the list, with how many people each names."""
    return requests(scope).annotate(n_named=Count("employees"))


def requests_of_unit(round_id: int, unit_id: int) -> list[UnitRequest]:
    """What one unit asks for in a round, by number, with the people named. Two queries."""
    rows = requests().filter(round_id=round_id, unit_id=unit_id)
    return list(rows.prefetch_related("employees"))


def request_or_404(request_id: int, scope: Scope = EVERYTHING) -> UnitRequest:
    """One request with the people it names. Raises: NotFound when there is none, or it is not of the scope."""
    rows = requests(scope).select_related("unit__scope").prefetch_related("employees")
    found = rows.filter(pk=request_id).first()
    if found is None:
        raise NotFound
    return found


def content_of(request: UnitRequest) -> RequestContent:
    """What a request says; no query when its people were fetched before."""
    return RequestContent(
        module_id=request.module_id,
        topic=request.topic,
        reason_kind=request.reason_kind,
        reason=request.reason,
        business_goal_id=request.business_goal_id,
        need_id=request.need_id,
        mode=request.mode,
        employee_ids=tuple(sorted(each.pk for each in request.employees.all())),
        headcount=request.headcount,
        months=tuple(request.months),
        budget_minor=request.budget_minor,
        priority=request.priority,
        remarks=request.remarks,
    )


def codes_of_round(round_id: int) -> list[str]:
    """Numbers of all requests of a round. One query."""
    rows = UnitRequest.objects.filter(round_id=round_id).order_by("code")
    return list(rows.values_list("code", flat=True))


def people_of_unit(unit_id: int, on: date) -> list[tuple[int, str, str]]:
    """(id, number, name) of those who work in a unit or below it on a day. One query."""
    below = employees.below_unit(str(unit_id))
    rows = employees.employees().filter(employees.present_on(on), below)
    return list(rows.values_list("pk", "number", "name"))


def units_with_requests(round_id: int) -> dict[int, str]:
    """Units (id → code) that have requests in a round, withdrawn ones too. One query."""
    rows = UnitRequest.objects.filter(round_id=round_id).order_by("unit__code")
    return dict(rows.values_list("unit_id", "unit__code"))


def module_choices() -> list[tuple[str, str]]:
    """Modules in force, for a form. Three queries."""
    return [(str(pk), f"{m.code} {m.name}") for pk, m in modules.published_modules().items()]


def merge_suggestions(round_id: int) -> list[tuple[MergeSuggestion, list[UnitRequest]]]:
    """Requests of a round that may be one thing, the surest first, with the rows. One query."""
    rows = list(requests().filter(round_id=round_id, state__in=MERGEABLE))
    by_id = {each.pk: each for each in rows}
    found = duplicates.suggest_merges([_candidate(each) for each in rows])
    return [(each, [by_id[pk] for pk in each.request_ids]) for each in found]


def _candidate(request: Any) -> Candidate:
    text = request.topic or request.module_name or ""
    return Candidate(request.pk, request.unit_id, request.module_id, request.group_id, text)


def modules_like(request: Any) -> list[tuple[int, str, float]]:
    """Modules in force whose names are like what a request wishes: id, "code name", score. Three queries."""
    known = modules.published_modules()
    near = duplicates.like_modules(request.topic, [(pk, m.name) for pk, m in known.items()])
    return [(pk, f"{known[pk].code} {known[pk].name}", score) for pk, score in near]


def groups(round_id: int) -> list[RequestGroup]:
    """The groups of a round with their requests. Two queries."""
    rows = RequestGroup.objects.filter(round_id=round_id).order_by("title", "pk")
    return list(rows.prefetch_related("requests__unit"))


def group_or_404(group_id: int) -> RequestGroup:
    """Raises: NotFound."""
    found = RequestGroup.objects.select_related("round").filter(pk=group_id).first()
    if found is None:
        raise NotFound
    return found


def requests_of_group(group_id: int) -> list[UnitRequest]:
    """Every source of a group, by number, with the people named. Two queries."""
    rows = requests().select_related("unit__scope").filter(group_id=group_id)
    return list(rows.prefetch_related("employees"))


def accepted_requests(year: int) -> list[AcceptedRequest]:
    """What was accepted for a year, by unit and number, for the planner. Two queries.

    Those without a module (see ``without_module``) are among them.
    """
    rows = (
        UnitRequest.objects.filter(round__year=year, state=RequestState.ACCEPTED)
        .prefetch_related("employees")
        .order_by("unit__code", "round__code", "code")
    )
    return [_accepted(each) for each in rows]


def _accepted(row: UnitRequest) -> AcceptedRequest:
    content = content_of(row)
    return AcceptedRequest(
        id=row.pk,
        code=row.code,
        unit_id=row.unit_id,
        module_id=row.module_id,
        topic=row.topic,
        employee_ids=content.employee_ids,
        headcount=rules.people_of(content),
        months=content.months,
        budget_minor=row.budget_minor,
        priority=Priority(row.priority),
        reason_kind=ReasonKind(row.reason_kind),
        reason=row.reason,
        business_goal_id=row.business_goal_id,
        need_id=row.need_id,
        mode=Mode(row.mode),
        group_id=row.group_id,
        outcome=Outcome(row.outcome) if row.outcome else None,
    )


def without_module(year: int | None = None) -> list[UnitRequest]:
    """Accepted topics that need a module before they can be planned, of a year or of all. One query."""
    rows = requests().filter(state=RequestState.ACCEPTED, module=None)
    return list(rows if year is None else rows.filter(round__year=year))


def decided_request_ids() -> list[int]:
    """Ids of requests somebody decided. One query."""
    rows = UnitRequest.objects.filter(state__in=DECIDED).order_by("pk")
    return list(rows.values_list("pk", flat=True))


def requests_by_key(round_codes: Collection[str]) -> dict[tuple[str, str], UnitRequest]:
    """Requests of some rounds by (round, number), with all they point to. Two queries."""
    rows = requests().filter(round__code__in=list(round_codes)).prefetch_related("employees")
    return {(each.round.code, each.code): each for each in rows}


def open_rounds() -> list[SurveyRound]:
    """Rounds not closed yet, for the scheduler. One query."""
    return list(SurveyRound.objects.exclude(state="closed").order_by("opens_on", "pk"))


def waiting_for(scope: Scope, *, on: date) -> list[AskedUnit]:
    """Units of a supervisor that have not answered an open round, the nearest deadline first. Three queries or so.

    Nothing for who looks after everything: they conduct the survey.
    """
    if scope.is_everything or not scope:
        return []
    found: list[AskedUnit] = []
    running = SurveyRound.objects.filter(state="open", deadline__gte=on).order_by("deadline", "pk")
    mine = AskedUnit.objects.filter(scope.q(PLACE), round=OuterRef("pk"))
    for each in running.filter(Exists(mine)):
        own = set(asked_units(each.pk, scope).values_list("pk", flat=True))
        found += [asked for asked in unanswered(each.pk) if asked.pk in own]
    return found


def people_ids_outside(unit_id: int, wanted: Iterable[int], on: date) -> list[str]:
    """Names of people who do not work in the unit or below it on a day. At most two queries."""
    asked = set(wanted)
    if not asked:
        return []
    strangers = asked - {pk for pk, _number, _name in people_of_unit(unit_id, on)}
    if not strangers:
        return []
    rows = employees.employees().filter(pk__in=strangers).values_list("number", "name")
    return [f"{number} {name}" for number, name in rows]
