"""Why each place and each line of an answer is there, counted from the problem it answers."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from espalier.cycle.plan.annual_plan.framing import Frame
from espalier.cycle.plan.annual_plan.inputs.types import Why
from espalier.engines.planner.problem import PairState, owner_of_rows, pair_of_covers
from espalier.engines.planner.solution import Plan

PLACE_WHY = {
    Why.GAP: "gap",
    Why.LEGAL: "legal",
    Why.REQUEST: "request",
    Why.PINNED: "hand",
    Why.HELPER: "helper",
}
MOST_NAMED = 8  # competencies, norms and requests a line names; the rest is counted


@dataclass(frozen=True, slots=True)
class PlannedPlace:
    """One person in one module: why, and the weight of the gap it closes."""

    employee_id: int
    why: str
    closed: int


@dataclass(slots=True)
class PlannedLine:
    """One module of an answer with its people and reasons."""

    module_id: int
    at: int  # row of the problem's modules
    sessions: int
    places: list[PlannedPlace] = field(default_factory=list)
    reasons: dict[str, Any] = field(default_factory=dict)


def planned_lines(framed: Frame, plan: Plan) -> list[PlannedLine]:
    """Modules that run or have people, in the order of the problem."""
    keys, pairs = framed.keys, framed.problem.pairs
    owner = owner_of_rows(pairs.start)
    closed = closed_by_pair(framed, plan)
    found = {
        i: PlannedLine(keys.module_ids[i], i, int(n))
        for i, n in enumerate(plan.sessions.tolist())
        if n
    }
    for j in np.nonzero(plan.chosen)[0].tolist():
        at = int(pairs.module[j])
        line = found.setdefault(at, PlannedLine(keys.module_ids[at], at, 0))
        why = _why(framed, j)
        line.places.append(PlannedPlace(keys.employee_ids[int(owner[j])], why, int(closed[j])))
    told = _reasons(framed, plan, closed)
    for at, line in found.items():
        line.reasons = told.get(at, {})
    return [found[at] for at in sorted(found)]


def closed_by_pair(framed: Frame, plan: Plan) -> np.ndarray:
    """Weight each chosen pair closes. A need that two pairs cover is counted with the first of them."""
    pairs, needs = framed.problem.pairs, framed.problem.needs
    pair_of = pair_of_covers(pairs)
    live = plan.chosen[pair_of]
    covers, by = pairs.covers[live], pair_of[live]
    closed = np.zeros(pairs.module.size, dtype=np.int64)
    if covers.size:
        _needs, first = np.unique(covers, return_index=True)
        np.add.at(closed, by[first], needs.weight[covers[first]])
    return closed


def _why(framed: Frame, pair: int) -> str:
    state = PairState(int(framed.problem.pairs.state[pair]))
    if state is PairState.LEGAL:
        return PLACE_WHY[Why.LEGAL]
    if state is PairState.PINNED:
        return PLACE_WHY[Why.PINNED]
    return PLACE_WHY[Why(int(framed.keys.why[pair]))]


def _reasons(framed: Frame, plan: Plan, closed: np.ndarray) -> dict[int, dict[str, Any]]:
    """By row of module: people by reason, weight closed, competencies, norms and requests behind it."""
    keys, pairs, needs = framed.keys, framed.problem.pairs, framed.problem.needs
    pair_of = pair_of_covers(pairs)
    counts: dict[int, Counter[str]] = {}
    norms: dict[int, Counter[int]] = {}
    requests: dict[int, Counter[int]] = {}
    for j in np.nonzero(plan.chosen)[0].tolist():
        at = int(pairs.module[j])
        counts.setdefault(at, Counter())[_why(framed, j)] += 1
        if norm := int(keys.norm_id[j]):
            norms.setdefault(at, Counter())[norm] += 1
        if request := int(keys.request_id[j]):
            requests.setdefault(at, Counter())[request] += 1
    weight: dict[int, Counter[int]] = {}
    heads: dict[int, Counter[int]] = {}
    seen: set[int] = set()
    for need, j in zip(pairs.covers.tolist(), pair_of.tolist(), strict=True):
        if not plan.chosen[j] or need in seen:
            continue
        seen.add(need)
        competency = keys.competency_ids[int(needs.competency[need])]
        if competency is not None:
            at = int(pairs.module[j])
            weight.setdefault(at, Counter())[competency] += int(needs.weight[need])
            heads.setdefault(at, Counter())[competency] += 1
    by_module = np.zeros(len(keys.module_ids), dtype=np.int64)
    np.add.at(by_module, pairs.module, closed)
    return {
        at: {
            "people": dict(counts[at]),
            "closed": int(by_module[at]),
            "competencies": _named(weight.get(at), heads.get(at)),
            "norms": [[pk, n] for pk, n in norms.get(at, Counter()).most_common(MOST_NAMED)],
            "requests": [[pk, n] for pk, n in requests.get(at, Counter()).most_common(MOST_NAMED)],
        }
        for at in counts
    }


def _named(weight: Mapping[int, int] | None, heads: Mapping[int, int] | None) -> list[list[int]]:
    """Competency, weight closed and steps closed, the weightiest first."""
    ranked = sorted((weight or {}).items(), key=lambda each: (-each[1], each[0]))
    return [[pk, worth, (heads or {}).get(pk, 0)] for pk, worth in ranked[:MOST_NAMED]]
