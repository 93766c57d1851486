"""Selection problems and answers as data for JSON files; the opposite of :mod:`espalier.engines.planner.reading`."""

from dataclasses import asdict
from typing import Any

import numpy as np

from espalier.engines.planner.problem import (
    SCHEMA,
    Module,
    PairState,
    SelectionProblem,
)
from espalier.engines.planner.solution import Certificate, Plan, Selection, Split


def problem_to_json(problem: SelectionProblem) -> dict[str, Any]:
    """Return a problem as the data its file holds."""
    planned = problem.planned_sessions
    codes = [module.code for module in problem.modules]
    return {
        "schema": SCHEMA,
        "currency": problem.currency,
        "year": problem.year,
        "budget_minor": problem.budget_minor,
        "fair_permille": problem.fair_permille,
        "departments": list(problem.departments),
        "competencies": list(problem.competencies),
        "pools": [{**asdict(pool), "kind": pool.kind.value} for pool in problem.pools],
        "money_lines": [asdict(line) for line in problem.money_lines],
        "modules": [_module(problem, module) for module in problem.modules],
        "people": [_person(problem, i) for i in range(problem.n_people)],
        "planned_sessions": dict(zip(codes, planned, strict=True)) if planned is not None else None,
        "labels": dict(problem.labels),
    }


def selection_to_json(problem: SelectionProblem, selection: Selection) -> dict[str, Any]:
    """Return an answer as data: the keys of every engine command, then what selection adds."""
    worth, certificate = selection.worth, selection.certificate
    return {
        "status": selection.status.value,
        "objective": None if worth is None else worth.gap_closed,
        "bound": None if certificate is None else certificate.bound,
        "gap": selection.gap_share,
        "assignment": None if selection.plan is None else plan_to_json(problem, selection.plan),
        "certificate": None if certificate is None else _certificate(problem, certificate),
        "worth": None if worth is None else asdict(worth),
        "claimed_gap": selection.claimed_gap_share,
        "stages": [asdict(stage) for stage in selection.stages],
        "method": selection.method,
        "seed": selection.seed,
        "data_sha256": selection.data_sha256,
        "versions": selection.versions,
        "work": selection.work,
        "warnings": list(selection.warnings),
        "ended": selection.ended,
        "detail": selection.detail,
    }


def plan_to_json(problem: SelectionProblem, plan: Plan) -> dict[str, Any]:
    """Return a plan by codes: sessions and participants of each module that runs."""
    owners = np.searchsorted(problem.pairs.start, np.arange(plan.chosen.size), side="right") - 1
    people: dict[int, list[str]] = {}
    for j in np.nonzero(plan.chosen)[0].tolist():
        code = problem.people.codes[owners[j]]
        people.setdefault(int(problem.pairs.module[j]), []).append(code)
    return {
        "modules": [
            {"module": m.code, "sessions": int(plan.sessions[i]), "people": people.get(i, [])}
            for i, m in enumerate(problem.modules)
            if plan.sessions[i] or i in people
        ]
    }


def _module(problem: SelectionProblem, module: Module) -> dict[str, Any]:
    line = module.money_line
    return {
        **asdict(module),
        "uses": {problem.pools[p].code: minutes for p, minutes in module.uses},
        "money_line": None if line is None else problem.money_lines[line].code,
    }


def _person(problem: SelectionProblem, i: int) -> dict[str, Any]:
    people, needs, pairs = problem.people, problem.needs, problem.pairs
    first = int(needs.start[i])
    return {
        "code": people.codes[i],
        "department": problem.departments[people.department[i]],
        "minutes": int(people.minutes[i]),
        "needs": [
            {
                "competency": problem.competencies[needs.competency[n]],
                "level_from": int(needs.level_from[n]),
                "level_to": int(needs.level_to[n]),
                "weight": int(needs.weight[n]),
            }
            for n in range(first, int(needs.start[i + 1]))
        ],
        "pairs": [
            _pair(problem, j, first) for j in range(int(pairs.start[i]), int(pairs.start[i + 1]))
        ],
    }


def _pair(problem: SelectionProblem, j: int, first_need: int) -> dict[str, Any]:
    pairs = problem.pairs
    required = int(pairs.requires[j])
    covers = pairs.covers[pairs.cover_start[j] : pairs.cover_start[j + 1]]
    return {
        "module": problem.modules[pairs.module[j]].code,
        "head_minor": int(pairs.head_minor[j]),
        "state": PairState(pairs.state[j]).name.lower(),
        "requires": None if required < 0 else problem.modules[pairs.module[required]].code,
        "was_planned": bool(pairs.was_planned[j]),
        "covers": [int(n) - first_need for n in covers],
    }


def _certificate(problem: SelectionProblem, prices: Certificate) -> dict[str, Any]:
    """Prices by code; ``pair`` in the order of the pairs of the file."""
    modules = [module.code for module in problem.modules]

    def named(codes: list[str], values: np.ndarray) -> dict[str, int]:
        return dict(zip(codes, values.tolist(), strict=True))

    return {
        "scale": prices.scale,
        "budget": prices.budget,
        "money_lines": named([line.code for line in problem.money_lines], prices.money_lines),
        "pools": named([pool.code for pool in problem.pools], prices.pools),
        "seat_max": named(modules, prices.seat_max),
        "seat_min": named(modules, prices.seat_min),
        "fairness": named(list(problem.departments), prices.fairness),
        "pair": None if prices.pair is None else prices.pair.tolist(),
        "bound": prices.bound,
        "split": None if prices.split is None else _split(problem, prices.split),
    }


def _split(problem: SelectionProblem, split: Split) -> dict[str, Any]:
    return {
        "module": problem.modules[split.module].code,
        "most": split.most,
        "below": _certificate(problem, split.below),
        "above": _certificate(problem, split.above),
    }
