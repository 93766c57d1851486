"""The work page of O2.1.1: what is written by hand, the findings, and what is still missing."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from espalier.cycle.needs.permitted import may
from espalier.cycle.needs.report import content as contents
from espalier.cycle.needs.report import forms, output, queries, services
from espalier.cycle.needs.report.permissions import CHANGE, VIEW
from espalier.cycle.needs.report.types import Part
from espalier.cycle.needs.report.words import FINDINGS, PARTS, label
from espalier.cycle.needs.stakeholders import queries as stakeholders
from espalier.kit.audit.kept import Kept
from espalier.kit.errors import NotFound
from espalier.kit.http import SignedInRequest, reads, writes
from espalier.kit.ui.form_pages import FormPage, answer

TEMPLATES = "needs/report"


_CONTENT: Kept[Any] = Kept()  # the report rests on so many records that any act may change it


@reads(VIEW)
def page(request: SignedInRequest) -> HttpResponse:
    """Everything the report needs beside the registers, and what keeps it from review."""
    today = timezone.localdate()
    content = _CONTENT.of((today, get_language()), lambda: contents.content(today))
    written = queries.narratives(content["analysis"]["id"] if content["analysis"] else None)
    context = {
        "analysis": content["analysis"],
        "parts": [(part.value, PARTS[part], written.get(part)) for part in Part],
        "findings": [
            (label(FINDINGS, kind), [row for row in content["findings"] if row["kind"] == kind])
            for kind in FINDINGS
        ],
        "missing": [each.problem for each in output.hurdles(content)],
        "may_change": may(request, CHANGE),
    }
    return render(request, f"{TEMPLATES}/page.html", context)


@writes(CHANGE, form=True)
def narrative(request: SignedInRequest, part: str) -> HttpResponse:
    """Write one part."""
    if part not in set(Part):
        raise NotFound
    analysis = stakeholders.current_analysis()
    held = queries.narratives(analysis.pk if analysis else None).get(part)
    now: dict[str, Any] = {name: getattr(held, name, "") for name in ("text", "text_en")}
    form = forms.NarrativeForm(request.POST or None, initial=now)
    back = reverse("needs:report")

    def act(told: dict[str, Any]) -> str:
        services.save_narrative(
            part=part,
            text=told["text"],
            text_en=told["text_en"],
            by=request.actor,
            at=timezone.now(),
        )
        return back

    lead = _(
        "Every line becomes a paragraph. Without English the English report shows the Chinese."
    )
    page = FormPage(
        form=form,
        title=PARTS[Part(part)],
        act=act,
        back_url=back,
        back=_("Analysis report"),
        lead=lead,
        changed_at=held.updated_at if held else None,
        held=now if held else None,
    )
    return answer(request, page)


@writes(CHANGE, form=True)
def finding_new(request: SignedInRequest) -> HttpResponse:
    """Write a finding; its kind and a passage may be named in the address."""
    initial = {
        "kind": request.GET.get("kind", ""),
        "extract": request.GET.get("extract", ""),
    }
    return _finding(request, None, initial)


@writes(CHANGE, form=True)
def finding_edit(request: SignedInRequest, finding_id: int) -> HttpResponse:
    """Change a finding."""
    held = queries.finding_or_404(finding_id)
    now: dict[str, Any] = {name: getattr(held, name) for name in services.PLAIN}
    now["extract"] = str(now.pop("extract_id") or "")
    now["consideration"] = str(now.pop("consideration_id") or "")
    now["rests_on"] = [str(each.pk) for each in held.rests_on.all()]
    return _finding(request, held, now)


def _finding(request: SignedInRequest, held: Any, now: dict[str, Any]) -> HttpResponse:
    analysis = stakeholders.current_analysis()
    form = forms.FindingForm(
        request.POST or None, initial=now, analysis_id=analysis.pk if analysis else None
    )
    back = reverse("needs:report")

    def act(_told: dict[str, Any]) -> str:
        services.save_finding(
            finding_id=held.pk if held else None,
            content=form.content(),
            by=request.actor,
            at=timezone.now(),
        )
        return back

    title = held.code if held else _("Write a finding")
    page = FormPage(
        form=form,
        title=title,
        act=act,
        back_url=back,
        back=_("Analysis report"),
        changed_at=held.updated_at if held else None,
        held=now if held else None,
    )
    return answer(request, page)


@writes(CHANGE)
def finding_remove(request: SignedInRequest, finding_id: int) -> HttpResponse:
    """Take a finding out."""
    services.remove_finding(finding_id=finding_id, by=request.actor, at=timezone.now())
    messages.success(request, _("The finding was taken out."))
    return redirect("needs:report")
