"""Reading decisions on methods and the assessment of modules."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Max, Prefetch, QuerySet

from espalier.cycle.learning_map.modules import queries as modules
from espalier.cycle.plan.methods import rules
from espalier.cycle.plan.methods.models import (
    AssessmentStrategy,
    MethodCriterion,
    MethodDecision,
    MethodOption,
)
from espalier.cycle.plan.methods.types import ModuleAssessment, Weighed
from espalier.cycle.strategy.programmes import queries as programmes
from espalier.kit.errors import NotFound, Text


def criteria_for_list() -> QuerySet[MethodCriterion]:
    return MethodCriterion.objects.order_by("side", "order", "code")


def decisions_for_list() -> QuerySet[MethodDecision]:
    return (
        MethodDecision.objects.select_related("programme", "chosen")
        .annotate(n_options=Count("options"))
        .order_by("code")
    )


def assessments_for_list() -> QuerySet[AssessmentStrategy]:
    return AssessmentStrategy.objects.select_related("module", "decision").order_by("code")


def decision_or_404(decision_id: int) -> MethodDecision:
    """The decision with its options and their scores, four queries. Raises: NotFound."""
    options = MethodOption.objects.order_by("code").prefetch_related("scores")
    found = (
        MethodDecision.objects.select_related("programme", "chosen")
        .prefetch_related(Prefetch("options", options), "assessments__module")
        .filter(pk=decision_id)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def criteria_of(side: str) -> list[MethodCriterion]:
    return list(MethodCriterion.objects.filter(side=side).order_by("order", "code"))


def weighed_now(decision: MethodDecision, criteria: Iterable[MethodCriterion]) -> Weighed:
    """Totals and flips from today's scores and weights; no query once the options are read."""
    options = list(decision.options.all())
    scores = [(o.pk, s.criterion_id, s.score) for o in options for s in o.scores.all()]
    return rules.weighed([o.pk for o in options], [(c.pk, c.weight) for c in criteria], scores)


def assessments_of_modules(
    module_ids: Iterable[int] | None = None,
) -> dict[int, list[ModuleAssessment]]:
    """How each module is assessed, by module. One query."""
    rows = AssessmentStrategy.objects.order_by("module_id", "code")
    if module_ids is not None:
        rows = rows.filter(module_id__in=list(module_ids))
    fields = list(ModuleAssessment.__dataclass_fields__)
    found: dict[int, list[ModuleAssessment]] = {}
    for values in rows.values(*fields):
        found.setdefault(values["module_id"], []).append(ModuleAssessment(**values))
    return found


def assessments_to_mend() -> list[AssessmentStrategy]:
    """Assessments of modules that teach attitudes and test knowledge alone. Three queries."""
    rows = list(assessments_for_list())
    instruments: dict[int, list[str]] = {}
    for row in rows:
        instruments.setdefault(row.module_id, []).append(row.instrument)
    kinds = modules.competency_kinds()
    wrong = {
        module
        for module, used in instruments.items()
        if rules.tests_an_attitude(used, kinds.get(module, ()))
    }
    return [row for row in rows if row.module_id in wrong]


def undecided() -> list[MethodDecision]:
    return list(MethodDecision.objects.filter(chosen=None).order_by("code"))


def decided_ids() -> Iterable[int]:
    return MethodDecision.objects.exclude(chosen=None).values_list("pk", flat=True)


def without_decision() -> list[AssessmentStrategy]:
    """Assessments of modules that a programme is made of, and that serve no decision of it. Two queries."""
    designed = programmes.goal_ids_by_module()
    return list(assessments_for_list().filter(decision=None, module_id__in=list(designed)))


def decisions() -> list[MethodDecision]:
    """All decisions with options, for the document; a fixed number of queries."""
    return list(
        MethodDecision.objects.select_related("programme", "chosen")
        .prefetch_related("options__scores")
        .order_by("code")
    )


def last_changed_at() -> datetime | None:
    """When a decision was last changed, for the age of the data."""
    found: datetime | None = MethodDecision.objects.aggregate(at=Max("updated_at"))["at"]
    return found


def instrument_words() -> dict[str, Text]:
    """The kinds of instruments in words."""
    return {each.value: each.label for each in AssessmentStrategy.Instrument}


def timing_words() -> dict[str, Text]:
    """The times of an assessment in words."""
    return {each.value: each.label for each in AssessmentStrategy.Timing}
