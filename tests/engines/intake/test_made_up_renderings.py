"""Our own made-up standard in every format, and pages that cut it at other places."""

import pytest

from espalier.engines.intake import FileFormat, facts, parse_standard, read_document
from tests.engines.intake import made_up
from tests.engines.intake.printed import taken_apart
from tests.engines.intake.render_office import docx_of, odt_of, xlsx_of
from tests.engines.intake.render_pdf import compiled, pdf_of

RENDERINGS = {"pdf": pdf_of, "docx": docx_of, "odt": odt_of, "xlsx": xlsx_of}
STEMS = "甲乙丙丁戊己庚辛壬"
# No space between Chinese and Latin: at the end of a line a PDF does not keep it.
LONG_ROW = (
    "T1 規劃導覽",
    "T1.1 設計不同季節與天候之茶園路線",
    "O1.1.1 四季茶園路線圖 O1.1.2 雨天備用路線與machine learning天候預測說明",
    " ".join(
        f"P1.1.{n} 依第{n}種天候與訪客人數，安排茶園路線、休息處與避雨處，並回報tea garden team。"
        for n in range(1, 9)
    ),
    "3",
    " ".join(f"K{n:02d} 茶樹栽培與製茶流程概論之{STEMS[n - 1]}" for n in range(1, 10)),
    " ".join(f"S{n:02d} 路線設計與安全管理能力之{STEMS[n - 1]}" for n in range(1, 8)),
)


def plain(data):
    found = facts(parse_standard(read_document(data)))
    assert found.pop("unplaced") == []
    del found["warnings"]
    return found


@pytest.mark.parametrize("form", RENDERINGS)
def test_every_format_gives_the_same_standard(form):
    data = RENDERINGS[form](taken_apart(made_up.tsv()))
    assert read_document(data).format is FileFormat(form)
    assert plain(data) == plain(made_up.tsv().encode())


@pytest.mark.parametrize("height", range(95, 200, 15))
def test_rows_cut_by_pages_come_together_wherever_the_cut_falls(height):
    text = made_up.tsv(LONG_ROW, made_up.ROW_2, made_up.ROW_3)
    assert plain(pdf_of(taken_apart(text), height=height)) == plain(text.encode())


def test_page_numbers_are_left_for_the_person_to_see():
    data = pdf_of(taken_apart(made_up.tsv()), height=120, footer=True)
    standard = parse_standard(read_document(data))
    assert [left.text for left in standard.unplaced] == ["1 / 2", "2 / 2"]
    assert standard.notes[-1].term == "茶席"


def test_places_name_page_and_row():
    standard = parse_standard(read_document(pdf_of(taken_apart(made_up.tsv()), height=120)))
    pages = [
        item.places[0].page
        for duty in standard.duties
        for group in duty.groups
        for block in group.blocks
        for item in block.indicators
    ]
    assert pages == sorted(pages)
    assert pages[-1] > 1
    assert standard.field_places["code"].page == 1


def test_a_form_in_one_single_table_is_read():
    source = """
    #set page(width: 210mm, height: 200mm, margin: 10mm)
    #set text(font: "Noto Sans TC", size: 8pt)
    #table(columns: (1.6cm, 1.8cm, 2.2cm, 1fr, 1cm, 2.8cm, 2.8cm),
      table.cell(colspan: 2)[職能基準代碼], table.cell(colspan: 5)[TRM5113-901v2],
      table.cell(colspan: 2)[工作描述], table.cell(colspan: 5)[帶領訪客認識茶園。],
      table.cell(colspan: 2)[基準級別], table.cell(colspan: 5)[3],
      [主要職責], [工作任務], [工作產出], [行為指標], [職能級別],
      [職能內涵（K=knowledge知識）], [職能內涵（S=skills技能）],
      [T1規劃導覽], [T1.1設計路線], [O1.1.1路線圖], [P1.1.1依季節安排AI路線。], [3],
      [K01茶樹栽培 \\ K02製茶], [S01路線設計],
      table.cell(colspan: 7)[職能內涵（A=attitude態度）],
      table.cell(colspan: 7)[A01親切：待人和善，願意回答訪客的問題。 \\ A02細心：留意天候的變化。],
      table.cell(colspan: 7)[說明與補充事項],
      table.cell(colspan: 7)[● 其他補充說明： \\ ● 【註1】茶席：包含茶具。 \\ ● 茶園：含步道。])
    """
    found = plain(compiled(source))
    [entry] = found["duties"][0]["tasks"]
    assert (found["code"], found["level"], entry["level"]) == ("TRM5113-901v2", 3, 3)
    assert entry["indicators"] == [{"code": "P1.1.1", "text": "依季節安排AI路線。"}]
    assert [item["name"] for item in entry["knowledge"]] == ["茶樹栽培", "製茶"]
    assert [item["name"] for item in found["attitudes"]] == ["親切", "細心"]
    assert found["notes"] == ["【註1】茶席：包含茶具。", "茶園：含步道。"]
