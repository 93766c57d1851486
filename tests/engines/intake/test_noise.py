"""The sixteen kinds of noise that real standards carry, one group of tests each."""

import pytest

from espalier.engines.intake import facts, parse_standard, read_document
from tests.engines.intake import made_up
from tests.engines.intake.made_up import (
    ROW_1,
    ROW_2,
    ROW_3,
    blocks,
    codes,
    kinds,
    parsed,
    tsv,
    warned,
)
from tests.engines.intake.printed import taken_apart
from tests.engines.intake.render_pdf import pdf_of


def changed(row, **columns):
    """A copy of a content row with some columns replaced, named D T O P L K S."""
    cells = dict(zip("DTOPLKS", row, strict=True)) | columns
    return tuple(cells.values())


def test_the_made_up_standard_itself_is_clean():
    standard = parsed(tsv())
    assert standard.warnings == ()
    assert standard.unplaced == ()
    assert codes(blocks(standard)[0]["indicators"]) == ["P1.1.1", "P1.1.2"]
    assert standard.related_titles == ("茶席講師", "農園解說員")
    assert standard.notes[0].term == "茶席"


SPLIT_HEADER = made_up.HEADER.replace("職能級別", "職能") + "\n\t\t\t\t級別\t\t"
UNLETTERED = (
    "主要職責\t工作任務\t工作產出\t行為指標\t職能級別\t職能內涵\t\n"
    "\t\t\t\t\t(K=knowledge 知識)\t(S=skills 技能)"
)


@pytest.mark.parametrize(
    "header",
    [
        made_up.HEADER,
        SPLIT_HEADER,
        UNLETTERED,
        made_up.HEADER.replace("職能級別", "職能 級別"),
        made_up.HEADER.replace("(", "（").replace(")", "）"),
        made_up.HEADER.replace(" (K=knowledge 知識)", "（Ｋ＝knowledge知識）"),
    ],
    ids=[
        "plain",
        "two rows",
        "letters below",
        "space",
        "full-width brackets",
        "full-width letters",
    ],
)
def test_01_header_repeated_split_spaced_or_in_other_brackets(header):
    text = tsv(ROW_1, header, ROW_2, header, ROW_3).replace(made_up.HEADER, header, 1)
    assert facts(parsed(text))["duties"] == facts(parsed(tsv()))["duties"]


def test_02_text_cut_by_a_page_break_comes_together():
    above = {
        "D": "T1 規劃導",
        "T": "T1.1 設計",
        "O": "O1.1.1 路",
        "P": "P1.1.1 依季節安排茶園路線。 P1.1.2 標出休",
        "K": "K01 茶樹栽培 K0",
        "S": "S01 路線設計能力 S02 溝通",
    }
    below = ("覽", "路線", "線圖", "息與避雨的位置。", "", "2 路線安全", "能力")
    cut = (changed(ROW_1, **above), made_up.HEADER, below, ROW_2, ROW_3)
    assert facts(parsed(tsv(*cut)))["duties"] == facts(parsed(tsv()))["duties"]


def test_02_a_code_cut_from_its_name_comes_together():
    cut = (
        changed(ROW_1, T="T1.", K="K01 茶樹栽培 K02"),
        made_up.HEADER,
        ("", "1 設計路線", "", "", "", "路線安全", ""),
    )
    assert blocks(parsed(tsv(*cut)))[0] == blocks(parsed(tsv()))[0]


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("K01 茶樹栽培", "茶樹栽培"),
        ("K01茶樹栽培", "茶樹栽培"),
        ("K01 茶 樹栽 培", "茶樹栽培"),
        ("K01 machine learning 概論", "machine learning 概論"),
        ("K01\u3000茶樹\u3000栽培", "茶樹栽培"),
        ("Ｋ０１茶樹栽培", "茶樹栽培"),
    ],
)
def test_03_spaces_between_code_and_text_and_inside_words(printed, name):
    standard = parsed(tsv(changed(ROW_1, K=printed)))
    assert blocks(standard)[0]["knowledge"][0]["name"] == name


@pytest.mark.parametrize(
    ("printed", "code", "name"),
    [
        ("O1.1.1 3D路線圖", "O1.1.1", "3D路線圖"),
        ("O1.1.13D路線圖", "O1.1.1", "3D路線圖"),
        ("O1.1.1\u30003D路線圖", "O1.1.1", "3D路線圖"),
    ],
)
def test_04_digits_of_the_name_are_not_taken_for_the_code(printed, code, name):
    standard = parsed(tsv(changed(ROW_1, O=printed)))
    assert blocks(standard)[0]["outputs"] == [{"code": code, "name": name}]
    assert bool(warned(standard, "code_digits_split")) == ("13D" in printed)


def test_04_a_thirteenth_item_keeps_its_number():
    many = " ".join(f"O1.1.{n}成果{n}" for n in range(1, 14))
    outputs = blocks(parsed(tsv(changed(ROW_1, O=many))))[0]["outputs"]
    assert outputs[-1] == {"code": "O1.1.13", "name": "成果13"}


@pytest.mark.parametrize("note", ["3D模型：用於示範。", "5年以上經驗者優先。"])
def test_04_a_note_keeps_its_leading_digit(note):
    notes = ("說明與補充事項", "● 其他補充說明：", f"- {note}", note)
    assert facts(parsed(tsv(notes=notes)))["notes"] == [note, note]


def test_04_glued_knowledge_numbers_keep_two_digits():
    standard = parsed(tsv(changed(ROW_1, K="K01茶樹栽培 K023D建模")))
    assert blocks(standard)[0]["knowledge"][1] == {"code": "K02", "name": "3D建模"}
    assert warned(standard, "code_digits_split") == ["K023D建模"]


@pytest.mark.parametrize(
    "between", [" ", "、", "", "，", "\n"], ids=["space", "、", "nothing", "，", "line"]
)
def test_05_several_items_in_one_cell(between):
    cell = between.join(["K01茶樹栽培", "K02路線安全", "K03製茶流程"])
    cell = f'"{cell}"' if between == "\n" else cell
    knowledge = blocks(parsed(tsv(changed(ROW_1, K=cell))))[0]["knowledge"]
    assert [(item["code"], item["name"]) for item in knowledge] == [
        ("K01", "茶樹栽培"),
        ("K02", "路線安全"),
        ("K03", "製茶流程"),
    ]


def test_06_one_output_over_blocks_of_several_levels_is_repeated():
    second = ("", "", "", "P1.1.3 審查他人設計的路線。", "4", "K02 路線安全", "S02 溝通能力")
    first, other = blocks(parsed(tsv(ROW_1, second)))
    assert (first["level"], other["level"]) == (3, 4)
    assert first["outputs"] == other["outputs"] == [{"code": "O1.1.1", "name": "路線圖"}]


def test_06_a_missing_output_stays_missing_and_a_zero_is_shown_not_mended():
    standard = parsed(tsv(changed(ROW_1, O=""), changed(ROW_2, O="01.2.1 解說手冊")))
    first, second = blocks(standard)
    assert first["outputs"] == []
    assert second["outputs"] == [{"code": "01.2.1", "name": "解說手冊"}]
    assert warned(standard, "zero_for_o") == ["01.2.1 解說手冊"]


def test_07_several_tasks_in_one_cell_share_their_block():
    row = changed(
        ROW_1,
        T="T1.1設計路線 T1.2勘查步道 T1.3 試走路線",
        K="K01 茶樹栽培【T1.1】、【T1.3】 K02 路線安全",
    )
    standard = parsed(tsv(row))
    [block] = blocks(standard)
    assert [task["code"] for task in block["tasks"]] == ["T1.1", "T1.2", "T1.3"]
    first, second = standard.duties[0].groups[0].blocks[0].knowledge
    assert (first.name, first.task_refs) == ("茶樹栽培", ("T1.1", "T1.3"))
    assert (second.name, second.task_refs) == ("路線安全", ())


@pytest.mark.parametrize(
    "cell", ['"T1.1 設\n計\n路\n線"', '"T1.\n1 設計\n路線"', '"T1.1\n設計路線"']
)
def test_08_a_name_broken_over_short_lines(cell):
    assert blocks(parsed(tsv(changed(ROW_1, T=cell))))[0]["tasks"] == [
        {"code": "T1.1", "name": "設計路線"}
    ]


def test_08_a_name_broken_over_rows():
    rows = (changed(ROW_1, T="T1.1 設"), "\t計\t\t\t\t\t", "\t路線\t\t\t\t\t", ROW_2)
    assert facts(parsed(tsv(*rows, ROW_3)))["duties"] == facts(parsed(tsv()))["duties"]


def test_09_same_code_with_another_text_keeps_the_first_and_warns():
    standard = parsed(tsv(ROW_1, changed(ROW_2, K="K01 茶樹的栽培 K03 製茶流程")))
    assert blocks(standard)[1]["knowledge"][0] == {"code": "K01", "name": "茶樹栽培"}
    assert warned(standard, "same_code_other_text") == ["K01 茶樹栽培 / 茶樹的栽培"]


def test_09_same_text_under_another_code_warns():
    standard = parsed(tsv(ROW_1, changed(ROW_2, K="K03 茶樹栽培")))
    assert warned(standard, "same_text_other_code") == ["K01 / K03 茶樹栽培"]


def test_10_a_version_column_that_contradicts_its_code():
    versions = (made_up.VERSIONS[0], made_up.VERSIONS[1].replace("V2", "V3"), made_up.VERSIONS[2])
    assert warned(parsed(tsv(versions=versions)), "version_differs") == ["V3 TRM5113-901v2"]


def test_10_replaced_by_a_code_with_another_prefix():
    other = made_up.VERSIONS[2].replace("《TRM5113-901v2》", "《TTM5113-901v2》")
    standard = parsed(tsv(versions=(*made_up.VERSIONS[:2], other)))
    assert warned(standard, "replaced_by_other") == ["TRM5113-901v1 → TTM5113-901v2"]


def test_10_a_first_version_without_suffix_is_version_one():
    first = made_up.VERSIONS[2].replace("TRM5113-901v1", "TRM5113-901")
    standard = parsed(tsv(versions=(*made_up.VERSIONS[:2], first)))
    assert standard.versions[1].code == "TRM5113-901"
    assert standard.warnings == ()


def test_11_a_stray_bracket_and_a_rare_character_are_shown_not_mended():
    text = "P1.1.1 盤點步道【，並通知訪客。 P1.1.2 㮷查避雨處。"
    standard = parsed(tsv(changed(ROW_1, P=text)))
    texts = [item["text"] for item in blocks(standard)[0]["indicators"]]
    assert texts == ["盤點步道【，並通知訪客。", "㮷查避雨處。"]
    assert warned(standard, "stray_bracket") == ["P1.1.1 盤點步道【，並通知訪客。"]
    assert warned(standard, "rare_character") == ["㮷: P1.1.2 㮷查避雨處。"]


def test_12_several_industries_and_glued_categories():
    identity = [*made_up.IDENTITY]
    identity[3] = (
        '所屬 類別\t職類別\t"休閒與觀光旅遊／休閒遊憩管理\n科學、技術、工程、數學／工程及技術"\t\t職類別代碼\tTRMSET'
    )
    identity[5] = "\t行業別\t休閒服務業／其他; 農業／茶業\t\t行業別代碼\tR9329、A0115"
    found = facts(parsed(tsv(identity=identity)))
    assert found["job_categories"] == [
        {"name": "休閒與觀光旅遊／休閒遊憩管理", "code": "TRM"},
        {"name": "科學、技術、工程、數學／工程及技術", "code": "SET"},
    ]
    assert found["industries"] == [
        {"name": "休閒服務業／其他", "code": "R9329"},
        {"name": "農業／茶業", "code": "A0115"},
    ]


def test_12_names_and_codes_that_cannot_be_paired_stay_unpaired():
    identity = [*made_up.IDENTITY]
    identity[4] = "\t職業別\t導覽人員、農藝人員、講師\t\t職業別代碼\t5113、6111"
    standard = parsed(tsv(identity=identity))
    assert [(entry.name, entry.code) for entry in standard.occupations] == [
        ("導覽人員、農藝人員、講師", ""),
        ("", "5113"),
        ("", "6111"),
    ]
    assert "categories_unmatched" in kinds(standard)


def test_13_a_printed_page_count_that_is_not_the_files():
    printed = taken_apart(tsv())
    printed.notes.append("第1頁，共11頁")
    standard = parse_standard(read_document(pdf_of(printed)))
    assert warned(standard, "page_count_differs") == ["11 / 1"]


def test_14_attitudes_in_the_content_table_with_and_without_codes():
    rows = (
        ROW_1,
        "職能內涵 (A=attitude 態度)\t\t\t\t\t\t",
        '"A01 親切：待人和善。\n細心：留意天候的變化。\n願意學習新的茶品知識。"\t\t\t\t\t\t',
    )
    standard = parsed(tsv(*rows, attitudes=()))
    assert facts(standard)["attitudes"] == [
        {"code": "A01", "name": "親切", "definition": "待人和善。"},
        {"code": "", "name": "細心", "definition": "留意天候的變化。"},
        {"code": "", "name": "願意學習新的茶品知識。", "definition": ""},
    ]
    assert len(warned(standard, "uncoded_item")) == 2


def test_15_punctuation_and_marks_of_text_recognition():
    text = "P1.1.1 諮詢**茶農** ^{【註1】} 後,安排 <u>路線</u>。 P1.1.2 標出休息,避雨的位置。"
    standard = parsed(tsv(changed(ROW_1, P=text)))
    texts = [item["text"] for item in blocks(standard)[0]["indicators"]]
    assert texts == ["諮詢茶農【註1】後,安排路線。", "標出休息,避雨的位置。"]
    assert standard.notes[0].attached_to == ("P1.1.1",)


def test_16_a_historical_title_without_version_table_code_level_and_ksa():
    identity = tuple(
        line for line in made_up.IDENTITY if "代碼" not in line[:6] and "基準級別" not in line
    )
    bare = tuple("\t".join(changed(row, L="", K="", S="")) for row in (ROW_1, ROW_2))
    text = tsv(
        *bare, title="《歷史資料》茶園導覽員職能基準", versions=(), identity=identity, attitudes=()
    )
    standard = parsed(text)
    assert standard.is_historical
    assert (standard.title, standard.raw_code, standard.version_no, standard.level) == (
        "茶園導覽員",
        "",
        None,
        None,
    )
    assert {"no_code", "no_level", "no_version_table"} <= set(kinds(standard))
    assert [block["level"] for block in blocks(standard)] == [None, None]
