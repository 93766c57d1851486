"""Numbers on pages: records keep their plain number in addresses and fields, figures are grouped."""

from decimal import Decimal

import pytest
from django.template import Context, Template


def drawn(text: str, **values: object) -> str:
    return Template("{% load espalier_ui %}" + text).render(Context(values))


def test_the_number_of_a_record_stays_plain_in_addresses_and_fields():
    text = drawn('<option value="{{ pk }}"> <a href="?edition={{ pk }}">', pk=12345)
    assert text == '<option value="12345"> <a href="?edition=12345">'


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (12345, "12,345"),
        (Decimal("1234.50"), "1,234.50"),
        (999, "999"),
        ("12345", "12345"),
        (True, "True"),
    ],
)
def test_a_figure_is_grouped_where_it_asks_for_it(value, shown):
    assert drawn("{{ value|grouped }}", value=value) == shown
