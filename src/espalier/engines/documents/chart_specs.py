"""Builders of the charts documents use; each returns a plain Vega-Lite spec with inline data."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from .palette import INK, MISSING, SEQUENCE

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
Spec = dict[str, Any]


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One cell of a heat map; `value` None is drawn grey with a dash, never as zero."""

    x: str
    y: str
    value: float | None


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: the group it stands in, the series it belongs to, its length."""

    group: str
    series: str
    value: float | None


def heat_map(
    cells: Sequence[HeatCell],
    *,
    x_title: str,
    y_title: str,
    value_title: str,
    domain: tuple[float, float],
    decimals: int = 0,
    width: int = 480,
) -> Spec:
    """A heat map with its value written in every cell; x and y keep the order of `cells`.

    Parameters
    ----------
    cells : sequence of HeatCell
        At most one per x and y.
    domain : pair of float
        Values of the lightest and the darkest colour, in the unit of the values.
    width : int
        Of the plotting area in CSS pixels.

    Raises
    ------
    ValueError
        If there is no cell, or two share one place.
    """
    places = [(cell.x, cell.y) for cell in cells]
    if not cells or len(set(places)) < len(places):
        raise ValueError("heat map: needs cells, each x and y at most once")
    return {
        "$schema": SCHEMA,
        "width": width,
        "height": {"step": 24},
        "data": {"values": [asdict(cell) for cell in cells]},
        "encoding": {
            "x": ordered("x", [c.x for c in cells], x_title, orient="top", labelAngle=-40),
            "y": ordered("y", [c.y for c in cells], y_title),
        },
        "layer": [_heat_layer(value_title, domain), _value_layer(domain, decimals)],
    }


def _heat_layer(title: str, domain: tuple[float, float]) -> Spec:
    colour = {
        "field": "value",
        "type": "quantitative",
        "title": title,
        "scale": {"domain": list(domain), "range": list(SEQUENCE), "clamp": True},
        "condition": {"test": "datum.value === null", "value": MISSING},
    }
    mark = {"type": "rect", "stroke": "white", "strokeWidth": 1, "invalid": "show"}
    return {"mark": mark, "encoding": {"color": colour}}


def _value_layer(domain: tuple[float, float], decimals: int) -> Spec:
    """The value in its cell, white where the cell is dark."""
    low, high = domain
    shown = f"datum.value === null ? '–' : format(datum.value, '.{decimals}f')"
    dark = f"datum.value !== null && datum.value > {low + (high - low) * 0.6}"
    ink = {"condition": {"test": dark, "value": "white"}, "value": f"#{INK}"}
    return {
        "transform": [{"calculate": shown, "as": "shown"}],
        "mark": {"type": "text", "fontSize": 11},
        "encoding": {"text": {"field": "shown", "type": "nominal"}, "color": ink},
    }


def ordered(field: str, values: Sequence[str], title: str, **axis: Any) -> Spec:
    """A named axis in the order given, without ticks; other keywords are its axis settings."""
    settings = {"ticks": False, "domain": False, "labelOverlap": False, "labelPadding": 6, **axis}
    order = list(dict.fromkeys(values))
    return {"field": field, "type": "nominal", "sort": order, "title": title, "axis": settings}


def grouped_bars(
    bars: Sequence[Bar],
    *,
    group_title: str,
    value_title: str,
    series_title: str = "",
    domain: tuple[float, float] | None = None,
    width: int = 560,
) -> Spec:
    """Bars side by side per group, from zero, groups and series in the order given.

    A missing value leaves its place empty.

    Raises
    ------
    ValueError
        If there is no bar, or a group has two bars of one series.
    """
    places = [(bar.group, bar.series) for bar in bars]
    if not bars or len(set(places)) < len(places):
        raise ValueError("bars: needs bars, each group and series at most once")
    series = list(dict.fromkeys(bar.series for bar in bars))
    scale: Spec = {"zero": True} | ({"domain": list(domain)} if domain else {})
    return {
        "$schema": SCHEMA,
        "width": width,
        "height": 260,
        "data": {"values": [asdict(bar) for bar in bars]},
        "mark": {"type": "bar"},
        "encoding": {
            "x": ordered("group", [b.group for b in bars], group_title, labelAngle=0),
            "xOffset": {"field": "series", "type": "nominal", "sort": series},
            "y": {
                "field": "value",
                "type": "quantitative",
                "title": value_title,
                "scale": scale,
            },
            "color": {"field": "series", "type": "nominal", "sort": series, "title": series_title},
        },
    }
