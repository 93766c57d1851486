"""Bad problems are refused before any solver starts: everything at once, with place, figures and remedy."""

from dataclasses import replace

import numpy as np
import pytest

from espalier.engines.planner.findings import WORDS, Code, ProblemRefused, Severity
from espalier.engines.planner.problem import MoneyLine, PairState
from espalier.engines.planner.refusals import findings, refuse
from tests.engines.planner.small import office, small_company


def with_module(problem, m, **changes):
    modules = list(problem.modules)
    modules[m] = replace(modules[m], **changes)
    return replace(problem, modules=tuple(modules))


def with_pairs(problem, **changes):
    return replace(problem, pairs=replace(problem.pairs, **changes))


def pins(problem, *rows):
    state = problem.pairs.state.copy()
    state[list(rows)] = PairState.PINNED
    return with_pairs(problem, state=state)


def requires(problem, **links):
    rows = problem.pairs.requires.copy()
    for row, required in links.items():
        rows[int(row[1:])] = required
    return with_pairs(problem, requires=rows)


OFFICE = office()[0]
STOPS = {
    "budget below the law": (
        replace(OFFICE, budget_minor=60),
        (Code.BUDGET_BELOW_LEGAL, ("budget",), {"found": 62, "limit": 60, "short": 2}),
    ),
    "no room for pins": (
        replace(pins(OFFICE, 0), budget_minor=171),
        (Code.BUDGET_BELOW_PINS, ("budget",), {"found": 172, "limit": 171, "short": 1}),
    ),
    "money line below the law": (
        replace(with_module(OFFICE, 1, money_line=0), money_lines=(MoneyLine("LAW", 61),)),
        (Code.BUDGET_BELOW_LEGAL, ("money_line", "LAW"), {"found": 62, "limit": 61, "short": 1}),
    ),
    "lines over the budget": (
        replace(OFFICE, money_lines=(MoneyLine("LAW", 501),)),
        (Code.LINES_OVER_BUDGET, (), {"found": 501, "limit": 500, "short": 1}),
    ),
    "negative cost": (
        with_module(OFFICE, 0, session_minor=-1),
        (Code.NEGATIVE, ("module", "A"), {"key": "session_minor", "found": -1}),
    ),
    "negative head cost": (
        with_pairs(OFFICE, head_minor=np.array([5, 2, 5, 2, 5, -2])),
        (Code.NEGATIVE, ("person", "P2", "module", "B"), {"key": "head_minor", "found": -2}),
    ),
    "empty catalogue": (
        replace(OFFICE, modules=(), pairs=small_company(0, n_people=3, n_modules=1).pairs),
        (Code.EMPTY_CATALOGUE, (), {}),
    ),
    "no currency": (replace(OFFICE, currency=""), (Code.NO_CURRENCY, (), {"found": "–"})),
    "code twice": (
        with_module(OFFICE, 1, code="A"),
        (Code.TWICE, ("module", "A"), {"found": "A"}),
    ),
    "over the hours by law alone": (
        replace(OFFICE, people=replace(OFFICE.people, minutes=np.array([240, -30, 120]))),
        (Code.PERSON_OVER_HOURS, ("person", "P1"), {"short": 30}),
    ),
    "pins over the hours": (
        replace(pins(OFFICE, 0), people=replace(OFFICE.people, minutes=np.array([90, 240, 120]))),
        (Code.PINS_OVER_HOURS, ("person", "P0"), {"found": 120, "limit": 90}),
    ),
    "law without session": (
        with_module(OFFICE, 1, sessions_min=0, sessions_max=0),
        (Code.LEGAL_WITHOUT_SESSION, ("module", "B"), {"found": 1}),
    ),
    "pin without session": (
        pins(with_module(OFFICE, 0, sessions_max=0), 0),
        (Code.PIN_WITHOUT_SESSION, ("module", "A"), {"found": 1}),
    ),
    "more people forced than seats": (
        pins(with_module(OFFICE, 0, seats_max=2), 0, 2, 4),
        (Code.FORCED_OVER_SEATS, ("module", "A"), {"found": 3, "limit": 2}),
    ),
    "minimum nobody meets": (
        with_module(OFFICE, 1, seats_min=3, seats_max=9),
        (Code.FORCED_UNDER_MINIMUM, ("module", "B"), {"found": 2, "limit": 3}),
    ),
    "pinned session without instructor": (
        replace(with_module(OFFICE, 0, sessions_min=2, sessions_max=2, seats_min=0)),
        (Code.POOL_BELOW_FORCED, ("instructor", "ANN"), {"found": 240, "limit": 120, "short": 120}),
    ),
    "prerequisite of somebody else": (
        requires(OFFICE, r0=3),
        (Code.PREREQUISITE_OUTSIDE, ("person", "P0", "module", "A"), {}),
    ),
    "prerequisite of itself": (
        requires(OFFICE, r0=1, r1=0),
        (Code.PREREQUISITE_CIRCLE, ("person", "P0", "module", "A"), {}),
    ),
    "pin whose prerequisite is forbidden": (
        pins(requires(OFFICE, r4=5), 4),
        (Code.PREREQUISITE_SHUT, ("person", "P2", "module", "A"), {}),
    ),
    "sessions": (
        with_module(OFFICE, 0, sessions_min=3),
        (Code.SESSIONS_RANGE, ("module", "A"), {"low": 3, "high": 1}),
    ),
    "seats": (
        with_module(OFFICE, 0, seats_min=4),
        (Code.SEATS_RANGE, ("module", "A"), {"low": 4, "high": 3}),
    ),
    "too large": (
        replace(OFFICE, budget_minor=10**16),
        (Code.TOO_LARGE, (), {"key": "budget", "found": 10**16}),
    ),
    "fairness": (
        replace(OFFICE, fair_permille=1001),
        (Code.OUT_OF_RANGE, (), {"key": "fair_permille", "found": 1001, "low": 0, "high": 1000}),
    ),
    "weight": (
        replace(OFFICE, needs=replace(OFFICE.needs, weight=np.array([0, 1, 1, 1, 1]))),
        (
            Code.OUT_OF_RANGE,
            ("person", "P0"),
            {"key": "weight", "found": 0, "low": 1, "high": 10**7},
        ),
    ),
    "shape": (
        with_pairs(OFFICE, head_minor=np.array([5])),
        (Code.WRONG_SHAPE, (), {"key": "pairs.head_minor", "found": 1, "expected": 6}),
    ),
}
WARNS = {
    "no instructor": (
        with_module(OFFICE, 0, uses=((0, 121),)),
        (Code.NO_INSTRUCTOR, ("module", "A"), {"pool": "ANN", "found": 121, "limit": 120}),
    ),
    "class minimum": (
        with_module(OFFICE, 0, seats_min=4, seats_max=4),
        (Code.CLASS_MINIMUM, ("module", "A"), {"found": 3, "limit": 4}),
    ),
    "too dear": (
        with_module(OFFICE, 0, session_minor=491),
        (Code.TOO_DEAR, ("module", "A"), {"found": 501, "limit": 500}),
    ),
    "law over hours": (
        replace(OFFICE, people=replace(OFFICE.people, minutes=np.array([240, 50, 120]))),
        (Code.LAW_OVER_HOURS, ("person", "P1"), {"found": 60, "limit": 50}),
    ),
    "gap without module": (
        OFFICE,
        (Code.GAP_WITHOUT_MODULE, ("competency", "WELD"), {"found": 30, "people": 1}),
    ),
}


def told(problem, severity):
    return [
        (each.code, each.place, each.figures)
        for each in findings(problem)
        if each.severity is severity
    ]


@pytest.mark.parametrize(("problem", "expected"), STOPS.values(), ids=STOPS)
def test_what_stops_is_named_with_its_record(problem, expected):
    assert expected in told(problem, Severity.STOPS)
    with pytest.raises(ProblemRefused) as refusal:
        refuse(problem)
    assert str(refusal.value)


@pytest.mark.parametrize(("problem", "expected"), WARNS.values(), ids=WARNS)
def test_what_stays_out_is_told_and_solved_without(problem, expected):
    assert expected in told(problem, Severity.WARNS)
    refuse(problem)


def test_nobody_to_teach():
    state = np.where(OFFICE.pairs.module == 0, PairState.BANNED, OFFICE.pairs.state)
    found = told(with_pairs(OFFICE, state=state.astype(np.int8)), Severity.WARNS)
    assert (Code.NOBODY_TO_TEACH, ("module", "A"), {}) in found


def test_all_at_once():
    bad = replace(
        with_module(OFFICE, 0, session_minor=-1, seats_min=9), currency="NT$", budget_minor=-5
    )
    codes = {code for code, _, _ in told(bad, Severity.STOPS)}
    assert {Code.NEGATIVE, Code.SEATS_RANGE, Code.NO_CURRENCY} <= codes


def test_a_thousand_mistakes_of_a_kind_are_counted():
    problem = small_company(1, n_people=130, n_modules=2)
    late = replace(problem, people=replace(problem.people, minutes=np.full(130, -1)))
    found = [each for each in findings(late) if each.code is Code.PERSON_OVER_HOURS]
    assert len(found) == 100
    assert found[-1].figures["more"] == 30


def test_every_code_has_its_words():
    assert set(WORDS) == set(Code)
    for problem, _ in (*STOPS.values(), *WARNS.values()):
        for each in findings(problem):
            assert each.sentence
            assert each.remedy
