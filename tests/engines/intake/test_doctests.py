"""The examples in the docstrings run."""

import doctest

from espalier.engines.intake import codes


def test_examples_in_docstrings_hold():
    result = doctest.testmod(codes)
    assert result.attempted
    assert not result.failed
