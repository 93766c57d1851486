"""The examples in the docstrings are true."""

import doctest
from importlib import import_module
from pkgutil import iter_modules

import pytest

from espalier.engines.effects import chain, crosscheck, pitfalls, surveys, themes, transfer

MODULES = [
    f"{room.__name__}.{each.name}"
    for room in (crosscheck, surveys, transfer, chain, themes, pitfalls)
    for each in iter_modules(room.__path__)
]


@pytest.mark.parametrize("module", MODULES)
def test_examples_run(module):
    assert doctest.testmod(import_module(module)).failed == 0
