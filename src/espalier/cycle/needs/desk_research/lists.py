"""The lists of documents and of passages."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from espalier.cycle.needs.desk_research import queries
from espalier.kit.ui.types import Column, EmptyState, Filter, ListSpec

MARKS = [(str(n), str(n)) for n in range(5, 0, -1)]


DOCUMENTS = ListSpec(
    key="needs.documents",
    title=_("Documents of the desk"),
    columns=(
        Column("code", _("Code"), sort=("code",)),
        Column("title", _("Document title"), sort=("title",)),
        Column("type", _("Type"), sort=("type",), value=lambda row: row.get_type_display()),
        Column("scope", _("Scope"), sort=("scope",), value=lambda row: row.get_scope_display()),
        Column("issuer", _("Issuer"), sort=("issuer",)),
        Column("dated_on", _("Document date"), sort=("dated_on",)),
        Column("relevance", _("Relevance"), sort=("relevance",), numeric=True),
        Column("credibility", _("Credibility"), sort=("credibility",), numeric=True),
        Column("text_state", _("Text"), value=lambda row: row.get_text_state_display()),
        Column("n_pages", _("Number of pages"), sort=("n_pages",), numeric=True),
        Column("n_extracts", _("Passages"), sort=("n_extracts",), numeric=True),
        Column("reason", _("Reason for the judgement"), shown=False),
    ),
    filters=(
        Filter("type", _("Type"), choices=queries.type_choices()),
        Filter("scope", _("Scope"), choices=queries.scope_choices()),
        Filter("text_state", _("Text"), choices=queries.text_state_choices()),
        Filter("relevance", _("Relevance at least"), choices=MARKS, lookup="relevance__gte"),
        Filter("credibility", _("Credibility at least"), choices=MARKS, lookup="credibility__gte"),
    ),
    search_fields=("code", "title", "title_en", "issuer"),
    default_sort="code",
    row_url=lambda row: reverse("needs:document", args=[row.pk]),
    empty=EmptyState(
        _("No documents yet"),
        _("Import the register, or add the first document and bring its file."),
        "needs:document_new",
        _("Add a document"),
    ),
)

EXTRACTS = ListSpec(
    key="needs.extracts",
    title=_("Passages"),
    columns=(
        Column("code", _("Code"), sort=("document__code", "number")),
        Column("kind", _("Speaks of"), sort=("kind",), value=lambda row: row.get_kind_display()),
        Column("text", _("Words of the passage")),
        Column("comment", _("Comment"), shown=False),
        Column("aspect", _("PEST aspect"), sort=("aspect",), shown=False,
               value=lambda row: row.get_aspect_display()),
        Column("document__title", _("Document title"), sort=("document__title",)),
        Column("page", _("Page"), sort=("document__code", "page"), numeric=True),
        Column("competency__name", _("Competency"), sort=("competency__name",),
               value=lambda row: row.competency.name if row.competency else ""),
        Column("marked_by", _("Marked by"), shown=False),
        Column("marked_at", _("Marked at"), sort=("marked_at",), shown=False),
    ),
    filters=(
        Filter("kind", _("Speaks of"), choices=queries.kind_choices()),
        Filter("aspect", _("PEST aspect"), choices=queries.aspect_choices()),
        Filter("scope", _("Scope"), choices=queries.scope_choices(), lookup="document__scope"),
        Filter("document", _("Document code"), lookup="document__code"),
    ),
    search_fields=("code", "text", "comment", "document__title"),
    default_sort="code",
    row_url=lambda row: reverse("needs:extract", args=[row.pk]),
    empty=EmptyState(
        _("No passages yet"),
        _("Open a document and mark what speaks of a need, a trend, a constraint or a risk."),
        "needs:documents",
        _("Open the documents"),
    ),
)  # fmt: skip
