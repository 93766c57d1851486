"""Loaded with ``-p``: in this run Django and the rooms cannot be imported, so engines prove they need neither."""

import sys
from importlib.abc import MetaPathFinder

REFUSED = (
    "django",
    "espalier.kit",
    "espalier.cycle",
    "espalier.config",
    "espalier.entrypoints",
)


class Refuser(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if any(name == refused or name.startswith(f"{refused}.") for refused in REFUSED):
            raise ImportError(f"{name} is out of bounds for engines")


def pytest_configure(config):
    sys.meta_path.insert(0, Refuser())
