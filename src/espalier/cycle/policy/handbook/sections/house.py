"""The picture of the training system: a house of levels and functions under the roof of the policy."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from espalier.engines.documents.chart_specs import SCHEMA, Spec

WIDTH = 900  # CSS pixels over the width of a page turned on its side
LEFT = 150  # the column of levels
ROW_HEIGHTS = (34, 58, 58, 58, 74, 30, 30, 30, 30)  # head, three tiers, functions, four bars
ROOF = 62
FONT, LATIN_FONT = 11, 9  # Latin words are long and must not be cut
LATIN_WIDTH = 0.52  # of the font size, on average
FILLS = {
    "head": "#0F4C5C", "level": "#D7E8E4", "cell": "#F1F6F5", "none": "#FFFFFF",
    "bar": "#0F4C5C", "wide": "#E9E3D3",
}  # fmt: skip
INKS = {"head": "#FFFFFF", "bar": "#FFFFFF"}


@dataclass(frozen=True, slots=True)
class HouseBox:
    """One box: its look, its row from the roof downwards, its column; column -1 is that of the levels.

    A ``wide`` box runs over all columns of functions.
    """

    look: str
    row: int
    column: int
    text: str


def house_spec(boxes: Sequence[HouseBox], *, roof: str) -> Spec:
    """The Vega-Lite spec of the house, with boxes placed in CSS pixels."""
    n_columns = 1 + max(box.column for box in boxes)
    height = ROOF + sum(ROW_HEIGHTS)
    drawn = [_placed(box, n_columns) for box in boxes]
    scale_x = {"domain": [0, WIDTH], "nice": False}
    scale_y = {"domain": [height, 0], "nice": False}
    x = {"field": "x", "type": "quantitative", "axis": None, "scale": scale_x}
    y = {"field": "y", "type": "quantitative", "axis": None, "scale": scale_y}
    return {
        "$schema": SCHEMA,
        "width": WIDTH,
        "height": height,
        "layer": [
            _roof_layer(x, y),
            _text_layer([_roof_words(roof)], x, y),
            {
                "data": {"values": drawn},
                "mark": {"type": "rect", "stroke": "#5C6B73", "strokeWidth": 0.8},
                "encoding": {
                    "x": x,
                    "x2": {"field": "x2"},
                    "y": y,
                    "y2": {"field": "y2"},
                    "color": {"field": "fill", "type": "nominal", "scale": None},
                },
            },
            _text_layer(drawn, x, y),
        ],
    }


def _roof_layer(x: Spec, y: Spec) -> Spec:
    corners = [(0, ROOF), (WIDTH / 2, 2), (WIDTH, ROOF)]
    values = [{"x": across, "y": down, "y2": ROOF} for across, down in corners]
    return {
        "data": {"values": values},
        "mark": {"type": "area", "color": "#0F4C5C", "opacity": 1},
        "encoding": {"x": x, "y": y, "y2": {"field": "y2"}},
    }


def _roof_words(roof: str) -> dict[str, Any]:
    return {"cx": WIDTH / 2, "cy": ROOF * 0.68, "text": roof, "ink": "#FFFFFF", "size": 15}


def _text_layer(values: Sequence[dict[str, Any]], x: Spec, y: Spec) -> Spec:
    return {
        "data": {"values": list(values)},
        "mark": {"type": "text", "lineBreak": "\n", "baseline": "middle"},
        "encoding": {
            "x": {**x, "field": "cx"},
            "y": {**y, "field": "cy"},
            "text": {"field": "text", "type": "nominal"},
            "color": {"field": "ink", "type": "nominal", "scale": None},
            "size": {"field": "size", "type": "quantitative", "scale": None},
        },
    }


def _placed(box: HouseBox, n_columns: int) -> dict[str, Any]:
    """Where the box lies, with its text broken to its width and set in the middle."""
    each = (WIDTH - LEFT) / n_columns
    left = 0.0 if box.column < 0 else LEFT + box.column * each
    right = LEFT if box.column < 0 else WIDTH if box.look == "wide" else left + each
    top = ROOF + sum(ROW_HEIGHTS[: box.row])
    bottom = top + ROW_HEIGHTS[box.row]
    size = LATIN_FONT if box.text.isascii() else FONT
    lines = _broken(box.text, right - left - 6)
    # Vega draws the first line at the given place and the others below it.
    first = (top + bottom) / 2 - (len(lines) - 1) * size * 1.25 / 2
    return {
        "x": left, "x2": right, "y": top, "y2": bottom,
        "cx": (left + right) / 2, "cy": first, "text": "\n".join(lines),
        "fill": FILLS[box.look], "size": size, "ink": INKS.get(box.look, "#1F2933"),
    }  # fmt: skip


def _broken(text: str, width: float) -> list[str]:
    """Lines no wider than ``width`` pixels: by character in Chinese, by word in English."""
    lines = []
    for line in text.split("\n"):
        if line.isascii():
            room = max(4, int(width / (LATIN_FONT * LATIN_WIDTH)))
            lines += textwrap.wrap(line, room, break_long_words=False) or [""]
        else:
            lines += _broken_cjk(line, width)
    return lines


def _broken_cjk(line: str, width: float) -> list[str]:
    lines, now, used = [], "", 0.0
    for letter in line:
        size = FONT * (LATIN_WIDTH if letter.isascii() else 1.0)
        if now and used + size > width:
            lines.append(now)
            now, used = "", 0.0
        now += letter
        used += size
    return [*lines, now]
