"""Pages of goals: the matrix, the three lists, one record, its forms."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.cycle.policy.goals import forms, lists, pages, queries, services
from espalier.cycle.policy.goals.permissions import CHANGE, VIEW
from espalier.cycle.policy.goals.types import Level
from espalier.cycle.policy.goals.wording import NEW, PLURAL, SINGULAR
from espalier.kit.accounts.scope import scope_of
from espalier.kit.errors import NotFound
from espalier.kit.http import SignedInRequest, reads, writes
from espalier.kit.ui.form_pages import FormPage, answer, sent
from espalier.kit.ui.listing import list_response

TEMPLATES = "policy/goals"


def _level(word: str) -> Level:
    if word not in set(Level):
        raise NotFound
    return Level(word)


def _list_url(level: Level) -> str:
    return reverse("policy:goal_list", args=[level.value])


@reads(VIEW)
def matrix(request: SignedInRequest) -> HttpResponse:
    """Goals × directions × clauses, and what is missing with the act that mends it."""
    context = {
        "page": pages.matrix_page(queries.matrix()),
        "may_change": bool(scope_of(request.user, CHANGE)),
        "levels": [(level.value, PLURAL[level], NEW[level]) for level in Level],
    }
    return render(request, f"{TEMPLATES}/matrix.html", context)


@reads(VIEW)
def goal_list(request: SignedInRequest, level: str) -> HttpResponse:
    which = _level(level)
    context: dict[str, object] = {
        "may_change": bool(scope_of(request.user, CHANGE)),
        "level": which.value,
        "new_title": NEW[which],
        "import_kind": pages.IMPORT_KINDS[which],
    }
    template = f"{TEMPLATES}/list.html"
    return list_response(
        request, lists.LISTS[which], queries.records(which), template=template, context=context
    )


@reads(VIEW)
def goal(request: SignedInRequest, level: str, record_id: int) -> HttpResponse:
    """One goal or direction: what it says, what it serves, what rests on it, its history."""
    which = _level(level)
    record = queries.record_or_404(which, record_id)
    context = {
        "page": pages.record_page(which, record),
        "record": record,
        "level": which.value,
        "singular": SINGULAR[which],
        "plural": PLURAL[which],
        "may_change": bool(scope_of(request.user, CHANGE)),
    }
    return render(request, f"{TEMPLATES}/goal.html", context)


@writes(CHANGE, form=True)
def new(request: SignedInRequest, level: str) -> HttpResponse:
    """Write a goal or direction; ``?serves=ID`` ticks what it serves."""
    which = _level(level)
    form = forms.GoalForm(which, sent(request), initial={"serves": request.GET.getlist("serves")})

    def act(_values: dict[str, Any]) -> str:
        services.save_goal(level=which, values=form.values(), by=request.actor, at=timezone.now())
        return _list_url(which)

    page = FormPage(
        form,
        NEW[which],
        act,
        _list_url(which),
        PLURAL[which],
        draft=(f"policy.{which.value}", ""),
    )
    return answer(request, page)


@writes(CHANGE, form=True)
def edit(request: SignedInRequest, level: str, record_id: int) -> HttpResponse:
    """Change a goal or direction; two people at one record are told."""
    which = _level(level)
    record = queries.record_or_404(which, record_id)
    held = forms.initial_of(which, record)
    form = forms.GoalForm(which, sent(request), initial=dict(held))
    back = reverse("policy:goal", args=[which.value, record_id])

    def act(_values: dict[str, Any]) -> str:
        services.save_goal(
            level=which,
            record_id=record_id,
            values=form.values(),
            by=request.actor,
            at=timezone.now(),
        )
        return back

    title = f"{queries.key_of(which, record)} {record.text}"
    page = FormPage(
        form,
        title,
        act,
        back,
        SINGULAR[which],
        changed_at=record.updated_at,
        held=held,
        draft=(f"policy.{which.value}", str(record_id)),
    )
    return answer(request, page)


@writes(CHANGE, form=True)
def end(request: SignedInRequest, level: str, record_id: int) -> HttpResponse:
    which = _level(level)
    record = queries.record_or_404(which, record_id)
    form = forms.EndForm(sent(request), initial={"on": timezone.localdate()})
    back = reverse("policy:goal", args=[which.value, record_id])

    def act(values: dict[str, Any]) -> str:
        services.end_goal(
            level=which, record_id=record_id, **values, by=request.actor, at=timezone.now()
        )
        return back

    page = FormPage(
        form,
        f"{queries.key_of(which, record)} {record.text}",
        act,
        back,
        SINGULAR[which],
        lead=_("It stays in the records, but no matrix and no document counts it any more."),
        button=_("End it"),
        danger=True,
    )
    return answer(request, page)


@writes(CHANGE)
def resume(request: SignedInRequest, level: str, record_id: int) -> HttpResponse:
    which = _level(level)
    services.resume_goal(level=which, record_id=record_id, by=request.actor, at=timezone.now())
    messages.success(request, _("It is pursued again."))
    return redirect("policy:goal", which.value, record_id)


@writes(CHANGE, form=True)
def delete(request: SignedInRequest, level: str, record_id: int) -> HttpResponse:
    """Ask, then delete what no clause rests on; the refusal lists the clauses."""
    which = _level(level)
    record = queries.record_or_404(which, record_id)

    def act(_values: dict[str, Any]) -> str:
        services.delete_goal(level=which, record_id=record_id, by=request.actor, at=timezone.now())
        return _list_url(which)

    page = FormPage(
        Form(sent(request)),
        f"{queries.key_of(which, record)} {record.text}",
        act,
        reverse("policy:goal", args=[which.value, record_id]),
        SINGULAR[which],
        lead=_("It is deleted for good, with its links. What clauses rest on can only be ended."),
        button=_("Delete for good"),
        done=_("It was deleted."),
        danger=True,
    )
    return answer(request, page)
