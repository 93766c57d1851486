"""The way of a file through the pages: choose, confirm the columns, look at the plan, apply."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espalier.kit.errors import Problem, Refused
from espalier.kit.exports.http import MEDIA_TYPES, file_response, table_response
from espalier.kit.http import SignedInRequest, reads, writes
from espalier.kit.imports import jobs, queries, registry, services
from espalier.kit.imports.forms import TableForm, UploadForm
from espalier.kit.imports.limits import DEFAULT_LIMITS
from espalier.kit.imports.planning import refused_table
from espalier.kit.imports.reading.refusals import file_too_large
from espalier.kit.imports.types import ImportSpec
from espalier.kit.imports.uploads import size_capped, too_large
from espalier.kit.imports.workbook import template_workbook
from espalier.kit.jobs.services import start_job
from espalier.kit.ui.listing import list_response
from espalier.kit.ui.types import Column, EmptyState, ListSpec

RUN = "kit.run_import"
PAGE_ROWS = 100
# Above this size comparing takes longer than a page should; the work goes to the worker.
LONG_WORK_BYTES = 1024 * 1024


def _kind_title(run: queries.Run) -> str:
    known = {spec.kind: str(spec.title) for spec in registry.all_specs()}
    return known.get(run.kind, run.kind)


HISTORY = ListSpec(
    key="kit.imports",
    title=gettext_lazy("Imports so far"),
    columns=(
        Column(
            "created_at",
            gettext_lazy("Uploaded"),
            value=lambda run: timezone.localtime(run.created_at),
            sort=("created_at",),
        ),
        Column("kind", gettext_lazy("Kind"), value=_kind_title),
        Column("file__name", gettext_lazy("File"), sort=("file__name",)),
        Column("state", gettext_lazy("State"), value=lambda run: run.get_state_display()),
        Column("add", gettext_lazy("Added"), value=lambda r: r.counts.get("add"), numeric=True),
        Column(
            "change", gettext_lazy("Changed"), value=lambda r: r.counts.get("change"), numeric=True
        ),
        Column(
            "refuse", gettext_lazy("Refused"), value=lambda r: r.counts.get("refuse"), numeric=True
        ),
        Column("created_by__display_name", gettext_lazy("By")),
        Column(
            "applied_at",
            gettext_lazy("Applied"),
            value=lambda run: timezone.localtime(run.applied_at) if run.applied_at else None,
            sort=("applied_at",),
        ),
    ),
    search_fields=("file__name", "kind"),
    default_sort="-created_at",
    row_url=lambda run: f"/kit/imports/runs/{run.pk}/",
    empty=EmptyState(
        gettext_lazy("Nothing was imported yet"),
        gettext_lazy("Choose what you want to bring in."),
        "imports:list",
        gettext_lazy("Choose a kind"),
    ),
)


@reads(RUN)
def kinds(request: SignedInRequest) -> HttpResponse:
    context = {"specs": queries.usable_specs(request.user)}
    return render(request, "imports/list.html", context)


@reads(RUN)
def history(request: SignedInRequest) -> HttpResponse:
    usable = [spec.kind for spec in queries.usable_specs(request.user)]
    return list_response(request, HISTORY, queries.runs(usable))


@reads(RUN)
def template(request: SignedInRequest, kind: str) -> HttpResponse:
    spec = queries.usable_spec(request.user, kind)
    name = f"{spec.title}_{timezone.localdate():%Y%m%d}.xlsx"
    return file_response(template_workbook(spec), media_type=MEDIA_TYPES["xlsx"], filename=name)


@size_capped
@writes(RUN, form=True)
def upload(request: SignedInRequest, kind: str) -> HttpResponse:
    spec = queries.usable_spec(request.user, kind)
    if request.method != "POST":
        return _upload_page(request, spec, UploadForm())
    size = too_large(request)
    if size is not None:
        refusal = file_too_large(size, DEFAULT_LIMITS, "")
        return _upload_page(request, spec, UploadForm(), refusal.problems)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _upload_page(request, spec, form)
    data, name = _chosen(form)
    try:
        run = services.start_import(
            kind=kind, data=data, filename=name, by=request.actor, at=timezone.now()
        )
    except Refused as refusal:
        return _upload_page(request, spec, form, refusal.problems)
    layout = queries.layout_of(run)
    if layout.guessed or layout.ignored or layout.missing(spec.columns):
        return redirect("imports:columns", run.pk)
    return _planned(request, run)


@writes(RUN, form=True)
def columns(request: SignedInRequest, run_id: int) -> HttpResponse:
    found, spec = queries.run_of(request.user, run_id)
    if request.method != "POST":
        if not queries.is_open(found):
            return redirect("imports:run", run_id)
        return _columns_page(request, found, spec)
    chosen = {
        int(name.removeprefix("column-")): str(key)
        for name, key in request.POST.items()
        if name.startswith("column-") and name[7:].isdigit() and key
    }
    try:
        services.set_mapping(run_id=run_id, columns=chosen, by=request.actor, at=timezone.now())
    except Refused as refusal:
        return _columns_page(request, found, spec, refusal.problems, chosen)
    return _planned(request, found)


@writes(RUN)
def table(request: SignedInRequest, run_id: int) -> HttpResponse:
    found, spec = queries.run_of(request.user, run_id)
    form = TableForm(request.POST, sheets=queries.layout_of(found).sheets)
    problems: list[Problem] = []
    if form.is_valid():
        try:
            services.set_table(
                run_id=run_id, **form.cleaned_data, by=request.actor, at=timezone.now()
            )
            return redirect("imports:columns", run_id)
        except Refused as refusal:
            problems = refusal.problems
    return _columns_page(request, found, spec, problems, table_form=form)


@reads(RUN)
def run(request: SignedInRequest, run_id: int) -> HttpResponse:
    found, spec = queries.run_of(request.user, run_id)
    if not queries.has_plan(found):
        return redirect("imports:columns", run_id)
    return _run_page(request, found, spec)


@writes(RUN)
def plan(request: SignedInRequest, run_id: int) -> HttpResponse:
    found, _spec = queries.run_of(request.user, run_id)
    return _planned(request, found)


@writes(RUN)
def apply(request: SignedInRequest, run_id: int) -> HttpResponse:
    found, spec = queries.run_of(request.user, run_id)
    accepted = request.POST.get("accept_refused") == "yes"
    if found.file.size > LONG_WORK_BYTES:
        return _as_job(request, jobs.APPLY, found, {"accept_refused": accepted})
    try:
        services.apply_import(
            run_id=run_id, accept_refused=accepted, by=request.actor, at=timezone.now()
        )
    except Refused as refusal:
        return _run_page(request, found, spec, refusal.problems)
    messages.success(request, _("The import was applied."))
    return redirect("imports:run", run_id)


@writes(RUN)
def undo(request: SignedInRequest, run_id: int) -> HttpResponse:
    found, spec = queries.run_of(request.user, run_id)
    try:
        services.undo_import(run_id=run_id, by=request.actor, at=timezone.now())
    except Refused as refusal:
        return _run_page(request, found, spec, refusal.problems)
    messages.success(request, _("The import was undone."))
    return redirect("imports:run", run_id)


@writes(RUN)
def discard(request: SignedInRequest, run_id: int) -> HttpResponse:
    found, spec = queries.run_of(request.user, run_id)
    try:
        services.discard(run_id=run_id, by=request.actor, at=timezone.now())
    except Refused as refusal:
        return _run_page(request, found, spec, refusal.problems)
    messages.success(request, _("The file was put aside; nothing was written."))
    return redirect("imports:upload", found.kind)


@reads(RUN)
def refusals(request: SignedInRequest, run_id: int) -> HttpResponse:
    found, spec = queries.run_of(request.user, run_id)
    head = [_("Sheet"), _("Row"), _("Column"), _("Value"), _("Reason")]
    rows = refused_table(queries.whole_plan(found, spec), spec.columns)
    return table_response(columns=head, rows=rows, fmt="xlsx", title=_("Refused rows"))


def _chosen(form: UploadForm) -> tuple[bytes, str]:
    file = form.cleaned_data["file"]
    if file:
        return file.read(), file.name
    return form.cleaned_data["pasted"].encode(), f"{_('Pasted rows')}.tsv"


def _planned(request: SignedInRequest, found: queries.Run) -> HttpResponse:
    """Make the plan now, or by the worker when the file is large; show what stands against it."""
    if found.file.size > LONG_WORK_BYTES:
        return _as_job(request, jobs.PLAN, found, {})
    try:
        services.plan_import(run_id=found.pk, by=request.actor, at=timezone.now())
    except Refused as refusal:
        for problem in refusal.problems:
            messages.error(request, str(problem))
        return redirect("imports:columns", found.pk)
    return redirect("imports:run", found.pk)


def _as_job(
    request: SignedInRequest, kind: str, found: queries.Run, arguments: dict[str, Any]
) -> HttpResponse:
    title = f"{_kind_title(found)} · {found.file.name}"
    job = start_job(
        kind=kind,
        title=title,
        arguments={"run_id": found.pk, **arguments},
        by=request.actor,
        at=timezone.now(),
    )
    return redirect("jobs:job", job.pk)


def _upload_page(
    request: SignedInRequest,
    spec: ImportSpec,
    form: UploadForm,
    problems: list[Problem] | None = None,
) -> HttpResponse:
    context = {"spec": spec, "form": form, "found_problems": problems}
    status = 422 if problems or form.errors else 200
    return render(request, "imports/upload.html", context, status=status)


def _columns_page(
    request: SignedInRequest,
    found: queries.Run,
    spec: ImportSpec,
    problems: list[Problem] | None = None,
    chosen: dict[int, str] | None = None,
    table_form: TableForm | None = None,
) -> HttpResponse:
    layout = queries.layout_of(found)
    first = {"sheet": layout.sheet, "header_row": layout.header_row + 1}
    mapped = [
        (column, column.key if chosen is None else chosen.get(column.index, ""))
        for column in queries.mapped_columns(found)
    ]
    context = {
        "run": found,
        "spec": spec,
        "mapped": mapped,
        "missing": layout.missing(spec.columns),
        "table_form": table_form or TableForm(initial=first, sheets=layout.sheets),
        "found_problems": problems,
    }
    status = 422 if problems or (table_form is not None and table_form.errors) else 200
    return render(request, "imports/columns.html", context, status=status)


def _run_page(
    request: SignedInRequest,
    found: queries.Run,
    spec: ImportSpec,
    problems: list[Problem] | None = None,
) -> HttpResponse:
    tabs = queries.plan_tabs(found)
    filled = [action for action, n in reversed(tabs) if n and action != "skip"]
    show = request.GET.get("show", "")
    if show not in dict(tabs):
        show = filled[0] if filled else "skip"
    rows = queries.planned_rows(found, spec.columns, show)
    context = {
        "run": found,
        "spec": spec,
        "tabs": tabs,
        "show": show,
        "page": Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page")),
        "n_shown": len(rows),
        "n_all": found.counts.get(show, 0),
        "n_writes": found.counts.get("add", 0) + found.counts.get("change", 0),
        "n_refused": found.counts.get("refuse", 0),
        "ignored": queries.layout_of(found).ignored,
        "can_undo": spec.undo is not None and found.undo is not None,
        "found_problems": problems,
    }
    return render(request, "imports/run.html", context, status=422 if problems else 200)
