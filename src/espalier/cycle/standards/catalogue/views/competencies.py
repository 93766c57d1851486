"""The organisation's competencies: the list, one of them with what rests on it, its words."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espalier.cycle.standards.catalogue import queries, services
from espalier.cycle.standards.catalogue.forms import CompetencyForm
from espalier.kit.accounts.scope import scope_of
from espalier.kit.errors import Problem, Refused
from espalier.kit.http import SignedInRequest, reads, writes
from espalier.kit.thread.queries import steps, walk
from espalier.kit.ui.listing import list_response
from espalier.kit.ui.types import Column, EmptyState, Filter, ListSpec

VIEW, CHANGE, THREAD = "standards.view_standard", "standards.change_standard", "kit.view_thread"
KINDS = {
    "K": gettext_lazy("Knowledge"),
    "S": gettext_lazy("Skill"),
    "A": gettext_lazy("Attitude"),
}
COMPETENCIES = ListSpec(
    key="standards.competencies",
    title=gettext_lazy("Competencies"),
    columns=(
        Column("code", gettext_lazy("Code"), sort=("code",)),
        Column("kind", gettext_lazy("Kind"), value=lambda row: KINDS[row.kind], sort=("kind",)),
        Column("name", gettext_lazy("Title"), sort=("name",)),
        Column("name_en", gettext_lazy("English name"), shown=False),
        Column("definition", gettext_lazy("Definition"), shown=False),
        Column(
            "source",
            gettext_lazy("Source"),
            value=lambda row: source_label(row),
            sort=("source_item__standard__code_base", "source_item__code"),
        ),
        Column("is_active", gettext_lazy("In use"), sort=("is_active",)),
    ),
    filters=(
        Filter("kind", gettext_lazy("Kind"), choices=list(KINDS.items())),
        Filter(
            "is_active",
            gettext_lazy("In use"),
            choices=[("True", gettext_lazy("Yes")), ("False", gettext_lazy("No"))],
        ),
        Filter(
            "standard",
            gettext_lazy("Standard"),
            choices=queries.adopted_standard_choices,
            lookup="source_item__standard_id",
        ),
    ),
    search=queries.competencies_with_words,
    default_sort="code",
    row_url=lambda row: reverse("standards:competency", args=[row.pk]),
    empty=EmptyState(
        gettext_lazy("The organisation owns no competency yet"),
        gettext_lazy("Open a standard and adopt its knowledge, skills and attitudes."),
        "standards:list",
        gettext_lazy("Open the standards"),
    ),
)


def source_label(row: Any) -> str:
    """Where a competency came from, in one line; empty when the organisation wrote it."""
    item = row.source_item
    return f"{item.standard.raw_code or item.standard.title} {item.code}" if item else ""


@reads(VIEW)
def competency_list(request: SignedInRequest) -> HttpResponse:
    """All competencies, with those no longer in use."""
    return list_response(request, COMPETENCIES, queries.competencies(active_only=False))


@reads(VIEW)
def competency(request: SignedInRequest, competency_id: int) -> HttpResponse:
    """One competency: what it means, where it came from, who needs it and what raises it."""
    found = queries.competency(competency_id)
    may_walk = bool(scope_of(request.user, THREAD))
    down = steps(walk("standards.Competency", str(competency_id), "down")) if may_walk else []
    context = {
        "competency": found,
        "kind": KINDS[found.kind],
        "source": source_label(found),
        "steps": down,
        "may_walk": may_walk,
        "may_change": bool(scope_of(request.user, CHANGE)),
    }
    return render(request, "standards/catalogue/competency.html", context)


@writes(CHANGE, form=True)
def edit(request: SignedInRequest, competency_id: int) -> HttpResponse:
    """Change the organisation's words about a competency."""
    found = queries.competency(competency_id)
    initial = {name: getattr(found, name) for name in CompetencyForm.base_fields}
    sent = request.POST if request.method == "POST" else None
    form = CompetencyForm(sent, initial=initial)
    problems: list[Problem] = []
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_competency(
                competency_id=competency_id,
                values=form.cleaned_data,
                seen=form.seen(),
                by=request.actor,
                at=timezone.now(),
            )
        except Refused as refusal:
            problems = refusal.problems
        else:
            messages.success(request, _("The competency is saved."))
            return redirect("standards:competency", competency_id)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "competency": found, "problems": problems}
    return render(request, "standards/catalogue/competency_edit.html", context, status=status)
