"""Figures of a programme for the page and the document: scores, turning points, the transfer grid."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from espalier.cycle.strategy.programmes.models import OptionCriterion, TransferStep
from espalier.cycle.strategy.programmes.queries import ProgrammeView
from espalier.engines.documents.chart_specs import SCHEMA
from espalier.kit.ui.languages import name_in


def score_rows(view: ProgrammeView, criteria: Sequence[OptionCriterion]) -> list[dict[str, Any]]:
    """One row a criterion: its share of the weight and the score of every option, in their order."""
    total = sum(each.weight for each in criteria) or 1.0
    return [
        {
            "name": name_in(each),
            "share": each.weight / total,
            "scores": [
                next((s.score for s in o.option.scores.all() if s.criterion_id == each.pk), None)
                for o in view.options
            ],
        }
        for each in criteria
    ]


def score_chart(view: ProgrammeView, criteria: Sequence[OptionCriterion]) -> dict[str, Any]:
    """Stacked bars: what each criterion adds to the weighted score of each option."""
    names = {each.code: name_in(each) for each in criteria}
    values = [
        {"option": name_in(o.option), "criterion": names[code], "points": round(points, 3)}
        for o in view.options
        for code, points in o.place.parts.items()
        if code in names
    ]
    return stacked(values, [name_in(o.option) for o in view.options], list(names.values()))


def point_rows(view: ProgrammeView, criteria: Sequence[OptionCriterion]) -> list[list[str]]:
    """The numbers of the chart: per option what each criterion adds, a dash where it was not scored."""
    return [
        [
            name_in(each.option),
            *(
                f"{each.place.parts[c.code]:.2f}" if c.code in each.place.parts else "–"
                for c in criteria
            ),
        ]
        for each in view.options
    ]


def stacked(
    values: list[dict[str, Any]],
    options: Sequence[str],
    criteria: Sequence[str],
    width: int | str = "container",
) -> dict[str, Any]:
    """The spec of the bars; values are rows of option, criterion, points."""
    return {
        "$schema": SCHEMA,
        "width": width,
        "height": {"step": 34},
        "data": {"values": values},
        "mark": {"type": "bar"},
        "encoding": {
            "y": {
                "field": "option",
                "type": "nominal",
                "title": None,
                "sort": list(options),
                "axis": {"labelLimit": 260},
            },
            "x": {
                "field": "points",
                "type": "quantitative",
                "aggregate": "sum",
                "title": _("Weighted score (1–5)"),
                "scale": {"domain": [0, 5]},
            },
            "color": {
                "field": "criterion",
                "type": "nominal",
                "title": _("Criterion"),
                "sort": list(criteria),
                "legend": {"orient": "bottom", "columns": 3},
            },
        },
    }


def turn_rows(view: ProgrammeView, criteria: Sequence[OptionCriterion]) -> list[dict[str, Any]]:
    """Per criterion: its share today, and where another option would come first."""
    names = {each.code: name_in(each) for each in criteria}
    options = {each.option.code: name_in(each.option) for each in view.options}
    return [
        {
            "name": names.get(turn.criterion, turn.criterion),
            "share": turn.share,
            "turns_at": turn.turns_at,
            "to": options.get(turn.to, turn.to),
        }
        for turn in view.turns
    ]


def transfer_rows(view: ProgrammeView) -> list[tuple[str, list[Any]]]:
    """The grid when × who; an empty cell is None."""
    return [
        (str(when.label), [view.transfer.get((when.value, who)) for who in TransferStep.Who.values])
        for when in TransferStep.When
    ]
