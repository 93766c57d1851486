"""The chart of a learning path: swim lanes by grade, read from left to right."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .chart_specs import SCHEMA, Spec, ordered
from .palette import INK, MUTED_INK, SEQUENCE

_LINE_HEIGHT = 14  # CSS pixels.
_HALF = 0.46  # Half the width of a box, in steps: a gap remains for the lines.


@dataclass(frozen=True, slots=True)
class Step:
    """One module of a learning path: its lane (grade), its place in the order, its label.

    `order` counts from 1; `after` lists the labels that come before it; `kind` gives its colour.
    """

    lane: str
    order: int
    label: str
    kind: str = ""
    after: tuple[str, ...] = ()


def path_lanes(
    steps: Sequence[Step],
    *,
    lanes: Sequence[str],
    lane_title: str,
    order_title: str,
    kind_title: str = "",
    width: int = 600,
) -> Spec:
    """A learning path as swim lanes by grade, from left to right, with lines to what comes before.

    Parameters
    ----------
    steps : sequence of Step
        Labels are unique; two steps of one lane do not share an order.
    lanes : sequence of str
        From top to bottom; every step's lane is among them.

    Raises
    ------
    ValueError
        Naming all steps with an unknown lane, an unknown predecessor, a label used twice or a
        place taken twice.
    """
    problems = _path_problems(steps, lanes)
    if problems:
        raise ValueError(f"learning path: {'; '.join(problems)}")
    last = max(step.order for step in steps)
    place = {
        "x": _order_axis(last, order_title),
        "y": ordered("lane", lanes, lane_title, grid=True),
    }
    place["y"]["scale"] = {"domain": list(lanes)}
    boxes = _boxes(steps, max(4, int(width / last / 13)))
    colour = _colour(steps, kind_title)
    return {
        "$schema": SCHEMA,
        "width": width,
        "height": {"step": 76},
        "layer": [
            _line_layer(_links(steps), place),
            # The white underlay keeps lines from showing through the tinted boxes.
            _box_layer(boxes, place, {"color": "white"}, {}),
            _box_layer(boxes, place, {"fillOpacity": 0.3}, {"color": colour, "stroke": colour}),
            *(_label_layer(boxes, place, n_lines) for n_lines in (1, 2, 3)),
        ],
    }


def _order_axis(last: int, title: str) -> Spec:
    scale = {"domain": [0.4, last + 0.6], "nice": False}
    axis = {"values": list(range(1, last + 1)), "format": "d", "grid": False, "ticks": False}
    return {"type": "quantitative", "scale": scale, "axis": axis, "title": title}


def _colour(steps: Sequence[Step], title: str) -> Spec:
    kinds = list(dict.fromkeys(step.kind for step in steps))
    if kinds == [""]:
        return {"value": SEQUENCE[3]}
    return {"field": "kind", "type": "nominal", "title": title, "scale": {"domain": kinds}}


def _boxes(steps: Sequence[Step], per_line: int) -> list[Spec]:
    return [
        {
            "lane": step.lane,
            "from": step.order - _HALF,
            "to": step.order + _HALF,
            "middle": step.order,
            "label": _wrapped(step.label, per_line),
            "kind": step.kind,
        }
        for step in steps
    ]


def _links(steps: Sequence[Step]) -> list[Spec]:
    by_label = {step.label: step for step in steps}
    pairs = [(by_label[label], step) for step in steps for label in step.after]
    return [
        {
            "x": before.order + _HALF,
            "lane": before.lane,
            "x2": step.order - _HALF,
            "lane2": step.lane,
        }
        for before, step in pairs
    ]


def _line_layer(links: list[Spec], place: Spec) -> Spec:
    return {
        "data": {"values": links},
        "mark": {"type": "rule", "color": f"#{MUTED_INK}", "strokeWidth": 1.4},
        "encoding": {
            "x": {**place["x"], "field": "x"},
            "x2": {"field": "x2"},
            "y": place["y"],
            "y2": {"field": "lane2"},
        },
    }


def _box_layer(
    boxes: list[Spec], place: Spec, look: Mapping[str, Any], colours: Mapping[str, Any]
) -> Spec:
    return {
        "data": {"values": boxes},
        "mark": {"type": "bar", "height": 52, "cornerRadius": 4, "strokeWidth": 1.2, **look},
        "encoding": {
            "x": {**place["x"], "field": "from"},
            "x2": {"field": "to"},
            "y": place["y"],
            **colours,
        },
    }


def _label_layer(boxes: list[Spec], place: Spec, n_lines: int) -> Spec:
    """Labels of one number of lines: Vega centres the first line, so the others lift it."""
    lift = -_LINE_HEIGHT * (n_lines - 1) / 2
    return {
        "data": {"values": [box for box in boxes if len(box["label"]) == n_lines]},
        "mark": {
            "type": "text",
            "fontSize": 11,
            "color": f"#{INK}",
            "lineHeight": _LINE_HEIGHT,
            "dy": lift,
        },
        "encoding": {
            "x": {**place["x"], "field": "middle"},
            "y": place["y"],
            "text": {"field": "label"},
        },
    }


def _path_problems(steps: Sequence[Step], lanes: Sequence[str]) -> list[str]:
    labels = [step.label for step in steps]
    places = [(step.lane, step.order) for step in steps]
    problems = [] if steps else ["has no step"]
    for step in steps:
        if step.lane not in lanes:
            problems.append(f"{step.label!r} is in the unknown lane {step.lane!r}")
        problems += [f"{step.label!r} follows unknown {b!r}" for b in step.after if b not in labels]
        if step.order < 1:
            problems.append(f"{step.label!r} has order {step.order}; count from 1")
    twice = [label for label, n in Counter(labels).items() if n > 1]
    problems += [f"label {label!r} is used twice" for label in twice]
    taken = [place for place, n in Counter(places).items() if n > 1]
    problems += [f"lane {lane!r} has two steps at {order}" for lane, order in taken]
    return problems


def _wrapped(label: str, per_line: int) -> list[str]:
    """Break a label for its box: Chinese anywhere, Latin words at spaces; three lines."""
    lines: list[str] = [""]
    for piece in _pieces(label):
        if lines[-1] and _measure(lines[-1]) + _measure(piece) > per_line:
            lines.append("")
        lines[-1] = (lines[-1] + piece).lstrip()
    if len(lines) > 3:
        lines = [*lines[:2], lines[2][: per_line - 1] + "…"]
    return lines


def _pieces(label: str) -> list[str]:
    pieces: list[str] = []
    for char in label:
        if pieces and char.isascii() and char != " " and pieces[-1].isascii():
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def _measure(text: str) -> float:
    """Width in Chinese characters; a Latin letter is a little over half of one."""
    return sum(0.58 if char.isascii() else 1.0 for char in text)
