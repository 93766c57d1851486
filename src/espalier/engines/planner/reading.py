"""A selection problem as JSON, there and back; and its answer as JSON.

A file is read whole and every mistake in it told at once. Records refer to each other by code; what a person needs and
could attend stands with the person.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np

from espalier.engines.planner.findings import Code, Finding, ProblemRefused, Severity
from espalier.engines.planner.problem import (
    SCHEMA,
    Module,
    MoneyLine,
    Needs,
    Pairs,
    PairState,
    People,
    Pool,
    PoolKind,
    SelectionProblem,
)

STATES = {state.name.lower(): state for state in PairState}
_REQUIRED = object()


def problem_from_json(payload: Any) -> SelectionProblem:
    """Read a problem.

    Raises
    ------
    ProblemRefused
        With everything in the file that cannot be read; the rules of the problem are not looked at here.
    """
    if not isinstance(payload, dict):
        raise ProblemRefused([_stops(Code.UNREADABLE, (), found=_short(payload))])
    if payload.get("schema") != SCHEMA:
        found = _short(payload.get("schema"))
        raise ProblemRefused([_stops(Code.OTHER_VERSION, (), found=found, expected=SCHEMA)])
    reading = _Reading(payload)
    problem = reading.problem()
    if reading.found:
        raise ProblemRefused(reading.found)
    return problem


class _Record:
    """One JSON object being read; what is wrong is noted, and a harmless value taken instead."""

    def __init__(self, value: Any, place: tuple[str, ...], found: list[Finding]) -> None:
        self.place, self.found = place, found
        self._value: Mapping[str, Any] = value if isinstance(value, dict) else {}
        self._read: set[str] = set()
        if not isinstance(value, dict):
            self.wrong("record", "an object", value)

    def note(self, code: Code, **figures: int | str) -> None:
        self.found.append(_stops(code, self.place, **figures))

    def wrong(self, key: str, expected: str, value: Any) -> None:
        self.note(Code.WRONG_TYPE, key=key, expected=expected, found=_short(value))

    def get(self, key: str, default: Any = _REQUIRED) -> Any:
        self._read.add(key)
        if key not in self._value:
            if default is _REQUIRED:
                self.note(Code.MISSING, key=key)
            return None if default is _REQUIRED else default
        return self._value[key]

    def number(self, key: str, default: Any = _REQUIRED) -> int:
        value = self.get(key, default)
        if value is None:
            return 0
        if not isinstance(value, int) or isinstance(value, bool):
            self.wrong(key, "a whole number", value)
            return 0
        if abs(value) >= 2**62:
            self.note(Code.TOO_LARGE, key=key, found=_short(value))
            return 0
        return value

    def text(self, key: str, default: Any = _REQUIRED) -> str:
        value = self.get(key, default)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.wrong(key, "text", value)
            return ""
        return value

    def flag(self, key: str) -> bool:
        value = self.get(key, False)
        if not isinstance(value, bool):
            self.wrong(key, "true or false", value)
        return value is True

    def mapping(self, key: str, default: Any = _REQUIRED) -> dict[str, Any]:
        value = self.get(key, default)
        if value is None:
            return {}
        if not isinstance(value, dict):
            self.wrong(key, "an object", value)
            return {}
        return value

    def many(self, key: str, default: Any = _REQUIRED) -> list[Any]:
        value = self.get(key, default)
        if value is None:
            return []
        if not isinstance(value, list):
            self.wrong(key, "a list", value)
            return []
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        values = self.many(key)
        for value in values:
            if not isinstance(value, str):
                self.wrong(key, "a list of texts", value)
        return tuple(value for value in values if isinstance(value, str))

    def done(self) -> None:
        for key in sorted(set(self._value) - self._read):
            self.note(Code.UNKNOWN_KEY, key=_short(key))


class _Reading:
    """One file being read."""

    def __init__(self, payload: Mapping[str, Any]) -> None:
        self.found: list[Finding] = []
        self.top = _Record(payload, (), self.found)
        self.top.get("schema")
        self.currency = self.top.text("currency")

    def problem(self) -> SelectionProblem:
        top = self.top
        departments, competencies = top.texts("departments"), top.texts("competencies")
        pools = self._all("pools", "pool", self._pool, [])
        lines = self._all("money_lines", "money_line", self._line, [])
        self.pool_at = _index(pool.code for pool in pools)
        self.line_at = _index(line.code for line in lines)
        modules = self._all("modules", "module", self._module)
        self.module_at = _index(module.code for module in modules)
        self.department_at, self.competency_at = _index(departments), _index(competencies)
        people = _Tables()
        self._all("people", "person", lambda record: self._person(record, people))
        planned = self._planned(modules)
        problem = SelectionProblem(
            currency=self.currency,
            year=top.number("year"),
            budget_minor=top.number("budget_minor"),
            departments=departments,
            competencies=competencies,
            modules=tuple(modules),
            people=people.people(),
            needs=people.needs(),
            pairs=people.pairs(),
            pools=tuple(pools),
            money_lines=tuple(lines),
            fair_permille=top.number("fair_permille", 600),
            planned_sessions=planned,
            labels=self._labels(),
        )
        top.done()
        return problem

    def _all(
        self, key: str, kind: str, read: Callable[[_Record], Any], default: Any = _REQUIRED
    ) -> list[Any]:
        """Every record of a list, each with its code as its place."""
        made = []
        for n, value in enumerate(self.top.many(key, default)):
            code = value.get("code") if isinstance(value, dict) else None
            place = (kind, code if isinstance(code, str) else f"{key}[{n}]")
            record = _Record(value, place, self.found)
            made.append(read(record))
            record.done()
        return made

    def _at(self, record: _Record, key: str, code: Any, index: Mapping[str, int]) -> int:
        """Row of a code; an unknown one is noted."""
        if not isinstance(code, str) or code not in index:
            record.note(Code.UNKNOWN_CODE, key=key, found=_short(code))
            return 0
        return index[code]

    def _one_currency(self, record: _Record) -> None:
        currency = record.text("currency", self.currency)
        if currency != self.currency:
            record.note(Code.TWO_CURRENCIES, found=currency, expected=self.currency)

    def _pool(self, record: _Record) -> Pool:
        kind = record.text("kind")
        if kind not in set(PoolKind):
            record.wrong("kind", " / ".join(PoolKind), kind)
            kind = PoolKind.INSTRUCTOR
        return Pool(record.text("code"), PoolKind(kind), record.number("minutes"))

    def _line(self, record: _Record) -> MoneyLine:
        self._one_currency(record)
        return MoneyLine(record.text("code"), record.number("minor"))

    def _module(self, record: _Record) -> Module:
        self._one_currency(record)
        uses = record.mapping("uses", {})
        line = record.get("money_line", None)
        table = _Record(uses, record.place, self.found)
        return Module(
            code=record.text("code"),
            minutes=record.number("minutes"),
            session_minor=record.number("session_minor"),
            seats_min=record.number("seats_min", 0),
            seats_max=record.number("seats_max"),
            sessions_min=record.number("sessions_min", 0),
            sessions_max=record.number("sessions_max"),
            uses=tuple((self._at(record, "uses", p, self.pool_at), table.number(p)) for p in uses),
            money_line=None if line is None else self._at(record, "money_line", line, self.line_at),
        )

    def _person(self, record: _Record, tables: "_Tables") -> None:
        department = self._at(record, "department", record.get("department"), self.department_at)
        tables.person(record.text("code"), department, record.number("minutes"))
        needs = [_Record(value, record.place, self.found) for value in record.many("needs", [])]
        for need in needs:
            competency = self._at(need, "competency", need.get("competency"), self.competency_at)
            levels = need.number("level_from", 0), need.number("level_to", 0)
            tables.need(competency, *levels, need.number("weight"))
            need.done()
        values = record.many("pairs", [])
        own = _index(
            value["module"]
            for value in values
            if isinstance(value, dict) and isinstance(value.get("module"), str)
        )
        for value in values:
            self._pair(_Record(value, record.place, self.found), own, len(needs), tables)
        tables.close()

    def _pair(
        self, record: _Record, own: Mapping[str, int], n_needs: int, tables: "_Tables"
    ) -> None:
        module = record.get("module")
        if isinstance(module, str):
            record.place = (*record.place, "module", module)
        state = record.text("state", "free")
        if state not in STATES:
            record.wrong("state", " / ".join(STATES), state)
        covers = [k for k in record.many("covers", []) if self._covers(record, k, n_needs)]
        required = record.get("requires", None)
        if required is not None and required not in own:
            record.note(Code.PREREQUISITE_OUTSIDE)
        tables.pair(
            module=self._at(record, "module", module, self.module_at),
            head_minor=record.number("head_minor", 0),
            state=STATES.get(state, PairState.FREE),
            requires=own.get(required, -1) if isinstance(required, str) else -1,
            was_planned=record.flag("was_planned"),
            covers=covers,
        )
        self._one_currency(record)
        record.done()

    def _covers(self, record: _Record, k: Any, n_needs: int) -> bool:
        if isinstance(k, int) and not isinstance(k, bool) and 0 <= k < n_needs:
            return True
        record.wrong("covers", f"positions of the person's needs, 0 to {n_needs - 1}", k)
        return False

    def _planned(self, modules: list[Module]) -> tuple[int, ...] | None:
        if self.top.get("planned_sessions", None) is None:
            return None
        planned = self.top.mapping("planned_sessions")
        table = _Record(planned, ("planned_sessions",), self.found)
        for code in planned:
            self._at(table, "planned_sessions", code, self.module_at)
        return tuple(table.number(module.code, 0) for module in modules)

    def _labels(self) -> dict[str, str]:
        labels = self.top.mapping("labels", {})
        return {code: label for code, label in labels.items() if isinstance(label, str)}


class _Tables:
    """The arrays of a problem while they grow."""

    def __init__(self) -> None:
        self.codes: list[str] = []
        self.columns: dict[str, list[int]] = {
            name: []
            for name in (
                *("department", "minutes", "competency", "level_from", "level_to", "weight"),
                *("module", "head_minor", "state", "requires", "was_planned", "covers"),
            )
        }
        self.need_start, self.pair_start, self.cover_start = [0], [0], [0]

    def person(self, code: str, department: int, minutes: int) -> None:
        self.codes.append(code)
        self._add(department=department, minutes=minutes)

    def need(self, competency: int, level_from: int, level_to: int, weight: int) -> None:
        self._add(competency=competency, level_from=level_from, level_to=level_to, weight=weight)

    def pair(self, *, requires: int, covers: Iterable[int], **values: int) -> None:
        first_pair, first_need = self.pair_start[-1], self.need_start[-1]
        self._add(requires=first_pair + requires if requires >= 0 else -1, **values)
        self.columns["covers"] += [first_need + k for k in covers]
        self.cover_start.append(len(self.columns["covers"]))

    def close(self) -> None:
        """End of one person."""
        self.need_start.append(len(self.columns["weight"]))
        self.pair_start.append(len(self.columns["module"]))

    def _add(self, **values: int) -> None:
        for name, value in values.items():
            self.columns[name].append(value)

    def _array(self, name: str, kind: type) -> np.ndarray:
        return np.array(self.columns[name], dtype=np.int64).astype(kind)

    def people(self) -> People:
        return People(
            tuple(self.codes), self._array("department", np.int32), self._array("minutes", np.int64)
        )

    def needs(self) -> Needs:
        return Needs(
            np.array(self.need_start, dtype=np.int64),
            self._array("competency", np.int32),
            self._array("level_from", np.int16),
            self._array("level_to", np.int16),
            self._array("weight", np.int64),
        )

    def pairs(self) -> Pairs:
        return Pairs(
            np.array(self.pair_start, dtype=np.int64),
            self._array("module", np.int32),
            self._array("head_minor", np.int64),
            self._array("state", np.int8),
            self._array("requires", np.int64),
            self._array("was_planned", np.bool_),
            np.array(self.cover_start, dtype=np.int64),
            self._array("covers", np.int64),
        )


def _index(codes: Iterable[str]) -> dict[str, int]:
    return {code: n for n, code in enumerate(codes)}


def _stops(code: Code, place: tuple[str, ...], **figures: int | str) -> Finding:
    return Finding(code, Severity.STOPS, place, figures)


def _short(value: Any) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:57]}..."
