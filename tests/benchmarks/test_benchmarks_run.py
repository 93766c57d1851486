"""Every benchmark runs at the quick size and leaves a record that can be read; no time is asserted."""

import json

import pytest

from benchmarks.__main__ import main
from benchmarks.registry import at_most, cases
from benchmarks.report import records_in, write_readme
from benchmarks.types import FULL, QUICK, Reading

NAMES = [case.name for case in cases(QUICK)]
READING = Reading("page", cpu_ms=12.5, wall_ms=20.0, peak_rss_mb=80.0, n_queries=9)


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    """The records of one run of everything, each case in its own processes, in a folder of its own."""
    folder = tmp_path_factory.mktemp("benchmarks")
    main(["--quick", "--results", str(folder / "results"), "--homes", str(folder / "homes")])
    return folder / "results"


@pytest.mark.parametrize("name", NAMES)
def test_a_case_leaves_its_record(results, name):
    record = json.loads((results / f"{name}.json").read_text(encoding="utf-8"))
    assert record["case"] == name
    assert record["size"] == "quick"
    assert record["machine"]["cores"] >= 1
    readings = [reading for run in record["runs"] for reading in run["readings"]]
    assert readings
    assert all(reading["cpu_ms"] >= 0 and reading["peak_rss_mb"] > 0 for reading in readings)
    assert all({"wanted", "measured", "met"} <= set(target) for target in record["targets"])
    assert all("quoted" in peer["source"] for peer in record["peers"])


def test_the_records_become_tables(results, tmp_path):
    page = tmp_path / "README.md"
    begins, ends = "<!-- results: written by make bench -->", "<!-- end of results -->"
    page.write_text(f"before\n{begins}\n§ of last time\n{ends}\nafter\n", encoding="utf-8")
    write_readme(page, records_in(results))
    text = page.read_text(encoding="utf-8")
    assert text.startswith("before\n")
    assert text.endswith("after\n")
    assert "§ of last time" not in text
    assert text.count("| run | what |") == len(NAMES)


def test_queries_are_counted_where_there_are_records(results):
    for name in ("learner_page", "heat_map", "standard_import"):
        record = json.loads((results / f"{name}.json").read_text(encoding="utf-8"))
        assert all(r["n_queries"] > 0 for run in record["runs"] for r in run["readings"])


@pytest.mark.parametrize(("limit", "met"), [(12.5, True), (12.4, False)])
def test_a_target_is_met_up_to_its_bound(limit, met):
    found = {"run": {"page": READING}}
    assert at_most(found, "run", "page", "cpu_ms", limit).met is met


def test_what_was_not_measured_is_not_met():
    assert not at_most({}, "run", "page", "cpu_ms", 1000).met


def test_both_sizes_have_the_same_cases():
    assert [case.name for case in cases(FULL)] == NAMES
