"""Which rows share a block: the layouts of the content table, and what a level may be."""

import pytest

from tests.engines.intake import made_up
from tests.engines.intake.made_up import ROW_1, ROW_2, blocks, codes, kinds, parsed, tsv, warned

P2 = "P1.1.3 與茶農確認路線。"
KS = ("K02 路線安全", "S02 溝通能力")
LAYOUTS = {
    "one row per output with its own K and S": (
        [ROW_1, ("", "", "O1.1.2 備用路線", P2, "3", *KS)],
        [(["O1.1.1"], 2, 3), (["O1.1.2"], 1, 3)],
    ),
    "several indicators, K and S only in the first row": (
        [ROW_1, ("", "", "", P2, "", "", "")],
        [(["O1.1.1"], 3, 3)],
    ),
    "several indicators and outputs, K and S only in the first row": (
        [ROW_1, ("", "", "O1.1.2 備用路線", P2, "", "", "")],
        [(["O1.1.1", "O1.1.2"], 3, 3)],
    ),
    "one output, rows of other levels with their own K and S": (
        [ROW_1, ("", "", "", P2, "4", *KS)],
        [(["O1.1.1"], 2, 3), (["O1.1.1"], 1, 4)],
    ),
    "page break: level and K and S blank": (
        [ROW_1, made_up.HEADER, ("", "", "（含避雨處）", P2, "", "", "")],
        [(["O1.1.1"], 3, 3)],
    ),
    "page break: the rest of the K and S list": (
        [ROW_1, made_up.HEADER, ("", "", "", "", "", "K03 製茶流程", "S03 文字撰寫能力")],
        [(["O1.1.1"], 2, 3)],
    ),
    "page break: another output of a row that has its level above": (
        [ROW_1, made_up.HEADER, ("", "", "O1.1.2 備用路線", P2, "", "K03 製茶流程", "")],
        [(["O1.1.1", "O1.1.2"], 3, 3)],
    ),
    "page break: an output with its own level and lists": (
        [ROW_1, made_up.HEADER, ("", "", "O1.1.2 備用路線", P2, "3", *KS)],
        [(["O1.1.1"], 2, 3), (["O1.1.2"], 1, 3)],
    ),
}


@pytest.mark.parametrize(("rows", "expected"), LAYOUTS.values(), ids=LAYOUTS)
def test_layouts_give_their_blocks(rows, expected):
    found = blocks(parsed(tsv(*rows)))
    assert [(codes(b["outputs"]), len(b["indicators"]), b["level"]) for b in found] == expected


def test_task_codes_alone_below_a_page_break_join_the_group_before():
    rows = (ROW_1, made_up.HEADER, "\tT1.2 勘查步道 T1.3 試走路線\t\t\t\t\t")
    [block] = blocks(parsed(tsv(*rows)))
    assert codes(block["tasks"]) == ["T1.1", "T1.2", "T1.3"]


def test_a_task_printed_above_its_contents_gets_its_own_group():
    rows = (ROW_1, "\tT1.2 準備教材\t\t\t\t\t", ("", "", *ROW_2[2:]))
    assert [codes(block["tasks"]) for block in blocks(parsed(tsv(*rows)))] == [["T1.1"], ["T1.2"]]


def test_an_output_name_cut_by_a_page_is_one_name():
    rows = (ROW_1, made_up.HEADER, ("", "", "（含避雨處）", "", "", "", ""))
    assert blocks(parsed(tsv(*rows)))[0]["outputs"][0]["name"] == "路線圖（含避雨處）"


def test_an_uncertain_cut_without_levels_is_told():
    first = (*ROW_1[:4], "", *ROW_1[5:])
    rows = (first, made_up.HEADER, ("", "", "O1.1.2 備用路線", P2, "", "K01 茶樹栽培", ""))
    standard = parsed(tsv(*rows))
    assert len(blocks(standard)) == 2  # the list begins lower again: a row of its own
    assert "block_uncertain" in kinds(standard)


@pytest.mark.parametrize("text", ["7", "0", "3/4", "三", "3.5", "高"])
def test_no_level_is_guessed(text):
    standard = parsed(tsv((*ROW_1[:4], text, *ROW_1[5:])))
    assert blocks(standard)[0]["level"] is None
    assert warned(standard, "level_not_read") == [text]


@pytest.mark.parametrize(("text", "level"), [("4", 4), ("４", 4), (" 4 ", 4), ("", None)])
def test_plain_levels_are_read(text, level):
    standard = parsed(tsv((*ROW_1[:4], text, *ROW_1[5:])))
    assert blocks(standard)[0]["level"] == level
    assert "level_not_read" not in kinds(standard)


def test_tasks_without_duties_stand_under_a_nameless_duty():
    standard = parsed(tsv(("", *ROW_1[1:]), ROW_2))
    assert [(duty.code, duty.name, len(duty.groups)) for duty in standard.duties] == [("", "", 2)]


def test_two_segment_and_spaced_codes_are_kept_as_codes():
    row = (*ROW_1[:2], "O1.1 路線圖", "P 1.1.1 依季節安排。 P1.1.2 標出位置。", *ROW_1[4:])
    [block] = blocks(parsed(tsv(row)))
    assert codes(block["outputs"]) == ["O1.1"]
    assert codes(block["indicators"]) == ["P1.1.1", "P1.1.2"]


def test_knowledge_printed_in_the_skill_column_goes_by_its_letter():
    standard = parsed(tsv((*ROW_1[:6], "K05 茶具 S01 路線設計能力")))
    [block] = blocks(standard)
    assert codes(block["knowledge"]) == ["K01", "K02", "K05"]
    assert codes(block["skills"]) == ["S01"]
    assert warned(standard, "other_column") == ["K05 茶具"]


def test_a_code_mentioned_in_a_sentence_does_not_open_an_item():
    text = "P1.1.1 依季節安排路線。 P1.1.2 依 P1.1.1 的路線標出位置。"
    standard = parsed(tsv((*ROW_1[:3], text, *ROW_1[4:])))
    assert [i["text"] for i in blocks(standard)[0]["indicators"]] == [
        "依季節安排路線。",
        "依 P1.1.1 的路線標出位置。",
    ]
    assert "code_inside_text" in kinds(standard)


def test_numbering_that_breaks_and_gaps_are_shown():
    standard = parsed(
        tsv(
            (
                *ROW_1[:3],
                "P1.1.1 依季節安排。 P1.1.3 標出位置。",
                "3",
                "K01 茶樹 K03 製茶",
                "S01 設計",
            )
        )
    )
    assert warned(standard, "numbering_breaks") == ["P1.1.3 標出位置。"]
    assert warned(standard, "gap_in_sequence") == ["K02"]


def test_code_and_printed_classification_are_compared():
    identity = [
        line.replace("\tTRM", "\tTTM").replace("\t5113", "\t6111") for line in made_up.IDENTITY
    ]
    identity[0] = made_up.IDENTITY[0]
    standard = parsed(tsv(identity=identity))
    assert warned(standard, "category_differs") == ["TRM5113-901v2 / TTM"]
    assert warned(standard, "occupation_differs") == ["TRM5113-901v2 / 6111"]


def test_a_flattened_copy_without_tabs_is_read_line_by_line():
    lines = [
        "茶園導覽員職能基準",
        "職能基準代碼 TRM5113-901v2",
        "工作描述：帶領訪客認識茶園。",
        "基準級別 3",
        "T1 規劃導覽",
        "T1.1 設計路線",
        "O1.1.1 路線圖",
        "P1.1.1 依季節安排茶園路線。",
        "3",
        "K01 茶樹栽培",
        "S01 路線設計",
        "能力",
        "T1.2 準備教材",
        "P1.2.1 撰寫手冊。",
        "4",
        "K02 製茶流程",
    ]
    standard = parsed("\n".join(lines))
    first, second = blocks(standard)
    assert (first["level"], second["level"]) == (3, 4)
    assert first["skills"] == [{"code": "S01", "name": "路線設計能力"}]
    assert standard.description == "帶領訪客認識茶園。"
    assert standard.level == 3
