"""Commands of an installation print what their schemas in docs/cli say, and exit as stated."""

import json
from pathlib import Path

import jsonschema
import pytest
from typer.testing import CliRunner

from espalier.entrypoints.cli.main import app
from espalier.kit.accounts.models import RoleGrant, User
from espalier.kit.accounts.types import Role
from espalier.kit.audit import log
from espalier.kit.audit.models import Payload
from espalier.kit.thread import frame

SCHEMAS = Path(__file__).parents[3] / "docs" / "cli"
pytestmark = pytest.mark.django_db


def run(*arguments: str):
    return CliRunner().invoke(app, list(arguments), catch_exceptions=False)


def checked(answer, schema: str):
    value = json.loads(answer.stdout)
    jsonschema.validate(value, json.loads((SCHEMAS / f"{schema}.schema.json").read_text()))
    return value


def test_a_chain_that_holds(system, monday):
    log.record("test.thing.done", "test.Thing:1", by=system, at=monday)
    answer = run("audit", "verify", "--json")
    assert (answer.exit_code, checked(answer, "audit-verify")["n_entries"]) == (0, 1)


def test_the_first_broken_entry_is_named(system, monday):
    for n in range(3):
        log.record("test.thing.done", f"test.Thing:{n}", by=system, at=monday)
    Payload.objects.filter(entry__sequence=2).update(body={"by": "x"})
    answer = run("audit", "verify", "--json")
    assert (answer.exit_code, checked(answer, "audit-verify")["broken_at"]) == (1, 2)
    assert "broken at entry 2" in run("audit", "verify").output


def test_a_backup_says_how_much_it_holds(tmp_path, system, monday):
    log.record("test.thing.done", "test.Thing:1", by=system, at=monday)
    answer = run("backup", str(tmp_path / "all.zip"), "--json")
    assert (answer.exit_code, checked(answer, "backup")["files"]) == (0, 0)
    again = run("backup", str(tmp_path / "all.zip"))
    assert again.exit_code == 1


def test_broken_links_follow_their_schema():
    answer = run("thread", "broken", "--json")
    assert checked(answer, "thread-broken") == [] or answer.exit_code == 1


def test_the_thread_of_an_indicator(db):
    answer = run("thread", "show", "frame.Indicator", "P1.2.1", "--json")
    assert answer.exit_code == 0, answer.output
    walks = checked(answer, "thread-show")
    assert walks["downstream"]["origin"]["label"].startswith("P1.2.1")
    assert frame.indicators()["P1.2.1"].title in walks["downstream"]["origin"]["label"]


@pytest.mark.parametrize("node", [("frame.Indicator", "P9.9.9"), ("no.Kind", "1")])
def test_what_is_not_there_is_not_found(node):
    assert run("thread", "show", *node).exit_code == 1


def test_the_first_administrator_is_made(db):
    told = ["--email", "a@example.com", "--name", "管理員", "--password"]
    assert run("create-admin", *told, "short").exit_code == 1
    assert run("create-admin", *told, "a-long-pass-phrase").exit_code == 0
    assert User.objects.get().check_password("a-long-pass-phrase")
    assert RoleGrant.objects.get().role == Role.ADMINISTRATOR
