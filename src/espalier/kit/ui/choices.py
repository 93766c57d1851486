"""Choices that are read when a form is made."""

from collections.abc import Iterable

from django import forms

from espalier.kit.errors import Text


def offer(form: forms.BaseForm, name: str, choices: Iterable[tuple[str | int, Text]]) -> None:
    """Let a field of the form choose among these.

    Raises: TypeError for a field that does not choose.
    """
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(f"{name} is no field of choices")
    field.choices = list(choices)
