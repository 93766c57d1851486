"""Browsing standards: the list, the search, one standard, its export."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espalier.cycle.standards.catalogue import queries, services
from espalier.cycle.standards.catalogue.types import Space
from espalier.engines.intake import to_json, xlsx_bytes
from espalier.kit.accounts.scope import scope_of
from espalier.kit.errors import NotFound
from espalier.kit.exports.http import MEDIA_TYPES, file_response
from espalier.kit.http import SignedInRequest, reads, writes
from espalier.kit.thread.queries import steps, walk
from espalier.kit.ui.listing import list_response
from espalier.kit.ui.types import Column, EmptyState, Filter, ListSpec
from espalier.kit.versions.states import State

VIEW, CHANGE, THREAD = "standards.view_standard", "standards.change_standard", "kit.view_thread"
SPACES = {
    Space.OFFICIAL.value: gettext_lazy("Official standard"),
    Space.OWN.value: gettext_lazy("Own model"),
}
STATES = {
    State.DRAFT.value: gettext_lazy("Draft"),
    State.PUBLISHED.value: gettext_lazy("Published"),
    State.SUPERSEDED.value: gettext_lazy("Superseded"),
}
LEVELS = [(str(level), str(level)) for level in range(1, 7)]
EMPTY = EmptyState(
    gettext_lazy("No competency standard is here yet"),
    gettext_lazy("Bring one as PDF, ODT, DOCX, XLSX or text; you check it before it is published."),
    "standards:intake_new",
    gettext_lazy("Bring in a standard"),
)
STANDARDS = ListSpec(
    key="standards.standards",
    title=gettext_lazy("Competency standards"),
    columns=(
        Column("raw_code", gettext_lazy("Code"), sort=("code_base", "version_no")),
        Column("title", gettext_lazy("Title"), sort=("title",)),
        Column("space", gettext_lazy("Origin"), value=lambda row: SPACES[row.space]),
        Column(
            "state",
            gettext_lazy("State"),
            template="standards/catalogue/_state.html",
            sort=("state",),
        ),
        Column("version_no", gettext_lazy("Version"), numeric=True),
        Column("level", gettext_lazy("Standard level"), sort=("level",), numeric=True),
        Column("n_tasks", gettext_lazy("Tasks"), sort=("n_tasks",), numeric=True),
        Column("updated_on", gettext_lazy("Date of this version"), sort=("updated_on",)),
        Column("description", gettext_lazy("Job description"), shown=False),
        Column("source_uri", gettext_lazy("Where it was fetched from"), shown=False),
    ),
    filters=(
        Filter("space", gettext_lazy("Origin"), choices=list(SPACES.items())),
        Filter("state", gettext_lazy("State"), choices=list(STATES.items())),
        Filter("level", gettext_lazy("Standard level"), choices=LEVELS),
    ),
    search=queries.standards_with_words,
    search_label=gettext_lazy("Code, name, task or item"),
    default_sort="raw_code",
    row_url=lambda row: reverse("standards:standard", args=[row.pk]),
    empty=EMPTY,
)


@reads(VIEW)
def standard_list(request: SignedInRequest) -> HttpResponse:
    """All standards, searched in code, name, description and items."""
    context: dict[str, object] = {"may_change": bool(scope_of(request.user, CHANGE))}
    return list_response(
        request,
        STANDARDS,
        queries.standards(),
        template="standards/catalogue/list.html",
        context=context,
    )


@reads(VIEW)
def search(request: SignedInRequest) -> HttpResponse:
    """Items of all standards that contain the query or are like it."""
    query = request.GET.get("q", "").strip()[:200]
    context = {"query": query, "hits": queries.search_items(query)}
    return render(request, "standards/catalogue/search.html", context)


@reads(VIEW)
def standard(request: SignedInRequest, standard_id: int) -> HttpResponse:
    """One standard with everything it says and, for who may see it, what rests on it."""
    found = queries.standard(standard_id)
    return render(request, "standards/catalogue/standard.html", _page(request, found))


def _page(request: SignedInRequest, found: Any) -> dict[str, object]:
    family = queries.family(found)
    older = next((row for row in family if (row.version_no or 0) < (found.version_no or 0)), None)
    newer = [row for row in family if (row.version_no or 0) > (found.version_no or 0)]
    return {
        "standard": found,
        "space": SPACES[found.space],
        "outline": queries.standard_outline(found),
        "family": family,
        "older": older,
        "newer": newer[0] if newer else None,
        "steps": _downstream(request, found.pk),
        "may_change": bool(scope_of(request.user, CHANGE)),
        "may_walk": bool(scope_of(request.user, THREAD)),
    }


def _downstream(request: SignedInRequest, standard_id: int) -> list[Any]:
    """What rests on the standard beyond its own items; only for who may walk the thread."""
    if not scope_of(request.user, THREAD):
        return []
    found = steps(walk("standards.Standard", str(standard_id), "down"))
    return [step for step in found if step.distance > 1]


@reads(VIEW)
def export(request: SignedInRequest, standard_id: int, fmt: str) -> HttpResponse:
    """The standard in the seven-column form or as our JSON; importing it gives it back."""
    found = queries.standard(standard_id)
    parsed = queries.standard_as_parsed(found)
    name = found.raw_code or found.title
    if fmt == "xlsx":
        return file_response(
            xlsx_bytes(parsed), media_type=MEDIA_TYPES["xlsx"], filename=f"{name}.xlsx"
        )
    if fmt == "json":
        text = json.dumps(to_json(parsed), ensure_ascii=False, indent=1)
        return file_response(text.encode(), media_type="application/json", filename=f"{name}.json")
    raise NotFound(fmt)


@writes(CHANGE)
def adopt(request: SignedInRequest, standard_id: int) -> HttpResponse:
    """Make the K, S and A of a standard competencies of the organisation."""
    found = queries.standard(standard_id)
    result = services.adopt_competencies(standard=found, by=request.actor, at=timezone.now())
    words = _("%(new)d competencies are new, %(kept)d were already there.")
    messages.success(request, words % {"new": result.n_created, "kept": result.n_kept})
    return redirect("standards:standard", standard_id)
