"""``espalier engine``: files in, checked answers out, with exit codes that say what happened."""

import json

import jsonschema
import pytest
from typer.testing import CliRunner

from espalier.engines.planner.writing import problem_to_json
from espalier.entrypoints.cli.engine import app
from tests.conftest import ROOT
from tests.engines.planner.small import small_company


def schema(name):
    return json.loads((ROOT / f"docs/cli/{name}.schema.json").read_text("utf-8"))


@pytest.fixture
def problem_file(tmp_path):
    def write(**changes):
        stated = {**problem_to_json(small_company(4, n_people=6, legal=False)), **changes}
        path = tmp_path / "problem.json"
        path.write_text(json.dumps(stated), encoding="utf-8")
        return path

    return write


def run(*arguments, expect=0):
    answer = CliRunner().invoke(app, [str(each) for each in arguments])
    assert answer.exit_code == expect, answer.output
    return answer


def test_an_answer_fits_its_schema(problem_file):
    path = problem_file()
    jsonschema.validate(json.loads(path.read_text("utf-8")), schema("espalier-selection"))
    answer = run("select", path, "--time-limit", "20", "--json")
    told = json.loads(answer.stdout)
    jsonschema.validate(told, schema("engine-select"))
    assert (told["status"], told["broken"]) == ("optimal", [])
    assert told["objective"] == told["worth"]["gap_closed"] <= told["bound"]


def test_lines_for_people(problem_file):
    assert "status\toptimal" in run("select", problem_file(), "--time-limit", "20").stdout


def test_a_refused_problem_names_everything(problem_file):
    answer = run("select", problem_file(budget_minor=-1, fair_permille=2000), expect=1)
    assert "budget is -1" in answer.stderr
    assert "fair_permille is 2000" in answer.stderr


def test_another_version_is_refused(problem_file):
    answer = run("select", problem_file(schema="espalier-selection/9"), expect=1)
    assert "'espalier-selection/9'" in answer.stderr


def test_no_file_or_no_json(tmp_path):
    run("select", tmp_path / "nothing.json", expect=2)
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    run("select", tmp_path / "broken.json", expect=2)
