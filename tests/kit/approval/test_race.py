"""Two people decide at the same moment: one wins, the other is told. On both engines."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from threading import Barrier, Thread

import pytest
from django.db import connection, connections

from espalier.kit.accounts.types import Role
from espalier.kit.approval import services
from espalier.kit.approval.models import RunStep, Signature
from espalier.kit.approval.types import SubjectRef
from espalier.kit.errors import Refused
from tests.kit.approval.conftest import actor, agree, send_back, step_of


@pytest.fixture
def each_in_a_thread(transactional_db, tmp_path, monkeypatch):
    """Run functions at the same moment, each on a connection of its own; returns what they returned.

    The suite's SQLite lives in memory, where connections do not queue as they do on a file: so the threads
    get a copy of it on disk, with the settings an installation has.
    """

    def run(*functions: Callable[[], object]) -> list[object]:
        if connection.vendor == "sqlite":
            _on_disk(tmp_path / "copy.sqlite3", monkeypatch)
        together, found = Barrier(len(functions)), []

        def body(function: Callable[[], object]) -> None:
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


def _on_disk(path, monkeypatch) -> None:
    if not path.exists():
        connection.ensure_connection()
        with closing(sqlite3.connect(path)) as copy:
            connection.connection.backup(copy)
    wanted = {**connections.settings["default"], "NAME": str(path)}
    monkeypatch.setitem(connections.settings, "default", wanted)


def test_of_two_deciders_one_wins(each_in_a_thread, usual, start, people, person_with, paper):
    second = person_with(Role.SUPERVISOR, username="second")
    run = start()
    step = step_of(run, 2)

    def first_agrees() -> str:
        agree(step, people[Role.SUPERVISOR])
        return "decided"

    def second_sends_back() -> str:
        send_back(step, second)
        return "decided"

    found = each_in_a_thread(first_agrees, second_sends_back)
    assert sorted(map(str, found)) == ["decided", "not_open"]

    def count() -> tuple[int, int]:
        return (
            Signature.objects.filter(step=step).count(),
            RunStep.objects.filter(run=run, state="waiting").count(),
        )

    (n_signed, n_waiting), *_rest = each_in_a_thread(count)
    assert (n_signed, n_waiting) == (1, 0)


def test_one_record_enters_review_once(each_in_a_thread, usual, people, paper, monday):
    def begin() -> str:
        services.start_review(
            subject=SubjectRef("test.Paper", "1"),
            procedure_code="P",
            title="x",
            by=actor(people[Role.MANAGER]),
            at=monday,
        )
        return "started"

    assert sorted(map(str, each_in_a_thread(begin, begin))) == ["in_review", "started"]
