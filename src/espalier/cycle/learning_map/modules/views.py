"""Pages of modules: list, module with its versions, editor, publishing."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.cycle.learning_map.modules import forms, lists, queries, rules, services
from espalier.cycle.learning_map.modules.permissions import CHANGE
from espalier.cycle.learning_map.permitted import may
from espalier.cycle.standards.catalogue import queries as catalogue
from espalier.kit.errors import Refused
from espalier.kit.http import SignedInRequest, reads, writes
from espalier.kit.ui.concurrency import concurrent_edit_check, version_token
from espalier.kit.ui.listing import list_response

TEMPLATES = "learning_map/modules"


@reads("learning_map.view_map")
def module_list(request: SignedInRequest) -> HttpResponse:
    context: dict[str, object] = {"may_change": may(request, CHANGE)}
    template = f"{TEMPLATES}/list.html"
    return list_response(
        request, lists.MODULES, lists.modules_for_list(), template=template, context=context
    )


@reads("learning_map.view_map")
def module(request: SignedInRequest, module_id: int) -> HttpResponse:
    """One module: its version in force, the draft beside it, and how versions differ."""
    found = queries.module_or_404(module_id)
    versions = queries.versions_of(module_id)
    shown: list[dict[str, Any]] = []
    for version, before in zip(versions, [*versions[1:], None], strict=True):
        content = queries.content_of(version)
        changes = rules.content_changes(queries.content_of(before), content) if before else []
        shown.append({"version": version, "content": content, "changes": changes})
    context = {
        "module": found,
        "versions": shown,
        "draft": next((v for v in versions if v.state == "draft"), None),
        "asking": queries.modules_asking_for(module_id),
        "ids": queries.module_ids_by_code(),
        "raised": _named([code for each in shown for code, _to in each["content"].competencies]),
        "may_change": may(request, CHANGE),
        "fields": FIELD_WORDS,
    }
    return render(request, f"{TEMPLATES}/module.html", context)


def _named(codes: list[str]) -> dict[str, Any]:
    """Code → competency, so that the page can say its name and lead to it."""
    rows = catalogue.competencies(active_only=False).filter(code__in=codes)
    return {row.code: row for row in rows}


FIELD_WORDS = {name: field.label for name, field in forms.ModuleForm.base_fields.items()} | {
    "minutes": forms.ModuleForm.base_fields["hours"].label
}


@writes(CHANGE, form=True)
def new(request: SignedInRequest) -> HttpResponse:
    """Write a new module as a draft."""
    sent = request.POST if request.method == "POST" else None
    form = forms.ModuleForm(sent)
    problems = []
    if sent is not None and form.is_valid():
        try:
            version = services.create_module(
                code=form.cleaned_data["code"],
                content=form.content(),
                by=request.actor,
                at=timezone.now(),
            )
        except Refused as refusal:
            problems = refusal.problems
        else:
            messages.success(request, _("The draft was saved. Publish it when it is ready."))
            return redirect("learning_map:module", version.module_id)
    return _editor(request, form, problems, sent is not None)


@writes(CHANGE, form=True)
def edit(request: SignedInRequest, version_id: int) -> HttpResponse:
    """Change a draft; two people at one draft are told."""
    version = queries.version_or_404(version_id)
    content = queries.content_of(version)
    sent = request.POST if request.method == "POST" else None
    initial = forms.initial_of(version.module.code, content)
    form = forms.ModuleForm(sent, initial=initial)
    form.fields["code"].disabled = True
    problems = []
    if sent is not None and form.is_valid():
        _refuse_overwriting(request, version, initial)
        try:
            services.save_draft(
                version_id=version_id, content=form.content(), by=request.actor, at=timezone.now()
            )
        except Refused as refusal:
            problems = refusal.problems
        else:
            messages.success(request, _("The draft was saved."))
            return redirect("learning_map:module", version.module_id)
    return _editor(request, form, problems, sent is not None, version=version)


def _refuse_overwriting(request: SignedInRequest, version: Any, held: dict[str, Any]) -> None:
    concurrent_edit_check(
        sent=request.POST.get("version", ""),
        current=version.updated_at,
        theirs={str(FIELD_WORDS[name]): value for name, value in held.items()},
        yours={
            str(FIELD_WORDS[name]): request.POST.get(name, "") for name in held if name != "code"
        },
    )


def _editor(
    request: SignedInRequest,
    form: forms.ModuleForm,
    problems: list[Any],
    was_sent: bool,
    version: Any = None,
) -> HttpResponse:
    context = {
        "form": form,
        "problems": problems,
        "version": version,
        "token": version_token(version.updated_at) if version else "",
    }
    status = 422 if was_sent else 200
    return render(request, f"{TEMPLATES}/form.html", context, status=status)


@writes(CHANGE)
def start_version(request: SignedInRequest, module_id: int) -> HttpResponse:
    """Begin the next version as a draft."""
    version = services.start_new_version(module_id=module_id, by=request.actor, at=timezone.now())
    return redirect("learning_map:module_edit", version.pk)


@writes(CHANGE)
def publish(request: SignedInRequest, version_id: int) -> HttpResponse:
    """Put a draft in force."""
    version = services.publish_version(
        version_id=version_id,
        change_note=request.POST.get("change_note", ""),
        by=request.actor,
        at=timezone.now(),
    )
    messages.success(request, _("Version %(n)s is in force.") % {"n": version.version_no})
    return redirect("learning_map:module", version.module_id)


@writes(CHANGE)
def set_active(request: SignedInRequest, module_id: int) -> HttpResponse:
    """Take a module out of the offer, or back."""
    wanted = request.POST.get("active") == "yes"
    services.set_active(module_id=module_id, is_active=wanted, by=request.actor, at=timezone.now())
    told = _("The module is offered again.") if wanted else _("The module is no longer offered.")
    messages.success(request, told)
    return redirect("learning_map:module", module_id)
