"""The page of inputs: what a scenario rests on, and what is missing, before anything is solved."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from espalier.cycle.plan.annual_plan.inputs import pages, problem_of, problems
from espalier.cycle.plan.annual_plan.inputs.gathering import gather
from espalier.cycle.plan.permissions import VIEW_INPUTS
from espalier.kit.http import SignedInRequest, reads


@reads(VIEW_INPUTS)
def inputs(request: SignedInRequest, scenario_id: int) -> HttpResponse:
    """Every number with its source and its rows; every missing thing with the act that mends it."""
    gathered = gather(scenario_id, today=timezone.localdate())
    problem, _keys = problem_of(gathered)
    context = pages.context_of(gathered, problem, problems(gathered, problem))
    return render(request, "plan/annual_plan/inputs.html", context)
