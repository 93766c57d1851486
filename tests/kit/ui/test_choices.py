"""Choices offered when a form is made."""

import pytest
from django import forms

from espalier.kit.ui.choices import offer


class Form(forms.Form):
    unit = forms.ChoiceField()
    name = forms.CharField()


def test_what_is_offered_can_be_chosen():
    form = Form({"unit": "7", "name": "甲"})
    offer(form, "unit", ((pk, "研發部") for pk in ["7"]))
    assert form.is_valid()
    assert Form().fields["unit"].choices == []


def test_only_a_field_that_chooses_can_be_offered_choices():
    with pytest.raises(TypeError):
        offer(Form(), "name", [])
