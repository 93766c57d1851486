"""Documents: one neutral tree, checked once, written as DOCX, PDF, HTML, XLSX that agree.

Make a `Document` of blocks, then hand it to `to_docx`, `to_pdf`, `to_html` or `to_xlsx`.
"""

from .cells import Align, Cell, Column, Number, Row, Shade, Span, row_of, rows_of, spans_of
from .chart_specs import Bar, HeatCell, grouped_bars, heat_map
from .charts import ChartRefused, render_png, render_svg, theme
from .fonts import FontsMissing
from .html import stylesheet, to_html
from .lanes import Step, path_lanes
from .meta import Approval, Change, HeadingStyle, Language, Meta, Role
from .pdf import to_pdf
from .text import checked_text
from .tree import (
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
    Provenance,
    Table,
    Tone,
    bullets,
    key_values,
    numbered,
    paragraph,
    table,
)
from .word import REQUIRED_STYLES, ReferenceRefused, reference_docx, to_docx
from .xlsx import to_xlsx

__all__ = [
    "REQUIRED_STYLES",
    "Align",
    "Approval",
    "Bar",
    "Block",
    "BulletList",
    "Callout",
    "Cell",
    "Change",
    "ChartRefused",
    "Column",
    "Document",
    "Figure",
    "FontsMissing",
    "Heading",
    "HeadingStyle",
    "HeatCell",
    "KeyValue",
    "Language",
    "Meta",
    "Number",
    "NumberedList",
    "PageBreak",
    "Paragraph",
    "Provenance",
    "ReferenceRefused",
    "Role",
    "Row",
    "Shade",
    "Span",
    "Step",
    "Table",
    "Tone",
    "bullets",
    "checked_text",
    "grouped_bars",
    "heat_map",
    "key_values",
    "numbered",
    "paragraph",
    "path_lanes",
    "reference_docx",
    "render_png",
    "render_svg",
    "row_of",
    "rows_of",
    "spans_of",
    "stylesheet",
    "table",
    "theme",
    "to_docx",
    "to_html",
    "to_pdf",
    "to_xlsx",
]
