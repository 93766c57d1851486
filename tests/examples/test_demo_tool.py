"""``make demo``: what it prints, what it keeps away, and how it answers when something is in the way."""

import importlib.util
import socket
import subprocess
import sys
from pathlib import Path

import pytest

TOOL = Path(__file__).parents[2] / "tools" / "demo.py"


@pytest.fixture(scope="module")
def tool():
    spec = importlib.util.spec_from_file_location("demo_tool", TOOL)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_settings_of_another_installation_do_not_reach_in(tool, monkeypatch):
    monkeypatch.setenv("ESPALIER_MODE", "test")
    monkeypatch.setenv("ESPALIER_DATABASE_URL", "postgresql://elsewhere/records")
    kept = tool.environment()
    assert "ESPALIER_MODE" not in kept
    assert "ESPALIER_DATABASE_URL" not in kept
    assert kept["ESPALIER_HOME"] == str(tool.HOME)


def test_a_taken_address_is_seen(tool):
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        address = f"127.0.0.1:{listening.getsockname()[1]}"
        assert tool.is_taken(address)
    assert not tool.is_taken(address)


def test_columns_line_up_also_with_wide_characters(tool, capsys):
    people = [
        {"role": "訓練經理", "number": "00011", "name": "張廷俊"},
        {"role": "稽核員", "number": "00010", "name": "謝政"},
    ]
    tool.show_sign_ins("127.0.0.1:8000", {"password": "secret", "sign_ins": people})
    lines = [line for line in capsys.readouterr().out.splitlines() if "000" in line]
    places = [tool.width_of(line[: line.index("000")]) for line in lines[-2:]]
    assert places[0] == places[1]


def test_children_that_do_not_end_by_themselves_are_ended(tool, monkeypatch):
    monkeypatch.setattr(tool, "STOPS_WITHIN", 1.0)
    code = (
        "import signal, time; signal.signal(15, signal.SIG_IGN); print(flush=True); time.sleep(60)"
    )
    deaf = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    assert deaf.stdout
    deaf.stdout.readline()  # by now it no longer hears the request to end
    tool.stop([deaf])
    deaf.stdout.close()
    assert deaf.returncode == -9
