"""The examples in the docstrings are true."""

import doctest
from importlib import import_module
from pkgutil import iter_modules

import pytest

from espalier.engines import benefit


@pytest.mark.parametrize("module", [each.name for each in iter_modules(benefit.__path__)])
def test_examples_run(module):
    assert doctest.testmod(import_module(f"{benefit.__name__}.{module}")).failed == 0
