"""The audit log on screen: who did what when, and whether the chain holds."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from espalier.kit.audit import queries, words
from espalier.kit.http import SignedInRequest, reads
from espalier.kit.ui.listing import list_response
from espalier.kit.ui.types import Column, EmptyState, Filter, ListSpec

ENTRIES = ListSpec(
    key="kit.audit",
    title=_("Audit log"),
    columns=(
        Column("sequence", _("No."), sort=("sequence",), numeric=True),
        Column("at", _("Time"), sort=("at",)),
        Column("actor", _("Who"), value=lambda e: queries.actor_label(e)),
        Column("event", _("Act"), value=lambda e: words.act_words(e.event), sort=("event",)),
        Column(
            "subject", _("Record"), value=lambda e: words.record_words(e.subject_kind, e.subject_id)
        ),
        Column("hash", _("Hash"), shown=False),
    ),
    filters=(
        Filter("act", _("Act"), choices=words.act_choices, lookup="event"),
        Filter("from", _("From"), lookup="at__date__gte", kind="date"),
        Filter("until", _("Until"), lookup="at__date__lte", kind="date"),
    ),
    search_fields=("event", "subject_kind", "subject_id", "actor_key"),
    default_sort="-sequence",
    row_url=lambda e: f"/kit/audit/{e.sequence}/",
    empty=EmptyState(_("Nothing was recorded yet")),
)


@reads("kit.view_audit")
def entry_list(request: SignedInRequest) -> HttpResponse:
    return list_response(request, ENTRIES, queries.entries())


@reads("kit.view_audit")
def entry(request: SignedInRequest, sequence: int) -> HttpResponse:
    found = queries.entry(sequence)
    context = {
        "entry": found,
        "act": words.act_words(found.event),
        "record": words.record_words(found.subject_kind, found.subject_id),
        "changes": queries.changes(found),
        "who": queries.actor_label(found),
    }
    return render(request, "audit/entry.html", context)
