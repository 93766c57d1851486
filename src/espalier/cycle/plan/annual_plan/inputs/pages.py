"""What the page of inputs shows, from what was gathered."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from espalier.cycle.learning_map.norms import queries as norms
from espalier.cycle.plan.annual_plan.inputs import weights
from espalier.cycle.plan.annual_plan.inputs.types import Fact, Lack, PlanInputs
from espalier.cycle.plan.annual_plan.inputs.wording import FACTS, LACKS, SOURCES, LackWords
from espalier.engines.planner.problem import SelectionProblem
from espalier.kit.errors import Text


@dataclass(frozen=True, slots=True)
class FactLine:
    """One number with what is missing of it, where it is from and where its rows are."""

    what: Text
    n: int
    n_missing: int
    missing: Text
    source: Text
    url: str
    on: date | None


@dataclass(frozen=True, slots=True)
class LackCard:
    lack: Lack
    words: LackWords
    n_more: int


@dataclass(frozen=True, slots=True)
class ResourceLine:
    name: str
    url: str
    hours: float  # of the year, less bookings
    n_modules: int


@dataclass(frozen=True, slots=True)
class ChoiceLine:
    """Which module was taken for a norm, and why it and not another."""

    norm: str
    norm_url: str
    module: str
    module_url: str
    n_people: int
    n_others: int
    per_head: int


def context_of(
    inputs: PlanInputs, problem: SelectionProblem, lacks: Sequence[Lack]
) -> dict[str, Any]:
    """Everything the page draws; one query for the names of norms."""
    reachable = int(problem.needs.weight.sum())
    made_up = len(inputs.competencies)
    asked = int(problem.needs.weight[problem.needs.competency == made_up].sum())
    total = inputs.weight_total
    return {
        "scenario": inputs.scenario,
        "today": inputs.today,
        "facts": [_fact(each) for each in inputs.facts],
        "stopping": [_card(each) for each in lacks if each.stops],
        "lacks": [_card(each) for each in lacks if not each.stops],
        "n_pairs": int(problem.pairs.module.size),
        "n_steps": int((problem.needs.competency != made_up).sum()),
        "weight_total": total,
        "weight_reachable": reachable - asked,
        "reachable_share": (reachable - asked) / total if total else None,
        "factors": _factors(inputs),
        "choices": _choices(inputs),
        "resources": _resources(inputs),
    }


def _fact(fact: Fact) -> FactLine:
    what, missing = FACTS[fact.code]
    return FactLine(what, fact.n, fact.n_missing, missing, SOURCES[fact.source], fact.url, fact.on)


def _card(lack: Lack) -> LackCard:
    return LackCard(lack, LACKS[lack.code], max(0, lack.n - len(lack.places)))


def _factors(inputs: PlanInputs) -> list[tuple[Text, str, Text]]:
    """What makes one gap count more than another: the factor, its size, where it is from."""
    heaviest = int(inputs.cells.weight.max()) if inputs.cells.weight.size else weights.ONE
    lightest = int(inputs.cells.weight.min()) if inputs.cells.weight.size else weights.ONE

    def times(thousandths: int) -> str:
        return f"× {thousandths / weights.ONE:g}"

    return [
        (_("Weight of the requirement"), _("as recorded"), _("Requirements of positions")),
        (_("Score of the best training need about it"), "× 1–2", _("List of needs")),
        (_("Not carried out last year"), times(weights.CARRIED_OVER), _("Plan of the year before")),
        (_("Asked for by a coming change"), times(weights.FUTURE), _("Staff changes expected")),
        (_("Size of the step"), _("hundredths of a level"), _("Levels of modules and people")),
        (_("All together"), f"{times(lightest)} … {times(heaviest)}", _("This scenario")),
    ]


def _choices(inputs: PlanInputs) -> list[ChoiceLine]:
    modules = {module.id: module for module in inputs.modules}
    faces = norms.norm_faces({choice.norm_id for choice in inputs.norm_choices})
    return [
        ChoiceLine(
            f"{faces[each.norm_id].code} {faces[each.norm_id].title}",
            faces[each.norm_id].url,
            f"{modules[each.module_id].code} {modules[each.module_id].name}",
            reverse("plan:offer", args=[modules[each.module_id].offer_id]),
            each.n_people,
            each.n_others,
            each.per_head,
        )
        for each in inputs.norm_choices
    ]


def _resources(inputs: PlanInputs) -> list[ResourceLine]:
    """Everybody and everything some module can use, by code."""
    used: Counter[int] = Counter()
    for module in inputs.modules:
        used.update(module.instructors | module.rooms | module.equipment)
    return [
        ResourceLine(name, reverse("policy:resource", args=[pk]), minutes / 60, used[pk])
        for pk, name, minutes in inputs.resources
        if used[pk]
    ]
