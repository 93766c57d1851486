"""Every indicator of the training manager's standard has one room, and the room says so."""

import importlib
import re
import subprocess
import sys

import pytest
from django.urls import reverse

from espalier.kit.thread import frame
from tests.architecture.source import ROOT

INDICATORS = frame.indicators()


def test_the_frame_is_whole():
    assert len(frame.tasks()) == 8
    assert len(INDICATORS) == 29
    assert all(re.fullmatch(r"P\d\.\d\.\d", code) for code in INDICATORS)
    assert {i.task for i in INDICATORS.values()} == set(frame.tasks())
    rooms = [i.room for i in INDICATORS.values()]
    assert all(room.startswith("espalier.cycle.") for room in rooms)


@pytest.mark.shared
@pytest.mark.parametrize(("version", "attribute"), [("v3", "code"), ("v4", "v4")])
def test_codes_are_those_of_the_standard(version, attribute, shared_dir):
    """The codes, and only the codes, are compared with the real documents."""
    import json

    path = shared_dir / "data" / "icap" / "facts" / f"BHR1212-002{version}.json"
    facts = json.loads(path.read_text(encoding="utf-8"))
    groups = [group for duty in facts["duties"] for group in duty["tasks"]]
    real = {p["code"] for group in groups for p in group["indicators"]}
    ours = {getattr(i, attribute) for i in INDICATORS.values()} - {""}
    assert ours <= real
    if version == "v3":
        assert ours == real


@pytest.mark.parametrize("code", [c for c, i in INDICATORS.items() if i.built])
def test_a_built_indicator_has_room_and_page(code):
    indicator = INDICATORS[code]
    room = importlib.import_module(indicator.room)
    # A room may serve several indicators; its codes stand before anything else it says.
    codes = re.match(r"(?:P\d\.\d\.\d(?:, )?)+", room.__doc__ or "")
    assert codes
    assert code in codes.group()
    assert reverse(indicator.page)


@pytest.mark.parametrize("code", [c for c, i in INDICATORS.items() if not i.built])
def test_what_is_not_built_is_not_claimed(code):
    assert not INDICATORS[code].page
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module(INDICATORS[code].room)


def test_rooms_that_serve_exist():
    for indicator in INDICATORS.values():
        for room in indicator.serving:
            assert importlib.import_module(room).__doc__


def test_the_map_in_docs_is_the_one_made_from_the_table():
    command = [sys.executable, "tools/frame_map.py", "check"]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout + answer.stderr


@pytest.mark.parametrize("tool", ["diagrams.py", "formulas.py"])
def test_what_docs_show_is_drawn_from_the_source(tool):
    command = [sys.executable, f"tools/{tool}", "check"]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
