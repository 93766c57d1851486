"""The examples in the docstrings are true."""

import doctest
from importlib import import_module
from pkgutil import iter_modules

import pytest

from espalier.engines.psychometrics import dif

MODULES = [each.name for each in iter_modules(dif.__path__)]


@pytest.mark.parametrize("module", MODULES)
def test_examples_run(module: str) -> None:
    outcome = doctest.testmod(import_module(f"{dif.__name__}.{module}"))
    assert outcome.failed == 0
