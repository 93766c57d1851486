"""Pages of the climate: the result by factor and by group, and the survey that gives it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.cycle.learning_map.permitted import may
from espalier.cycle.needs.stakeholders import forms, queries, sampling, services
from espalier.cycle.needs.stakeholders.permissions import CHANGE, VIEW
from espalier.kit.http import SignedInRequest, reads, writes
from espalier.kit.ui.form_pages import FormPage, answer

TEMPLATES = "needs/stakeholders"


@reads(VIEW)
def climate(request: SignedInRequest) -> HttpResponse:
    """The newest survey, factor by factor; small groups and open surveys show no figure."""
    found = queries.climate(timezone.localdate())
    context = {
        "climate": found,
        "groups": queries.climate_by_group(found.round_id) if found else [],
        "may_change": may(request, CHANGE),
        "may_look": may(request, "kit.view_consultation"),
    }
    return render(request, f"{TEMPLATES}/climate.html", context)


@writes(CHANGE, form=True)
def climate_new(request: SignedInRequest) -> HttpResponse:
    """Ask about the climate; without an analysis the person begins one first."""
    analysis = queries.current_analysis()
    if analysis is None:
        messages.info(request, _("Begin the analysis first: say what it asks."))
        return redirect("needs:question")
    initial = {
        "title": _("Learning culture and transfer climate %(year)s") % {"year": analysis.year}
    }
    form = forms.SurveyForm(request.POST or None, initial=initial)

    def act(told: dict[str, Any]) -> str:
        at = timezone.now()
        services.open_climate_survey(
            analysis_id=analysis.pk,
            title=told["title"],
            title_en=told["title_en"],
            closes_on=told["closes_on"],
            parties=sampling.parties_of_units(
                told["units"], every=told["every"], on=timezone.localdate(at)
            ),
            by=request.actor,
            at=at,
        )
        return reverse("needs:climate")

    page = FormPage(
        form=form,
        title=_("Ask about culture and transfer climate"),
        lead=_(
            "The answers are anonymous; figures are shown when the survey is closed and enough people answered."
        ),
        act=act,
        back_url=reverse("needs:climate"),
        back=_("Culture and transfer climate"),
        button=_("Open the survey and invite"),
        done=_("The survey is open and the invitations are on their way."),
    )
    return answer(request, page)
