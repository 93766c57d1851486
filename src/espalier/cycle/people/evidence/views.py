"""Pages of evidence: the level of one person in one competency with its inputs, a new rating, the rule."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from espalier.cycle.people.employees.queries import employee_of_user, employee_or_404
from espalier.cycle.people.evidence import queries, services
from espalier.cycle.people.evidence.forms import RatingForm, RuleForm
from espalier.cycle.people.evidence.permissions import CHANGE, VIEW
from espalier.cycle.people.evidence.types import Ignored, NewRating
from espalier.cycle.standards.catalogue.queries import competency as competency_or_404
from espalier.kit.accounts.scope import roles_of, scope_of
from espalier.kit.accounts.types import Role
from espalier.kit.http import SignedInRequest, reads, writes
from espalier.kit.ui.form_pages import FormPage, answer

CHANGE_RULE = "people.change_position"
WHY = {
    Ignored.LATER: _("given after this day"),
    Ignored.TOO_OLD: _("too old"),
    Ignored.SUPERSEDED: _("a later rating of the same source counts"),
    Ignored.NO_WEIGHT: _("this source has no weight"),
}


@reads(VIEW)
def evidence(request: SignedInRequest, employee_id: int, competency_id: int) -> HttpResponse:
    """The level on a day (``?on=``), every rating, and what became of each."""
    today = timezone.localdate()
    person = employee_or_404(employee_id, request.scope)
    on = _day(request.GET.get("on", ""), today)
    shown = queries.level_with_inputs(employee_id=employee_id, competency_id=competency_id, on=on)
    names = dict(queries.source_choices())
    context = {
        "person": person,
        "competency": competency_or_404(competency_id),
        "on": on,
        "shown": shown,
        "anchor": _anchor(shown.merged.level),
        "rows": [(each, WHY[each.use.ignored] if each.use.ignored else "") for each in shown.uses],
        "rule": [(names.get(s, s), w.weight, w.valid_months) for s, w in shown.weights.items()],
        "may_rate": scope_of(request.user, CHANGE).covers(person.unit.scope.path)
        and person.user_id != request.user.pk,
        "may_change_rule": bool(scope_of(request.user, CHANGE_RULE)),
    }
    return render(request, "people/evidence/evidence.html", context)


def _day(text: str, today: date) -> date:
    """The day asked for by the address; nonsense is today."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return today


def _anchor(level: float | None) -> str:
    """The words of the scale for the level reached in full."""
    scale = queries.default_scale()
    if level is None or scale is None:
        return ""
    reached = [anchor for anchor in scale.anchors if anchor["level"] <= level]
    return str(reached[-1].get("zh", "")) if reached else ""


@writes(CHANGE, form=True)
def add_rating(request: SignedInRequest, employee_id: int, competency_id: int) -> HttpResponse:
    """Record one rating. A supervisor rates the people of the own units, as their supervisor."""
    person = employee_or_404(employee_id, request.scope)
    about = competency_or_404(competency_id)
    url = reverse("people:evidence", args=[employee_id, competency_id])
    form = RatingForm(
        request.POST or None,
        sources=_sources(request),
        initial={"rated_on": timezone.localdate(), "source": "supervisor"},
    )

    def act(values: dict[str, Any]) -> str:
        rater = employee_of_user(request.user.pk)
        rating = NewRating(
            employee_id, competency_id, **values, rater_id=rater.pk if rater else None
        )
        services.record_ratings(ratings=[rating], origin="", by=request.actor, at=timezone.now())
        return url

    title = _("New rating of %(person)s") % {"person": person.name}
    back = f"{person.name}：{about.name}"
    lead = _("A rating is kept as given; a later one replaces its effect, not the record.")
    return answer(request, FormPage(form, title, act, url, back, lead=lead))


def _sources(request: SignedInRequest) -> list[tuple[str, Any]]:
    """The training unit enters results of every source; a supervisor speaks only as one."""
    if roles_of(request.user) & {Role.MANAGER, Role.COORDINATOR}:
        return queries.source_choices()
    return [(value, label) for value, label in queries.source_choices() if value == "supervisor"]


@writes(CHANGE_RULE, form=True)
def rule(request: SignedInRequest) -> HttpResponse:
    """How much each source counts and for how long."""
    form = RuleForm(request.POST or None, weights=queries.weights())
    back = reverse("people:employees")

    def act(_values: dict[str, Any]) -> str:
        services.set_source_rules(weights=form.weights(), by=request.actor, at=timezone.now())
        return reverse("people:source_rules")

    page = FormPage(
        form,
        _("How levels come from ratings"),
        act,
        back,
        _("Employees"),
        lead=_(
            "Of every source the latest rating counts as long as it is not too old; the level is the weighted mean. "
            "A change here computes every level again."
        ),
    )
    return answer(request, page)
