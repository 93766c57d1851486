"""The slides of a deck as a document: what is read on a page, printed, or handed out."""

from collections.abc import Iterator

from espalier.engines.documents.cells import Align, Column, Content, Number
from espalier.engines.documents.chart_specs import Bar as Value
from espalier.engines.documents.chart_specs import Spec, grouped_bars
from espalier.engines.documents.deck.types import (
    Block,
    Chart,
    ChartKind,
    Deck,
    KeyFigures,
    Points,
    Slide,
    Timeline,
)
from espalier.engines.documents.meta import HeadingStyle, Language, Meta
from espalier.engines.documents.series_charts import Stretch, gantt, lines_over, lying_bars
from espalier.engines.documents.tree import Block as Part
from espalier.engines.documents.tree import (
    Document,
    Figure,
    Heading,
    Provenance,
    Table,
    bullets,
    key_values,
    paragraph,
    table,
)

_MONTH_DAYS = 30.4375
_HEADS = {
    Language.ZH_HANT: ("項目", "開始月", "結束月"),
    Language.EN: ("Item", "From month", "To month"),
}


def as_document(deck: Deck, *, year: int, number: str = "", edition: str = "") -> Document:
    """One section a slide, in the same order and with the same figures; `year` dates the timelines.

    What a speaker says stays out: it is for the speaker.
    """
    meta = Meta(
        title=deck.title,
        subtitle=deck.subtitle,
        company=deck.company,
        dated=deck.dated,
        language=deck.language,
        number=number,
        edition=edition,
        state=deck.state,
        headings=HeadingStyle.NONE,
    )
    blocks = (
        part
        for number_, slide in enumerate(deck.slides)
        for part in _section(slide, number_, deck.language, year)
    )
    return Document(meta, tuple(blocks))


def _section(slide: Slide, number: int, language: Language, year: int) -> Iterator[Part]:
    yield Heading(slide.title, anchor=f"slide-{number + 1}")
    note = Provenance(source=slide.source) if slide.source else None
    for block in slide.blocks:
        yield from _parts(block, slide.title, note, language, year)
    if note and not any(isinstance(b, Table | Chart | Timeline) for b in slide.blocks):
        yield paragraph(slide.source)


def _parts(
    block: Block, title: str, note: Provenance | None, language: Language, year: int
) -> Iterator[Part]:
    if isinstance(block, Points):
        if block.title:
            yield Heading(block.title, level=2)
        yield bullets(*block.items)
    elif isinstance(block, KeyFigures):
        pairs = [(f.label, f"{f.shown}　{f.note}".rstrip("　")) for f in block.figures]
        yield key_values(pairs)
    elif isinstance(block, Chart):
        figure = block.title or title
        yield Figure(_spec(block), figure, block.alt, data=_data(block), source_note=note)
    elif isinstance(block, Timeline):
        spec = gantt([_stretch(b.label, b.start, b.end, year) for b in block.bars], year=year)
        rows: list[list[Content]] = [
            [b.label, Number(b.start, decimals=1), Number(b.end, decimals=1)] for b in block.bars
        ]
        data = table(_HEADS[language], rows, row_headers=1)
        yield Figure(spec, title, block.alt, data=data, source_note=note)
    else:
        yield block


def _spec(block: Chart) -> Spec:
    values = [
        Value(category, series.name, value)
        for at, category in enumerate(block.categories)
        for series in block.series
        for value in [series.values[at]]
    ]
    shown = ".0%" if block.number_format.endswith("%") else ",.0f"
    if block.kind is ChartKind.COLUMN:
        return grouped_bars(values, group_title="", value_title=block.value_title)
    if block.kind is ChartKind.LINE:
        return lines_over(
            values, group_title="", value_title=block.value_title, number_format=shown
        )
    return lying_bars(values, value_title=block.value_title, number_format=shown)


def _data(block: Chart) -> Table:
    share = block.number_format.endswith("%")
    places = len(block.number_format.partition(".")[2].rstrip("%"))
    rows: list[list[Content]] = [
        [
            category,
            *(Number(s.values[at], decimals=places, share=share) for s in block.series),
        ]
        for at, category in enumerate(block.categories)
    ]
    columns = [Column(2.0), *(Column(1.0, Align.END) for _ in block.series)]
    heads = ["", *(series.name for series in block.series)]
    return table(heads, rows, columns=columns, row_headers=1)


def _stretch(label: str, start: float, end: float, year: int) -> Stretch:
    return Stretch(label, _day(start, year), _day(end, year))


def _day(month: float, year: int) -> str:
    """The day a place on the axis stands for; the end of the year is its last day."""
    whole = min(int(month), 12)
    day = min(28, 1 + int((month - whole) * _MONTH_DAYS)) if month < 13 else 31
    return f"{year}-{whole:02d}-{day:02d}"
