"""A deck as PPTX: read again by another reader, nothing lies outside a slide or over its neighbour."""

import io
from itertools import combinations

import pytest
from pptx import Presentation

from espalier.engines.documents.deck.powerpoint import titles, to_pptx
from espalier.engines.documents.deck.types import Slide, points

from .sample import deck, listing, year


def opened(made):
    return Presentation(io.BytesIO(to_pptx(made)))


def test_every_slide_is_there_with_its_title_and_notes():
    show = opened(deck())
    assert [slide.shapes.title.text for slide in show.slides] == list(titles(deck()))
    assert show.slides[2].notes_slide.notes_text_frame.text == "慢慢說"
    assert "草案" in " ".join(s.text_frame.text for s in show.slides[1].shapes if s.has_text_frame)


def test_merged_cells_are_merged():
    grid = next(shape for shape in opened(deck()).slides[2].shapes if shape.has_table).table
    assert grid.cell(0, 1).is_merge_origin
    assert grid.cell(0, 1).span_width == 2
    assert grid.cell(2, 0).is_merge_origin
    assert grid.cell(2, 0).span_height == 2
    assert grid.cell(3, 0).is_spanned
    assert [grid.cell(3, at).text for at in (1, 2)] == ["800,000", "120,000"]


def test_charts_are_powerpoints_own_and_hold_the_numbers():
    chart = next(shape for shape in opened(deck()).slides[3].shapes if shape.has_chart).chart
    assert list(chart.plots[0].categories) == ["法定", "職能"]
    assert [list(s.values) for s in chart.plots[0].series] == [
        [1_200_000, 2_100_000],
        [300_000, None],
    ]


def test_a_timeline_begins_where_the_unseen_series_ends():
    chart = next(shape for shape in opened(deck()).slides[4].shapes if shape.has_chart).chart
    before, shown = chart.plots[0].series
    assert (next(iter(before.values)), next(iter(shown.values))) == (1, 1.5)


def test_a_chart_is_told_in_words():
    frame = next(shape for shape in opened(deck()).slides[3].shapes if shape.has_chart)
    assert frame._element.nvGraphicFramePr.cNvPr.get("descr") == "法定與職能各花多少錢"


@pytest.mark.parametrize("n_rows", [1, 14, 15, 16, 100])
def test_long_tables_go_on_without_losing_a_row(n_rows):
    show = opened(deck(Slide("清單", (listing(n_rows),))))
    grids = [shape.table for slide in show.slides for shape in slide.shapes if shape.has_table]
    firsts = [grid.cell(row, 0).text for grid in grids for row in range(1, len(grid.rows))]
    assert firsts == [f"{i:03d}" for i in range(n_rows)]
    assert all(grid.cell(0, 0).text == "編號" for grid in grids)
    assert len(grids) == -(-n_rows // 15)


def test_wrapped_rows_take_more_room():
    show = opened(
        deck(Slide("清單", (listing(10, name="以問題為中心的現場品質改善方法與案例研討會" * 5),)))
    )
    assert len(show.slides) == 3  # three lines a row: the title slide and two of the list


def test_nothing_leaves_a_slide_or_covers_its_neighbour():
    many = Slide("很多", (points(*["說明" * 9] * 12), listing(40)))
    show = opened(deck(many, Slide("時程", (year(30),), source="n=30")))
    for slide in show.slides:
        boxes = [(s.left, s.top, s.left + s.width, s.top + s.height) for s in slide.shapes]
        assert all(
            left >= 0 and top >= 0 and right <= show.slide_width and end <= show.slide_height
            for left, top, right, end in boxes
        )
        shown = [s for s in slide.shapes if s.has_chart or s.has_table]
        for one, other in combinations(shown, 2):
            assert one.left + one.width <= other.left or other.left + other.width <= one.left


def test_the_same_deck_has_the_same_slides():
    first, second = opened(deck()), opened(deck())
    assert [s.part.blob for s in first.slides] == [s.part.blob for s in second.slides]
