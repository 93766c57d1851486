"""``espalier import``: one file or a folder, rehearsed or applied, with exit codes a script can use."""

import json
from pathlib import Path

import jsonschema
import pytest
from typer.testing import CliRunner

from espalier.entrypoints.cli.imports import app
from espalier.kit.accounts.models import RoleGrant, ScopeNode
from espalier.kit.imports import registry
from espalier.kit.imports.models import ImportRun
from tests.kit.imports.sample import PLACES, xlsx

SCHEMAS = Path(__file__).parents[3] / "docs" / "cli"
HEAD = ["地點代碼", "地點名稱"]


@pytest.fixture(autouse=True)
def _places(monkeypatch, db):
    monkeypatch.setitem(registry._SPECS, "places", PLACES)


def run(*arguments: object):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def checked(answer, schema: str):
    value = json.loads(answer.stdout)
    jsonschema.validate(value, json.loads((SCHEMAS / f"{schema}.schema.json").read_text()))
    return value


@pytest.fixture
def folder(tmp_path):
    """Files whose alphabetical order is not the order they must be taken in."""
    head = "員工編號,電子郵件,姓名,角色,範圍單位\n"
    text = f"{head}00001,a@x.tw,王小明,主管,HR\n"
    (tmp_path / "accounts.csv").write_text(text, encoding="utf-8-sig")
    (tmp_path / "5_places.xlsx").write_bytes(xlsx([HEAD, ["unit:HR", "人資處"]]))
    (tmp_path / "README.md").write_text("not a table")
    return tmp_path


def test_list_names_every_kind_in_order():
    found = checked(run("list", "--json"), "import-list")
    kinds = [each["kind"] for each in found]
    assert kinds.index("places") < kinds.index("accounts")
    assert "accounts" in run("list").stdout


def test_without_apply_the_whole_folder_is_rehearsed_and_nothing_stays(folder):
    result = run("load", folder, "--json")
    done = checked(result, "import-load")
    assert result.exit_code == 0
    assert [(d["file"], d["outcome"], d["counts"]["add"]) for d in done] == [
        ("5_places.xlsx", "planned", 1),
        ("accounts.csv", "planned", 1),
    ]
    assert not ScopeNode.objects.exists()
    assert not ImportRun.objects.exists()


def test_apply_writes_in_the_order_of_the_kinds_and_twice_changes_nothing(folder):
    assert run("load", folder, "--apply").exit_code == 0
    assert RoleGrant.objects.get().scope.key == "unit:HR"
    again = run("load", folder, "--apply", "--json")
    assert again.exit_code == 0
    assert {each["outcome"] for each in checked(again, "import-load")} == {"unchanged"}


def test_refused_rows_exit_1_with_place_and_reason_and_stop_the_folder(folder):
    rows = [HEAD, ["unit:HR", "人資處"], ["unit:HR", "人事處"]]
    (folder / "5_places.xlsx").write_bytes(xlsx(rows))
    result = run("load", folder, "--apply")
    assert result.exit_code == 1
    assert "Sheet1 2 code「unit:HR」" in result.stderr
    assert "accounts" not in result.stdout
    assert not ScopeNode.objects.exists()


def test_an_unreadable_file_exits_2(tmp_path):
    (tmp_path / "places.xlsx").write_bytes(b"%PDF-1.7")
    assert checked(run("load", tmp_path, "--json"), "import-load")[0]["outcome"] == "unreadable"
    result = run("load", tmp_path / "places.xlsx", "--apply")
    assert result.exit_code == 2
    assert "places.xlsx" in result.stderr


def test_a_name_that_does_not_tell_the_kind_needs_it_said(tmp_path):
    file = tmp_path / "名冊 2026.csv"
    file.write_text("地點代碼,地點名稱\n1,北廠\n", encoding="utf-8")
    assert run("load", file).exit_code == 2
    assert run("load", file, "--kind", "places").exit_code == 0
    assert run("load", tmp_path / "missing.csv").exit_code == 2


def test_a_file_beyond_the_limit_is_refused_unread(tmp_path):
    file = tmp_path / "places.csv"
    with file.open("wb") as stream:
        stream.truncate(200 * 1024 * 1024)
    result = run("load", file)
    assert result.exit_code == 2
    assert "200" in result.stderr
