"""Pages of the handbook: chapters, clauses, the RACI table, the training system."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.cycle.policy.goals import queries as goals
from espalier.cycle.policy.handbook import forms, lists, pages, queries, services
from espalier.cycle.policy.handbook.permissions import CHANGE
from espalier.kit.accounts.scope import scope_of
from espalier.kit.errors import Text
from espalier.kit.http import SignedInRequest, reads, writes
from espalier.kit.ui.form_pages import FormPage, answer, sent
from espalier.kit.ui.listing import list_response

# The clauses in work are read by those who read the goals; everybody reads the published document.
READ = "policy.view_goal"
TEMPLATES = "policy/handbook"


def _may_change(request: SignedInRequest) -> bool:
    return bool(scope_of(request.user, CHANGE))


@reads(READ)
def handbook(request: SignedInRequest) -> HttpResponse:
    """The sixteen chapters with their clauses and the templates to begin with."""
    found = pages.chapter_pages()
    context = {
        "chapters": found,
        "n_clauses": sum(len(each.clauses) for each in found),
        "n_unadapted": sum(each.n_unadapted for each in found),
        "n_empty": sum(not each.clauses for each in found),
        "may_change": _may_change(request),
    }
    return render(request, f"{TEMPLATES}/handbook.html", context)


@reads(READ)
def clause_list(request: SignedInRequest) -> HttpResponse:
    context: dict[str, object] = {"may_change": _may_change(request)}
    template = f"{TEMPLATES}/clauses.html"
    return list_response(
        request, lists.CLAUSES, queries.clauses(), template=template, context=context
    )


@reads(READ)
def clause(request: SignedInRequest, clause_id: int) -> HttpResponse:
    found = queries.clause_or_404(clause_id)
    context = {
        "clause": found,
        "page": pages.clause_page(found),
        "may_change": _may_change(request),
    }
    return render(request, f"{TEMPLATES}/clause.html", context)


@writes(CHANGE, form=True)
def clause_new(request: SignedInRequest) -> HttpResponse:
    """Write a clause; ``?chapter=N`` and ``?directions=ID`` begin it."""
    asked = request.GET.get("chapter", "")
    chapter = int(asked) if asked.isdecimal() and len(asked) < 3 else 1
    initial = {
        "chapter": chapter,
        "number": queries.next_number(chapter),
        "direction_ids": request.GET.getlist("directions"),
    }
    form = forms.ClauseForm(sent(request), initial=initial)

    def act(_values: dict[str, Any]) -> str:
        saved = services.save_clause(values=form.values(), by=request.actor, at=timezone.now())
        return reverse("policy:clause", args=[saved.pk])

    page = FormPage(
        form,
        _("Write a clause"),
        act,
        reverse("policy:handbook"),
        _("Handbook by chapter"),
        draft=("policy.clause", f"new{chapter}"),
    )
    return answer(request, page)


@writes(CHANGE, form=True)
def clause_edit(request: SignedInRequest, clause_id: int) -> HttpResponse:
    """Change a clause; two people at one clause are told, and neither text is lost."""
    found = queries.clause_or_404(clause_id)
    linked = goals.direction_ids_of_clauses().get(clause_id, [])
    held = forms.initial_of_clause(found, linked)
    form = forms.ClauseForm(sent(request), initial=dict(held), asks_to_read=not found.is_adapted)
    back = reverse("policy:clause", args=[clause_id])

    def act(_values: dict[str, Any]) -> str:
        services.save_clause(
            clause_id=clause_id, values=form.values(), by=request.actor, at=timezone.now()
        )
        return back

    lead = ""
    if not found.is_adapted:
        lead = _("This is a template, to be adapted: read it, fill in what is marked, change it.")
    page = FormPage(
        form,
        f"{found.chapter}.{found.number} {found.title}",
        act,
        back,
        _("Clause"),
        lead=lead,
        changed_at=found.updated_at,
        held=held,
        draft=("policy.clause", str(clause_id)),
    )
    return answer(request, page)


@writes(CHANGE, form=True)
def clause_end(request: SignedInRequest, clause_id: int) -> HttpResponse:
    found = queries.clause_or_404(clause_id)
    form = forms.EndForm(sent(request), initial={"on": timezone.localdate()})
    back = reverse("policy:clause", args=[clause_id])

    def act(values: dict[str, Any]) -> str:
        services.end_clause(clause_id=clause_id, **values, by=request.actor, at=timezone.now())
        return reverse("policy:handbook")

    page = FormPage(
        form,
        f"{found.chapter}.{found.number} {found.title}",
        act,
        back,
        _("Clause"),
        lead=_("It stays in the records, but the handbook no longer shows it."),
        button=_("End it"),
        danger=True,
    )
    return answer(request, page)


@writes(CHANGE)
def clause_begin(request: SignedInRequest) -> HttpResponse:
    """Begin a clause with a template and go on to adapt it."""
    begun = services.begin_with_template(
        key=request.POST.get("template", ""), by=request.actor, at=timezone.now()
    )
    messages.info(request, _("This is a template: adapt it before the handbook is reviewed."))
    return redirect("policy:clause_edit", begun.pk)


@reads(READ)
def raci(request: SignedInRequest) -> HttpResponse:
    """Who does what in training, with what is wrong in the table."""
    context = {
        "page": pages.raci_page(queries.raci_table()),
        "legend": pages.legend(),
        "may_change": _may_change(request),
    }
    return render(request, f"{TEMPLATES}/raci.html", context)


@writes(CHANGE, form=True)
def activity_new(request: SignedInRequest) -> HttpResponse:
    form = forms.ActivityForm(queries.raci_table(), sent(request))
    return _activity_form(request, form, None, _("Write an activity"))


@writes(CHANGE, form=True)
def activity_edit(request: SignedInRequest, activity_id: int) -> HttpResponse:
    found = queries.activity_or_404(activity_id)
    table = queries.raci_table()
    line = next(each for each in table.lines if each.id == activity_id)
    initial = {"code": found.code, "name": found.name, "name_en": found.name_en}
    initial |= {f"role_{role}": letters for role, letters in line.letters.items()}
    form = forms.ActivityForm(table, sent(request), initial=initial)
    return _activity_form(request, form, activity_id, f"{found.code} {found.name}")


def _activity_form(
    request: SignedInRequest, form: forms.ActivityForm, activity_id: int | None, title: str
) -> HttpResponse:
    back = reverse("policy:raci")

    def act(values: dict[str, Any]) -> str:
        services.save_activity(
            activity_id=activity_id,
            code=values["code"],
            name=values["name"],
            name_en=values["name_en"],
            letters=form.letters(),
            by=request.actor,
            at=timezone.now(),
        )
        return back

    return answer(request, FormPage(form, title, act, back, _("Who does what (RACI)")))


@writes(CHANGE, form=True)
def activity_delete(request: SignedInRequest, activity_id: int) -> HttpResponse:
    found = queries.activity_or_404(activity_id)
    back = reverse("policy:raci")

    def act(_values: dict[str, Any]) -> str:
        services.delete_activity(activity_id=activity_id, by=request.actor, at=timezone.now())
        return back

    lead = _("The line is taken out of the table for good.")
    return _deletion(request, found, act, back, _("Who does what (RACI)"), lead)


def _deletion(
    request: SignedInRequest,
    found: Any,
    act: Callable[[dict[str, Any]], str],
    back_url: str,
    back: Text,
    lead: Text,
) -> HttpResponse:
    """Asks before a record with code and name is deleted."""
    page = FormPage(
        Form(sent(request)),
        f"{found.code} {found.name}",
        act,
        back_url,
        back,
        lead=lead,
        button=_("Delete for good"),
        done=_("It was deleted."),
        danger=True,
    )
    return answer(request, page)


@reads(READ)
def system(request: SignedInRequest) -> HttpResponse:
    may_change = _may_change(request)
    context: dict[str, object] = {"may_change": may_change}
    template = f"{TEMPLATES}/system.html"
    # A part of the system has no page of its own but its form: only who may change it is led there.
    spec = lists.CATEGORIES if may_change else replace(lists.CATEGORIES, row_url=None)
    return list_response(
        request,
        spec,
        queries.training_categories(),
        template=template,
        context=context,
    )


@writes(CHANGE, form=True)
def category_new(request: SignedInRequest) -> HttpResponse:
    form = forms.CategoryForm(sent(request))
    return _category_form(request, form, None, _("Write a part of the system"))


@writes(CHANGE, form=True)
def category_edit(request: SignedInRequest, category_id: int) -> HttpResponse:
    found = queries.category_or_404(category_id)
    held = forms.initial_of_category(found)
    form = forms.CategoryForm(sent(request), initial=dict(held))
    title = f"{found.code} {found.name}"
    return _category_form(request, form, found, title, held)


def _category_form(
    request: SignedInRequest,
    form: forms.CategoryForm,
    found: Any,
    title: str,
    held: dict[str, Any] | None = None,
) -> HttpResponse:
    back = reverse("policy:system")

    def act(values: dict[str, Any]) -> str:
        services.save_category(
            category_id=found.pk if found else None,
            values=values,
            by=request.actor,
            at=timezone.now(),
        )
        return back

    page = FormPage(
        form,
        title,
        act,
        back,
        _("System of training"),
        changed_at=found.updated_at if found else None,
        held=held,
        delete_url=reverse("policy:category_delete", args=[found.pk]) if found else "",
    )
    return answer(request, page)


@writes(CHANGE, form=True)
def category_delete(request: SignedInRequest, category_id: int) -> HttpResponse:
    found = queries.category_or_404(category_id)
    back = reverse("policy:system")

    def act(_values: dict[str, Any]) -> str:
        services.delete_category(category_id=category_id, by=request.actor, at=timezone.now())
        return back

    lead = _("It is taken out of the training system for good.")
    return _deletion(request, found, act, back, _("System of training"), lead)
