"""Problems, plans and certificates as bytes, to be stored: arrays as they are, the rest as JSON beside them.

Nothing in such bytes is executed when they are read.
"""

import io
import json
from dataclasses import asdict, fields
from typing import Any

import numpy as np

from espalier.engines.planner.findings import Code, Finding, ProblemRefused, Severity
from espalier.engines.planner.problem import (
    SCHEMA,
    Module,
    MoneyLine,
    Needs,
    Pairs,
    People,
    Pool,
    PoolKind,
    SelectionProblem,
)
from espalier.engines.planner.solution import Certificate, Plan, Split

_TABLES = (("people", People), ("needs", Needs), ("pairs", Pairs))
_PRICES = ("money_lines", "pools", "seat_max", "seat_min", "fairness", "pair")


def dump_problem(problem: SelectionProblem) -> bytes:
    """Return the problem as bytes."""
    arrays = {
        f"{table}.{name}": getattr(getattr(problem, table), name)
        for table, kind in _TABLES
        for name in (each.name for each in fields(kind))
        if name != "codes"
    }
    told = {
        "schema": SCHEMA,
        "currency": problem.currency,
        "year": problem.year,
        "budget_minor": problem.budget_minor,
        "departments": problem.departments,
        "competencies": problem.competencies,
        "modules": [asdict(module) for module in problem.modules],
        "people": problem.people.codes,
        "pools": [asdict(pool) for pool in problem.pools],
        "money_lines": [asdict(line) for line in problem.money_lines],
        "fair_permille": problem.fair_permille,
        "planned_sessions": problem.planned_sessions,
        "labels": problem.labels,
    }
    return _packed(told, arrays)


def load_problem(data: bytes) -> SelectionProblem:
    """Read what :func:`dump_problem` wrote.

    Raises
    ------
    ProblemRefused
        When the bytes are of another version of the schema.
    """
    told, arrays = _unpacked(data)
    if told.get("schema") != SCHEMA:
        figures: dict[str, int | str] = {"found": str(told.get("schema")), "expected": SCHEMA}
        raise ProblemRefused([Finding(Code.OTHER_VERSION, Severity.STOPS, (), figures)])
    planned = told["planned_sessions"]
    people = {"codes": tuple(told["people"]), **_table(arrays, "people")}
    return SelectionProblem(
        currency=told["currency"],
        year=told["year"],
        budget_minor=told["budget_minor"],
        departments=tuple(told["departments"]),
        competencies=tuple(told["competencies"]),
        modules=tuple(_module(module) for module in told["modules"]),
        people=People(**people),
        needs=Needs(**_table(arrays, "needs")),
        pairs=Pairs(**_table(arrays, "pairs")),
        pools=tuple(Pool(p["code"], PoolKind(p["kind"]), p["minutes"]) for p in told["pools"]),
        money_lines=tuple(MoneyLine(**line) for line in told["money_lines"]),
        fair_permille=told["fair_permille"],
        planned_sessions=None if planned is None else tuple(planned),
        labels=told["labels"],
    )


def dump_plan(plan: Plan) -> bytes:
    """Return the plan as bytes."""
    return _packed({}, {"chosen": plan.chosen, "sessions": plan.sessions})


def load_plan(data: bytes) -> Plan:
    """Read what :func:`dump_plan` wrote."""
    _, arrays = _unpacked(data)
    return Plan(arrays["chosen"], arrays["sessions"])


def dump_certificate(certificate: Certificate) -> bytes:
    """Return the certificate as bytes, with all its parts."""
    arrays: dict[str, np.ndarray] = {}
    return _packed(_certificate(certificate, "", arrays), arrays)


def load_certificate(data: bytes) -> Certificate:
    """Read what :func:`dump_certificate` wrote."""
    told, arrays = _unpacked(data)
    return _certificate_of(told, "", arrays)


def _certificate(
    certificate: Certificate, path: str, arrays: dict[str, np.ndarray]
) -> dict[str, Any]:
    for name in _PRICES:
        value = getattr(certificate, name)
        if value is not None:
            arrays[f"{path}{name}"] = value
    split = certificate.split
    return {
        "scale": certificate.scale,
        "budget": certificate.budget,
        "bound": certificate.bound,
        "split": None
        if split is None
        else {
            "module": split.module,
            "most": split.most,
            "below": _certificate(split.below, f"{path}below.", arrays),
            "above": _certificate(split.above, f"{path}above.", arrays),
        },
    }


def _certificate_of(told: dict[str, Any], path: str, arrays: dict[str, np.ndarray]) -> Certificate:
    split = told["split"]
    prices: dict[str, Any] = {name: arrays.get(f"{path}{name}") for name in _PRICES}
    return Certificate(
        scale=told["scale"],
        budget=told["budget"],
        bound=told["bound"],
        **prices,
        split=None
        if split is None
        else Split(
            module=split["module"],
            most=split["most"],
            below=_certificate_of(split["below"], f"{path}below.", arrays),
            above=_certificate_of(split["above"], f"{path}above.", arrays),
        ),
    )


def _module(told: dict[str, Any]) -> Module:
    return Module(**{**told, "uses": tuple((pool, minutes) for pool, minutes in told["uses"])})


def _table(arrays: dict[str, np.ndarray], table: str) -> dict[str, Any]:
    start = f"{table}."
    return {name[len(start) :]: value for name, value in arrays.items() if name.startswith(start)}


def _packed(told: dict[str, Any], arrays: dict[str, np.ndarray]) -> bytes:
    # JSON in an array of bytes, so that one file holds all.
    text = np.frombuffer(json.dumps(told, ensure_ascii=False).encode(), dtype=np.uint8)
    file, everything = io.BytesIO(), {"told": text, **arrays}
    save: Any = np.savez_compressed
    save(file, **everything)
    return file.getvalue()


def _unpacked(data: bytes) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    with np.load(io.BytesIO(data), allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    told: dict[str, Any] = json.loads(arrays.pop("told").tobytes())
    return told, arrays
