"""Reading what was typed about documents and passages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from espalier.cycle.needs.desk_research import queries
from espalier.cycle.needs.desk_research.models import DeskDocument, Extract
from espalier.cycle.needs.desk_research.types import DocumentContent, PassageContent
from espalier.cycle.standards.catalogue import queries as catalogue
from espalier.kit.ui.choices import offer

MARKS = [(n, str(n)) for n in range(1, 6)]
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _mark(value: str) -> int | None:
    return int(value) if value else None


class DocumentForm(forms.Form):
    """One row of the register."""

    code = forms.CharField(label=_("Document code"), max_length=40)
    title = forms.CharField(label=_("Document title"), max_length=200)
    title_en = forms.CharField(label=_("English title"), max_length=240, required=False)
    type = forms.ChoiceField(label=_("Type"), choices=queries.type_choices)
    scope = forms.ChoiceField(label=_("Scope"), choices=queries.scope_choices)
    issuer = forms.CharField(label=_("Issuer"), max_length=120, required=False)
    issuer_en = forms.CharField(label=_("Issuer in English"), max_length=160, required=False)
    dated_on = forms.DateField(
        label=_("Document date"),
        required=False,
        widget=DAY,
        input_formats=["%Y-%m-%d", "%Y/%m/%d"],
    )
    relevance = forms.TypedChoiceField(
        label=_("Relevance"),
        choices=MARKS,
        coerce=int,
        initial=3,
        help_text=_("1 says hardly anything about our question, 5 answers part of it."),
    )
    credibility = forms.TypedChoiceField(
        label=_("Credibility"),
        choices=MARKS,
        coerce=int,
        initial=3,
        help_text=_("1 is hearsay, 5 is checked data with its source."),
    )
    reason = forms.CharField(label=_("Reason for the judgement"), widget=_area(2), max_length=2000)
    reason_en = forms.CharField(
        label=_("Reason in English"), widget=_area(2), max_length=2000, required=False
    )

    def content(self) -> DocumentContent:
        return DocumentContent(**self.cleaned_data)


class PassageForm(forms.Form):
    """A passage of a page. ``start`` comes from marking with the mouse; it may be missing."""

    page = forms.IntegerField(label=_("Page"), min_value=1)
    start = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("Words of the passage"),
        widget=_area(4),
        help_text=_("Mark them on the page with the mouse, or copy them from the page."),
        strip=True,
    )
    words_en = forms.CharField(label=_("In English"), widget=_area(2), required=False)
    kind = forms.ChoiceField(label=_("Speaks of"), choices=queries.kind_choices)
    aspect = forms.ChoiceField(
        label=_("PEST aspect"),
        choices=lambda: [("", "–"), *queries.aspect_choices()],
        required=False,
    )
    competency = forms.TypedChoiceField(
        label=_("Competency"), coerce=_mark, empty_value=None, required=False
    )
    comment = forms.CharField(
        label=_("Comment"),
        widget=_area(2),
        required=False,
        help_text=_("What it means for us."),
    )
    comment_en = forms.CharField(label=_("Comment in English"), widget=_area(2), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Read once for the form: a function of choices would be asked again for every drawing.
        offer(self, "competency", [("", "–"), *competency_choices()])

    def content(self) -> PassageContent:
        told = self.cleaned_data
        return PassageContent(
            page=told["page"],
            words=told["words"],
            kind=told["kind"],
            start=told["start"],
            words_en=told["words_en"],
            aspect=told["aspect"],
            comment=told["comment"],
            comment_en=told["comment_en"],
            competency_id=told["competency"],
        )


class FileForm(forms.Form):
    """The file of a document."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, DOCX, XLSX, ODT, HTML or text, at most 50 MB."),
    )


class SuggestionForm(forms.Form):
    """For which competency passages are sought, and in which document."""

    competency = forms.TypedChoiceField(
        label=_("Competency"),
        choices=lambda: competency_choices(),
        coerce=_mark,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    document = forms.TypedChoiceField(
        label=_("In which document"),
        choices=lambda: [("", _("All documents")), *document_choices()],
        coerce=_mark,
        widget=forms.Select(attrs={"class": "form-select"}),
        empty_value=None,
        required=False,
    )


def competency_choices() -> list[tuple[str, str]]:
    """One query."""
    rows = catalogue.competencies().values_list("pk", "code", "name")
    return [(str(pk), f"{name} {code}") for pk, code, name in rows]


def document_choices() -> list[tuple[str, str]]:
    """One query."""
    return [(str(row.id), f"{row.code} {row.title}") for row in queries.documents()]


def initial_document(document: DeskDocument) -> dict[str, Any]:
    content = queries.content_of(document)
    return {name: getattr(content, name) for name in DocumentForm.base_fields}


def initial_passage(extract: Extract) -> dict[str, Any]:
    return {
        "page": extract.page,
        "start": extract.start,
        "words": extract.text,
        "words_en": extract.text_en,
        "kind": extract.kind,
        "aspect": extract.aspect,
        "competency": "" if extract.competency_id is None else str(extract.competency_id),
        "comment": extract.comment,
        "comment_en": extract.comment_en,
    }
