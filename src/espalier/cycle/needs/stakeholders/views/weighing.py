"""Pages of what must be weighed: considerations and the log of consultations."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.cycle.learning_map.permitted import may
from espalier.cycle.needs.stakeholders import forms, queries, services
from espalier.cycle.needs.stakeholders.permissions import CHANGE, VIEW
from espalier.kit.http import SignedInRequest, reads, writes
from espalier.kit.ui.form_pages import FormPage, answer

TEMPLATES = "needs/stakeholders"


@reads(VIEW)
def considerations(request: SignedInRequest) -> HttpResponse:
    """Everything to weigh, by kind, with its support."""
    analysis = queries.current_analysis()
    rows = queries.considerations(analysis=analysis)
    context = {
        "analysis": analysis,
        "kinds": [
            (label, [row for row in rows if row.kind == value])
            for value, label in queries.kind_choices()
        ],
        "n": len(rows),
        "may_change": may(request, CHANGE),
    }
    return render(request, f"{TEMPLATES}/considerations.html", context)


@reads(VIEW)
def consideration(request: SignedInRequest, consideration_id: int) -> HttpResponse:
    """One consideration with the words that moved it."""
    found = queries.consideration_or_404(consideration_id)
    context = {"consideration": found, "may_change": may(request, CHANGE)}
    return render(request, f"{TEMPLATES}/consideration.html", context)


@writes(CHANGE, form=True)
def consideration_new(request: SignedInRequest) -> HttpResponse:
    """Write down something to weigh; without an analysis the person begins one first."""
    analysis = queries.current_analysis()
    if analysis is None:
        messages.info(request, _("Begin the analysis first: say what it asks."))
        return redirect("needs:question")
    form = forms.ConsiderationForm(request.POST or None, analysis=analysis)

    def act(_told: object) -> str:
        row = services.save_consideration(
            analysis_id=analysis.pk,
            consideration_id=None,
            content=form.content(),
            by=request.actor,
            at=timezone.now(),
        )
        return reverse("needs:consideration", args=[row.pk])

    page = FormPage(
        form=form,
        title=_("Write down a consideration"),
        act=act,
        back_url=reverse("needs:considerations"),
        back=_("Considerations"),
    )
    return answer(request, page)


@writes(CHANGE, form=True)
def consideration_edit(request: SignedInRequest, consideration_id: int) -> HttpResponse:
    """Change a consideration."""
    found = queries.consideration_or_404(consideration_id)
    held = queries.consideration_content(found)
    initial = forms.initial_consideration(held)
    form = forms.ConsiderationForm(request.POST or None, initial=initial, analysis=found.analysis)
    url = reverse("needs:consideration", args=[consideration_id])

    def act(_told: object) -> str:
        services.save_consideration(
            analysis_id=found.analysis_id,
            consideration_id=consideration_id,
            content=form.content(held),
            by=request.actor,
            at=timezone.now(),
        )
        return url

    page = FormPage(
        form=form,
        title=_("Change the consideration"),
        act=act,
        back_url=url,
        back=found.code,
        changed_at=found.updated_at,
        held=initial,
    )
    return answer(request, page)


@writes(CHANGE)
def consideration_remove(request: SignedInRequest, consideration_id: int) -> HttpResponse:
    """Take a consideration back; refused while something rests on it."""
    services.remove_consideration(
        consideration_id=consideration_id, by=request.actor, at=timezone.now()
    )
    messages.success(request, _("The consideration was removed."))
    return redirect("needs:considerations")


@reads(VIEW)
def consultations(request: SignedInRequest) -> HttpResponse:
    """The rounds of the analysis and who said what in them."""
    analysis = queries.current_analysis()
    context = {
        "analysis": analysis,
        "rounds": queries.rounds_of_analysis(analysis),
        "lines": queries.consultation_log(analysis),
        "may_open": may(request, "kit.manage_consultation"),
        "may_look": may(request, "kit.view_consultation"),
    }
    return render(request, f"{TEMPLATES}/consultations.html", context)
