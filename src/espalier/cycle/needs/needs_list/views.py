"""Pages of needs: the list, one need with its sources, writing, causes, scores, ratings, criteria, analysis."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.cycle.needs.need_words import RESPONDENTS
from espalier.cycle.needs.needs_list import forms, linking, lists, pages, queries, services
from espalier.cycle.needs.needs_list.permissions import CHANGE, VIEW
from espalier.cycle.needs.permitted import may
from espalier.kit.errors import NotFound
from espalier.kit.http import SignedInRequest, reads, writes
from espalier.kit.ui.form_pages import FormPage, answer
from espalier.kit.ui.listing import list_response

TEMPLATES = "needs/needs_list"


@reads(VIEW)
def need_list(request: SignedInRequest) -> HttpResponse:
    context: dict[str, object] = {
        "may_change": may(request, CHANGE),
        "measured_on": queries.last_measured_on(),
    }
    template = f"{TEMPLATES}/list.html"
    return list_response(
        request, lists.NEEDS, queries.needs_for_list(), template=template, context=context
    )


@reads(VIEW)
def need(request: SignedInRequest, need_id: int) -> HttpResponse:
    """One need: where it was found, what it rests on, its gap, its causes and its scores."""
    context = pages.need_page(queries.need_or_404(need_id)) | {"may_change": may(request, CHANGE)}
    return render(request, f"{TEMPLATES}/need.html", context)


@writes(CHANGE, form=True)
def new(request: SignedInRequest) -> HttpResponse:
    """Write a need; a marked passage may be named in the address."""
    wanted = request.GET.get("extract", "")
    initial = {"extracts": [wanted]} if wanted.isdecimal() else {}
    form = forms.NeedForm(request.POST or None, initial=initial)
    return answer(request, _need_page(request, form, None))


@writes(CHANGE, form=True)
def edit(request: SignedInRequest, need_id: int) -> HttpResponse:
    """Change a need; two people at one need are told."""
    held = queries.need_or_404(need_id)
    links = queries.links_of(held)
    now: dict[str, Any] = {name: getattr(held, name) for name in services.PLAIN}
    now |= {link.name: [str(pk) for pk in getattr(links, link.name)] for link in linking.LINKS}
    form = forms.NeedForm(request.POST or None, initial=now, held=links)
    return answer(request, _need_page(request, form, held, now))


def _need_page(
    request: SignedInRequest, form: forms.NeedForm, held: Any, now: dict[str, Any] | None = None
) -> FormPage:
    def act(_told: dict[str, Any]) -> str:
        saved = services.save_need(
            need_id=held.pk if held else None,
            content=form.content(),
            links=form.links(),
            by=request.actor,
            at=timezone.now(),
        )
        return reverse("needs:need", args=[saved.pk])

    return FormPage(
        form=form,
        title=f"{held.code} {held.title}" if held else _("Write a need"),
        act=act,
        back_url=_need_url(held) if held else reverse("needs:needs"),
        back=held.code if held else _("Needs"),
        changed_at=held.updated_at if held else None,
        held=now,
    )


def _need_url(held: Any) -> str:
    return reverse("needs:need", args=[held.pk])


@writes(CHANGE)
def set_active(request: SignedInRequest, need_id: int) -> HttpResponse:
    """Stop pursuing a need, or take it up again."""
    wanted = request.POST.get("active") == "yes"
    services.set_active(need_id=need_id, is_active=wanted, by=request.actor, at=timezone.now())
    told = _("The need is pursued again.") if wanted else _("The need is no longer pursued.")
    messages.success(request, told)
    return redirect("needs:need", need_id)


@writes(CHANGE, form=True)
def cause(request: SignedInRequest, need_id: int) -> HttpResponse:
    """Ask the guided questions about one need."""
    held = queries.need_or_404(need_id)
    check = getattr(held, "cause_check", None)
    initial = {} if check is None else pages.cause_initial(check)
    form = forms.CauseForm(request.POST or None, initial=initial)

    def act(told: dict[str, Any]) -> str:
        services.check_cause(
            need_id=need_id,
            answers=form.answers(),
            alternative=told["alternative"],
            alternative_en=told["alternative_en"],
            reason=told["reason"],
            reason_en=told["reason_en"],
            on=timezone.localdate(),
            by=request.actor,
            at=timezone.now(),
        )
        return _need_url(held)

    page = FormPage(
        form=form,
        title=_("Is training the remedy?"),
        act=act,
        back_url=_need_url(held),
        back=f"{held.code} {held.title}",
        lead=f"{held.code} {held.title}",
        template=f"{TEMPLATES}/cause.html",
        parts={"climate": pages.climate_lines(timezone.localdate()), "need": held},
    )
    return answer(request, page)


@writes(CHANGE, form=True)
def scores(request: SignedInRequest, need_id: int) -> HttpResponse:
    """Mark one need on the criteria that people score."""
    held = queries.need_or_404(need_id)
    asked = [(c.pk, pages.named(c)) for c in queries.criteria() if c.score_from == "people"]
    given = queries.scores_of(need_id)
    initial: dict[str, Any] = {f"mark_{pk}": row.value for pk, row in given.items()}
    initial |= {f"reason_{pk}": row.reason for pk, row in given.items()}
    form = forms.ScoreForm(request.POST or None, criteria=asked, initial=initial)

    def act(_told: dict[str, Any]) -> str:
        services.score_need(
            need_id=need_id, scores=form.scores(), by=request.actor, at=timezone.now()
        )
        return _need_url(held)

    lead = _("Marks from 1 (little) to 5 (much). What is left empty is not counted.")
    page = FormPage(
        form, _("Score the need"), act, _need_url(held), f"{held.code} {held.title}", lead
    )
    return answer(request, page)


@reads(VIEW)
def criteria(request: SignedInRequest) -> HttpResponse:
    """The criteria with their weights, the order they make, and how much hangs on each weight."""
    context = pages.criteria_page() | {"may_change": may(request, CHANGE)}
    return render(request, f"{TEMPLATES}/criteria.html", context)


@writes(CHANGE, form=True)
def weights(request: SignedInRequest) -> HttpResponse:
    """Change the weights."""
    rows = [(c.pk, pages.named(c), c.weight) for c in queries.criteria()]
    form = forms.WeightForm(request.POST or None, criteria=rows)
    back = reverse("needs:criteria")

    def act(_told: dict[str, Any]) -> str:
        services.set_weights(weights=form.weights(), by=request.actor, at=timezone.now())
        return back

    lead = _("Only their proportion counts: weights are brought to a sum of 1.")
    return answer(request, FormPage(form, _("Change the weights"), act, back, _("Criteria"), lead))


@writes(CHANGE)
def measure(request: SignedInRequest) -> HttpResponse:
    """Measure the gaps of all needs today."""
    n = services.measure_gaps(on=timezone.localdate(), by=request.actor, at=timezone.now())
    messages.success(request, _("%(n)s gaps were measured today.") % {"n": n})
    return redirect("needs:needs")


@writes(CHANGE, form=True)
def rate(request: SignedInRequest) -> HttpResponse:
    """Record what one respondent says of all needs."""
    kind = request.GET.get("kind", "")
    mark = request.GET.get("respondent", "")[:40]
    if kind and kind not in RESPONDENTS:
        raise NotFound
    asked = [(int(pk), label) for pk, label in queries.need_choices()]
    initial: dict[str, Any] = {"rated_on": timezone.localdate(), "respondent": mark}
    initial["respondent_kind"] = kind or "learner"
    for pk, row in (queries.ratings_of(kind, mark) if mark else {}).items():
        initial |= {f"importance_{pk}": row.importance, f"degree_{pk}": row.degree}
    form = forms.RatingForm(request.POST or None, needs=asked, initial=initial)
    back = reverse("needs:analysis")

    def act(told: dict[str, Any]) -> str:
        services.rate_needs(
            respondent_kind=told["respondent_kind"],
            respondent=told["respondent"],
            marks=form.marks(),
            on=told["rated_on"],
            by=request.actor,
            at=timezone.now(),
        )
        return back

    lead = _("How important is each need, and how far is it met today? 1 not at all, 5 fully.")
    title, template = _("Rate the needs"), f"{TEMPLATES}/rate.html"
    return answer(request, FormPage(form, title, act, back, _("Analysis"), lead, template=template))


@reads(VIEW)
def analysis(request: SignedInRequest) -> HttpResponse:
    """PNI, Borich, IPA and Locus for Focus over all ratings, and needs by where they are seen from."""
    context = pages.analysis_page() | {"may_change": may(request, CHANGE)}
    return render(request, f"{TEMPLATES}/analysis.html", context)
