"""What an installation is told by its environment, and what it refuses to start with."""

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from espalier.config.environment import database_from_url, read_environment

ROOT = Path(__file__).parents[2]
LONG = "k" * 20 + "J" * 30


def told(tmp_path, **values):
    return read_environment({"ESPALIER_HOME": str(tmp_path), **values})


def test_nothing_said_is_production_on_sqlite_with_a_kept_secret(tmp_path):
    first, second = told(tmp_path), told(tmp_path)
    assert first.is_production
    assert first.database["NAME"] == str(tmp_path / "espalier.sqlite3")
    assert len(first.secret_key) > 60
    assert first.secret_key == second.secret_key
    assert oct((tmp_path / "secret_key").stat().st_mode)[-3:] == "600"


@pytest.mark.parametrize("secret", ["x", "changeme", "django-insecure-" + LONG, "short"])
def test_production_refuses_default_secrets(tmp_path, secret):
    with pytest.raises(ImproperlyConfigured, match="ESPALIER_SECRET_KEY"):
        told(tmp_path, ESPALIER_SECRET_KEY=secret)


def test_production_refuses_debug_and_names_every_fault(tmp_path):
    with pytest.raises(ImproperlyConfigured) as refusal:
        told(tmp_path, ESPALIER_DEBUG="1", ESPALIER_SECRET_KEY="x")
    assert "ESPALIER_DEBUG" in str(refusal.value)
    assert "ESPALIER_SECRET_KEY" in str(refusal.value)


def test_development_may_debug(tmp_path):
    assert told(tmp_path, ESPALIER_MODE="development", ESPALIER_DEBUG="1").debug


def test_an_unknown_mode_is_refused(tmp_path):
    with pytest.raises(ImproperlyConfigured, match="ESPALIER_MODE"):
        told(tmp_path, ESPALIER_MODE="prod")


DATABASES = {
    "sqlite with a path": ("sqlite:////srv/e.db", "django.db.backends.sqlite3", "/srv/e.db"),
    "postgresql": ("postgresql://u:p%40w@db:5433/name", "django.db.backends.postgresql", "name"),
    "socket": ("postgresql://u@/name?host=/run/pg", "django.db.backends.postgresql", "name"),
}


@pytest.mark.parametrize(("url", "engine", "name"), DATABASES.values(), ids=DATABASES)
def test_a_database_address_is_understood(tmp_path, url, engine, name):
    found = database_from_url(url, tmp_path)
    assert (found["ENGINE"], found["NAME"]) == (engine, name)


def test_a_password_with_signs_and_a_socket_survive(tmp_path):
    assert database_from_url("postgresql://u:p%40w@db/n", tmp_path)["PASSWORD"] == "p@w"
    assert database_from_url("postgresql://u@/n?host=/run/pg", tmp_path)["HOST"] == "/run/pg"


def test_another_kind_of_database_is_refused(tmp_path):
    with pytest.raises(ImproperlyConfigured, match="mysql"):
        database_from_url("mysql://u@h/n", tmp_path)


def test_a_fresh_database_is_prepared_by_one_command(tmp_path):
    """An empty database gets its tables at once; asking again finds nothing to do."""
    environment = {
        **os.environ,
        "ESPALIER_HOME": str(tmp_path),
        "ESPALIER_DATABASE_URL": "",
        "ESPALIER_MODE": "production",
    }
    command = [sys.executable, "-m", "espalier"]
    for _ in range(2):
        done = subprocess.run(
            [*command, "migrate"], env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
    verified = subprocess.run(
        [*command, "audit", "verify", "--json"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert verified.returncode == 0, verified.stderr
    assert '"n_entries": 0' in verified.stdout


def tables_of(home: Path) -> dict[str, tuple[object, ...]]:
    """Columns, indices and named constraints of every table of an installation, in no order."""
    (file,) = home.glob("*.sqlite3")
    with closing(sqlite3.connect(file)) as database:
        found = {}
        rows = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
        for name, sql in rows.fetchall():
            columns = database.execute(f'PRAGMA table_info("{name}")').fetchall()
            indices = database.execute(f'PRAGMA index_list("{name}")').fetchall()
            keys = database.execute(f'PRAGMA foreign_key_list("{name}")').fetchall()
            found[name] = (
                frozenset((c[1], c[2], c[3], c[5]) for c in columns),
                frozenset((i[1], i[2]) for i in indices if not i[1].startswith("sqlite_")),
                frozenset((k[2], k[3], k[4]) for k in keys),
                frozenset(re.findall(r'CONSTRAINT "(\w+)"', sql)),
            )
        return found


def test_tables_built_at_once_are_those_the_migrations_build(tmp_path):
    """The only walk through all migrations in the suite: whoever comes from an earlier version takes it."""
    for name, command in {
        "once": ["-m", "espalier", "migrate"],
        "steps": ["manage.py", "migrate", "--verbosity", "0"],
    }.items():
        (tmp_path / name).mkdir()
        environment = {
            **os.environ,
            "ESPALIER_HOME": str(tmp_path / name),
            "ESPALIER_DATABASE_URL": "",
            "ESPALIER_MODE": "production",
        }
        done = subprocess.run(
            [sys.executable, *command],
            env=environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    once, steps = tables_of(tmp_path / "once"), tables_of(tmp_path / "steps")
    assert set(once) - set(steps) == {"espalier_cache"}
    assert {name: once[name] for name in steps} == steps
