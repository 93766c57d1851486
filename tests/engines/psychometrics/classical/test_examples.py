"""The examples in the docstrings are true, and every module says what it is."""

import doctest
from importlib import import_module
from pkgutil import iter_modules

import pytest

from espalier.engines.psychometrics import classical

MODULES = sorted(each.name for each in iter_modules(classical.__path__))


@pytest.mark.parametrize("name", MODULES)
def test_examples_run(name):
    module = import_module(f"{classical.__name__}.{name}")
    assert module.__doc__
    assert not doctest.testmod(module).failed
