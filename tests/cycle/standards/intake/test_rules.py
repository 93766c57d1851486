"""Pure rules of the check page: the fate of every line, and what corrections make of a parse."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from espalier.cycle.standards.intake import rules
from espalier.cycle.standards.intake.types import Fate
from espalier.engines.intake import parse_standard, read_document, xlsx_bytes
from espalier.engines.intake.types import Place, Unplaced
from tests.factories.standards import item, small_standard

LEFT = (Unplaced(Place(2, 3), "攀樹需兩人同行"), Unplaced(Place(2, 4), "（以下空白）"))
PARSED = small_standard(unplaced=LEFT)


def test_without_corrections_nothing_changes():
    assert rules.corrected(PARSED, {}) == (PARSED, [])


@settings(deadline=None)  # other work on the machine is no fault of the rule
@given(st.dictionaries(st.sampled_from([f.path for f in rules.flat_fields(PARSED)]), st.text()))
def test_typing_what_was_read_is_no_correction(noise):
    read = {field.path: f" {field.read}\r\n" for field in rules.flat_fields(PARSED)}
    assert rules.changed_values(PARSED, read) == {}
    assert set(rules.changed_values(PARSED, noise)) <= set(read)


CASES = {
    "title": ({"title": "果園經理"}, {"title": "果園經理"}),
    "code with version": (
        {"raw_code": "ZZZ9999-002v4"},
        {"raw_code": "ZZZ9999-002v4", "code_base": "ZZZ9999-002", "version_no": 4},
    ),
    "code taken away": ({"raw_code": ""}, {"raw_code": "", "code_base": "", "version_no": None}),
    "level taken away": ({"level": ""}, {"level": None}),
    "prerequisite removed": ({"q0.remove": "on"}, {"prerequisites": ()}),
    "attitude": (
        {"a0.definition": "專注做事。"},
        {"attitudes": (item("A", "A01", "謹慎細心", "專注做事。"),)},
    ),
    "leftover to prerequisite": (
        {"u0.target": "prerequisite"},
        {"prerequisites": ("高中以上學歷。", "攀樹需兩人同行"), "unplaced": LEFT[1:]},
    ),
    "leftover dropped": ({"u1.target": "drop"}, {"unplaced": LEFT[:1]}),
    "leftover to description": (
        {"u0.target": "description", "u0.text": "兩人同行"},
        {"description": "管理果園的修剪與採收。\n兩人同行", "unplaced": LEFT[1:]},
    ),
}


@pytest.mark.parametrize(("values", "changes"), CASES.values(), ids=CASES)
def test_a_correction_changes_its_field_and_no_other(values, changes):
    assert rules.corrected(PARSED, values) == (replace(PARSED, **changes), [])


def test_an_item_is_corrected_everywhere_it_is_printed():
    standard, _wrong = rules.corrected(PARSED, {"d0.g0.b0.K0.name": "修枝原理"})
    first, second = standard.duties[0].groups[0].blocks
    assert first.knowledge[0].name == second.knowledge[0].name == "修枝原理"


def test_a_removed_duty_takes_its_tasks_along_and_nothing_moves_into_it():
    values = {"d0.remove": "on", "u0.target": "d0.g0.b0.S"}
    standard, _wrong = rules.corrected(PARSED, values)
    assert [duty.code for duty in standard.duties] == ["T2"]
    assert standard.unplaced == LEFT


def test_a_leftover_becomes_an_item_with_the_typed_code():
    values = {"u0.target": "d1.g0.b0.S", "u0.code": "S03"}
    standard, _wrong = rules.corrected(PARSED, values)
    assert standard.duties[1].groups[0].blocks[0].skills == (item("S", "S03", "攀樹需兩人同行"),)


def test_every_wrong_value_is_named_and_left_as_read():
    values = {"level": "七", "d0.g0.b0.level": "9", "d0.g0.t0.name": "", "raw_code": "?"}
    standard, wrong = rules.corrected(PARSED, values)
    assert {(w.path, w.reason) for w in wrong} == {
        ("level", "level"),
        ("d0.g0.b0.level", "level"),
        ("d0.g0.t0.name", "empty"),
        ("raw_code", "code"),
    }
    assert (standard.level, standard.raw_code) == (3, PARSED.raw_code)


def test_every_line_of_a_file_has_a_fate():
    document = read_document(xlsx_bytes(small_standard(unplaced=(), warnings=())))
    parsed = parse_standard(document)
    rows = [
        {"page": row.place.page, "line": row.place.line, "cells": row.cells}
        for row in document.rows
    ]
    lines = rules.source_lines(rows, parsed)
    assert len(lines) == len(rows)
    assert {line.fate for line in lines} <= {Fate.FIELD, Fate.WARNING, Fate.FORM}
    pruning = next(line for line in lines if any("P1.1.1" in cell for cell in line.cells))
    assert {"P1.1.1", "K01", "K02", "S01", "O1.1.1"} <= set(pruning.parts)


@pytest.mark.parametrize(
    ("cells", "fate"),
    [
        (("主要職責", "工作任務", "工作產出"), Fate.FORM),
        (("K01 果樹修剪原理",), Fate.UNTRACED),
        (("T2 採收果實",), Fate.FIELD),
        (("與採收",), Fate.FIELD),
        (("攀樹需兩人同行",), Fate.UNPLACED),
    ],
    ids=["form", "item elsewhere", "duty", "wrapped description", "leftover"],
)
def test_the_fate_of_a_line(cells, fate):
    place = {"page": 2, "line": 3} if fate is Fate.UNPLACED else {"page": 5, "line": 1}
    [line] = rules.source_lines([{**place, "cells": cells}], PARSED)
    assert line.fate is fate
