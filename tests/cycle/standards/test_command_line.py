"""``espalier standards …``: what is printed fits its published schema, exit codes tell the truth."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from espalier.cycle.standards.catalogue.models import Standard
from espalier.engines.intake import facts, xlsx_bytes
from espalier.entrypoints.cli.standards import app
from tests.conftest import ROOT
from tests.factories.standards import applied, small_standard

PARSED = small_standard(warnings=(), unplaced=())


@pytest.fixture
def sheet(tmp_path) -> Path:
    path = tmp_path / "果園.xlsx"
    path.write_bytes(xlsx_bytes(PARSED))
    return path


def run(*arguments: object, expect: int = 0):
    answer = CliRunner().invoke(app, [str(each) for each in arguments])
    assert answer.exit_code == expect, answer.output
    return answer


def fits(name: str, printed: str):
    schema = json.loads((ROOT / f"docs/cli/standards-{name}.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    found = json.loads(printed)
    Draft202012Validator(schema).validate(found)
    return found


def test_parse_prints_the_facts(sheet):
    printed = fits("parse", run("parse", sheet, "--json").stdout)
    expected = json.loads(json.dumps(facts(PARSED)))
    assert {**printed, "warnings": [], "unplaced": []} == expected


def test_parse_without_json_names_the_tasks(sheet):
    assert "T1.2\t執行修剪" in run("parse", sheet).stdout


@pytest.mark.parametrize(("content", "reason"), [(b"", "empty"), ("你好".encode(), "no_standard")])
def test_what_is_no_standard_ends_with_2_and_its_reason(tmp_path, content, reason):
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    answer = run("parse", path, "--json", expect=2)
    assert (answer.stdout, answer.stderr.startswith(reason)) == ("", True)
    assert "a.txt" in answer.stderr


def test_a_missing_file_ends_with_2():
    assert "nowhere.pdf" in run("parse", "nowhere.pdf", expect=2).stderr


def test_parse_starts_without_django(sheet):
    code = (
        "import sys; from espalier.entrypoints.cli.standards import app;"
        f"app(['parse', {str(sheet)!r}, '--json'], standalone_mode=False);"
        "sys.exit('django' in sys.modules)"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.django_db
def test_import_tells_then_applies_then_skips(sheet):
    steps = [
        (("import", sheet, "--json"), "absent", 0),
        (("import", sheet, "--apply", "--json"), "applied", 1),
        (("import", sheet, "--apply", "--json"), "same", 1),
    ]
    for arguments, outcome, n_standards in steps:
        report = fits("import", run(*arguments).stdout)
        assert (report["outcome"], report["code"]) == (outcome, PARSED.raw_code)
        assert Standard.objects.count() == n_standards


@pytest.mark.django_db
def test_import_over_other_content_is_refused(sheet):
    applied(small_standard(title="別的"))
    assert fits("import", run("import", sheet, "--json").stdout)["differing"]
    run("import", sheet, "--apply", expect=1)


@pytest.mark.django_db
def test_import_of_no_standard_ends_with_2(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes("你好".encode())
    assert "a.txt" in run("import", path, "--apply", expect=2).stderr
    assert not Standard.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["xlsx", "json"])
def test_export_then_import_is_the_same_standard(tmp_path, form):
    applied(PARSED)
    target = tmp_path / f"out.{form}"
    run("export", PARSED.raw_code, "--format", form, "--out", target)
    report = fits("import", run("import", target, "--apply", "--json").stdout)
    assert report["outcome"] == "same"


@pytest.mark.django_db
def test_json_export_fits_its_schema():
    applied(small_standard())
    fits("export", run("export", "ZZZ9999-001", "--format", "json").stdout)


@pytest.mark.django_db
def test_diff_compares_two_versions():
    applied(small_standard(1))
    applied(small_standard(2, level=4, title="果園經理"))
    found = fits("diff", run("diff", "ZZZ9999-001v1", "ZZZ9999-001v2", "--json").stdout)
    assert {entry["kind"] for entry in found["entries"]} == {"renamed", "level_changed"}
    assert "renamed" in run("diff", "ZZZ9999-001v1", "ZZZ9999-001v2").stdout


@pytest.mark.django_db
def test_an_unknown_code_ends_with_1():
    run("diff", "AAA1111-001v1", "AAA1111-001v2", expect=1)
    run("export", "AAA1111-001v1", expect=1)
