"""What is wrong with a scenario as its lines stand now: every rule at once, without any solver.

The lines are laid on the planner's problem, read from the records of today, and its independent checker looks at them.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from espalier.cycle.plan.annual_plan import conflicts, framing, queries, wording
from espalier.cycle.plan.annual_plan.framing import Frame
from espalier.cycle.plan.annual_plan.models import Line, Place, Scenario
from espalier.engines.planner import check, refusals
from espalier.engines.planner.check import Broken
from espalier.engines.planner.findings import Finding, Severity
from espalier.engines.planner.problem import PairState, owner_of_rows
from espalier.engines.planner.solution import Plan, Worth
from espalier.kit.errors import Problem

KEPT_SECONDS = 600  # records may change besides the scenario; a look older than this is taken anew
MOST_SHOWN, MOST_KEPT = 40, 64


@dataclass(frozen=True, slots=True)
class Laid:
    """The lines as a plan of the problem. What the problem does not know stands beside it.

    ``outside_cost``: NT$ of lines whose module has no offer or is not in the problem; ``outside``: their numbers;
    ``strangers``: places of people or pairs the problem does not know.
    """

    plan: Plan
    outside: tuple[str, ...]
    outside_cost: int
    strangers: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How a scenario stands: what is broken, what it is worth. ``n_legal``: duties by law of the year.

    ``n_lacks``: things missing in the records, ``n_more`` broken rules not named.
    """

    problems: tuple[Problem, ...]
    n_more: int
    worth: Worth
    gaps_closed: int
    weight_gaps: int
    n_legal: int
    n_people: int
    n_lacks: int
    taken_on: date

    @property
    def is_sound(self) -> bool:
        return not self.problems

    @property
    def closed_share(self) -> float | None:
        return self.gaps_closed / self.weight_gaps if self.weight_gaps else None


_KEPT: dict[tuple[int, int, date, str], tuple[float, Standing]] = {}


def standing(scenario: Scenario, on: date) -> Standing:
    """Kept in this process for some minutes while nobody changes the scenario, since all records are read."""
    key = (scenario.pk, scenario.revision, on, wording.language())
    found = _KEPT.get(key)
    if found is None or found[0] < time.monotonic() - KEPT_SECONDS:
        if len(_KEPT) >= MOST_KEPT:
            _KEPT.clear()
        found = _KEPT[key] = (time.monotonic(), look(scenario, framing.frame(scenario.pk, on)))
    return found[1]


def forget() -> None:
    """Look anew the next time, for instance after records were imported."""
    _KEPT.clear()


def look(scenario: Scenario, framed: Frame) -> Standing:
    """Lay the lines on the problem and check them."""
    lines = list(scenario.lines.exclude(state=Line.State.CANCELLED).order_by("number"))
    laid = lay(framed, lines)
    broken = _over_budget(framed, laid, check.check_plan(framed.problem, laid.plan))
    names = names_of(framed)
    problems = [wording.broken_problem(each, names, scenario) for each in broken]
    if laid.outside:
        problems.append(wording.outside_problem(laid.outside, scenario))
    state = framed.problem.pairs.state
    return Standing(
        problems=tuple(problems[:MOST_SHOWN]),
        n_more=max(0, len(problems) - MOST_SHOWN),
        worth=check.worth_of(framed.problem, laid.plan),
        gaps_closed=framed.gaps_closed(laid.plan),
        weight_gaps=framed.weight_gaps,
        n_legal=int((state == PairState.LEGAL).sum()),
        n_people=len(framed.keys.employee_ids),
        n_lacks=len(framed.lacks),
        taken_on=framed.taken_on,
    )


def lay(framed: Frame, lines: Sequence[Line]) -> Laid:
    """Turn lines and places into a plan of the problem. One query."""
    keys, pairs = framed.keys, framed.problem.pairs
    module_at = {pk: i for i, pk in enumerate(keys.module_ids)}
    person_at = {pk: i for i, pk in enumerate(keys.employee_ids)}
    sessions = np.zeros(len(keys.module_ids), dtype=np.int64)
    for line in lines:
        if line.module_id in module_at:
            sessions[module_at[line.module_id]] = line.sessions
    outside = [line for line in lines if line.module_id not in module_at]
    ids = {line.pk: line.module_id for line in lines}
    rows = Place.objects.filter(line_id__in=list(ids)).values_list("line_id", "employee_id")
    owner = owner_of_rows(pairs.start)
    at = {
        (person, module): j
        for j, (person, module) in enumerate(
            zip(owner.tolist(), pairs.module.tolist(), strict=True)
        )
    }
    chosen, strangers = np.zeros(pairs.module.size, dtype=bool), 0
    for line_id, employee_id in rows:
        pair = at.get((person_at.get(employee_id, -1), module_at.get(ids[line_id], -1)))
        if pair is None:
            strangers += 1
        else:
            chosen[pair] = True
    return Laid(
        Plan(chosen, sessions),
        tuple(line.number for line in outside),
        sum(line.cost for line in outside),
        strangers,
    )


def _over_budget(framed: Frame, laid: Laid, broken: Sequence[Broken]) -> list[Broken]:
    """Money spent on lines outside the problem counts against the same budget."""
    if not laid.outside_cost:
        return list(broken)
    inside = sum(check.costs_by_module(framed.problem, laid.plan))
    limit, spent = framed.problem.budget_minor, inside + laid.outside_cost
    found = [each for each in broken if each.rule is not check.Rule.MONEY]
    return [Broken(check.Rule.MONEY, ("budget",), spent, limit), *found] if spent > limit else found


def names_of(framed: Frame) -> Mapping[str, str]:
    """Codes of the problem in words."""
    return framed.problem.labels


def findings(framed: Frame) -> tuple[Finding, ...]:
    """What is known to be wrong before any solver starts."""
    return refusals.findings(framed.problem)


def stopping_codes(scenario_id: int, on: date) -> frozenset[tuple[str, ...]]:
    """What stops the planner now, to tell later what a change added."""
    framed = framing.frame(scenario_id, on)
    return frozenset(_key(each) for each in findings(framed) if each.severity is Severity.STOPS)


def stops_since(scenario_id: int, on: date, before: frozenset[tuple[str, ...]]) -> list[Problem]:
    """What stops the planner now and did not before."""
    framed = framing.frame(scenario_id, on)
    names = names_of(framed)
    return [
        conflicts.finding_problem(each, names)
        for each in findings(framed)
        if each.severity is Severity.STOPS and _key(each) not in before
    ]


def _key(found: Finding) -> tuple[str, ...]:
    return (str(found.code), *found.place)


def chosen_scenarios(on: date) -> list[tuple[Scenario, Standing]]:
    """Every chosen scenario with what is wrong with it, for ``espalier plan check``."""
    found = []
    for plan in queries.plans():
        if plan.chosen is not None:
            found.append((plan.chosen, standing(plan.chosen, on)))
    return found
