"""``espalier obligations status``: what is printed fits its schema and says what the pages say."""

import json
from datetime import date

import jsonschema
import pytest
from typer.testing import CliRunner

from espalier.cycle.learning_map.norms.models import NormModule
from espalier.entrypoints.cli.obligations import app
from tests.conftest import ROOT
from tests.cycle.learning_map.obligations.conftest import add_norm
from tests.factories import learning_map as make

pytestmark = pytest.mark.django_db
SCHEMA = json.loads((ROOT / "docs/cli/obligations-status.schema.json").read_text("utf-8"))


@pytest.fixture
def company():
    made = make.company()
    module = make.published("SAFE", minutes=180)
    norm = add_norm("SAFETY", "安全訓練", module, window="calendar", months=12, minutes=180)
    assert NormModule.objects.filter(norm=norm).exists()
    make.completion(made.ann, module, date(2026, 5, 6))
    return made


def run(*arguments: str, expect: int = 0):
    answer = CliRunner().invoke(app, ["status", *arguments])
    assert answer.exit_code == expect, answer.output
    return answer


def told(*arguments: str):
    found = json.loads(run("--json", *arguments).stdout)
    jsonschema.validate(found, SCHEMA)
    return found


def test_everybody_on_a_day(company):
    found = told("--date", "2026-11-02")
    assert (found["date"], found["people"]) == ("2026-11-02", 2)
    assert found["counts"] == {"overdue": 1, "due_soon": 0, "open": 0, "valid": 1, "exempt": 0}
    assert {(o["employee"], o["state"], o["due_on"]) for o in found["obligations"]} == {
        ("0001", "valid", "2027-12-31"),
        ("0002", "overdue", "2025-12-31"),
    }


def test_a_unit_and_a_state(company):
    assert [o["employee"] for o in told("--unit", "N", "--date", "2026-11-02")["obligations"]] == [
        "0001"
    ]
    late = told("--state", "overdue", "--date", "2026-11-02")
    assert [(o["employee"], o["hours_left"]) for o in late["obligations"]] == [("0002", 3.0)]


def test_lines_for_people(company):
    assert "overdue\t2025-12-31\tSAFETY\t0002\t陳博" in run("--date", "2026-11-02").stdout


def test_what_is_not_known_is_refused(company):
    assert "no unit XX" in run("--unit", "XX", expect=1).stderr
    assert "no state" in run("--state", "late", expect=1).stderr
    run("--date", "yesterday", expect=2)
