"""Specs of the charts of T2.1, each drawn on a page and in O2.1.1 alike: plain Vega-Lite with inline data."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from espalier.engines.documents.chart_specs import SCHEMA, Spec, ordered
from espalier.engines.documents.palette import CATEGORIES, MUTED_INK


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a grid: its short label and its place."""

    label: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One horizontal bar; ``value`` None leaves the place empty."""

    name: str
    series: str
    value: float | None


def quadrants(
    points: Sequence[Point],
    *,
    x_title: str,
    y_title: str,
    lines: tuple[float, float],
    corners: tuple[str, str, str, str],
    x_domain: tuple[float, float] | None = None,
    y_domain: tuple[float, float] | None = None,
    width: int = 460,
) -> Spec:
    """Points with their labels, cut by a vertical and a horizontal line into four named fields.

    ``lines`` are (x, y); ``corners`` name the fields: upper left, upper right, lower left, lower right. Points close
    together share one label, so that no label covers another.

    Raises: ValueError without a point.
    """
    if not points:
        raise ValueError("a grid needs at least one point")
    across = x_domain or _around([point.x for point in points], lines[0])
    up = y_domain or _around([point.y for point in points], lines[1])
    x = {"field": "x", "type": "quantitative", "title": x_title, "scale": _scale(across)}
    y = {"field": "y", "type": "quantitative", "title": y_title, "scale": _scale(up)}
    dashed = {"type": "rule", "strokeDash": [4, 4], "color": f"#{MUTED_INK}"}
    return {
        "$schema": SCHEMA,
        "width": width,
        "height": round(width * 0.75),
        "layer": [
            _corner_layer(corners, across, up),
            {"data": {"values": [{"x": lines[0]}]}, "mark": dashed, "encoding": {"x": x}},
            {"data": {"values": [{"y": lines[1]}]}, "mark": dashed, "encoding": {"y": y}},
            _points_layer(points, x, y),
        ],
    }


def _points_layer(points: Sequence[Point], x: Spec, y: Spec) -> Spec:
    """Dots, and beside each group of close dots one label that names them all."""
    span_x = x["scale"]["domain"][1] - x["scale"]["domain"][0]
    span_y = y["scale"]["domain"][1] - y["scale"]["domain"][0]
    groups: list[list[Point]] = []
    for point in points:
        near = next((g for g in groups if _touches(g[0], point, span_x, span_y)), None)
        if near is None:
            groups.append([point])
        else:
            near.append(point)
    dots = [{"x": point.x, "y": point.y} for point in points]
    names = [
        {
            "x": max(point.x for point in group),
            "y": group[0].y,
            "label": ", ".join(point.label for point in group),
        }
        for group in groups
    ]
    words = {"type": "text", "align": "left", "dx": 7, "dy": -6, "fontSize": 11}
    circle = {"type": "circle", "size": 70, "color": CATEGORIES[0], "opacity": 0.9}
    return {
        "encoding": {"x": x, "y": y},
        "layer": [
            {"data": {"values": dots}, "mark": circle},
            {
                "data": {"values": names},
                "mark": words,
                "encoding": {"text": {"field": "label", "type": "nominal"}},
            },
        ],
    }


def _touches(one: Point, other: Point, span_x: float, span_y: float) -> bool:
    """Whether two labels would stand on each other."""
    return abs(one.x - other.x) < span_x * 0.09 and abs(one.y - other.y) < span_y * 0.045


def _corner_layer(
    corners: tuple[str, str, str, str], across: tuple[float, float], up: tuple[float, float]
) -> Spec:
    """The names of the four fields, faint, in their corners."""
    places = [(across[0], up[1]), (across[1], up[1]), (across[0], up[0]), (across[1], up[0])]
    layers: list[Spec] = []
    for at, (name, (px, py)) in enumerate(zip(corners, places, strict=True)):
        mark = {
            "type": "text",
            "align": "left" if at % 2 == 0 else "right",
            "baseline": "top" if at < 2 else "bottom",
            "dx": 6 if at % 2 == 0 else -6,
            "dy": 6 if at < 2 else -6,
            "fontSize": 12,
            "fontWeight": 700,
            "color": f"#{MUTED_INK}",
        }
        values = [{"x": px, "y": py, "name": name}]
        encoding = {
            "x": {"field": "x", "type": "quantitative"},
            "y": {"field": "y", "type": "quantitative"},
            "text": {"field": "name", "type": "nominal"},
        }
        layers.append({"data": {"values": values}, "mark": mark, "encoding": encoding})
    return {"layer": layers}


def _around(values: Sequence[float], line: float) -> tuple[float, float]:
    """A little more than the values and the line span, so that labels have room."""
    low, high = min(*values, line), max(*values, line)
    room = (high - low or 1.0) * 0.15
    return round(low - room, 3), round(high + room, 3)


def _scale(domain: tuple[float, float]) -> dict[str, Any]:
    return {"domain": list(domain), "zero": False, "nice": False}


def pareto(
    bars: Sequence[tuple[str, float]], *, value_title: str, share_title: str, width: int = 520
) -> Spec:
    """Bars from the longest to the shortest, with the share of the sum reached so far as a line.

    Raises: ValueError without a bar.
    """
    if not bars:
        raise ValueError("a Pareto chart needs at least one bar")
    total, reached, rows = sum(value for _name, value in bars), 0.0, []
    for name, value in bars:
        reached += value
        rows.append({"name": name, "value": value, "share": reached / total if total else 0.0})
    x = ordered("name", [name for name, _value in bars], "", labelAngle=0)
    line = {"type": "line", "point": True, "color": CATEGORIES[1 % len(CATEGORIES)]}
    share = {
        "field": "share",
        "type": "quantitative",
        "title": share_title,
        "scale": {"domain": [0, 1]},
        "axis": {"format": ".0%", "grid": False},
    }
    height: Spec = {
        "field": "value",
        "type": "quantitative",
        "title": value_title,
        "scale": {"zero": True},
    }
    return {
        "$schema": SCHEMA,
        "width": width,
        "height": 260,
        "data": {"values": rows},
        "encoding": {"x": x},
        "layer": [
            {"mark": {"type": "bar"}, "encoding": {"y": height}},
            {"mark": line, "encoding": {"y": share}},
        ],
        "resolve": {"scale": {"y": "independent"}},
    }


def lying_bars(bars: Sequence[Bar], *, value_title: str, width: int = 380) -> Spec:
    """Bars from the left, one row per name in the order given, series beside each other.

    Raises: ValueError without a bar.
    """
    if not bars:
        raise ValueError("bars: needs at least one")
    series = list(dict.fromkeys(bar.series for bar in bars))
    y = ordered("name", [bar.name for bar in bars], "")
    y["axis"]["labelLimit"] = 240
    return {
        "$schema": SCHEMA,
        "width": width,
        "height": {"step": 14, "for": "offset"} if len(series) > 1 else {"step": 24},
        "data": {"values": [asdict(bar) for bar in bars]},
        "mark": {"type": "bar"},
        "encoding": {
            "y": y,
            "yOffset": {"field": "series", "type": "nominal", "sort": series},
            "x": {
                "field": "value",
                "type": "quantitative",
                "title": value_title,
                "scale": {"zero": True},
            },
            "color": {
                "field": "series",
                "type": "nominal",
                "sort": series,
                "title": "",
                "legend": {"orient": "bottom"} if len(series) > 1 else None,
            },
        },
    }
