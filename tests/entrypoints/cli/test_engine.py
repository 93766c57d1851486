"""``espalier engine``: files in, checked answers out, with exit codes that say what happened."""

import json

import jsonschema
import pytest
from typer.testing import CliRunner

from espalier.engines.planner.timetable.codec import problem_as_json as timetable_as_json
from espalier.engines.planner.writing import problem_to_json
from espalier.entrypoints.cli.engine import app
from tests.conftest import ROOT
from tests.engines.planner.small import small_company
from tests.engines.planner.timetable.small import problem as timetable_problem
from tests.engines.planner.timetable.small import session
from tests.engines.planner.timetable.test_published import TOY as COURSES

# Four jobs: the second and third take two days each of one machine, between a start and an end of no length.
PROJECT = """jobs (incl. supersource/sink ):  4
PRECEDENCE RELATIONS:
jobnr.    #modes  #successors   successors
   1        1          2           2   3
   2        1          1           4
   3        1          1           4
   4        1          0
************************************************************************
REQUESTS/DURATIONS:
jobnr. mode duration  R 1
------------------------------------------------------------------------
  1      1     0       0
  2      1     2       1
  3      1     3       1
  4      1     0       0
************************************************************************
RESOURCEAVAILABILITIES:
  R 1
    1
************************************************************************
"""


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


def dated(*arguments, expect=0):
    told = json.loads(run("timetable", *arguments, "--json", expect=expect).stdout)
    jsonschema.validate(told, schema("engine-timetable"))
    return told


def test_a_timetable_is_dated_and_checked(tmp_path):
    path = tmp_path / "march.json"
    stated = timetable_as_json(timetable_problem(session("W1"), session("W2")))
    path.write_text(json.dumps(stated), encoding="utf-8")
    told = dated(path, "--time-limit", "20")
    assert (told["status"], told["broken"]) == ("optimal", 0)
    assert {row["session"] for row in told["assignment"]} == {"W1", "W2"}


def test_a_timetable_without_a_day_is_refused(tmp_path):
    path = tmp_path / "march.json"
    stated = timetable_as_json(timetable_problem(session("W1")))
    path.write_text(json.dumps({**stated, "schema": "espalier-timetable/9"}), encoding="utf-8")
    assert "other_version" in run("timetable", path, expect=1).stderr


def test_a_published_project(tmp_path):
    path = tmp_path / "toy.sm"
    path.write_text(PROJECT, encoding="utf-8")
    told = dated(path, "--time-limit", "5")
    assert (told["status"], told["objective"], told["broken"]) == ("optimal", 5, 0)


def test_a_published_course_timetable(tmp_path):
    path = tmp_path / "toy.ctt"
    path.write_text(COURSES, encoding="utf-8")
    told = dated(path, "--time-limit", "1")
    assert told["broken"] == 0
    assert len(told["assignment"]) == 5


def test_a_published_file_that_is_none(tmp_path):
    path = tmp_path / "toy.sm"
    path.write_text("nothing", encoding="utf-8")
    assert "unreadable" in run("timetable", path, expect=1).stderr
