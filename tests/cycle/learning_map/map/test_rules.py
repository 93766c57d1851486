"""Paths, routes, moves and coverage."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from espalier.cycle.learning_map.completions.types import Completed
from espalier.cycle.learning_map.map.rules import (
    adjacent_moves,
    coverage_of,
    move_gaps,
    path_of,
    route_steps,
    steps_towards,
)
from espalier.cycle.learning_map.map.types import Pin, RouteState, Unreached
from espalier.cycle.learning_map.modules.rules import prerequisite_cycle
from espalier.cycle.learning_map.modules.types import PublishedModule

ON = date(2026, 11, 2)


def module(pk: int, *, raises=(), requires=(), minutes: int = 60, version: int = 1):
    return PublishedModule(
        pk, pk * 10, version, f"M{pk:02}", f"模組{pk}", "", minutes, "classroom", "formal",
        "", "", "", None, tuple(requires), tuple(raises),
    )  # fmt: skip


def modules(*some: PublishedModule) -> dict[int, PublishedModule]:
    return {each.id: each for each in some}


STEPS = {
    "all up to the level": (3, [1, 2, 3, 4], [1, 2, 3]),
    "the next beyond where none reaches it": (3, [1, 2, 5, 4], [1, 2, 4]),
    "only beyond": (2, [4, 5], [4]),
    "none reaches": (5, [1, 3], [1, 3]),
    "nothing offered": (3, [], []),
}


@pytest.mark.parametrize(("required", "offered", "expected"), STEPS.values(), ids=STEPS)
def test_the_levels_that_lead_to_a_requirement(required, offered, expected):
    assert steps_towards(required, offered) == expected


def codes(path):
    return [each.module.code for each in path.modules]


def test_a_path_holds_steps_prerequisites_and_pins_in_learning_order():
    known = modules(
        module(1, raises=[(100, 3.0)], requires=[2]),
        module(2),
        module(3, raises=[(100, 1.0)]),
        module(4),
        module(5, raises=[(200, 2.0)]),
    )
    path = path_of({100: 3.0}, known, {4: Pin(1, is_mandatory=False)})
    assert codes(path) == ["M04", "M02", "M03", "M01"]
    assert [(s.module.code, s.why.value, s.is_mandatory) for s in path.modules] == [
        ("M04", "pinned", False),
        ("M02", "prerequisite", True),
        ("M03", "required", True),
        ("M01", "required", True),
    ]
    assert path.minutes == 180
    assert path.unreached == ()


def test_of_two_equal_modules_the_one_needed_anyway_is_taken_then_the_shorter():
    shared = module(1, raises=[(100, 2.0), (200, 2.0)], minutes=600)
    other = module(2, raises=[(100, 2.0)], minutes=60)
    assert codes(path_of({100: 2.0, 200: 2.0}, modules(shared, other), {})) == ["M01"]
    assert codes(path_of({100: 2.0}, modules(shared, other), {})) == ["M02"]


def test_levels_no_module_reaches_are_named():
    path = path_of({100: 4.0, 200: 1.0}, modules(module(1, raises=[(100, 3.0)])), {})
    assert path.unreached == (Unreached(100, 4.0, 3.0), Unreached(200, 1.0, None))


@st.composite
def offers(draw):
    n = draw(st.integers(1, 10))
    known = {}
    for pk in range(1, n + 1):
        requires = draw(st.sets(st.integers(1, n), max_size=3))
        raised = draw(st.dictionaries(st.integers(100, 105), st.integers(1, 5).map(float)))
        known[pk] = module(pk, requires=sorted(requires - {pk}), raises=sorted(raised.items()))
    required = draw(st.dictionaries(st.integers(100, 106), st.integers(1, 5).map(float)))
    pins = draw(st.dictionaries(st.integers(1, n), st.booleans().map(lambda m: Pin(1, m))))
    return known, required, pins


@given(offers())
def test_on_every_path_prerequisites_come_first_and_reachable_levels_are_reached(drawn):
    known, required, pins = drawn
    if prerequisite_cycle({m.code: [known[r].code for r in m.requires] for m in known.values()}):
        return
    path = path_of(required, known, pins)
    place = {step.module.id: step.order for step in path.modules}
    assert all(place[r] < place[pk] for pk in place for r in known[pk].requires)
    assert set(pins) <= place.keys()
    open_ = {each.competency_id for each in path.unreached}
    for competency, level in required.items():
        taught = [lv for pk in place for c, lv in known[pk].raises if c == competency]
        assert (max(taught, default=-1) < level) == (competency in open_)


def done(pk: int, day: date, expires: date | None = None, version: int = 1) -> Completed:
    return Completed(pk, version, day, expires, 60)


ROUTES = {
    "nothing done": ({}, ["next", "blocked"]),
    "first done": ({1: done(1, date(2026, 1, 1))}, ["done", "next"]),
    "first lapsed": (
        {1: done(1, date(2025, 1, 1), date(2026, 11, 1))},
        ["expired", "blocked"],
    ),
    "last day of the first": (
        {1: done(1, date(2025, 1, 1), date(2026, 11, 2))},
        ["expiring", "next"],
    ),
    "first lapses in half a year": (
        {1: done(1, date(2025, 1, 1), date(2027, 5, 2))},
        ["done", "next"],
    ),
    "second done before the first": ({2: done(2, date(2026, 1, 1))}, ["next", "done"]),
    "completed after the day asked for": ({1: done(1, date(2026, 12, 1))}, ["next", "blocked"]),
}


@pytest.mark.parametrize(("completed", "states"), ROUTES.values(), ids=ROUTES)
def test_where_a_person_stands(completed, states):
    known = modules(module(1, raises=[(100, 1.0)]), module(2, raises=[(100, 2.0)], requires=[1]))
    path = path_of({100: 2.0}, known, {})
    steps = route_steps(path.modules, completed, known, on=ON)
    assert [step.state.value for step in steps] == states


def test_a_blocked_step_names_what_is_missing_and_an_old_version_is_told():
    known = modules(
        module(1, raises=[(100, 1.0)], version=3), module(2, raises=[(100, 2.0)], requires=[1])
    )
    path = path_of({100: 2.0}, known, {})
    steps = route_steps(path.modules, {}, known, on=ON)
    assert (steps[1].state, steps[1].blocked_by) == (RouteState.BLOCKED, ("M01",))
    held = {1: done(1, date(2026, 1, 1), version=2)}
    assert route_steps(path.modules, held, known, on=ON)[0].newer_version


def test_a_move_asks_for_what_the_new_position_requires_beyond_the_old():
    gaps = {
        g.competency_id: (g.had, g.gap) for g in move_gaps({1: 3, 2: 4, 9: 5}, {1: 4, 2: 2, 3: 1})
    }
    assert gaps == {1: (3, 1), 2: (4, 0), 3: (None, 1)}


def test_coverage_counts_competencies_without_module_and_modules_without_use():
    known = modules(
        module(1, raises=[(100, 2.0)]),
        module(2, raises=[(100, 2.0)], minutes=90),
        module(3),
        module(4, raises=[(900, 1.0)]),
    )
    required = {1: {100: 2.0, 200: 1.0}, 2: {100: 3.0}}
    paths = {pk: path_of(levels, known, {}) for pk, levels in required.items()}
    found = coverage_of(required, known, paths)
    assert (found.n_required, found.n_covered, found.share) == (2, 1, 0.5)
    assert found.without_module == (200,)
    assert found.not_reached == (Unreached(100, 3.0, 2.0),)
    assert found.orphan_modules == (3,)
    assert found.unused_modules == (2, 3, 4)
    assert [(r.competency_id, r.module_ids) for r in found.redundant] == [(100, (1, 2))]
    assert found.minutes_by_position == {1: 60, 2: 60}


def test_without_requirements_there_is_no_share():
    assert coverage_of({}, {}, {}).share is None


def test_moves_lead_to_the_next_grade_there_is_in_the_same_function():
    places = [(1, 7, 1), (2, 7, 3), (3, 7, 3), (4, 8, 2)]
    assert adjacent_moves(places) == [(1, 2), (1, 3)]
