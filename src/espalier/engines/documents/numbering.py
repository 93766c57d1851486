"""Numbers of headings, tables and figures, counted once here so that every format agrees."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from . import labels
from .meta import HeadingStyle, Language
from .tree import Block, Document, Figure, Heading, PageBreak, Table, anchor_of

_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Item:
    """A block with its number as printed (「1.2」, 「表 3」, or empty) and an anchor of its own."""

    block: Block
    label: str
    anchor: str

    def heading_text(self) -> str:
        """Number and text of a heading as printed."""
        text = self.block.text if isinstance(self.block, Heading) else ""
        gap = "" if self.label.endswith(("、", "）")) else " "
        return f"{self.label}{gap}{text}" if self.label else text


def numbered_items(document: Document) -> tuple[Item, ...]:
    """Number the blocks in reading order; every heading, table and figure gets an anchor."""
    meta = document.meta
    counts = [0, 0, 0, 0]
    n_tables = n_figures = 0
    items = []
    for index, block in enumerate(document.blocks, start=1):
        label = ""
        if isinstance(block, Heading) and block.numbered:
            counts[block.level - 1] += 1
            counts[block.level :] = [0] * (4 - block.level)
            label = heading_label(meta.headings, counts[: block.level])
        elif isinstance(block, Table) and block.caption:
            n_tables += 1
            label = f"{labels.word(meta.language, 'table')} {n_tables}"
        elif isinstance(block, Figure):
            n_figures += 1
            label = f"{labels.word(meta.language, 'figure')} {n_figures}"
        # "block-" cannot meet an author's anchor by chance within one document: see _free_prefix.
        items.append(Item(block, label, anchor_of(block) or f"{_free_prefix(document)}{index}"))
    return tuple(items)


def _free_prefix(document: Document) -> str:
    prefix = "block-"
    while any(anchor_of(block).startswith(prefix) for block in document.blocks):
        prefix += "-"
    return prefix


def printed_items(document: Document) -> tuple[Item, ...]:
    """Number the blocks for paper, where the data of figures follow in an appendix.

    On screen they unfold below their figure, so that screen and paper say the same.
    """
    items = numbered_items(document)
    language = document.meta.language
    appendix = [
        Item(data_table(item, language), "", f"{item.anchor}-data")
        for item in items
        if isinstance(item.block, Figure) and item.block.data is not None
    ]
    if not appendix:
        return items
    heading = Heading(labels.word(language, "figure_data"), level=1, numbered=False)
    return (*items, Item(heading, "", f"{_free_prefix(document)}data"), *appendix)


def listed_headings(document: Document, items: Sequence[Item]) -> list[tuple[Item, int]]:
    """What the table of contents lists, with levels 1–3; nothing when the document wants none."""
    if not document.meta.contents:
        return []
    return [
        (item, item.block.level)
        for item in items
        if isinstance(item.block, Heading) and item.block.level <= 3
    ]


def data_table(item: Item, language: Language) -> Table:
    """The table equivalent of a figure, under a caption that names the figure.

    Raises
    ------
    ValueError
        If the item is not a figure with its own data.
    """
    figure = item.block
    if not isinstance(figure, Figure) or figure.data is None:
        raise ValueError("only a figure with its own data has a data table")
    title = labels.word(language, "data_of").format(label=item.label)
    colon = labels.word(language, "colon")
    return replace(
        figure.data, caption=f"{title}{colon}{figure.caption}", landscape=False, anchor=""
    )


def heading_label(style: HeadingStyle, counts: Sequence[int]) -> str:
    """The number of a heading from the counts of its level and those above it."""
    if style is HeadingStyle.NONE or not counts:
        return ""
    if style is HeadingStyle.DECIMAL:
        return ".".join(str(count) for count in counts)
    count = counts[-1]
    shapes = (
        f"{chinese_number(count)}、",
        f"（{chinese_number(count)}）",
        f"{count}.",
        f"（{count}）",
    )
    return shapes[len(counts) - 1]


def chinese_number(value: int) -> str:
    """Write 1–99 in Chinese numerals (十二), larger numbers digit by digit (一二三)."""
    if value >= 100:
        return "".join(_DIGITS[int(digit)] for digit in str(value))
    tens, ones = divmod(value, 10)
    if not tens:
        return _DIGITS[ones]
    return f"{_DIGITS[tens] if tens > 1 else ''}十{_DIGITS[ones] if ones else ''}"


def pages_turned(item: Item) -> bool:
    """Whether this item stands on a landscape page."""
    return isinstance(item.block, Table | Figure) and item.block.landscape


def is_page_break(item: Item) -> bool:
    """Whether this item only ends a page."""
    return isinstance(item.block, PageBreak)
