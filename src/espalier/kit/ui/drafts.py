"""Giving a form back what was typed into it."""

from typing import Any

from django.forms import BaseForm
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from espalier.kit.ui.models import FormDraft


def draft_initial(draft: FormDraft | None, form: BaseForm) -> dict[str, Any]:
    """Values for ``form.initial``: each field reads the draft as it would read the sent form.

    Fields the draft does not know keep their own initial value; a file is never part of a draft.
    """
    if draft is None:
        return {}
    sent = QueryDict(mutable=True)
    for name, values in draft.payload.items():
        sent.setlist(name, values)
    found = {}
    for name, field in form.fields.items():
        html_name = form.add_prefix(name)
        if field.widget.needs_multipart_form or field.disabled:
            continue
        if not field.widget.value_omitted_from_data(sent, MultiValueDict(), html_name):
            found[name] = field.widget.value_from_datadict(sent, MultiValueDict(), html_name)
    return found
