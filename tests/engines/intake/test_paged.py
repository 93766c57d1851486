"""Documents read page by page: reports, minutes, workbooks, web pages, scans."""

import io
import tracemalloc

import pytest

from espalier.engines.intake.html_text import plain_text
from espalier.engines.intake.limits import Limits
from espalier.engines.intake.paged import joined_lines, open_paged
from espalier.engines.intake.refusals import IntakeRefused, RefusalReason

WORDS = "Gauge study of line two shows a spread of forty microns."


def pdf(texts: list[str]) -> bytes:
    """A plain PDF with one line of Latin text a page; an empty text gives a page like a scan."""
    objects: list[bytes] = []
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(texts)))
    objects += [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(texts)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for i, text in enumerate(texts):
        stream = f"BT /F1 10 Tf 40 700 Td ({text}) Tj ET".encode() if text else b"0 0 50 50 re f"
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * i} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode(),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        ]
    out, offsets = io.BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, body in enumerate(objects, start=1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % offset for offset in offsets)
    out.write(b"trailer << /Size %d /Root 1 0 R >>\n" % (len(objects) + 1))
    out.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


def test_a_pdf_is_read_page_by_page():
    opened = open_paged(pdf([WORDS, "", "Third page."]))
    assert (opened.format, opened.n_pages) == ("pdf", 3)
    assert [(p.number, p.text) for p in opened.pages] == [(1, WORDS), (2, ""), (3, "Third page.")]


def test_a_scan_is_opened_and_has_no_words():
    opened = open_paged(pdf(["", ""]))
    assert [page.text for page in opened.pages] == ["", ""]


def test_six_hundred_pages_are_never_held_together():
    line = "Every page of this report holds the same long line. " * 20
    data = pdf([line] * 600)
    tracemalloc.start()
    opened = open_paged(data)
    n = sum(1 for page in opened.pages if page.text)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert n == opened.n_pages == 600
    assert peak < 2_000_000, "the texts of all pages together are 600 kB and more than once that"


def test_a_workbook_gives_a_page_for_each_sheet_with_its_name():
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for name, cells in {"客訴": ["件數", "12"], "說明": ["來源", "品保部"]}.items():
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, cells)
    pages = list(open_paged(out.getvalue()).pages)
    assert [(p.number, p.label, p.text) for p in pages] == [
        (1, "客訴", "件數\t12"),
        (2, "說明", "來源\t品保部"),
    ]


def test_a_word_document_turns_pages_at_its_breaks():
    import docx

    document = docx.Document()
    document.add_paragraph("稽核結果")
    document.add_page_break()
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "缺失", "量測能力"
    out = io.BytesIO()
    document.save(out)
    opened = open_paged(out.getvalue())
    assert [p.text for p in opened.pages] == ["稽核結果", "缺失\t量測能力"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp950", "utf-16"])
def test_text_is_cut_at_form_feeds(encoding):
    opened = open_paged("第一頁\f第二頁\n".encode(encoding))
    assert [p.text for p in opened.pages] == ["第一頁", "第二頁"]


HOSTILE = """<!-- x --><!DOCTYPE html><html><head><title>T</title>
<script>alert("1")</script><style>p{color:red}</style></head>
<body onload="steal()"><h1>產業趨勢</h1><p>五軸<br>加工 &amp; 量測&lt;script&gt;</p>
<iframe src="http://evil.example">no</iframe><svg><text>hidden</text></svg>
<table><tr><td>年</td><td>件</td></tr></table><img src=x onerror=alert(2)></body></html>"""


def test_a_web_page_is_only_its_words():
    (page,) = open_paged(HOSTILE.encode(), filename="trend.html").pages
    assert page.text.split("\n") == ["產業趨勢", "五軸", "加工 & 量測<script>", "年\t件"]


def test_the_name_decides_only_for_fragments_of_html():
    (fragment,) = open_paged("<p>甲</p><script>x</script>".encode(), filename="a.htm").pages
    assert fragment.text == "甲"
    (text,) = open_paged("<p>甲</p>".encode(), filename="a.txt").pages
    assert text.text == "<p>甲</p>"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", RefusalReason.EMPTY),
        (b"\x89PNG\r\n\x1a\nxx", RefusalReason.WRONG_TYPE),
        (pdf([WORDS])[:-40], RefusalReason.TRUNCATED),
        (b"%PDF-1.4\nrubbish\n%%EOF", RefusalReason.TRUNCATED),
        (b"PK\x03\x04" + b"x" * 50, RefusalReason.TRUNCATED),
    ],
    ids=["empty", "picture", "cut", "rubbish", "broken container"],
)
def test_what_cannot_be_read_is_refused_with_its_reason(data, reason):
    with pytest.raises(IntakeRefused) as refusal:
        list(open_paged(data).pages)
    assert refusal.value.reason is reason


def test_too_many_pages_are_refused_before_one_is_read():
    with pytest.raises(IntakeRefused) as refusal:
        open_paged(pdf([WORDS] * 3), limits=Limits(pages=2))
    assert refusal.value.reason is RefusalReason.TOO_LARGE


def test_short_lines_and_ended_sentences_are_not_joined():
    text = "一、背景\n量測人員對不確定度之評估方法不熟悉。\n二、建議\nEnglish line that is long\nand goes on"
    assert joined_lines(text) == text


def test_an_element_closed_at_once_silences_nothing():
    assert plain_text("<svg/>甲<object/>乙") == "甲乙"


def test_a_silent_element_inside_another_ends_with_it():
    assert plain_text("<svg><iframe>x</svg>甲") == "甲"


def test_a_text_without_pages_is_cut_at_the_end_of_a_line():
    line = "量測不確定度評估的方法說明。" * 10
    pages = [page.text for page in open_paged("\n".join([line] * 300).encode()).pages]
    assert len(pages) > 1
    assert all(set(page.split("\n")) == {line} for page in pages)
    assert "\n".join(pages) == "\n".join([line] * 300)


def test_one_endless_line_is_cut_all_the_same():
    pages = [page.text for page in open_paged(("量" * 30_000).encode()).pages]
    assert [len(page) for page in pages] == [12_000, 12_000, 6_000]
