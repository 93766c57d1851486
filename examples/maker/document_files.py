"""The six documents of desk research: a page, two workbooks, two word-processor files and a scan."""

import io
import random
from collections.abc import Sequence
from html import escape
from typing import Any

from examples.maker.content import document_texts
from examples.maker.sheets import MADE_AT
from examples.maker.standard_files import without_clock

SCAN_PAGES, SEED = 2, 7
PAGE_WIDTH, PAGE_HEIGHT = 595, 842  # A4 in points


def document_files() -> dict[str, bytes]:
    """File name → bytes. The same content gives the same bytes."""
    texts = document_texts()
    return {
        texts["trend"]["name"]: _page(texts["trend"]),
        "D-02_2026客訴分析.xlsx": _workbook(texts["complaint_sheets"]),
        texts["audit"]["name"]: _document(texts["audit"]),
        "D-04_員工離職與退休分析.xlsx": _workbook(texts["turnover_sheets"]),
        texts["minutes"]["name"]: _document(texts["minutes"]),
        "D-06_現場改善提案單_掃描.pdf": _scan(SCAN_PAGES),
    }


def _page(text: Any) -> bytes:
    """A web page as people save it: with a script, which the desk never runs."""
    lines = "\n".join(f"<p>{escape(line)}</p>" for line in text["paragraphs"])
    title = escape(text["title"])
    return (
        f"<!doctype html>\n<html lang='zh-Hant'><head><meta charset='utf-8'><title>{title}</title>\n"
        "<script>document.title = 'tracked'</script></head>\n"
        f"<body><h1>{title}</h1>\n{lines}\n</body></html>\n"
    ).encode()


def _document(text: Any) -> bytes:
    import docx

    document = docx.Document()
    document.core_properties.created = document.core_properties.modified = MADE_AT
    document.core_properties.title = text["title"]
    document.add_heading(text["title"], level=1)
    for line in text["paragraphs"]:
        heading = line[1:2] == "、" and len(line) < 12
        document.add_paragraph(line, style="Heading 2" if heading else None)
    buffer = io.BytesIO()
    document.save(buffer)
    return without_clock(buffer.getvalue())


def _workbook(sheets: Sequence[Any]) -> bytes:
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"title": sheets[0]["title"], "created": MADE_AT})
        for sheet in sheets:
            page = book.add_worksheet(sheet["title"])
            page.set_column(0, 4, 18)
            for number, row in enumerate(sheet["rows"]):
                page.write_row(number, 0, row)
    return buffer.getvalue()


def _scan(n_pages: int) -> bytes:
    """Pages that hold strokes as a scanner would leave them, and not one character."""
    chance = random.Random(SEED)  # strokes of a made-up hand, no secret
    pages = [_strokes(chance) for _ in range(n_pages)]
    kids = " ".join(f"{3 + 2 * i} 0 R" for i in range(n_pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {n_pages} >>".encode(),
    ]
    for i, stream in enumerate(pages):
        box = f"[0 0 {PAGE_WIDTH} {PAGE_HEIGHT}]"
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox {box} /Contents {4 + 2 * i} 0 R >>".encode(),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        ]
    return _pdf(objects)


def _strokes(chance: random.Random) -> bytes:
    """Short curves in lines, as handwriting looks from afar."""
    parts = ["0.2 w 0.3 G"]
    for y in range(PAGE_HEIGHT - 90, 120, -26):
        x = 60
        while x < PAGE_WIDTH - 80:
            bends = [chance.randint(-7, 9) for _ in range(6)]
            parts.append(
                f"{x} {y} m {x + 4} {y + bends[0]} {x + 7} {y + bends[1]} {x + 10} {y + bends[2]} c S"
            )
            x += chance.choice((13, 14, 16, 24))
    return "\n".join(parts).encode()


def _pdf(objects: Sequence[bytes]) -> bytes:
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
