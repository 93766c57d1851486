"""Who may import whom: the contracts of .importlinter hold, and rooms are entered by their front doors."""

import subprocess
import sys
from pathlib import Path

import grimp
import pytest

from tests.architecture.source import ROOT

DOORS = {"services", "queries", "types"}


@pytest.fixture(scope="module")
def graph():
    return grimp.build_graph("espalier", cache_dir=None)


def test_the_import_contracts_hold():
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout[-3000:]


def room_and_file(module: str) -> tuple[str, str]:
    parts = module.split(".")
    if module.startswith("espalier.cycle.") and len(parts) >= 5:
        return ".".join(parts[:4]), parts[4]
    return "", ""


def test_other_rooms_use_the_front_door(graph):
    broken = []
    for imported in graph.modules:
        room, file = room_and_file(imported)
        if not room or file in DOORS:
            continue
        for importer in graph.find_modules_that_directly_import(imported):
            stage = ".".join(room.split(".")[:3])
            # A stage's own joins, urls and models gather its rooms; its jobs and pages are started from there.
            gathers = importer in {f"{stage}.joins", f"{stage}.urls", f"{stage}.models"}
            if room_and_file(importer)[0] != room and not gathers:
                broken.append(f"{importer} -> {imported}")
    assert not sorted(broken)


def test_the_import_graph_of_engines_reaches_no_django(graph):
    engines = [m for m in graph.modules if m.startswith("espalier.engines")]
    inner = {m for e in engines for m in graph.find_modules_directly_imported_by(e)}
    assert not [m for m in inner if m.startswith("espalier.") and ".engines" not in m]
