"""The examples in the docstrings of the effects of training are true."""

import doctest
from importlib import import_module
from pathlib import Path

import pytest

import espalier.engines.effects as room

FOLDERS = ("designs", "mixed", "regression", "power", "missing", "multiple")
ROOM = Path(room.__file__).parent
MODULES = sorted(
    f"{folder}.{path.stem}"
    for folder in FOLDERS
    for path in (ROOM / folder).glob("*.py")
    if ">>>" in path.read_text(encoding="utf-8")
)


@pytest.mark.parametrize("module", MODULES)
def test_the_examples_run(module):
    found = doctest.testmod(import_module(f"espalier.engines.effects.{module}"))
    assert found.attempted
    assert not found.failed
