"""Pages of the register of norms: list, one norm, what is past its review, the starter register."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header

from espalier.cycle.learning_map.modules import queries as modules
from espalier.cycle.learning_map.norm_sentences import rule_in_words
from espalier.cycle.learning_map.norms import (
    lists,
    queries,
    rules,
    starter_file,
    storing,
)
from espalier.cycle.learning_map.norms.permissions import CHANGE, VIEW
from espalier.cycle.learning_map.permitted import may
from espalier.kit.accounts.scope import scope_of
from espalier.kit.audit import queries as audit
from espalier.kit.audit import words
from espalier.kit.errors import NotFound
from espalier.kit.files.queries import file_bytes
from espalier.kit.http import SignedInRequest, reads
from espalier.kit.ui.listing import list_response

TEMPLATES = "learning_map/norms"
SEES_PEOPLE = "learning_map.view_obligation"
HISTORY = 30  # entries of the audit log that the page of a norm shows


@reads(VIEW)
def norm_list(request: SignedInRequest) -> HttpResponse:
    context: dict[str, object] = {
        "may_change": may(request, CHANGE),
        "n_overdue": queries.past_review(timezone.localdate()).count(),
        "today": timezone.localdate(),
    }
    template = f"{TEMPLATES}/list.html"
    return list_response(request, lists.NORMS, queries.norms(), template=template, context=context)


@reads(VIEW)
def past_review(request: SignedInRequest) -> HttpResponse:
    """What should have been looked up again by now, the longest overdue first."""
    today = timezone.localdate()
    rows = [
        (norm, rules.days_past_review(norm.review_on, today)) for norm in queries.past_review(today)
    ]
    context = {"rows": rows, "today": today, "may_change": may(request, CHANGE)}
    return render(request, f"{TEMPLATES}/past_review.html", context)


@reads(VIEW)
def norm(request: SignedInRequest, norm_id: int) -> HttpResponse:
    """One norm: what it asks for, its source, what it is linked to, what is known and who is exempt."""
    found = queries.norm_or_404(norm_id)
    today = timezone.localdate()
    positions = list(queries.position_links(norm_id))
    versions = _versions(norm_id, [link.position.name for link in positions], today)
    context = {
        "norm": found,
        "versions": versions,
        "is_duty": any(each["rule"].is_duty for each in versions),
        "is_overdue": found.is_applied and rules.is_past_review(found.review_on, today),
        "modules": _modules(norm_id),
        "positions": positions,
        "clauses": queries.clause_links(norm_id),
        "notes": queries.notes_of(norm_id),
        "materials": queries.materials_of(norm_id),
        "may_change": may(request, CHANGE),
        "may_see_people": bool(scope_of(request.user, SEES_PEOPLE)),
        "exemptions": _exemptions(request, norm_id),
        "history": _history(request, found),
    }
    return render(request, f"{TEMPLATES}/norm.html", context)


def _versions(norm_id: int, positions: list[str], today: date) -> list[dict[str, Any]]:
    """Every version in sentences, newest first, each with what differs from the one before."""
    rows = queries.versions_of(norm_id)
    in_force = queries.version_in_force(rows, today)
    told = []
    for row, before in zip(rows, [*rows[1:], None], strict=True):
        rule = storing.rule_of(row)
        words = rule_in_words(rule, positions=positions)
        old = rule_in_words(storing.rule_of(before), positions=positions) if before else []
        told.append(
            {
                "row": row,
                "rule": rule,
                "words": words,
                "before": "\n".join(old),
                "after": "\n".join(words),
                "is_in_force": in_force is not None and row.pk == in_force.pk,
                "is_future": row.effective_from > today,
            }
        )
    return told


def _modules(norm_id: int) -> list[dict[str, Any]]:
    """The modules that serve the norm with the name and hours of their version in force."""
    in_force = modules.published_modules()
    return [
        {"link": link, "module": in_force.get(link.module_id)}
        for link in queries.module_links(norm_id)
    ]


def _exemptions(request: SignedInRequest, norm_id: int) -> list[Any]:
    """Names of people only for those who may see who fulfils what."""
    scope = scope_of(request.user, SEES_PEOPLE)
    if not scope:
        return []
    seen = scope.q("employee__unit__scope__path", own_field="employee__user_id")
    return list(queries.exemptions(norm_id).filter(seen))


def _history(request: SignedInRequest, found: Any) -> list[tuple[Any, str, str, int]]:
    """What was done with the norm, for those who may read the audit log: when, what, who, entry."""
    if not may(request, "kit.view_audit"):
        return []
    return [
        (entry.at, words.act_words(entry.event), audit.actor_label(entry), entry.sequence)
        for entry in audit.entries_about(found)[:HISTORY]
    ]


@reads(VIEW)
def starter(request: SignedInRequest) -> HttpResponse:
    """What the starter register holds, and that every line of it must be checked."""
    told = starter_file.starter_rows()
    context = {
        "rows": told,
        "held": set(queries.ids_by_code()),
        "may_change": may(request, CHANGE),
    }
    return render(request, f"{TEMPLATES}/starter.html", context)


@reads(VIEW)
def starter_download(request: SignedInRequest) -> HttpResponse:
    """The starter register as a file to look through and change before it is taken over."""
    answer = HttpResponse(starter_file.starter_bytes(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = content_disposition_header(True, starter_file.NAME) or ""
    return answer


@reads(VIEW)
def material_file(request: SignedInRequest, material_id: int) -> HttpResponse:
    """Learning information as it was stored; always as a download."""
    stored = queries.material_or_404(material_id).file
    if stored is None:
        raise NotFound
    answer = HttpResponse(file_bytes(stored), content_type="application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(True, stored.name) or ""
    return answer
