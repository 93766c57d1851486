"""``espalier engine statistics``: any method on a file, with its sentence; refusals and bad files say why."""

import json

import jsonschema
import pytest
from typer.testing import CliRunner

from espalier.engines.figures.table import read_csv
from espalier.engines.figures.types import Refusal
from espalier.entrypoints.cli.engine import app
from espalier.entrypoints.cli.statistics import methods
from tests.conftest import ROOT

SCHEMA = json.loads((ROOT / "docs/cli/engine-statistics.schema.json").read_text("utf-8"))
GAINS = "pre,post\n" + "".join(f"{10 + n % 5},{12 + n % 6}\n" for n in range(20))
SAY_NOBODY = {"response-rate", "survey-table"}  # nobody answered: that is what they are asked
FEW = "pre,post\n1,2\n2,3\n"


@pytest.fixture
def run(tmp_path):
    def call(method="", text="", *arguments):
        path = tmp_path / "data.csv"
        path.write_text(text, encoding="utf-8")
        given = [method, str(path)] if text else [method] if method else []
        return CliRunner().invoke(app, ["statistics", *given, *arguments])

    return call


def test_the_methods_are_listed_each_once_in_both_languages(run):
    told = json.loads(run("", "", "--json").stdout)
    jsonschema.validate(told, SCHEMA)
    assert len(told["methods"]) == len(methods()) > 100
    assert "training-effect\t訓練效果" in run().stdout


def test_a_result_comes_with_its_sentence(run):
    told = json.loads(run("paired-t", GAINS, "--json", "-o", "smallest=1").stdout)
    jsonschema.validate(told, SCHEMA)
    assert told["result"]["n_used"] == 20
    assert told["sentence"]["zh"] in run("paired-t", GAINS, "-o", "smallest=1").stdout
    assert told["sentence"]["en"] in run("paired-t", GAINS, "-o", "smallest=1", "--english").stdout


def test_a_method_that_does_not_apply_says_what_to_do_instead_and_exits_with_1(run):
    answer = run("paired-t", FEW, "--json")
    told = json.loads(answer.stdout)
    jsonschema.validate(told, SCHEMA)
    assert (answer.exit_code, told["kind"]) == (1, "Refusal")
    assert told["result"]["instead"]


@pytest.mark.parametrize(
    ("method", "text", "arguments", "told"),
    [
        ("paired-tt", GAINS, (), "no such method"),
        ("paired-t", "", (), "a table is needed"),
        ("paired-t", GAINS, ("-o", "small=1"), "option 'small=1' is unknown"),
        ("paired-t", "pre\n1\n", (), "column 'post' is missing"),
        ("paired-t", "pre,post\n1,x\n", (), "line 2: 'x' is no number"),
        ("cronbach-alpha", "a,b,c\n", (), "data.csv"),
    ],
)
def test_what_cannot_be_used_is_named_and_exits_with_2(run, method, text, arguments, told):
    answer = run(method, text, *arguments)
    assert answer.exit_code == 2
    assert told in answer.stderr


@pytest.mark.parametrize("code", sorted(methods()))
def test_no_method_falls_over_an_empty_table(code):
    """Whatever is missing is said: a refusal, or what the table lacks."""
    method = methods()[code]
    try:
        found = method.run(read_csv("nothing\n"), method.settings([]))
    except ValueError as lacking:
        found = lacking
    if code in SAY_NOBODY:
        assert found.sentence.zh.startswith("0 人作答")
    else:
        assert str(found) if isinstance(found, ValueError) else isinstance(found, Refusal)
