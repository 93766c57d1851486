"""Pages of the register: stakeholders, the grid, who was not heard, what the analysis asks."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.cycle.learning_map.permitted import may
from espalier.cycle.needs.stakeholders import drawing, forms, lists, queries, rules, services
from espalier.cycle.needs.stakeholders.permissions import CHANGE, VIEW
from espalier.cycle.needs.stakeholders.types import AnalysisContent
from espalier.kit.http import SignedInRequest, reads, writes
from espalier.kit.ui.form_pages import FormPage, answer
from espalier.kit.ui.listing import list_response

TEMPLATES = "needs/stakeholders"


@reads(VIEW)
def stakeholder_list(request: SignedInRequest) -> HttpResponse:
    context: dict[str, object] = {
        "may_change": may(request, CHANGE),
        "analysis": queries.current_analysis(),
    }
    rows, template = queries.stakeholders_for_list(), f"{TEMPLATES}/list.html"
    return list_response(request, lists.STAKEHOLDERS, rows, template=template, context=context)


@reads(VIEW)
def stakeholder(request: SignedInRequest, stakeholder_id: int) -> HttpResponse:
    """One stakeholder: what the register says, what they said, what it moved."""
    found = queries.stakeholder_or_404(stakeholder_id)
    analysis = queries.current_analysis()
    said = [
        line
        for line in queries.consultation_log(analysis)
        if (line.party_kind, line.party_id) == (queries.STAKEHOLDER, str(found.pk))
    ]
    context = {
        "stakeholder": found,
        "analysis": analysis,
        "field": drawing.field_words()[rules.field_of(found.power, found.interest)],
        "is_heard": found.pk in queries.heard_ids(analysis),
        "said": said,
        "considerations": queries.considerations_of(found.pk),
        "may_change": may(request, CHANGE),
    }
    return render(request, f"{TEMPLATES}/stakeholder.html", context)


@reads(VIEW)
def grid(request: SignedInRequest) -> HttpResponse:
    """The power × interest grid with its table."""
    rows = queries.stakeholders()
    words = drawing.field_words()
    context = {
        "chart": drawing.grid(rows),
        "rows": [(row, words[rules.field_of(row.power, row.interest)]) for row in rows],
        "n": len(rows),
    }
    return render(request, f"{TEMPLATES}/grid.html", context)


@reads(VIEW)
def unheard(request: SignedInRequest) -> HttpResponse:
    """Every group to be heard, who of it was, and the reason where nobody was."""
    analysis = queries.current_analysis()
    rows = queries.stakeholders(analysis=analysis)
    silent = queries.unheard(rows)
    words = dict(queries.group_choices())
    order = [value for value, _label in queries.group_choices()]
    groups = [
        (words[group], [row for row in rows if row.group == group])
        for group in rules.groups_to_hear(rows, order)
    ]
    context = {
        "analysis": analysis,
        "silent": [(each, words[each.group]) for each in silent],
        "n_without_reason": sum(1 for each in silent if not each.reason),
        "groups": [(word, some, sum(1 for row in some if row.is_heard)) for word, some in groups],
        "may_change": may(request, CHANGE),
    }
    return render(request, f"{TEMPLATES}/unheard.html", context)


@writes(CHANGE, form=True)
def stakeholder_new(request: SignedInRequest) -> HttpResponse:
    """Add a stakeholder to the register."""
    form = forms.StakeholderForm(request.POST or None)

    def act(_told: object) -> str:
        row = services.save_stakeholder(
            stakeholder_id=None, content=form.content(), by=request.actor, at=timezone.now()
        )
        return reverse("needs:stakeholder", args=[row.pk])

    page = FormPage(
        form=form,
        title=_("Add a stakeholder"),
        act=act,
        back_url=reverse("needs:stakeholders"),
        back=_("Stakeholders"),
    )
    return answer(request, page)


@writes(CHANGE, form=True)
def stakeholder_edit(request: SignedInRequest, stakeholder_id: int) -> HttpResponse:
    """Change what the register says of a stakeholder."""
    found = queries.stakeholder_or_404(stakeholder_id)
    initial = forms.initial_stakeholder(queries.content_of(found))
    form = forms.StakeholderForm(request.POST or None, initial=initial)
    url = reverse("needs:stakeholder", args=[stakeholder_id])

    def act(_told: object) -> str:
        services.save_stakeholder(
            stakeholder_id=stakeholder_id,
            content=form.content(),
            by=request.actor,
            at=timezone.now(),
        )
        return url

    page = FormPage(
        form=form,
        title=_("Change the stakeholder"),
        act=act,
        back_url=url,
        back=f"{found.code} {found.name}",
        changed_at=found.updated_at,
        held=initial,
    )
    return answer(request, page)


@writes(CHANGE)
def stakeholder_active(request: SignedInRequest, stakeholder_id: int) -> HttpResponse:
    """Take a stakeholder out of the register, or back."""
    wanted = request.POST.get("active") == "yes"
    services.set_active(
        stakeholder_id=stakeholder_id, is_active=wanted, by=request.actor, at=timezone.now()
    )
    told = _("The stakeholder is in the register again.")
    if not wanted:
        told = _("The stakeholder was taken out of the register.")
    messages.success(request, told)
    return redirect("needs:stakeholder", stakeholder_id)


@writes(CHANGE, form=True)
def analysis(request: SignedInRequest) -> HttpResponse:
    """Change what the analysis under way asks; begin the first one."""
    found = queries.current_analysis()
    return _analysis_page(request, found.pk if found else None)


@writes(CHANGE, form=True)
def analysis_new(request: SignedInRequest) -> HttpResponse:
    """Begin the analysis of another plan year."""
    return _analysis_page(request, None)


def _analysis_page(request: SignedInRequest, analysis_id: int | None) -> HttpResponse:
    if analysis_id is None:
        held, changed_at = None, None
        initial = forms.initial_analysis(AnalysisContent(timezone.localdate().year + 1))
    else:
        row = queries.analysis_or_404(analysis_id)
        initial = held = forms.initial_analysis(queries.analysis_content(row))
        changed_at = row.updated_at
    form = forms.AnalysisForm(request.POST or None, initial=initial)

    def act(_told: object) -> str:
        services.save_analysis(
            analysis_id=analysis_id, content=form.content(), by=request.actor, at=timezone.now()
        )
        return reverse("needs:stakeholders")

    page = FormPage(
        form=form,
        title=_("What the analysis asks"),
        lead=_("Consultations and considerations belong to the analysis of one plan year."),
        act=act,
        back_url=reverse("needs:stakeholders"),
        back=_("Stakeholders"),
        changed_at=changed_at,
        held=held,
    )
    return answer(request, page)


@writes(CHANGE, form=True)
def unheard_reason(request: SignedInRequest, subject: str) -> HttpResponse:
    """Say why a group, or a stakeholder by number, is not heard. Raises: Http404."""
    found = queries.current_analysis()
    silent = {
        each.group if each.stakeholder_id is None else str(each.stakeholder_id): each
        for each in queries.unheard()
    }
    if found is None or subject not in silent:
        raise Http404
    each = silent[subject]
    initial = {"reason": each.reason, "reason_en": each.reason_en}
    form = forms.ReasonForm(request.POST or None, initial=initial)
    url = reverse("needs:unheard")

    def act(told: dict[str, str]) -> str:
        services.record_unheard_reason(
            analysis_id=found.pk,
            group=each.group if each.stakeholder_id is None else "",
            stakeholder_id=each.stakeholder_id,
            reason=told["reason"],
            reason_en=told["reason_en"],
            by=request.actor,
            at=timezone.now(),
        )
        return url

    name = each.name or str(dict(queries.group_choices())[each.group])
    page = FormPage(
        form=form,
        title=_("Why %(name)s is not heard") % {"name": name},
        lead=_("The document shows the reason; without it the analysis cannot be reviewed."),
        act=act,
        back_url=url,
        back=_("Heard and not heard"),
    )
    return answer(request, page)
