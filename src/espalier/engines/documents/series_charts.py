"""Charts of one value a category and series, and of stretches of time; plain Vega-Lite with inline data."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .chart_specs import SCHEMA, Bar, Spec, ordered
from .palette import CATEGORIES, RULE

_STEP = 26  # CSS pixels a lying bar and its gap take


@dataclass(frozen=True, slots=True)
class Stretch:
    """A bar of a Gantt chart: in which row, from when to when (ISO dates), and what its colour means."""

    row: str
    starts: str
    ends: str
    kind: str = ""
    label: str = ""


def _checked(bars: Sequence[Bar]) -> list[str]:
    places = [(bar.group, bar.series) for bar in bars]
    if not bars or len(set(places)) < len(places):
        raise ValueError("chart: needs values, each group and series at most once")
    return list(dict.fromkeys(bar.series for bar in bars))


def _data(bars: Sequence[Bar]) -> dict[str, Any]:
    rows = [{"group": b.group, "series": b.series, "value": b.value} for b in bars]
    return {"$schema": SCHEMA, "data": {"values": rows}}


def _colour(series: Sequence[str], title: str) -> Spec:
    legend = {"title": title or None, "orient": "bottom"} if len(series) > 1 else None
    return {"field": "series", "type": "nominal", "sort": list(series), "legend": legend}


def lying_bars(
    bars: Sequence[Bar],
    *,
    value_title: str,
    group_title: str = "",
    series_title: str = "",
    number_format: str = ",.0f",
    width: int = 480,
) -> Spec:
    """Bars from left to right, the series of a group added up; groups and series in the order given.

    Raises
    ------
    ValueError
        If there is no bar, or a group has two bars of one series.
    """
    series = _checked(bars)
    value = {
        "field": "value",
        "type": "quantitative",
        "title": value_title or None,
        "stack": "zero",
        "axis": {"format": number_format},
    }
    return {
        **_data(bars),
        "width": width,
        "height": {"step": _STEP},
        "mark": {"type": "bar"},
        "encoding": {
            "y": ordered("group", [b.group for b in bars], group_title),
            "x": value,
            "color": _colour(series, series_title),
            "order": {"field": "series", "sort": series},
        },
    }


def lines_over(
    points: Sequence[Bar],
    *,
    group_title: str,
    value_title: str,
    series_title: str = "",
    number_format: str = ",.0f",
    width: int = 560,
) -> Spec:
    """Lines with a mark at every value, over groups in the order given (months, budgets); None breaks the line.

    Raises
    ------
    ValueError
        If there is no point, or a group has two points of one series.
    """
    series = _checked(points)
    axis = {"format": number_format}
    value = {"field": "value", "type": "quantitative", "title": value_title, "axis": axis}
    return {
        **_data(points),
        "width": width,
        "height": 260,
        "mark": {"type": "line", "point": {"size": 50}, "strokeWidth": 2.5},
        "encoding": {
            "x": ordered("group", [p.group for p in points], group_title, labelAngle=0),
            "y": value | {"scale": {"zero": True}},
            "color": _colour(series, series_title),
            # Lines stay apart for eyes that see no colours.
            "strokeDash": {**_colour(series, series_title), "legend": None},
        },
    }


def gantt(
    stretches: Sequence[Stretch],
    *,
    year: int,
    row_title: str = "",
    kind_title: str = "",
    months: Sequence[str] = (),
    width: int = 620,
) -> Spec:
    """Stretches of time over one year, rows in the order given, a line at each month.

    Parameters
    ----------
    stretches : sequence of Stretch
    year : int
        The axis runs from its first of January to the end of December.
    months : sequence of str
        Twelve names for the axis; numbers of the months when empty.

    Raises
    ------
    ValueError
        If there is no stretch, or not twelve months are named.
    """
    if not stretches or len(months) not in (0, 12):
        raise ValueError("gantt: needs stretches, and twelve names of months or none")
    kinds = list(dict.fromkeys(each.kind for each in stretches))
    rows = [
        {"row": s.row, "from": s.starts, "to": f"{s.ends}T23:59", "kind": s.kind, "label": s.label}
        for s in stretches
    ]
    named = f"[{', '.join(repr(name) for name in months)}][month(datum.value)]"
    axis: Spec = {
        "orient": "top",
        "tickCount": "month",
        "labelExpr": named if months else "month(datum.value) + 1",
        "labelAlign": "left",
        "labelOffset": 4,
        "gridColor": f"#{RULE}",
        "gridDash": [2, 3],
    }
    first, last = {"year": year, "month": 1, "date": 1}, {"year": year, "month": 12, "date": 31}
    time = {
        "field": "from",
        "type": "temporal",
        "title": None,
        "axis": axis,
        "scale": {"domain": [first, last]},
    }
    legend = {"title": kind_title or None, "orient": "bottom"} if len(kinds) > 1 else None
    return {
        "$schema": SCHEMA,
        "width": width,
        "height": {"step": 22},
        "data": {"values": rows},
        "mark": {"type": "bar", "minWidth": 3, "cornerRadius": 2},
        "encoding": {
            "y": ordered("row", [s.row for s in stretches], row_title),
            "x": time,
            "x2": {"field": "to"},
            "color": {
                "field": "kind",
                "type": "nominal",
                "sort": kinds,
                "legend": legend,
                "scale": {"range": list(CATEGORIES)},
            },
        },
    }
