"""Something happened: say what, and let the planner mend the dates with the fewest changes."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.cycle.plan.annual_plan import queries as plans
from espalier.cycle.plan.permissions import CHANGE
from espalier.cycle.plan.timetable import forms, queries, services
from espalier.cycle.plan.timetable.naming import title_of
from espalier.cycle.policy.resources.queries import resources
from espalier.kit.http import SignedInRequest, writes
from espalier.kit.ui.form_pages import FormPage, answer, sent

SECONDS = 30


@writes(CHANGE, form=True)
def replan(request: SignedInRequest, scenario_id: int) -> HttpResponse:
    """Nothing moves before the difference was looked at and taken over."""
    scenario = plans.scenario_or_404(scenario_id)
    things = [(row.kind, row.code, f"{row.code} {row.name}") for row in resources()]
    start = {name: request.GET.get(name, "") for name in ("kind", "instructor", "room", "session")}
    form = forms.EventForm(
        sent(request),
        instructors=[(code, name) for kind, code, name in things if kind == "instructor"],
        rooms=[(code, name) for kind, code, name in things if kind == "room"],
        sessions=[
            (queries.code_of(row), f"{queries.code_of(row)} {title_of(row)}")
            for row in queries.sessions(scenario_id)
        ],
        initial=start,
    )
    back = reverse("plan:timetable_of", args=[scenario_id])

    def act(_told: dict[str, Any]) -> str:
        run = services.start_replan(
            scenario_id=scenario_id,
            events=[form.content()],
            seconds=SECONDS,
            by=request.actor,
            at=timezone.now(),
        )
        return reverse("plan:timetable_run", args=[run.pk])

    page = FormPage(
        form,
        _("Re-plan with the fewest changes"),
        act,
        back,
        scenario.name,
        lead=_("The planner changes as little as can be. You see every change before it counts."),
        button=_("Let the planner work"),
        done=_("The planner is at work."),
    )
    return answer(request, page)
