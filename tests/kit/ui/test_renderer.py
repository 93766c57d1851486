"""Fields drawn in Python look as Django's templates draw them."""

import re
from datetime import date

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from espalier.kit.ui.renderer import QuickRenderer

CHOICES = [
    ("", "---"),
    (1, gettext_lazy("Save")),
    ("<b>", 'Q & "A" <i>'),
    (3, mark_safe("<em>ready</em>")),
    (4, 12345),
    ("Group <1>", [("a", "甲"), (date(2026, 1, 2), 1.5)]),
]
WIDGETS = [
    (forms.TextInput(attrs={"class": "a<b", "required": True, "disabled": False}), 'x"<y>&'),
    (forms.TextInput(), None),
    (forms.TextInput(), ""),
    (forms.NumberInput(attrs={"min": 1, "step": 0.5}), 1234.5),
    (forms.EmailInput(), "a@b.example"),
    (forms.URLInput(), "https://a.example/?a=1&b=2"),
    (forms.HiddenInput(), mark_safe("&amp;")),
    (forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), date(2026, 11, 2)),
    (forms.CheckboxInput(), True),
    (forms.CheckboxInput(attrs={"value": "yes"}), False),
    (forms.Textarea(attrs={"rows": 3}), "一行\n<script>"),
    (forms.Textarea(), None),
    (forms.Select(choices=CHOICES), "1"),
    (forms.Select(choices=CHOICES), date(2026, 1, 2)),
    (forms.Select(choices=[]), None),
    (forms.SelectMultiple(choices=CHOICES, attrs={"size": 4}), ["a", "<b>"]),
    (forms.NullBooleanSelect(), True),
    (forms.CheckboxSelectMultiple(choices=CHOICES), ["a"]),
    (forms.RadioSelect(choices=CHOICES), "1"),
]


@pytest.mark.parametrize(("widget", "value"), WIDGETS)
def test_a_field_looks_as_django_draws_it(widget, value):
    drawn = [
        re.sub(r"\n+", "\n", widget.render("field", value, {"id": "id_field"}, renderer))
        for renderer in (QuickRenderer(), DjangoTemplates())
    ]
    assert drawn[0] == drawn[1]
