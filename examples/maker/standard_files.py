"""Our standards in the seven-column form: as tabbed text, as a word-processor file and as a workbook."""

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from examples.maker.content import standard
from examples.maker.sheets import MADE_AT

_VERSIONS = ("版本", "職能基準代碼", "職能基準名稱", "狀態", "更新說明", "發展更新日期")
_CONTENT = (
    "主要職責",
    "工作任務",
    "工作產出",
    "行為指標",
    "職能級別",
    "職能內涵 (K=knowledge 知識)",
    "職能內涵 (S=skills 技能)",
)
_ZIP_DATE = (2026, 10, 31, 9, 0, 0)
Text = Mapping[str, Any]


def standard_files() -> dict[str, bytes]:
    """File name → bytes; three standards, one of them with its newer version."""
    return {
        "PGJ-MFG-001v1.txt": _as_text(standard("mfg_v1")),
        "PGJ-QAE-001v1.txt": _as_text(standard("qae_v1")),
        "PGJ-QAE-001v2.xlsx": _as_workbook(standard("qae_v2")),
        "PGJ-TRN-001v1.docx": _as_document(standard("trn_v1")),
    }


def _code(text: Text) -> str:
    return f"{text['code']}v{text['version']}"


def _version_rows(text: Text) -> Iterator[tuple[str, ...]]:
    day = text["updated"].strftime("%Y/%m/%d")
    yield f"V{text['version']}", _code(text), text["title"], "最新版本", "略", day
    for earlier in text.get("earlier", ()):
        code = f"{text['code']}v{earlier['version']}"
        day = earlier["updated"].strftime("%Y/%m/%d")
        note = f"已被《{_code(text)}》取代"
        yield f"V{earlier['version']}", code, earlier["title"], "歷史版本", note, day


def _identity_rows(text: Text) -> Iterator[tuple[str, ...]]:
    title = f"{text['title']} (此基準相關職業包含：{'、'.join(text['related'])})"
    yield "職能基準代碼", "", _code(text)
    yield "職能基準名稱 (擇一填寫)", "", "職類", title if text["kind"] == "職類" else ""
    yield "", "", "職業", title if text["kind"] == "職業" else ""
    for label, key in (("職類別", "category"), ("職業別", "occupation"), ("行業別", "industry")):
        yield "所屬 類別", label, text[key][0], f"{label}代碼", text[key][1]
    yield "工作描述", "", text["description"]
    yield "基準級別", "", str(text["level"])


def _content_rows(text: Text) -> Iterator[tuple[str, ...]]:
    """One row a block; a duty and a task are written where they begin."""
    duty: str = ""
    tasks: list[str] = []
    for block in text["block"]:
        is_new_duty, is_new_task = block["duty"] != duty, block["tasks"] != tasks
        duty, tasks = block["duty"], block["tasks"]
        yield (
            duty if is_new_duty else "",
            "\n".join(tasks) if is_new_task else "",
            "\n".join(block["outputs"]),
            "\n".join(block["indicators"]),
            str(block.get("level", "")),
            "\n".join(f"{code} {text['knowledge'][code]}" for code in block["k"]),
            "\n".join(f"{code} {text['skills'][code]}" for code in block["s"]),
        )


def _closing_lines(text: Text) -> Iterator[tuple[str, bool]]:
    """The lines below the table, and whether each is a heading."""
    yield "職能內涵 (A=attitude 態度)", True
    for each in text["attitude"]:
        yield f"{each['code']} {each['name']}：{each['text']}", False
    yield "說明與補充事項", True
    yield "● 建議擔任此職類/職業之學歷/經驗/或能力條件：", False
    yield from ((f"- {line}", False) for line in text["notes"]["prerequisites"])
    yield "● 其他補充說明：", False
    yield from ((f"- {line}", False) for line in text["notes"]["others"])


def _as_text(text: Text) -> bytes:
    lines = [f"{text['title']}職能基準", "", "\t".join(_VERSIONS)]
    lines += ["\t".join(row) for row in _version_rows(text)]
    lines += ["", *("\t".join(row) for row in _identity_rows(text))]
    lines += ["", "\t".join(_CONTENT)]
    lines += ["\t".join(cell.replace("\n", " ") for cell in row) for row in _content_rows(text)]
    for line, is_heading in _closing_lines(text):
        lines += ["", line] if is_heading else [line]
    return ("\n".join(lines) + "\n").encode()


def _as_document(text: Text) -> bytes:
    import docx

    document = docx.Document()
    document.core_properties.created = document.core_properties.modified = MADE_AT
    document.core_properties.title = f"{text['title']}職能基準"
    document.add_heading(f"{text['title']}職能基準", level=1)
    _word_table(document, [_VERSIONS, *_version_rows(text)])
    document.add_paragraph()
    _word_table(document, [_padded(row) for row in _identity_rows(text)])
    document.add_paragraph()
    _word_table(document, [_CONTENT, *_content_rows(text)])
    for line, is_heading in _closing_lines(text):
        document.add_paragraph(line, style="Heading 2" if is_heading else None)
    buffer = io.BytesIO()
    document.save(buffer)
    return without_clock(buffer.getvalue())


def _padded(row: Sequence[str], width: int = 5) -> tuple[str, ...]:
    return (*row, *[""] * (width - len(row)))


def _word_table(document: Any, rows: Sequence[Sequence[str]]) -> None:
    table = document.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    for row in rows:
        cells = table.add_row().cells
        for cell, words in zip(cells, row, strict=True):
            first, *more = words.split("\n")
            cell.paragraphs[0].text = first
            for line in more:
                cell.add_paragraph(line)


def without_clock(data: bytes) -> bytes:
    """The same archive with one fixed time on every part, so that equal content is equal bytes."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            target.writestr(
                zipfile.ZipInfo(name, _ZIP_DATE), source.read(name), zipfile.ZIP_DEFLATED
            )
    return out.getvalue()


def _as_workbook(text: Text) -> bytes:
    import xlsxwriter

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": f"{text['title']}職能基準", "created": MADE_AT})
        page = book.add_worksheet("職能基準")
        style = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
        for column, width in enumerate((18, 20, 20, 60, 8, 28, 28)):
            page.set_column(column, column, width)
        rows = [(f"{text['title']}職能基準",), (), _VERSIONS, *_version_rows(text), ()]
        rows += [*_identity_rows(text), (), _CONTENT, *_content_rows(text)]
        for line, is_heading in _closing_lines(text):
            rows += [(), (line,)] if is_heading else [(line,)]
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell:
                    page.write_string(number, column, cell, style)
    return buffer.getvalue()
