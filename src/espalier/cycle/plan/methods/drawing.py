"""The weighing of a decision as the page and the document show it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from espalier.cycle.plan.methods.models import MethodCriterion, MethodDecision
from espalier.cycle.plan.methods.types import Weighed
from espalier.engines.documents.chart_specs import Bar
from espalier.engines.documents.series_charts import lying_bars
from espalier.kit.ui.languages import name_in

Criteria = Sequence[MethodCriterion]


def table_rows(criteria: Criteria, known: Weighed) -> list[Mapping[str, Any]]:
    """One row a criterion with its share and every option's score, in the order of the options."""
    return [
        {
            "criterion": criterion,
            "share": known.shares[at],
            "scores": [row[at] for row in known.scores],
        }
        for at, criterion in enumerate(criteria)
    ]


def turn_rows(decision: MethodDecision, criteria: Criteria, known: Weighed) -> list[str]:
    """When the choice would flip, in sentences, the nearest first."""
    names = {option.pk: name_in(option) for option in decision.options.all()}
    weighed_by = {criterion.pk: name_in(criterion) for criterion in criteria}
    rises = _("If “%(criterion)s” counted more than %(share)s (now %(now)s), %(option)s would win.")
    falls = _("If “%(criterion)s” counted less than %(share)s (now %(now)s), %(option)s would win.")
    return [
        (rises if turn.rises else falls)
        % {
            "criterion": weighed_by[turn.criterion_id],
            "share": f"{turn.share:.0%}",
            "now": f"{turn.now:.0%}",
            "option": names[turn.option_id],
        }
        for turn in known.flips
    ]


def chart(decision: MethodDecision, criteria: Criteria, known: Weighed) -> dict[str, Any] | None:
    """What each criterion adds to the total of each option; nothing until all is scored."""
    if not known.is_complete:
        return None
    bars = [
        Bar(name_in(option), name_in(criterion), known.shares[at] * (known.scores[row][at] or 0))
        for row, option in enumerate(decision.options.all())
        for at, criterion in enumerate(criteria)
    ]
    return lying_bars(bars, value_title=_("Weighted score, 1 to 5"), number_format=".1f")


def chart_rows(decision: MethodDecision, known: Weighed) -> list[list[str]]:
    """The numbers of the chart: per option what each criterion adds, a dash where it is not scored."""
    return [
        [
            name_in(option),
            *(
                "–" if score is None else f"{share * score:.2f}"
                for share, score in zip(known.shares, known.scores[row], strict=True)
            ),
        ]
        for row, option in enumerate(decision.options.all())
    ]


def has_changed(decision: MethodDecision, known: Weighed) -> bool:
    """Whether weights or scores are others than those it was decided on."""
    if not decision.frozen:
        return False
    codes = {option.pk: option.code for option in decision.options.all()}
    totals = {codes[pk]: total for pk, total in zip(known.option_ids, known.totals, strict=True)}
    return bool(totals != decision.frozen.get("totals"))
