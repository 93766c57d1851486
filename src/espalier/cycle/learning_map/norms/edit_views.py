"""Pages that change the register of norms."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.cycle.learning_map.norm_sentences import rule_in_words
from espalier.cycle.learning_map.norms import (
    forms,
    link_form,
    queries,
    rule_form,
    services,
    starter_file,
    storing,
)
from espalier.cycle.learning_map.norms.permissions import CHANGE
from espalier.cycle.learning_map.norms.types import Rule
from espalier.kit.errors import Problem, Refused
from espalier.kit.http import SignedInRequest, writes
from espalier.kit.imports.services import plan_import, start_import
from espalier.kit.ui.concurrency import concurrent_edit_check, version_token

TEMPLATES = "learning_map/norms"


def _shown(
    request: SignedInRequest,
    title: str,
    form: Form,
    problems: list[Problem],
    *,
    norm: Any = None,
    template: str = "form",
    **more: Any,
) -> HttpResponse:
    """The page of a form; 422 when what was sent could not be taken."""
    context = {"title": title, "form": form, "problems": problems, "norm": norm, **more}
    status = 422 if request.method == "POST" else 200
    return render(request, f"{TEMPLATES}/{template}.html", context, status=status)


@writes(CHANGE)
def take_over_starter(request: SignedInRequest) -> HttpResponse:
    """Begin an import of the starter register; the person sees its plan before anything is written."""
    now, held = timezone.now(), set(queries.ids_by_code())
    if all(row.code in held for row in starter_file.starter_rows()):
        messages.info(request, _("Every line of the starter register is in the register already."))
        return redirect("learning_map:norms_starter")
    run = start_import(
        kind="norms",
        data=starter_file.rows_not_in(held),
        filename=starter_file.NAME,
        by=request.actor,
        at=now,
    )
    plan_import(run_id=run.pk, by=request.actor, at=now)
    return redirect("imports:run", run.pk)


@writes(CHANGE, form=True)
def new(request: SignedInRequest) -> HttpResponse:
    """Put a norm and its first rule into the register."""
    sent = request.POST if request.method == "POST" else None
    today = timezone.localdate()
    form = forms.NormForm(sent, initial={"checked_on": today, "review_on": forms.year_after(today)})
    rule = rule_form.FirstVersionForm(sent, initial=rule_form.initial_of_rule(Rule(), today))
    problems: list[Problem] = []
    both = [form.is_valid(), rule.is_valid()] if sent is not None else [False]
    if all(both):
        try:
            norm = services.create_norm(
                code=form.cleaned_data["code"],
                content=form.content(),
                rule=rule.rule(),
                effective_from=rule.cleaned_data["effective_from"],
                by=request.actor,
                at=timezone.now(),
            )
        except Refused as refusal:
            problems = refusal.problems
        else:
            messages.success(request, _("The norm stands in the register."))
            return redirect("learning_map:norm", norm.pk)
    title, sentence = _("Write a norm"), _sentences(rule)
    return _shown(request, title, form, problems, rule_form=rule, sentences=sentence)


@writes(CHANGE, form=True)
def edit(request: SignedInRequest, norm_id: int) -> HttpResponse:
    """Change what is known about a norm; its rule is changed by a new version."""
    norm = queries.norm_or_404(norm_id)
    held = forms.initial_of(norm.code, storing.content_of(norm))
    sent = request.POST if request.method == "POST" else None
    form = forms.NormForm(sent, initial=held)
    form.fields["code"].disabled = True
    problems: list[Problem] = []
    if sent is not None and form.is_valid():
        _refuse_overwriting(request, norm, held)
        try:
            services.change_norm(
                norm_id=norm_id, content=form.content(), by=request.actor, at=timezone.now()
            )
        except Refused as refusal:
            problems = refusal.problems
        else:
            return redirect("learning_map:norm", norm_id)
    token = version_token(norm.updated_at)
    return _shown(request, _("Change the norm"), form, problems, norm=norm, token=token)


def _refuse_overwriting(request: SignedInRequest, norm: Any, held: dict[str, Any]) -> None:
    labels = {name: str(field.label) for name, field in forms.NormForm.base_fields.items()}
    told = {name: value for name, value in held.items() if name != "code"}
    concurrent_edit_check(
        sent=request.POST.get("version", ""),
        current=norm.updated_at,
        theirs={labels[name]: value for name, value in told.items()},
        yours={labels[name]: request.POST.get(name, "") for name in told},
    )


@writes(CHANGE, form=True)
def new_version(request: SignedInRequest, norm_id: int) -> HttpResponse:
    """A changed rule, in force from a day on."""
    norm = queries.norm_or_404(norm_id)
    newest = queries.versions_of(norm_id)[0]
    sent = request.POST if request.method == "POST" else None
    initial = rule_form.initial_of_rule(storing.rule_of(newest), timezone.localdate())
    rule = rule_form.VersionForm(sent, initial=initial)
    problems: list[Problem] = []
    if sent is not None and rule.is_valid():
        try:
            services.start_version(
                norm_id=norm_id,
                rule=rule.rule(),
                effective_from=rule.cleaned_data["effective_from"],
                change_note=rule.cleaned_data["reason"],
                by=request.actor,
                at=timezone.now(),
            )
        except Refused as refusal:
            problems = refusal.problems
        else:
            messages.success(request, _("The changed rule is recorded."))
            return redirect("learning_map:norm", norm_id)
    return _rule_page(request, _("New version of the rule"), norm, rule, problems)


@writes(CHANGE, form=True)
def correct(request: SignedInRequest, version_id: int) -> HttpResponse:
    """Mend a version that was recorded wrongly."""
    version = queries.version_or_404(version_id)
    sent = request.POST if request.method == "POST" else None
    initial = rule_form.initial_of_rule(storing.rule_of(version), version.effective_from)
    rule = rule_form.VersionForm(sent, initial=initial)
    problems: list[Problem] = []
    if sent is not None and rule.is_valid():
        try:
            services.correct_rule(
                version_id=version_id,
                rule=rule.rule(),
                effective_from=rule.cleaned_data["effective_from"],
                reason=rule.cleaned_data["reason"],
                by=request.actor,
                at=timezone.now(),
            )
        except Refused as refusal:
            problems = refusal.problems
        else:
            messages.success(request, _("The rule is corrected."))
            return redirect("learning_map:norm", version.norm_id)
    return _rule_page(request, _("Correct the rule"), version.norm, rule, problems)


def _rule_page(
    request: SignedInRequest, title: str, norm: Any, rule: rule_form.RuleForm, problems: list[Any]
) -> HttpResponse:
    return _shown(
        request,
        title,
        Form(),
        problems,
        norm=norm,
        rule_form=rule,
        sentences=_sentences(rule, queries.position_names(norm.pk)),
    )


@writes(CHANGE)
def preview(request: SignedInRequest) -> HttpResponse:
    """The rule in sentences while it is typed; nothing is written."""
    norm_id = request.GET.get("norm", "")
    positions = queries.position_names(int(norm_id)) if norm_id.isdecimal() else []
    context = {"sentences": _sentences(rule_form.RuleForm(request.POST), positions)}
    return render(request, f"{TEMPLATES}/_sentences.html", context)


def _sentences(rule: rule_form.RuleForm, positions: list[str] | None = None) -> list[str]:
    """What the form says; what it began with while nothing was sent; nothing while it cannot be read."""
    if not rule.is_bound:
        rule = type(rule)({**rule.initial, "reason": ""})
    if not rule.is_valid():
        return []
    return rule_in_words(rule.rule(), positions=positions or [])


@writes(CHANGE, form=True)
def end(request: SignedInRequest, norm_id: int) -> HttpResponse:
    """From when on the norm binds no longer."""
    norm = queries.norm_or_404(norm_id)
    sent = request.POST if request.method == "POST" else None
    form = forms.EndForm(sent, initial={"last_day": timezone.localdate()})
    problems: list[Problem] = []
    if sent is not None and form.is_valid():
        try:
            services.end_norm(norm_id=norm_id, **form.cleaned_data, **_who(request))
        except Refused as refusal:
            problems = refusal.problems
        else:
            return redirect("learning_map:norm", norm_id)
    return _shown(request, _("End the norm"), form, problems, norm=norm)


@writes(CHANGE, form=True)
def links(request: SignedInRequest, norm_id: int) -> HttpResponse:
    """Which modules serve the norm, which positions it binds, which clauses carry it."""
    norm = queries.norm_or_404(norm_id)
    sent = request.POST if request.method == "POST" else None
    form = link_form.LinkForm(sent, initial=link_form.initial_of_links(queries.links_of(norm_id)))
    problems: list[Problem] = []
    if sent is not None and form.is_valid():
        try:
            services.set_links(
                norm_id=norm_id,
                modules_=form.cleaned_data["modules"],
                positions_=form.codes("positions"),
                clauses_=form.codes("clauses"),
                **_who(request),
            )
        except Refused as refusal:
            problems = refusal.problems
        else:
            messages.success(request, _("The links are saved."))
            return redirect("learning_map:norm", norm_id)
    return _shown(request, _("Link the norm"), form, problems, norm=norm)


@writes(CHANGE, form=True)
def check(request: SignedInRequest, norm_id: int) -> HttpResponse:
    """Say that the source was looked up today."""
    norm = queries.norm_or_404(norm_id)
    sent = request.POST if request.method == "POST" else None
    next_review = forms.year_after(timezone.localdate())
    form = forms.CheckForm(sent, initial={"status": norm.status, "review_on": next_review})
    problems: list[Problem] = []
    if sent is not None and form.is_valid():
        try:
            services.check_again(norm_id=norm_id, **form.cleaned_data, **_who(request))
        except Refused as refusal:
            problems = refusal.problems
        else:
            messages.success(request, _("It is recorded that the source was looked up today."))
            return redirect("learning_map:norm", norm_id)
    return _shown(request, _("Looked up again today"), form, problems, norm=norm, source=True)


@writes(CHANGE, form=True)
def note(request: SignedInRequest, norm_id: int) -> HttpResponse:
    """Add how somebody reads the norm."""
    norm = queries.norm_or_404(norm_id)
    sent = request.POST if request.method == "POST" else None
    form = forms.NoteForm(sent, initial={"said_on": timezone.localdate()})
    problems: list[Problem] = []
    if sent is not None and form.is_valid():
        try:
            services.add_note(norm_id=norm_id, **form.cleaned_data, **_who(request))
        except Refused as refusal:
            problems = refusal.problems
        else:
            return redirect("learning_map:norm", norm_id)
    return _shown(request, _("Note an interpretation"), form, problems, norm=norm)


@writes(CHANGE, form=True)
def exempt(request: SignedInRequest, norm_id: int) -> HttpResponse:
    """A person need not fulfil the norm for a time."""
    norm = queries.norm_or_404(norm_id)
    sent = request.POST if request.method == "POST" else None
    form = forms.ExemptionForm(sent, initial={"starts_on": timezone.localdate()})
    problems: list[Problem] = []
    if sent is not None and form.is_valid():
        try:
            services.exempt(norm_id=norm_id, **form.cleaned_data, **_who(request))
        except Refused as refusal:
            problems = refusal.problems
        else:
            messages.success(request, _("The exemption is recorded."))
            return redirect("learning_map:norm", norm_id)
    return _shown(request, _("Exempt a person"), form, problems, norm=norm)


@writes(CHANGE)
def end_exemption(request: SignedInRequest, exemption_id: int) -> HttpResponse:
    """The exemption ends today."""
    row = services.end_exemption(
        exemption_id=exemption_id, last_day=timezone.localdate(), **_who(request)
    )
    messages.success(request, _("The exemption ends today."))
    return redirect("learning_map:norm", row.norm_id)


@writes(CHANGE, form=True)
def attach(request: SignedInRequest, norm_id: int) -> HttpResponse:
    """Attach learning information."""
    norm = queries.norm_or_404(norm_id)
    sent = request.POST if request.method == "POST" else None
    form = forms.MaterialForm(sent, request.FILES or None)
    problems: list[Problem] = []
    if sent is not None and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            services.add_material(
                norm_id=norm_id,
                title=form.cleaned_data["title"],
                url=form.cleaned_data["url"],
                data=file.read() if file else b"",
                filename=file.name if file else "",
                **_who(request),
            )
        except Refused as refusal:
            problems = refusal.problems
        else:
            return redirect("learning_map:norm", norm_id)
    return _shown(request, _("Attach learning information"), form, problems, norm=norm, files=True)


@writes(CHANGE)
def detach(request: SignedInRequest, material_id: int) -> HttpResponse:
    """Take learning information off its norm."""
    norm_id = queries.material_or_404(material_id).norm_id
    services.remove_material(material_id=material_id, **_who(request))
    return redirect("learning_map:norm", norm_id)


def _who(request: SignedInRequest) -> dict[str, Any]:
    return {"by": request.actor, "at": timezone.now()}
