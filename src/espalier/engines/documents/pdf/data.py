"""The document as plain data for the Typst template; only values, never code."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from .. import charts, front, labels, palette
from ..cells import Align, Cell, Row, Shade, Span
from ..grid import Slot
from ..meta import Language, Meta, logo_kind
from ..numbering import Item, listed_headings, pages_turned, printed_items
from ..text import breakable, lines
from ..tree import (
    Block,
    BulletList,
    Callout,
    Document,
    Figure,
    Heading,
    KeyValue,
    NumberedList,
    PageBreak,
    Paragraph,
    Table,
)
from ..widths import fitted_weights

Data = dict[str, Any]


def document_data(document: Document, fonts_dir: Path) -> Data:
    """Everything the template reads. Raises as `charts.render_svg`."""
    meta = document.meta
    items = printed_items(document)
    runs = [
        {"landscape": turned, "blocks": [_block(item, meta, fonts_dir) for item in run]}
        for turned, run in groupby(items, key=pages_turned)
    ]
    contents = bool(listed_headings(document, items))
    return {
        **_meta(meta),
        **_front(meta),
        "contents": contents,
        "palette": _palette(),
        "runs": runs,
    }


def _meta(meta: Meta) -> Data:
    data: Data = {
        "title": meta.title,
        "subtitle": meta.subtitle,
        "company": meta.company,
        "running-title": labels.running(meta.title),
        "running-company": labels.running(meta.company),
        "lang": "zh" if meta.language is Language.ZH_HANT else "en",
        "region": "TW",
        "draft": meta.draft_mark,
        "cover": meta.cover,
        "identity-line": labels.identity_line(meta),
        "page": labels.page_parts(meta.language),
        "contents-title": labels.word(meta.language, "contents"),
        "approvals-title": labels.word(meta.language, "approvals"),
        "changes-title": labels.word(meta.language, "changes"),
    }
    if meta.logo is not None:
        data["logo"] = {"data": list(meta.logo), "format": logo_kind(meta.logo)}
    return data


def _front(meta: Meta) -> Data:
    tables = {"signatures": front.signatures(meta), "changes": front.change_log(meta)}
    data = {name: _table(table) for name, table in tables.items() if table is not None}
    return {"identity": _key_value(front.identity(meta)), **data}


def _palette() -> Data:
    return {
        "ink": palette.INK,
        "muted": palette.MUTED_INK,
        "rule": palette.RULE,
        "accent": palette.ACCENT,
        "head": palette.HEADER_FILL,
        "callout": palette.SHADES[Shade.MUTED],
    }


def _block(item: Item, meta: Meta, fonts_dir: Path) -> Data:
    block = item.block
    anchor = _label(item.anchor)
    if isinstance(block, Heading):
        text = item.heading_text()
        return {"kind": "heading", "level": block.level, "text": text, "anchor": anchor}
    if isinstance(block, Table | Figure):
        data = _table(block) if isinstance(block, Table) else _figure(block, fonts_dir)
        caption = labels.caption(meta.language, item.label, block.caption)
        source = labels.provenance_line(meta.language, block.source_note)
        return {**data, "caption": caption, "source": source, "anchor": anchor}
    return _plain_block(block, meta)


def _plain_block(block: Block, meta: Meta) -> Data:
    match block:
        case Paragraph(spans):
            return {"kind": "paragraph", "spans": _spans(spans)}
        case BulletList(items):
            return {"kind": "bullets", "items": [_spans(item) for item in items]}
        case NumberedList(items):
            return {"kind": "numbered", "items": [_spans(item) for item in items]}
        case KeyValue():
            return _key_value(block)
        case Callout(spans, title, tone):
            title = title or labels.tone_label(meta.language, tone)
            return {"kind": "callout", "spans": _spans(spans), "title": title, "tone": tone.value}
        case PageBreak():
            return {"kind": "page-break"}
        case _:
            raise TypeError(f"no way to print a {type(block).__name__}")


def _figure(figure: Figure, fonts_dir: Path) -> Data:
    svg = charts.render_svg(figure.spec, fonts_dir)
    width, _ = charts.size_on_paper(svg, figure.width, landscape=figure.landscape)
    return {"kind": "figure", "svg": svg, "alt": figure.alt, "width": width}


def _table(table: Table) -> Data:
    return {
        "kind": "table",
        "whole": table.stays_whole,
        "weights": fitted_weights(table),
        "aligns": [column.align.value for column in table.columns],
        "header": _rows(table.header),
        "rows": [_body_row(slots, table.row_headers) for slots in table.slots],
    }


def _key_value(block: KeyValue) -> Data:
    name_fill = palette.HEADER_FILL
    rows = [
        [{"spans": _spans((Span(name),)), "bold": True, "fill": name_fill}, _cell(value)]
        for name, value in block.pairs
    ]
    aligns = [Align.START.value, Align.START.value]
    return {"kind": "keyvalue", "weights": [1, 3], "aligns": aligns, "header": [], "rows": rows}


def _rows(rows: Sequence[Row]) -> list[list[Data]]:
    return [[_cell(cell) for cell in row] for row in rows]


def _body_row(slots: Iterable[Slot], row_headers: int) -> list[Data | str]:
    return [
        _plain(_cell(slot.cell) | ({"bold": True} if slot.column < row_headers else {}))
        for slot in slots
        if not slot.continued
    ]


def _plain(cell: Data) -> Data | str:
    """Most cells are a few words in no special look: given as a string they are set faster."""
    match cell:
        case {"spans": [{"lines": [[str(text)]], **look}], **rest} if not look and not rest:
            return text
        case _:
            return cell


def _cell(cell: Cell) -> Data:
    data: Data = {"spans": _spans(cell.spans)}
    if cell.colspan > 1:
        data["colspan"] = cell.colspan
    if cell.rowspan > 1:
        data["rowspan"] = cell.rowspan
    if cell.align is not None:
        data["align"] = cell.align.value
    if cell.shade in palette.SHADES:
        data["fill"] = palette.SHADES[cell.shade]
    if cell.bold:
        data["bold"] = True
    return data


def _spans(spans: Iterable[Span]) -> list[Data]:
    return [_span(span) for span in spans]


def _span(span: Span) -> Data:
    data: Data = {"lines": [breakable(line) for line in lines(span.text)]}
    data |= {name: True for name in ("bold", "italic", "code") if getattr(span, name)}
    if span.link.startswith("#"):
        data["to"] = _label(span.link[1:])
    elif span.link:
        data["link"] = span.link
    return data


def _label(anchor: str) -> str:
    return f"anchor-{anchor}"
