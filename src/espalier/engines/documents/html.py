"""A document tree as HTML: semantic, accessible, and free of inline styles and scripts."""

import base64
import re
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from . import charts, front, labels
from .cells import Align, Cell, Column, Shade, Span
from .grid import Slot
from .meta import Meta, logo_kind
from .numbering import Item, data_table, listed_headings, numbered_items
from .text import lines
from .tree import (
    BulletList,
    Callout,
    Document,
    Figure,
    Heading,
    KeyValue,
    NumberedList,
    Paragraph,
    Table,
)

_STYLES = Path(__file__).with_name("document.css")


def stylesheet() -> str:
    """The styles of the ``doc-`` classes, for the page that shows fragments."""
    return _STYLES.read_text(encoding="utf-8")


def to_html(document: Document, *, fragment: bool = True, fonts_dir: Path | None = None) -> str:
    """Write `document` as HTML.

    Parameters
    ----------
    document : Document
    fragment : bool
        True gives one ``<article>`` for a page that loads `stylesheet`; false a whole file that
        needs nothing else.
    fonts_dir : path or None
        Folder of the font files, for measuring the words of charts exactly.

    Raises
    ------
    ChartRefused
        If a figure's spec cannot be drawn.
    """
    meta = document.meta
    writer = _Writer(meta, fonts_dir)
    items = numbered_items(document)
    body = "\n".join(part for item in items if (part := writer.block(item)))
    contents = _contents(meta, listed_headings(document, items))
    article = (
        f'<article class="doc-document" lang="{meta.language.value}">\n{writer.cover()}\n'
        f"{contents}\n{body}\n</article>"
    )
    if fragment:
        return article
    return (
        f'<!DOCTYPE html>\n<html lang="{meta.language.value}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(meta.title)}</title>\n<style>\n{stylesheet()}</style>\n</head>\n"
        f'<body class="doc-page">\n<main>\n{article}\n</main>\n</body>\n</html>\n'
    )


def _contents(meta: Meta, headings: Sequence[tuple[Item, int]]) -> str:
    if not headings:
        return ""
    title = escape(labels.word(meta.language, "contents"))
    entries = "".join(
        f'<li class="doc-contents-{level}"><a href="#doc-{item.anchor}">'
        f"{escape(item.heading_text())}</a></li>"
        for item, level in headings
    )
    return (
        f'<nav class="doc-contents" aria-label="{title}"><h2>{title}</h2><ol>{entries}</ol></nav>'
    )


def _text(text: str) -> str:
    return "<br>".join(escape(line) for line in lines(text))


def _spans(spans: Iterable[Span]) -> str:
    return "".join(_span(span) for span in spans)


def _span(span: Span) -> str:
    html = _text(span.text)
    for wanted, tag in ((span.code, "code"), (span.italic, "em"), (span.bold, "strong")):
        if wanted:
            html = f"<{tag}>{html}</{tag}>"
    if span.link.startswith("#"):
        return f'<a href="#doc-{span.link[1:]}">{html}</a>'
    if span.link:
        return f'<a href="{escape(span.link)}" rel="noopener noreferrer">{html}</a>'
    return html


class _Writer:
    def __init__(self, meta: Meta, fonts_dir: Path | None) -> None:
        self._meta, self._fonts_dir = meta, fonts_dir

    def cover(self) -> str:
        meta = self._meta
        parts = [
            _logo(meta),
            f'<p class="doc-company">{escape(meta.company)}</p>',
            f'<h1 class="doc-title">{escape(meta.title)}</h1>',
            f'<p class="doc-subtitle">{escape(meta.subtitle)}</p>' if meta.subtitle else "",
            _key_values(front.identity(meta)),
            self._front_table(front.signatures(meta), "approvals"),
            self._front_table(front.change_log(meta), "changes"),
        ]
        return f'<header class="doc-cover">{"".join(parts)}</header>'

    def _front_table(self, table: Table | None, key: str) -> str:
        if table is None:
            return ""
        return _table(table, labels.word(self._meta.language, key), f"front-{key}")

    def block(self, item: Item) -> str:
        match item.block:
            case Heading(level=level):
                # The title of the document is h1, so its chapters begin at h2.
                text = escape(item.heading_text())
                return f'<h{level + 1} id="doc-{item.anchor}">{text}</h{level + 1}>'
            case Paragraph(spans):
                return f"<p>{_spans(spans)}</p>"
            case BulletList(items):
                return _list("ul", items)
            case NumberedList(items):
                return _list("ol", items)
            case KeyValue():
                return _key_values(item.block)
            case Callout():
                return self._callout(item.block)
            case Table():
                return self._table(item, item.block)
            case Figure():
                return self._figure(item, item.block)
            case _:
                return ""  # A page break means nothing on screen.

    def _callout(self, block: Callout) -> str:
        title = block.title or labels.tone_label(self._meta.language, block.tone)
        return (
            f'<aside class="doc-callout doc-callout-{block.tone.value}">'
            f'<p class="doc-callout-title">{_text(title)}</p><p>{_spans(block.spans)}</p></aside>'
        )

    def _source(self, block: Table | Figure) -> str:
        line = labels.provenance_line(self._meta.language, block.source_note)
        return f'<p class="doc-source">{_text(line)}</p>' if line else ""

    def _table(self, item: Item, table: Table) -> str:
        caption = labels.caption(self._meta.language, item.label, table.caption)
        return _table(table, caption, item.anchor) + self._source(table)

    def _figure(self, item: Item, figure: Figure) -> str:
        svg = _inline_svg(
            charts.render_svg(figure.spec, self._fonts_dir), figure.alt, f"doc-{item.anchor}"
        )
        caption = labels.caption(self._meta.language, item.label, figure.caption)
        frame = f'<div class="doc-chart" role="group" tabindex="0" aria-label="{escape(caption)}">'
        details = ""
        if figure.data is not None:
            table = data_table(item, self._meta.language)
            toggle = labels.word(self._meta.language, "data_toggle").format(label=item.label)
            details = (
                f'<details class="doc-data"><summary>{escape(toggle)}</summary>'
                f"{_table(table, table.caption, f'{item.anchor}-data')}</details>"
            )
        return (
            f'<figure class="doc-figure" id="doc-{item.anchor}">{frame}{svg}</div>'
            f"<figcaption>{_text(caption)}</figcaption>{self._source(figure)}{details}</figure>"
        )


def _list(tag: str, items: Iterable[Sequence[Span]]) -> str:
    return f"<{tag}>{''.join(f'<li>{_spans(item)}</li>' for item in items)}</{tag}>"


def _logo(meta: Meta) -> str:
    """The logo as a picture, so that an uploaded SVG can run nothing."""
    if meta.logo is None:
        return ""
    kind = "image/png" if logo_kind(meta.logo) == "png" else "image/svg+xml"
    data = base64.b64encode(meta.logo).decode()
    return f'<img class="doc-logo" src="data:{kind};base64,{data}" alt="{escape(meta.company)}">'


def _key_values(block: KeyValue) -> str:
    rows = "".join(
        f'<tr><th scope="row">{_text(name)}</th>{_cell(Slot(value, 1), "td", Align.START)}</tr>'
        for name, value in block.pairs
    )
    return f'<table class="doc-table doc-key-values"><tbody>{rows}</tbody></table>'


def _table(table: Table, caption: str, anchor: str) -> str:
    header = "".join(
        f"<tr>{''.join(_heading(slot) for slot in row if not slot.continued)}</tr>"
        for row in table.header_slots
    )
    body = "".join(_row(row, table.columns, table.row_headers) for row in table.slots)
    # On a narrow screen a table scrolls within its frame instead of squeezing its words.
    room = "doc-wide" if len(table.columns) > 8 else "doc-roomy"
    classes = f"doc-table {room}" if len(table.columns) > 3 else "doc-table"
    # Whoever has no mouse scrolls it with the keyboard, named or not.
    named = f' role="region" aria-label="{escape(caption)}"' if caption else ""
    return (
        f'<div class="doc-table-scroll" tabindex="0"{named}><table class="{classes}" id="doc-{anchor}">'
        f"{f'<caption>{_text(caption)}</caption>' if caption else ''}"
        f"{f'<thead>{header}</thead>' if header else ''}<tbody>{body}</tbody></table></div>"
    )


def _heading(slot: Slot) -> str:
    scope = "colgroup" if slot.cell.colspan > 1 else "col"
    # An empty corner names nothing, so it must not pose as a header.
    return _cell(slot, f'th scope="{scope}"' if slot.cell.text else "td", Align.CENTER)


def _row(slots: Sequence[Slot], columns: Sequence[Column], row_headers: int) -> str:
    cells = []
    for slot in slots:
        if slot.continued:
            continue
        scope = "rowgroup" if slot.cell.rowspan > 1 else "row"
        heads = slot.column < row_headers and bool(slot.cell.text)
        tag = f'th scope="{scope}"' if heads else "td"
        cells.append(_cell(slot, tag, columns[slot.column].align))
    return f"<tr>{''.join(cells)}</tr>"


def _cell(slot: Slot, tag: str, align: Align) -> str:
    cell: Cell = slot.cell
    side = cell.align or align
    classes = [f"doc-{side.value}"] if side is not Align.START else []
    if cell.shade is not Shade.NONE:
        classes.append(f"doc-shade-{cell.shade.value}")
    attributes = f' class="{" ".join(classes)}"' if classes else ""
    if cell.colspan > 1:
        attributes += f' colspan="{cell.colspan}"'
    if cell.rowspan > 1:
        attributes += f' rowspan="{cell.rowspan}"'
    content = _spans(cell.spans)
    if cell.bold and content:
        content = f"<strong>{content}</strong>"
    return f"<{tag}{attributes}>{content}</{tag.split()[0]}>"


def _inline_svg(svg: str, alt: str, prefix: str) -> str:
    """The chart as one picture with a name: its ids made the document's own, its parts unnamed."""
    svg = re.sub(r' (?:aria-[a-z]+|role)="[^"]*"', "", svg)
    svg = re.sub(r'\bid="([^"]+)"', rf'id="{prefix}-\1"', svg)
    svg = re.sub(r"url\(#([^)]+)\)", rf"url(#{prefix}-\1)", svg)
    return svg.replace("<svg ", f'<svg role="img" aria-label="{escape(alt)}" ', 1)
