"""The example company: made from a seed, coherent in itself, readable by the imports without a refusal."""

import io
import json
from datetime import date, datetime
from pathlib import Path
from random import Random

import pytest

from espalier.engines.intake import parse_standard, read_document
from espalier.engines.matching.diff import diff_standards
from examples.generate import all_files, write_folder
from examples.maker.breaks import breaks_as_json, breaks_as_text
from examples.maker.company_files import company_sheets
from examples.maker.content import REFERENCE_DAY, company, modules, required_levels
from examples.maker.sheets import Form, Sheet, files_of
from examples.maker.standard_files import standard_files
from examples.maker.workforce import make_workforce

EXAMPLES = Path(__file__).parents[2] / "examples"
THREE_MEGABYTES = 3 * 1024 * 1024
# What says until when something holds or is due; all other sheets tell what has happened.
LOOKING_AHEAD = {
    "business_goals",
    "calendar_days",
    "development_goals",
    "directions",
    "leaves",
    "licences",
    "norm_exemptions",
    "norms",
    "resource_bookings",
    "resource_contracts",
    "strategy_goals",
    "unit_request_rounds",
    "staff_changes",
}


@pytest.fixture(scope="module")
def sheets():
    return {sheet.kind: sheet for sheet in company_sheets(480, 7)}


@pytest.fixture(scope="module")
def standards():
    return {
        name: parse_standard(read_document(data, filename=name))
        for name, data in standard_files().items()
    }


def test_the_committed_files_are_what_the_seed_gives():
    made = all_files()
    committed = {path.name: path.read_bytes() for path in (EXAMPLES / "company").iterdir()}
    assert sorted(made) == sorted(committed)
    assert [name for name in made if made[name] != committed[name]] == []


def test_the_committed_standards_are_what_the_texts_give():
    committed = {path.name: path.read_bytes() for path in (EXAMPLES / "standards").iterdir()}
    assert standard_files() == committed


def test_the_committed_breaks_are_what_the_texts_give():
    assert (EXAMPLES / "breaks.json").read_text(encoding="utf-8") == breaks_as_json()
    assert (EXAMPLES / "BREAKS.md").read_text(encoding="utf-8") == breaks_as_text()
    assert {"check", "label", "why"} == set(json.loads(breaks_as_json())[0])


def test_another_seed_gives_another_company(sheets):
    other = {sheet.kind: sheet for sheet in company_sheets(480, 8)}
    assert other["employees"].rows != sheets["employees"].rows
    assert other["modules"].rows == sheets["modules"].rows


def test_the_example_stays_small():
    files = [path for path in EXAMPLES.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files if path.suffix != ".pyc") < THREE_MEGABYTES


@pytest.mark.parametrize(
    ("kind", "n"),
    [("employees", 480), ("grades", 5), ("positions", 30), ("modules", 90), ("accounts", 8)],
)
def test_there_are_as_many_as_promised(sheets, kind, n):
    assert len(sheets[kind].rows) == n


def test_there_are_eight_departments_below_the_company(sheets):
    assert sum(row[3] == "PGJ" for row in sheets["units"].rows) == 8


def test_nothing_lies_after_the_reference_day(sheets):
    days = [
        (sheet.kind, cell)
        for sheet in sheets.values()
        if sheet.kind not in LOOKING_AHEAD
        for row in sheet.rows
        for cell in row
        if isinstance(cell, date) and cell > REFERENCE_DAY
    ]
    assert days == []


def test_modules_ask_only_for_modules_that_come_before_them():
    seen: set[str] = set()
    waiting = {module.code: set(module.needs) for module in modules()}
    while ready := [code for code, needs in waiting.items() if needs <= seen]:
        seen.update(ready)
        waiting = {code: needs for code, needs in waiting.items() if code not in seen}
    assert waiting == {}


def test_every_required_level_is_reached_by_a_module_except_on_purpose():
    reached: dict[str, int] = {}
    for module in modules():
        for code, level in module.raises.items():
            reached[code] = max(reached.get(code, 0), level)
    short = {
        (r.position, r.competency)
        for r in required_levels()
        if r.level > reached.get(r.competency, 0)
    }
    assert short == {
        ("TRN-G3", "PGJ-TRN-001/K11"),
        ("TRN-G4", "PGJ-TRN-001/K11"),
        ("SAL-G4", "SAL-S01"),
    }


def test_two_sources_disagree_and_leave_holes(sheets):
    by_cell: dict[tuple[object, object], dict[object, int]] = {}
    for number, code, source, level, day, *_rest in sheets["ratings"].rows:
        if source in {"自評", "主管"} and day.year == 2026:
            by_cell.setdefault((number, code), {})[source] = level
    both = [cell for cell in by_cell.values() if len(cell) == 2]
    assert 0.5 < len(both) / len(by_cell) < 0.95
    assert 0.01 < sum(abs(c["自評"] - c["主管"]) >= 2 for c in both) / len(both) < 0.15
    assert sum(c["自評"] - c["主管"] for c in both) > 0  # people are kinder to themselves


def test_leavers_stay_on_the_roster_and_nobody_reports_to_one(sheets):
    rows = {row[0]: row for row in sheets["employees"].rows}
    gone = {number for number, row in rows.items() if row[6] is not None}
    assert len(gone) == 26
    assert not gone & {row[11] for row in rows.values()}


def test_more_people_are_further_sites():
    force = make_workforce(1000, Random(1))
    assert len(force.people) == 1000
    assert sum(unit.parent == "PGJ" for unit in force.units) == 16
    assert len({person.number for person in force.people}) == 1000


def test_a_company_smaller_than_one_site_is_refused():
    with pytest.raises(ValueError, match="480"):
        make_workforce(100, Random(1))


def test_a_long_table_becomes_several_files():
    sheet = Sheet(90, "ratings", "評定", ("員工編號",), [("1",)] * 180_001, Form.CSV)
    files = files_of(sheet)
    assert sorted(files) == ["09001_ratings.csv", "09002_ratings.csv", "09003_ratings.csv"]


def test_writing_a_folder_takes_away_sheets_of_before(tmp_path):
    (tmp_path / "099_old.csv").write_text("old")
    (tmp_path / "notes.md").write_text("mine")
    write_folder(tmp_path, {"010_scales.xlsx": b"new"})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["010_scales.xlsx", "notes.md"]


def test_every_cell_of_every_sheet_can_be_read(sheets):
    from espalier.kit.imports.reading.rows import read_rows
    from espalier.kit.imports.registry import spec_of

    for sheet in sheets.values():
        columns = spec_of(sheet.kind).columns
        for name, data in files_of(sheet).items():
            read = read_rows(data, filename=name, columns=columns)
            assert read.unreadable == []
            assert len(read.rows) == len(sheet.rows)
            assert len(read.layout.columns) == len(sheet.headers), name
            assert read.layout.guessed == ()


def test_dates_of_the_republic_come_back_as_they_were(sheets):
    from espalier.kit.imports.reading.rows import read_rows
    from espalier.kit.imports.registry import spec_of

    sheet = sheets["licences"]
    ((name, data),) = files_of(sheet).items()
    assert "民國" not in name
    assert data.decode("cp950")
    read = read_rows(data, filename=name, columns=spec_of("licences").columns)
    assert [row.values["issued_on"] for row in read.rows] == [row[4] for row in sheet.rows]


def test_standards_leave_no_text_unplaced(standards):
    for name, parsed in standards.items():
        assert parsed.unplaced == (), name
        assert {warning.kind for warning in parsed.warnings} <= {"gap_in_sequence"}, name


@pytest.mark.parametrize("name", ["PGJ-TRN-001v1", "PGJ-MFG-001v1", "PGJ-QAE-001v1"])
def test_standards_are_as_rich_as_real_ones(standards, name):
    parsed = next(each for each in standards.values() if each.raw_code == name)
    groups = [group for duty in parsed.duties for group in duty.groups]
    blocks = [block for group in groups for block in group.blocks]
    assert len(parsed.duties) == 3
    assert 6 <= sum(len(group.tasks) for group in groups) <= 10
    assert any(len(group.tasks) > 1 for group in groups)  # tasks that share a block
    assert any(block.level is None for block in blocks)  # a missing level stays missing
    assert 8 <= len({item.code for block in blocks for item in block.knowledge}) <= 14
    assert 6 <= len({item.code for block in blocks for item in block.skills}) <= 10
    assert 4 <= len(parsed.attitudes) <= 5
    assert parsed.prerequisites
    assert parsed.notes


def test_one_task_has_two_blocks_of_other_levels(standards):
    parsed = standards["PGJ-TRN-001v1.docx"]
    levels = [[b.level for b in g.blocks] for d in parsed.duties for g in d.groups]
    assert [4, 3] in levels


def test_the_newer_version_changes_in_every_way(standards):
    found = diff_standards(standards["PGJ-QAE-001v1.txt"], standards["PGJ-QAE-001v2.xlsx"])
    kinds = {str(kind) for kind, n in found.counts().items() if n}
    assert {"added", "removed", "renamed", "moved", "reordered", "reworded"} <= kinds
    assert "level_changed" in kinds


def test_positions_of_the_training_unit_are_there():
    family = [code for code in company()["positions"] if code.startswith("TRN")]
    assert family == ["TRN-G2", "TRN-G3", "TRN-G4"]


def test_a_title_above_the_header_is_in_the_file(sheets):
    from python_calamine import CalamineWorkbook

    ((_name, data),) = files_of(sheets["employees"]).items()
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert "員工名冊" in rows[0][0]
    assert rows[3][0] == "員工編號"
    assert isinstance(rows[4][5], (date, datetime))
    assert rows[4][0] == "00001"
