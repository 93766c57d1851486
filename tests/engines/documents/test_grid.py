"""Merged cells stand where a browser would put them."""

from hypothesis import given
from hypothesis import strategies as st

from espalier.engines.documents import Cell, row_of
from espalier.engines.documents.grid import layout


def drawn(rows, width):
    """The table as a person would sketch it: one letter per place, small where it is continued."""
    picture = []
    for slots in layout(rows, width):
        line = ""
        for slot in slots:
            text = slot.cell.text
            line += (text.lower() if slot.continued else text) * slot.cell.colspan
        picture.append(line)
    return picture


def test_row_spans_push_cells_to_the_right():
    rows = ((Cell("A", rowspan=2), *row_of("B", "C")), row_of("D", "E"), row_of("F", "G", "H"))
    assert drawn(rows, 3) == ["ABC", "aDE", "FGH"]


def test_a_block_of_merged_cells():
    rows = (
        (Cell("A", colspan=2, rowspan=2), *row_of("B")),
        row_of("C"),
        (Cell("D"), Cell("E", colspan=2)),
    )
    assert drawn(rows, 3) == ["AAB", "aaC", "DEE"]


def test_two_merges_end_in_different_rows():
    rows = ((Cell("A", rowspan=3), Cell("B", rowspan=2), Cell("C")), row_of("D"), row_of("E", "F"))
    assert drawn(rows, 3) == ["ABC", "abD", "aEF"]


@st.composite
def tilings(draw):
    """Rows made by cutting a grid into rectangles, so that they fit by construction."""
    width, height = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    rows = []
    for r in range(height):
        row = []
        for c in range(width):
            if (r, c) in owner:
                continue
            widest = next((n for n in range(1, width - c) if (r, c + n) in owner), width - c)
            across, down = draw(st.integers(1, widest)), draw(st.integers(1, height - r))
            for dr in range(down):
                for dc in range(across):
                    owner[r + dr, c + dc] = (r, c)
            row.append(Cell(f"{r},{c}", colspan=across, rowspan=down))
        rows.append(tuple(row))
    return tuple(rows), width, owner


@given(tilings())
def test_every_place_belongs_to_the_cell_that_covers_it(tiling):
    rows, width, owner = tiling
    for r, slots in enumerate(layout(rows, width)):
        assert sum(slot.cell.colspan for slot in slots) == width
        for slot in slots:
            for c in range(slot.column, slot.column + slot.cell.colspan):
                top, left = owner[r, c]
                assert slot.cell.text == f"{top},{left}"
                assert slot.continued == (top < r)
