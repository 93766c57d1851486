"""The examples in the docstrings are true."""

import doctest
from importlib import import_module

import pytest

MODULES = [
    "gap",
    "current_level",
    "suppression",
    "priority",
    "concordance",
    "sensitivity",
]


@pytest.mark.parametrize("module", MODULES)
def test_examples_run(module: str) -> None:
    outcome = doctest.testmod(import_module(f"espalier.engines.needs.{module}"))
    assert outcome.failed == 0
