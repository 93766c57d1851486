"""A backup of the example company restores into the other database engine, with equal documents.

Each installation is a process of its own, as it would be; PostgreSQL is the server of the running part of the suite.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

ROOT = Path(__file__).parents[3]
SERVER = os.environ.get("ESPALIER_TEST_DATABASE_URL", "")
pytestmark = pytest.mark.skipif(not SERVER, reason="runs in the PostgreSQL part of the suite")


def espalier(home: Path, url: str, *arguments: str) -> str:
    environment = {**os.environ, "ESPALIER_HOME": str(home), "ESPALIER_DATABASE_URL": url}
    environment |= {"ESPALIER_MODE": "production"}
    done = subprocess.run(
        [sys.executable, "-m", "espalier", *arguments],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{arguments}: {done.stdout[-1500:]}{done.stderr[-3000:]}"
    return done.stdout


@pytest.fixture(scope="module")
def postgres():
    """Make a new, empty database on the server; returns its address."""

    def make(name: str) -> str:
        with psycopg.connect(SERVER, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
            connection.execute(f'CREATE DATABASE "{name}"')
        parts = urlsplit(SERVER)
        return urlunsplit(parts._replace(path=f"/{name}"))

    return make


def documents(home: Path, url: str, target: Path) -> dict[str, bytes]:
    """The documents made anew from the records, and the published files as they are kept."""
    espalier(home, url, "documents", "build", "O1.2.1", "--out", str(target))
    return {path.name: path.read_bytes() for path in sorted(target.iterdir())}


def test_sqlite_to_postgresql_and_back(tmp_path, postgres):
    first, second, third = tmp_path / "first", tmp_path / "second", tmp_path / "third"
    url = postgres("espalier_restored")
    espalier(first, "", "migrate")
    espalier(first, "", "demo-load", "--outputs", str(tmp_path / "outputs"))
    original = documents(first, "", tmp_path / "a")
    assert {name[:6] for name in original} == {"O1.2.1"}

    counts = json.loads(espalier(first, "", "backup", str(tmp_path / "one.zip"), "--json"))
    espalier(second, url, "migrate")
    restored = json.loads(espalier(second, url, "restore", str(tmp_path / "one.zip"), "--json"))
    assert restored == counts
    assert documents(second, url, tmp_path / "b") == original
    assert "hold" in espalier(second, url, "audit", "verify")

    espalier(second, url, "backup", str(tmp_path / "two.zip"))
    espalier(third, "", "migrate")
    espalier(third, "", "restore", str(tmp_path / "two.zip"))
    assert documents(third, "", tmp_path / "c") == original
