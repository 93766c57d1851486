"""Changes during the year (計畫外、異動、取消) and the monthly achievement (計畫達成率)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.cycle.plan.annual_plan import asking, forms, lists, pages, queries, services
from espalier.cycle.plan.annual_plan.views.planner import TEMPLATES
from espalier.cycle.plan.annual_plan.wording import CHANGE_KINDS, CHANGE_STATES
from espalier.cycle.plan.permissions import ASK_CHANGE, VIEW
from espalier.cycle.plan.permitted import may
from espalier.kit.approval.queries import latest_run, procedures_for
from espalier.kit.errors import Problem, Refused
from espalier.kit.http import SignedInRequest, reads, writes
from espalier.kit.ui.form_pages import FormPage, answer, sent
from espalier.kit.ui.listing import list_response


@reads(VIEW)
def changes(request: SignedInRequest, plan_id: int) -> HttpResponse:
    plan = queries.plan_or_404(plan_id)
    context = {"plan": plan, "may_ask": may(request, ASK_CHANGE) and plan.approved_at is not None}
    return list_response(
        request,
        lists.CHANGES,
        queries.changes(plan_id),
        template=f"{TEMPLATES}/changes.html",
        context=context,
    )


@writes(ASK_CHANGE, form=True)
def change_new(request: SignedInRequest, plan_id: int) -> HttpResponse:
    """Ask for a change of the approved plan."""
    plan = queries.plan_or_404(plan_id)
    start = {name: request.GET.get(name, "") for name in ("module", "kind")}
    return _change_form(request, plan_id, None, {**start, "effective_on": timezone.localdate()},
                        back=reverse("plan:changes", args=[plan_id]), name=plan.title)  # fmt: skip


@writes(ASK_CHANGE, form=True)
def change_edit(request: SignedInRequest, change_id: int) -> HttpResponse:
    """Correct a change that is not in review."""
    found = queries.change_or_404(change_id)
    told = {
        **found.after,
        "kind": found.kind,
        "module": str(found.module_id),
        "effective_on": found.effective_on,
        "reason": found.reason,
    }
    if isinstance(told.get("months"), str):
        told["months"] = [int(n) for n in str(told["months"]).split(",")]
    return _change_form(request, found.plan_id, change_id, told,
                        back=reverse("plan:change", args=[change_id]), name=found.number)  # fmt: skip


def _change_form(
    request: SignedInRequest,
    plan_id: int,
    change_id: int | None,
    start: dict[str, Any],
    *,
    back: str,
    name: str,
) -> HttpResponse:
    modules = [(str(pk), f"{told[0]} {told[1]}") for pk, told in queries.module_titles().items()]
    form = forms.ChangeForm(sent(request), modules=modules, initial=start)

    def act(_told: dict[str, Any]) -> str:
        made = services.write_change(
            plan_id=plan_id,
            content=form.content(),
            change_id=change_id,
            by=request.actor,
            at=timezone.now(),
        )
        return reverse("plan:change", args=[made.pk])

    return answer(request, FormPage(form, _("Change of the annual plan"), act, back, name))


@reads(VIEW)
def change(request: SignedInRequest, change_id: int) -> HttpResponse:
    """What is asked, before and after, and how far it is."""
    return _change_page(request, change_id, [])


def _change_page(request: SignedInRequest, change_id: int, problems: list[Problem]) -> HttpResponse:
    found = queries.change_or_404(change_id)
    is_open = found.state in {"draft", "refused"}
    procedures = [(c.code, c.title) for c in procedures_for(services.CHANGE_SUBJECT)]
    review = latest_run(services.CHANGE_SUBJECT, change_id)
    context = {
        "change": found,
        "title": lists.title_of(found),
        "kind": CHANGE_KINDS[found.kind],
        "state_words": CHANGE_STATES[found.state],
        "rows": pages.change_rows(found),
        "difference": asking.cost_difference(found),
        "review": review,
        "sees_review": review is not None and request.user.has_perm("kit.view_approval"),
        "form": forms.SendForm(procedures=procedures),
        "may_send": is_open and may(request, ASK_CHANGE),
        "may_delete": found.state == "draft" and review is None and may(request, ASK_CHANGE),
        "found_problems": problems,
    }
    return render(request, f"{TEMPLATES}/change.html", context, status=422 if problems else 200)


@writes(ASK_CHANGE)
def change_send(request: SignedInRequest, change_id: int) -> HttpResponse:
    """Send it into review."""
    code = request.POST.get("procedure", "")
    try:
        services.send_change(
            change_id=change_id, procedure_code=code, by=request.actor, at=timezone.now()
        )
    except Refused as refusal:
        return _change_page(request, change_id, list(refusal.problems))
    messages.success(request, _("The change was sent into review."))
    return redirect("plan:change", change_id)


@writes(ASK_CHANGE)
def change_delete(request: SignedInRequest, change_id: int) -> HttpResponse:
    plan_id = queries.change_or_404(change_id).plan_id
    try:
        services.delete_change(change_id=change_id, by=request.actor, at=timezone.now())
    except Refused as refusal:
        return _change_page(request, change_id, list(refusal.problems))
    messages.success(request, _("The change was dropped."))
    return redirect("plan:changes", plan_id)


@reads(VIEW)
def achievement(request: SignedInRequest, plan_id: int) -> HttpResponse:
    """計畫達成率 month by month."""
    plan = queries.plan_or_404(plan_id)
    rows = pages.achieved(plan.chosen_id) if plan.chosen_id else []
    context = {
        "plan": plan,
        "rows": [(pages.month_name(row.month), pages.rate_words(row.rate), row) for row in rows],
        "chart": pages.achievement_chart(rows, plan.year) if rows else None,
        "changes": [
            (CHANGE_KINDS[kind], n) for kind, n in queries.n_changes_by_kind(plan_id).items()
        ],
    }
    return render(request, f"{TEMPLATES}/achievement.html", context)
