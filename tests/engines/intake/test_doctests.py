"""The examples in the docstrings run."""

import doctest

import pytest

from espalier.engines.intake import codes, html_text, paged


@pytest.mark.parametrize("module", [codes, html_text, paged], ids=lambda module: module.__name__)
def test_examples_in_docstrings_hold(module):
    result = doctest.testmod(module)
    assert result.attempted
    assert not result.failed
