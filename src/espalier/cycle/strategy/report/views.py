"""Pages of the texts people write into O2.2.1."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.cycle.strategy.permissions import CHANGE
from espalier.cycle.strategy.report import queries, services
from espalier.cycle.strategy.report.forms import NarrativeForm
from espalier.cycle.strategy.report.types import NARRATIVES
from espalier.cycle.strategy.report.wording import TEXTS
from espalier.kit.errors import NotFound
from espalier.kit.http import SignedInRequest, reads, writes
from espalier.kit.ui.concurrency import concurrent_edit_check, version_token

TEMPLATES = "strategy/report"


@reads(CHANGE)
def narratives(request: SignedInRequest) -> HttpResponse:
    """All narrative sections with what is written."""
    written = queries.narratives()
    rows = [(key, *TEXTS[key], written.get(key)) for key in NARRATIVES]
    n_written = sum(1 for row in rows if row[3] is not None)
    context = {"rows": rows, "n_written": n_written}
    return render(request, f"{TEMPLATES}/narratives.html", context)


@writes(CHANGE, form=True)
def narrative(request: SignedInRequest, key: str) -> HttpResponse:
    """Write one section; two people at one text are told."""
    if key not in NARRATIVES:
        raise NotFound
    row = queries.narratives().get(key)
    initial = {"text": row.text, "text_en": row.text_en} if row else {}
    current = row.updated_at if row else None
    sent = request.POST if request.method == "POST" else None
    form = NarrativeForm(sent, initial=initial)
    if sent is not None and form.is_valid():
        concurrent_edit_check(
            sent=str(sent.get("version", "")),
            current=current,
            theirs={_("Text"): initial.get("text", "")},
            yours={_("Text"): form.cleaned_data["text"]},
        )
        services.write_narrative(key=key, **form.cleaned_data, by=request.actor, at=timezone.now())
        messages.success(request, _("It was saved."))
        return redirect("strategy:narratives")
    title, hint = TEXTS[key]
    context = {"form": form, "title": title, "hint": hint, "token": version_token(current)}
    status = 200 if sent is None else 422
    return render(request, f"{TEMPLATES}/narrative.html", context, status=status)
