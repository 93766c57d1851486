"""The pages about two versions: choose them, read the difference, confirm what became of each item."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.cycle.standards import words
from espalier.cycle.standards.catalogue import queries as catalogue
from espalier.cycle.standards.versions import queries, services
from espalier.cycle.standards.versions.types import Difference
from espalier.kit.accounts.scope import scope_of
from espalier.kit.errors import Problem, Refused
from espalier.kit.http import SignedInRequest, reads, writes
from espalier.kit.thread.queries import steps

VIEW, CHANGE, THREAD = "standards.view_standard", "standards.change_standard", "kit.view_thread"
COMPARE, COMPARISON = "standards/versions/compare.html", "standards/versions/comparison.html"


@reads(VIEW)
def compare(request: SignedInRequest) -> HttpResponse:
    """Choose two versions, or open a comparison that is already there."""
    return render(
        request, COMPARE, _choice(request, request.GET.get("old"), request.GET.get("new"))
    )


@writes(CHANGE)
def start(request: SignedInRequest) -> HttpResponse:
    """Compare the chosen versions; a refusal comes back beside the choice."""
    old, new = request.POST.get("old", ""), request.POST.get("new", "")
    try:
        if not (old.isdecimal() and new.isdecimal()):
            message = _("Two versions are needed.")
            remedy = _("Choose one on each side.")
            raise Refused([Problem("two_versions", message, remedy=remedy)])
        found = services.compare_versions(
            old_id=int(old), new_id=int(new), by=request.actor, at=timezone.now()
        )
    except Refused as refusal:
        context = _choice(request, old, new) | {"problems": refusal.problems}
        return render(request, COMPARE, context, status=422)
    return redirect("standards:comparison", found.pk)


def _choice(request: SignedInRequest, old: str | None, new: str | None) -> dict[str, object]:
    return {
        "choices": catalogue.standard_choices(),
        "old": old or "",
        "new": new or "",
        "comparisons": queries.comparisons()[:50],
        "problems": [],
        "may_change": bool(scope_of(request.user, CHANGE)),
    }


@reads(VIEW)
def comparison(request: SignedInRequest, comparison_id: int) -> HttpResponse:
    """The difference with filters, what rests on it, and the word of a person on each item."""
    return render(request, COMPARISON, _context(request, comparison_id))


def _context(request: SignedInRequest, comparison_id: int) -> dict[str, Any]:
    found = queries.comparison(comparison_id)
    entries = queries.differences(found)
    kind, part = request.GET.get("kind", ""), request.GET.get("part", "")
    may_walk = bool(scope_of(request.user, THREAD))
    impact = queries.impact(entries) if may_walk else None
    shown = [entry for entry in entries if _passes(entry, kind, part, request)]
    counts = Counter(entry.kind for entry in entries)
    parts = Counter(entry.item_kind for entry in entries)
    matched = [entry for entry in entries if entry.match_id is not None]
    return {
        "comparison": found,
        "entries": shown,
        "n_all": len(entries),
        "kinds": [(key, label, counts[key]) for key, label in words.CHANGES.items() if counts[key]],
        "parts": [(key, label, parts[key]) for key, label in words.COMPARED.items() if parts[key]],
        "kind": kind,
        "part": part,
        "only_open": bool(request.GET.get("open")),
        "n_matched": len(matched),
        "n_confirmed": sum(entry.is_confirmed for entry in matched),
        "choices": queries.item_choices(found),
        "steps": steps(impact) if impact else [],
        "may_walk": may_walk,
        "may_change": bool(scope_of(request.user, CHANGE)),
        "problems": [],
    }


def _passes(entry: Difference, kind: str, part: str, request: HttpRequest) -> bool:
    """Unchanged entries are only shown when asked for: they would bury the others."""
    if (kind and entry.kind != kind) or (not kind and entry.kind == "unchanged"):
        return False
    if part and entry.item_kind != part:
        return False
    return not request.GET.get("open") or (entry.match_id is not None and not entry.is_confirmed)


@writes(CHANGE)
def confirm(request: SignedInRequest, comparison_id: int, match_id: int) -> HttpResponse:
    """Keep a person's word on one item; a refusal comes back on the page."""
    chosen = request.POST.get("new_item", "")
    try:
        services.confirm_match(
            comparison_id=comparison_id,
            match_id=match_id,
            new_item_id=int(chosen) if chosen.isdecimal() else None,
            reason=request.POST.get("reason", ""),
            by=request.actor,
            at=timezone.now(),
        )
    except Refused as refusal:
        context = _context(request, comparison_id)
        context |= {"problems": refusal.problems, "failed_match": match_id, "typed": request.POST}
        return render(request, COMPARISON, context, status=422)
    return redirect(_back(request, comparison_id, f"#match-{match_id}"))


@writes(CHANGE)
def confirm_unchanged(request: SignedInRequest, comparison_id: int) -> HttpResponse:
    """Confirm at once everything that stayed the same."""
    n = services.confirm_unchanged(comparison_id=comparison_id, by=request.actor, at=timezone.now())
    messages.success(request, _("%(n)d unchanged items are confirmed.") % {"n": n})
    return redirect(_back(request, comparison_id))


def _back(request: HttpRequest, comparison_id: int, anchor: str = "") -> str:
    """The comparison with the filters it had."""
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return f"{reverse('standards:comparison', args=[comparison_id])}{query}{anchor}"
