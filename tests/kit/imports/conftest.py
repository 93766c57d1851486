"""The sample kind is registered for the tests of this folder only."""

import pytest

from espalier.kit.imports import registry, services
from tests.kit.imports.sample import PLACES


@pytest.fixture(autouse=True)
def _places(monkeypatch):
    monkeypatch.setitem(registry._SPECS, "places", PLACES)


@pytest.fixture
def bring(db, system, monday):
    """Start and plan an import of the sample kind: ``bring(bytes, "x.csv")``."""

    def make(data: bytes, filename: str = "places.csv", kind: str = "places"):
        run = services.start_import(kind=kind, data=data, filename=filename, by=system, at=monday)
        return services.plan_import(run_id=run.pk, by=system, at=monday)

    return make
