"""What every test may ask for: people in their roles, a fixed time, the shared real files."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# A busy machine is slow, not wrong: properties are judged by what they find, never by the clock.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

# Django is imported inside the fixtures: the run of the engines must be able to do without it.

ROOT = Path(__file__).parents[1]
MONDAY = datetime(2026, 11, 2, 1, tzinfo=UTC)  # 09:00 in Taipei
_missing_shared: list[str] = []


def shared_folder() -> Path:
    return (ROOT / os.environ.get("ESPALIER_SHARED", "../shared")).resolve()


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder of real files; tests that ask for it carry the mark ``shared``."""
    return shared_folder()


def pytest_collection_modifyitems(config, items):
    """Without the shared files their tests are left out, and the closing summary says how many."""
    if (shared_folder() / "data").is_dir():
        return
    kept = []
    for item in items:
        (_missing_shared if item.get_closest_marker("shared") else kept).append(item)
    items[:] = kept


def pytest_terminal_summary(terminalreporter):
    if _missing_shared:
        terminalreporter.write_line(
            f"{len(_missing_shared)} tests on the shared real files were NOT RUN: "
            f"{shared_folder()} is absent (set ESPALIER_SHARED)"
        )


def pytest_sessionfinish(session, exitstatus):
    if _missing_shared and os.environ.get("CI"):
        session.exitstatus = 1


@pytest.fixture
def monday() -> datetime:
    return MONDAY


@pytest.fixture
def system():
    """The system as an actor."""
    from espalier.kit.accounts.types import Actor

    return Actor.system("test")


@pytest.fixture
def person_with(db):
    """Make a user with a role, everywhere or at one place of the tree: ``person_with(Role.MANAGER)``."""
    from espalier.kit.accounts.models import RoleGrant, User
    from espalier.kit.accounts.types import Role

    def make(
        role: Role | str, *, scope=None, username: str = "", language: str = "zh-hant"
    ) -> User:
        name = username or f"{role}-{User.objects.count() + 1}"
        user = User.objects.create_user(
            username=name,
            email=f"{name}@example.com",
            password="pw",
            display_name=name,
            language=language,
        )
        RoleGrant.objects.create(user=user, role=role, scope=scope)
        return user

    return make


@pytest.fixture
def client_of():
    """A signed-in client: ``client_of(user)`` or ``client_of(user, htmx=True)``."""

    from django.test import Client

    def make(user, *, htmx: bool = False) -> Client:
        client = Client(headers={"HX-Request": "true"} if htmx else {})
        client.force_login(user)
        return client

    return make


@pytest.fixture
def manager(person_with):
    from espalier.kit.accounts.types import Role

    return person_with(Role.MANAGER, username="manager")


@pytest.fixture
def stranger(db):
    """Somebody who can sign in and holds no role at all."""
    from espalier.kit.accounts.models import User

    return User.objects.create_user(
        username="stranger", email="stranger@example.com", password="pw"
    )


@pytest.fixture
def each_in_a_thread(transactional_db, tmp_path, monkeypatch):
    """Run functions at the same moment, each on a connection of its own; returns what they returned.

    The suite's SQLite lives in memory, where connections do not queue as they do on a file: so the threads
    get a copy of it on disk, with the settings an installation has.
    """

    from threading import Barrier, Thread

    from django.db import connection

    from espalier.kit.errors import Refused

    def run(*functions):
        if connection.vendor == "sqlite":
            _on_disk(tmp_path / "copy.sqlite3", monkeypatch)
        together, found = Barrier(len(functions)), []

        def body(function):
            together.wait()
            try:
                found.append(function())
            except Refused as refusal:
                found.append(refusal.problems[0].code)
            finally:
                connection.close()

        threads = [Thread(target=body, args=[function]) for function in functions]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return found

    return run


def _on_disk(path, monkeypatch):
    import sqlite3
    from contextlib import closing

    from django.db import connection, connections

    if not path.exists():
        connection.ensure_connection()
        with closing(sqlite3.connect(path)) as copy:
            connection.connection.backup(copy)
    wanted = {**connections.settings["default"], "NAME": str(path)}
    monkeypatch.setitem(connections.settings, "default", wanted)
