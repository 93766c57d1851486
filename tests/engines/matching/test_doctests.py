"""The examples in the docstrings are true."""

import doctest
from importlib import import_module

import pytest


@pytest.mark.parametrize(
    "module", ["assignment", "folding", "similarity", "types", "diff", "items", "passages"]
)
def test_examples_run(module: str) -> None:
    outcome = doctest.testmod(import_module(f"espalier.engines.matching.{module}"))
    assert outcome.failed == 0
