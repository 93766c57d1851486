"""The planner's problem with the records its rows stand for, as it is frozen beside a run and read again."""

import io
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import numpy as np

from espalier.cycle.plan.annual_plan import inputs
from espalier.cycle.plan.annual_plan.inputs.types import Keys, Lack, PlanInputs
from espalier.engines.planner.check import covered_needs
from espalier.engines.planner.packing import dump_certificate, load_certificate
from espalier.engines.planner.problem import (
    Module,
    MoneyLine,
    Needs,
    Pairs,
    People,
    Pool,
    PoolKind,
    SelectionProblem,
)
from espalier.engines.planner.solution import Certificate, Plan

SCHEMA = "espalier-frame/1"
TABLES: dict[str, Any] = {"people": People, "needs": Needs, "pairs": Pairs}


class OtherVersion(ValueError):
    """The file was written by another version of the program; the problem has to be read anew."""


@dataclass(frozen=True, slots=True)
class ModuleFacts:
    """What a line takes over from the offer of its module. Money is whole NT$."""

    category: str
    months: tuple[int, ...]
    head_cost: int
    grant_per_session: int
    owner: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """``weight_gaps``: of all gaps known, whether a module closes them or not. ``taken_on``: day of the records."""

    problem: SelectionProblem
    keys: Keys
    modules: Mapping[int, ModuleFacts]
    weight_gaps: int
    taken_on: date
    lacks: tuple[Lack, ...] = ()

    @property
    def is_request(self) -> np.ndarray:
        """Needs that stand for what a unit asked for, not for a gap."""
        return np.asarray(self.problem.needs.competency == self.keys.request_competency)

    @property
    def weight_total(self) -> int:
        """What a plan is measured against: all gaps, and what the units asked for."""
        return self.weight_gaps + int(self.problem.needs.weight[self.is_request].sum())

    def gaps_closed(self, plan: Plan) -> int:
        """Weight of the gaps alone that a plan closes."""
        gaps = covered_needs(self.problem, plan) & ~self.is_request
        return int(self.problem.needs.weight[gaps].sum())


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """A plan with its prices, as it lies in a run's file. ``certificate`` None: nothing is proven."""

    plan: Plan
    certificate: Certificate | None = None


def frame(scenario_id: int, on: date) -> Frame:
    """Read the records of a scenario as they stand. Raises: NotFound."""
    gathered = inputs.gather(scenario_id, today=on)
    problem, keys = inputs.problem_of(gathered)
    return Frame(
        problem=problem,
        keys=keys,
        modules=_facts(gathered),
        weight_gaps=gathered.weight_total,
        taken_on=on,
        lacks=inputs.problems(gathered, problem),
    )


def _facts(gathered: PlanInputs) -> dict[int, ModuleFacts]:
    return {
        each.id: ModuleFacts(each.category, each.months, each.head_cost, each.grant_per_session)
        for each in gathered.modules
    }


def pack(framed: Frame) -> bytes:
    """A compressed archive of arrays with one JSON header; what is missing is not part of it."""
    problem, arrays = framed.problem, {}
    for table in TABLES:
        rows = getattr(problem, table)
        for name in rows.__dataclass_fields__:
            value = getattr(rows, name)
            if isinstance(value, np.ndarray):
                arrays[f"{table}.{name}"] = value
    header = {
        "schema": SCHEMA,
        "plain": {
            name: getattr(problem, name)
            for name in problem.__dataclass_fields__
            if name not in {*TABLES, "modules", "pools", "money_lines"}
        },
        "codes": problem.people.codes,
        "modules": [asdict(each) for each in problem.modules],
        "pools": [asdict(each) for each in problem.pools],
        "money_lines": [asdict(each) for each in problem.money_lines],
        "keys": framed.keys.as_json(),
        "facts": {pk: asdict(each) for pk, each in framed.modules.items()},
        "weight_gaps": framed.weight_gaps,
        "taken_on": framed.taken_on.isoformat(),
    }
    return _archive(header, arrays)


def unpack(data: bytes) -> Frame:
    """Raises: OtherVersion."""
    header, arrays = _opened(data)
    plain = dict(header["plain"])
    for name in ("departments", "competencies"):
        plain[name] = tuple(plain[name])
    if plain["planned_sessions"] is not None:
        plain["planned_sessions"] = tuple(plain["planned_sessions"])
    tables = {
        table: kind(
            **{
                name: arrays[f"{table}.{name}"]
                for name in kind.__dataclass_fields__
                if f"{table}.{name}" in arrays
            },
            **({"codes": tuple(header["codes"])} if table == "people" else {}),
        )
        for table, kind in TABLES.items()
    }
    problem = SelectionProblem(
        **plain,
        **tables,
        modules=tuple(_module(each) for each in header["modules"]),
        pools=tuple(Pool(**{**each, "kind": PoolKind(each["kind"])}) for each in header["pools"]),
        money_lines=tuple(MoneyLine(**each) for each in header["money_lines"]),
    )
    facts = {
        int(pk): ModuleFacts(**{**each, "months": tuple(each["months"])})
        for pk, each in header["facts"].items()
    }
    return Frame(
        problem=problem,
        keys=Keys.from_json(header["keys"]),
        modules=facts,
        weight_gaps=header["weight_gaps"],
        taken_on=date.fromisoformat(header["taken_on"]),
    )


def _module(told: Mapping[str, Any]) -> Module:
    uses = tuple((pool, minutes) for pool, minutes in told["uses"])
    return Module(**{**told, "uses": uses})


def pack_answer(answer: Answer) -> bytes:
    """The plan by the rows of its problem, with the prices that prove it."""
    arrays = {
        "chosen": np.nonzero(answer.plan.chosen)[0],
        "sessions": np.asarray(answer.plan.sessions, dtype=np.int64),
    }
    header: dict[str, Any] = {"schema": SCHEMA, "n_pairs": int(answer.plan.chosen.size)}
    if answer.certificate is not None:
        arrays["prices"] = np.frombuffer(dump_certificate(answer.certificate), dtype=np.uint8)
    return _archive(header, arrays)


def unpack_answer(data: bytes) -> Answer:
    """Raises: OtherVersion."""
    header, arrays = _opened(data)
    chosen = np.zeros(header["n_pairs"], dtype=bool)
    chosen[arrays["chosen"]] = True
    packed = arrays.get("prices")
    prices = None if packed is None else load_certificate(packed.tobytes())
    return Answer(Plan(chosen, arrays["sessions"]), prices)


def _archive(header: Mapping[str, Any], arrays: Mapping[str, Any]) -> bytes:
    text = json.dumps(header, ensure_ascii=False, sort_keys=True)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, header=np.array(text), **arrays)
    return buffer.getvalue()


def _opened(data: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and arrays; nothing in the file is run (no pickles)."""
    with np.load(io.BytesIO(data), allow_pickle=False) as opened:
        arrays = {name: opened[name] for name in opened.files}
    header: dict[str, Any] = json.loads(str(arrays.pop("header")))
    if header.get("schema") != SCHEMA:
        raise OtherVersion(str(header.get("schema", "")))
    return header, arrays
