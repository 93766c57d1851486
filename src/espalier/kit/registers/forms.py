"""A form from the columns of a sheet, so that typing and importing follow the same rules."""

import zlib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espalier.kit.imports.types import CellKind, Column
from espalier.kit.registers import queries
from espalier.kit.registers.types import Ref, Register
from espalier.kit.ui.days import day_field

LONG = 300  # longer texts get several lines


def form_of(
    register: Register,
    data: Mapping[str, object] | None,
    *,
    initial: Mapping[str, object],
    fixed: Mapping[str, str],
) -> forms.Form:
    """The form of one record; ``fixed`` columns are given by the page and not asked."""
    fields = {
        column.key: _field(register, column)
        for column in register.columns
        if column.key not in fixed
    }
    kind = type("RegisterForm", (forms.Form,), fields)
    form: forms.Form = kind(data, initial=_initial(register, initial))
    return form


def _initial(register: Register, values: Mapping[str, object]) -> dict[str, Any]:
    return {name: list(v) if isinstance(v, tuple) else v for name, v in values.items()}


def values_of(register: Register, form: forms.Form, fixed: Mapping[str, str]) -> dict[str, object]:
    """What was typed, in the shape of a row."""
    told: dict[str, object] = dict(fixed)
    for column in register.columns:
        if column.key not in fixed:
            value = form.cleaned_data[column.key]
            told[column.key] = tuple(value) if column.kind is CellKind.CODES else value
    return told


def token_of(values: Mapping[str, object]) -> int:
    """Tells whether a record is still what the form was opened with."""
    return zlib.crc32(repr(sorted(values.items())).encode())


def _field(register: Register, column: Column) -> forms.Field:
    common: dict[str, Any] = {
        "label": column.heading,
        "required": column.required,
        "help_text": column.help,
    }
    if column.key in register.refs:
        return _one_of(register, register.refs[column.key], common)
    if column.key in register.many:
        return _some_of(register, register.many[column.key], common)
    if column.kind is CellKind.CHOICE:
        told = register.model._meta.get_field(column.key).choices or ()
        blank = [] if column.required else [("", "—")]
        return forms.ChoiceField(choices=[*blank, *told], **common)
    if column.kind is CellKind.INTEGER:
        return forms.IntegerField(
            min_value=_whole(column.minimum), max_value=_whole(column.maximum), **common
        )
    if column.kind is CellKind.DATE:
        return day_field(column.heading, required=column.required, help_text=column.help)
    if column.kind is CellKind.YES_NO:
        return forms.BooleanField(**{**common, "required": False})
    if column.kind is CellKind.DECIMAL:
        return forms.FloatField(widget=forms.NumberInput(attrs={"step": "any"}), **common)
    if column.max_length > LONG or column.key in register.lines:
        area = forms.Textarea(attrs={"rows": 4})
        return forms.CharField(max_length=column.max_length, widget=area, **common)
    return forms.CharField(max_length=column.max_length, **common)


def _whole(limit: Decimal | int | None) -> int | None:
    return None if limit is None else int(limit)


def _one_of(register: Register, ref: Ref, common: dict[str, Any]) -> forms.Field:
    offered = [("", "—"), *queries.choices(register, ref)]
    return forms.ChoiceField(choices=offered, **common)


def _some_of(register: Register, ref: Ref, common: dict[str, Any]) -> forms.Field:
    offered = queries.choices(register, ref)
    box = forms.SelectMultiple(attrs={"size": min(max(len(offered), 3), 8)})
    hint = common.pop("help_text") or _("Several may be chosen: hold Ctrl or ⌘ while clicking.")
    return forms.MultipleChoiceField(choices=offered, widget=box, help_text=hint, **common)


class ReasonForm(forms.Form):
    """A choice with its reason."""

    reason = forms.CharField(
        label=gettext_lazy("Reason for it"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reason_en = forms.CharField(
        label=gettext_lazy("Reason in English"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
