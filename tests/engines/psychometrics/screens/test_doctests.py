"""The examples in the docstrings are true."""

import doctest
from importlib import import_module
from pkgutil import iter_modules

import pytest

import espalier.engines.psychometrics.screens as room

MODULES = [each.name for each in iter_modules(room.__path__)]


@pytest.mark.parametrize("module", MODULES)
def test_examples_run(module: str) -> None:
    assert doctest.testmod(import_module(f"{room.__name__}.{module}")).failed == 0
