"""A made-up deck with every kind of block."""

from datetime import date

from espalier.engines.documents.cells import Align, Cell, Column, rows_of
from espalier.engines.documents.deck.types import (
    Bar,
    Chart,
    ChartKind,
    Deck,
    Series,
    Slide,
    Timeline,
    key_figures,
    points,
)
from espalier.engines.documents.tree import Table, table

HEAD = rows_of([[Cell("類別", rowspan=2), Cell("預算", colspan=2)], ["內訓", "外訓"]])
BODY = rows_of(
    [[Cell("法定", rowspan=2), "1,200,000", "300,000"], ["800,000", "120,000"], ["職能", "2", "0"]]
)
MERGED = Table((Column(1.2), Column(1, Align.END), Column(1, Align.END)), HEAD, BODY)
BUDGET = Chart(
    ChartKind.STACKED,
    ("法定", "職能"),
    (Series("內訓", (1_200_000.0, 2_100_000.0)), Series("外訓", (300_000.0, None))),
    "法定與職能各花多少錢",
    value_title="NT$",
)


def listing(n_rows: int, *, name: str = "焊接品質") -> Table:
    columns = [Column(1), Column(4), Column(1, Align.END)]
    return table(
        ["編號", "課程", "人數"], [[f"{i:03d}", name, "12"] for i in range(n_rows)], columns=columns
    )


def year(n_bars: int) -> Timeline:
    return Timeline(
        tuple(Bar(f"課程 {i}", 1 + i % 10, 2.5 + i % 10) for i in range(n_bars)), "各課程的月份"
    )


def deck(*slides: Slide) -> Deck:
    kept = slides or (
        Slide(
            "重點",
            (key_figures([("預算", "NT$3,600,000", "含稅"), ("落差縮小", "52.4%", "n=480")]),),
        ),
        Slide(
            "為何這樣排",
            (points("法定先排", "淡季開班", title="原則"), MERGED),
            source="n=33",
            notes="慢慢說",
        ),
        Slide("預算", (BUDGET,), source="O2.3.1"),
        Slide("時程", (year(4),)),
    )
    return Deck("2027 年度訓練計畫", "範例精密", date(2026, 11, 22), kept, state="草案")
