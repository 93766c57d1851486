"""The examples in the docstrings are true."""

import doctest
from importlib import import_module

import pytest

MODULES = ["periods", "evaluate", "overtime", "bulk.columns"]


@pytest.mark.parametrize("module", MODULES)
def test_examples_run(module: str) -> None:
    outcome = doctest.testmod(import_module(f"espalier.engines.obligations.{module}"))
    assert outcome.attempted
    assert outcome.failed == 0
