"""Charts of the plan: the frontier of budgets, and what was planned against what was carried out."""

from collections.abc import Sequence
from typing import Any

from espalier.engines.documents.chart_specs import SCHEMA, Bar, Spec, grouped_bars
from espalier.engines.documents.palette import CATEGORIES, MUTED_INK


def frontier(
    points: Sequence[dict[str, Any]],
    dots: Sequence[dict[str, Any]],
    *,
    budget: int,
    series: tuple[str, str],
    x_title: str,
    y_title: str,
    now: str,
    width: int = 560,
) -> Spec:
    """Gap closed against budget, the certified ceiling above it, other plans as dots.

    ``points`` hold budget (NT$), closed and bound (shares 0–1); ``dots`` name, cost, closed.

    Raises
    ------
    ValueError
        Without a point.
    """
    if not points:
        raise ValueError("a frontier needs at least one point")
    rows = [{"x": p["budget"], "y": p["closed"], "series": series[0]} for p in points]
    rows += [
        {"x": p["budget"], "y": p["bound"], "series": series[1]}
        for p in points
        if p["bound"] is not None
    ]
    x = {
        "field": "x",
        "type": "quantitative",
        "title": x_title,
        "axis": {"format": ",.0f", "labelAngle": -30},
        "scale": {"zero": False},
    }
    y = {
        "field": "y",
        "type": "quantitative",
        "title": y_title,
        "axis": {"format": ".0%"},
        "scale": {"zero": False, "nice": True},
    }
    return {
        "$schema": SCHEMA,
        "width": width,
        "height": 300,
        "layer": [
            _curves(rows, series, x, y),
            _now_rule(budget, now, x),
            *([_dots(dots, x, y)] if dots else []),
        ],
        "resolve": {"scale": {"color": "independent", "shape": "independent"}},
    }


def _curves(rows: Sequence[dict[str, Any]], series: tuple[str, str], x: Spec, y: Spec) -> Spec:
    colour = {
        "field": "series",
        "type": "nominal",
        "title": "",
        "scale": {"domain": list(series), "range": [CATEGORIES[0], CATEGORIES[7]]},
        "legend": {"orient": "bottom"},
    }
    dash = {
        "condition": {"test": f"datum.series === {series[1]!r}", "value": [5, 4]},
        "value": [1, 0],
    }
    return {
        "data": {"values": list(rows)},
        "mark": {"type": "line", "point": True},
        "encoding": {"x": x, "y": y, "color": colour, "strokeDash": dash},
    }


def _now_rule(budget: int, words: str, x: Spec) -> Spec:
    """The budget of the scenario as a line, with its name at the top."""
    rule = {"type": "rule", "color": f"#{MUTED_INK}", "strokeDash": [2, 3]}
    text = {"type": "text", "align": "left", "dx": 4, "y": 8, "fontSize": 11}
    return {
        "data": {"values": [{"x": budget, "words": words}]},
        "encoding": {"x": x},
        "layer": [
            {"mark": rule},
            {"mark": text, "encoding": {"text": {"field": "words", "type": "nominal"}}},
        ],
    }


def _dots(dots: Sequence[dict[str, Any]], x: Spec, y: Spec) -> Spec:
    values = [{"x": d["cost"], "y": d["closed"], "name": d["name"]} for d in dots]
    colour = {
        "field": "name",
        "type": "nominal",
        "title": "",
        "scale": {"domain": [d["name"] for d in dots], "range": list(CATEGORIES[1:7])},
        "legend": {"orient": "bottom", "columns": 2},
    }
    # Rivals lie close together: colour and shape tell them apart where words would cover each other.
    shape = {"field": "name", "type": "nominal", "title": "", "legend": None}
    mark = {"type": "point", "filled": True, "size": 80, "opacity": 0.9}
    return {
        "data": {"values": values},
        "mark": mark,
        "encoding": {"x": x, "y": y, "color": colour, "shape": shape},
    }


def achievement(
    rows: Sequence[tuple[str, int, int]], *, words: tuple[str, str], x_title: str, y_title: str
) -> Spec:
    """Sessions planned and carried out, month by month."""
    bars = [
        Bar(month, name, value)
        for month, planned, done in rows
        for name, value in zip(words, (planned, done), strict=True)
    ]
    return grouped_bars(bars, group_title=x_title, value_title=y_title)
