"""Numbers and shapes of a selection problem: everything that is wrong with them, before rules are looked at."""

from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np

from espalier.engines.planner.findings import Code, Finding, Severity
from espalier.engines.planner.problem import Pairs, PairState, SelectionProblem, owner_of_rows

# Sums over 100,000 people must stay within 64 bits.
MOST_MONEY = 10**15
MOST_HEAD = 10**10
MOST_MINUTES = 10**9
MOST_WEIGHT = 10**7
MOST_SEATS = 10**7
PER_CODE = 100  # records named of one kind of mistake; what is more is counted in the last


def problems_of_numbers(problem: SelectionProblem) -> Iterator[Finding]:
    """Every wrong number or shape."""
    shapes = list(_shapes(problem))
    yield from shapes
    if shapes:
        return
    yield from _whole(problem)
    yield from _codes(problem)
    yield from _modules(problem)
    yield from _money_and_pools(problem)
    yield from _people(problem)
    yield from _needs(problem)
    yield from _pairs(problem)
    yield from _prerequisites(problem)


def stops(code: Code, *place: str, **figures: int | str) -> Finding:
    return Finding(code, Severity.STOPS, place, figures)


def first_of(found: Iterable[Finding], total: int) -> Iterator[Finding]:
    """The first findings of a kind; the last one says how many more there are."""
    for n, finding in enumerate(found, start=1):
        if n == PER_CODE and total > n:
            more = {**finding.figures, "more": total - n}
            yield Finding(finding.code, finding.severity, finding.place, more)
            return
        yield finding


def pair_place(problem: SelectionProblem, j: int) -> tuple[str, ...]:
    """Person and module of a pair."""
    person = int(np.searchsorted(problem.pairs.start, j, side="right")) - 1
    code = problem.modules[problem.pairs.module[j]].code
    return ("person", problem.people.codes[person], "module", code)


def _shapes(problem: SelectionProblem) -> Iterator[Finding]:
    n_people, n_needs = len(problem.people.codes), problem.needs.weight.size
    pairs, needs = problem.pairs, problem.needs
    n_pairs = pairs.module.size
    wanted = (
        ("people.department", problem.people.department, n_people),
        ("people.minutes", problem.people.minutes, n_people),
        ("needs.start", needs.start, n_people + 1),
        ("needs.competency", needs.competency, n_needs),
        ("needs.level_from", needs.level_from, n_needs),
        ("needs.level_to", needs.level_to, n_needs),
        ("pairs.start", pairs.start, n_people + 1),
        ("pairs.head_minor", pairs.head_minor, n_pairs),
        ("pairs.state", pairs.state, n_pairs),
        ("pairs.requires", pairs.requires, n_pairs),
        ("pairs.was_planned", pairs.was_planned, n_pairs),
        ("pairs.cover_start", pairs.cover_start, n_pairs + 1),
    )
    for key, array, size in wanted:
        if array.shape != (size,):
            yield stops(Code.WRONG_SHAPE, key=key, found=int(array.size), expected=size)
    if problem.planned_sessions is not None:
        size, n = len(problem.planned_sessions), len(problem.modules)
        if size != n:
            yield stops(Code.WRONG_SHAPE, key="planned_sessions", found=size, expected=n)
    for key, start, size in (
        ("needs.start", needs.start, n_needs),
        ("pairs.start", pairs.start, n_pairs),
        ("pairs.cover_start", pairs.cover_start, pairs.covers.size),
    ):
        ordered = start.size > 0 and start[0] == 0 and bool((np.diff(start) >= 0).all())
        if not ordered or start[-1] != size:
            yield stops(Code.WRONG_SHAPE, key=key, found=int(start[-1:].sum()), expected=size)


def _whole(problem: SelectionProblem) -> Iterator[Finding]:
    if not problem.modules:
        yield stops(Code.EMPTY_CATALOGUE)
    if not problem.people.codes:
        yield stops(Code.NO_PEOPLE)
    currency = problem.currency
    if not (len(currency) == 3 and currency.isascii() and currency.isalpha()):
        yield stops(Code.NO_CURRENCY, found=currency or "–")
    yield from _amount((), "budget", problem.budget_minor, MOST_MONEY)
    yield from _range((), "fair_permille", problem.fair_permille, 0, 1000)


def _amount(place: tuple[str, ...], key: str, value: int, most: int) -> Iterator[Finding]:
    if value < 0:
        yield stops(Code.NEGATIVE, *place, key=key, found=value)
    elif value > most:
        yield stops(Code.TOO_LARGE, *place, key=key, found=value)


def _range(place: tuple[str, ...], key: str, value: int, low: int, high: int) -> Iterator[Finding]:
    if not low <= value <= high:
        yield stops(Code.OUT_OF_RANGE, *place, key=key, found=value, low=low, high=high)


def _codes(problem: SelectionProblem) -> Iterator[Finding]:
    for kind, codes in (
        ("module", [m.code for m in problem.modules]),
        ("person", problem.people.codes),
        ("department", problem.departments),
        ("competency", problem.competencies),
        ("pool", [pool.code for pool in problem.pools]),
        ("money_line", [line.code for line in problem.money_lines]),
    ):
        for code, n in Counter(codes).items():
            if n > 1:
                yield stops(Code.TWICE, kind, code, found=code)


def _modules(problem: SelectionProblem) -> Iterator[Finding]:
    for m in problem.modules:
        place = ("module", m.code)
        yield from _amount(place, "session_minor", m.session_minor, MOST_MONEY)
        yield from _amount(place, "minutes", m.minutes, MOST_MINUTES)
        if m.seats_max < 1 or not 0 <= m.seats_min <= m.seats_max or m.seats_max > MOST_SEATS:
            yield stops(Code.SEATS_RANGE, *place, low=m.seats_min, high=m.seats_max)
        if not 0 <= m.sessions_min <= m.sessions_max <= MOST_SEATS:
            yield stops(Code.SESSIONS_RANGE, *place, low=m.sessions_min, high=m.sessions_max)
        for pool, minutes in m.uses:
            yield from _range(place, "uses", pool, 0, len(problem.pools) - 1)
            yield from _amount(place, "uses", minutes, MOST_MINUTES)
        if m.money_line is not None:
            yield from _range(place, "money_line", m.money_line, 0, len(problem.money_lines) - 1)


def _money_and_pools(problem: SelectionProblem) -> Iterator[Finding]:
    for line in problem.money_lines:
        yield from _amount(("money_line", line.code), "minor", line.minor, MOST_MONEY)
    for pool in problem.pools:
        yield from _amount((pool.kind.value, pool.code), "minutes", pool.minutes, 10**12)
    short = -problem.free_minor
    if short > 0:
        found, limit = problem.budget_minor + short, problem.budget_minor
        yield stops(Code.LINES_OVER_BUDGET, found=found, limit=limit, short=short)


def _people(problem: SelectionProblem) -> Iterator[Finding]:
    people = problem.people
    late = np.nonzero(people.minutes < 0)[0].tolist()
    yield from first_of(
        (
            stops(Code.PERSON_OVER_HOURS, "person", people.codes[i], short=-int(people.minutes[i]))
            for i in late
        ),
        len(late),
    )
    high = len(problem.departments) - 1
    for i in np.nonzero((people.department < 0) | (people.department > high))[0][
        :PER_CODE
    ].tolist():
        yield from _range(
            ("person", people.codes[i]), "department", int(people.department[i]), 0, high
        )
    for i in np.nonzero(people.minutes > MOST_MINUTES)[0][:PER_CODE].tolist():
        yield from _amount(
            ("person", people.codes[i]), "minutes", int(people.minutes[i]), MOST_MINUTES
        )


def _needs(problem: SelectionProblem) -> Iterator[Finding]:
    needs, codes = problem.needs, problem.people.codes
    owner = owner_of_rows(needs.start)
    high = len(problem.competencies) - 1
    for key, values, low, top in (
        ("weight", needs.weight, 1, MOST_WEIGHT),
        ("competency", needs.competency, 0, high),
    ):
        for n in np.nonzero((values < low) | (values > top))[0][:PER_CODE].tolist():
            place = ("person", codes[owner[n]])
            yield stops(Code.OUT_OF_RANGE, *place, key=key, found=int(values[n]), low=low, high=top)


def _pairs(problem: SelectionProblem) -> Iterator[Finding]:
    pairs, needs = problem.pairs, problem.needs
    n_modules = len(problem.modules)
    wrong = (pairs.module < 0) | (pairs.module >= n_modules)
    owner = owner_of_rows(pairs.start)
    if wrong.any():
        for j in np.nonzero(wrong)[0][:PER_CODE].tolist():
            place = ("person", problem.people.codes[owner[j]])
            yield from _range(place, "module", int(pairs.module[j]), 0, n_modules - 1)
        return
    bad = np.nonzero((pairs.head_minor < 0) | (pairs.head_minor > MOST_HEAD))[0]
    for j in bad[:PER_CODE].tolist():
        yield from _amount(
            pair_place(problem, j), "head_minor", int(pairs.head_minor[j]), MOST_HEAD
        )
    for j in np.nonzero(~np.isin(pairs.state, list(PairState)))[0][:PER_CODE].tolist():
        yield from _range(pair_place(problem, j), "state", int(pairs.state[j]), 0, max(PairState))
    cells = owner * max(1, n_modules) + pairs.module
    order = np.argsort(cells, kind="stable")
    for j in order[1:][np.diff(cells[order]) == 0][:PER_CODE].tolist():
        twice = pair_place(problem, j)
        yield stops(Code.TWICE, *twice, found=twice[-1])
    covering = np.repeat(owner, np.diff(pairs.cover_start))
    low, high = needs.start[covering], needs.start[covering + 1]
    strange = np.nonzero((pairs.covers < low) | (pairs.covers >= high))[0]
    for k in strange[:PER_CODE].tolist():
        place = ("person", problem.people.codes[covering[k]])
        found, a, b = int(pairs.covers[k]), int(low[k]), int(high[k]) - 1
        yield stops(Code.OUT_OF_RANGE, *place, key="covers", found=found, low=a, high=b)


def _prerequisites(problem: SelectionProblem) -> Iterator[Finding]:
    pairs = problem.pairs
    owner = owner_of_rows(pairs.start)
    rows = np.nonzero(pairs.requires >= 0)[0]
    required = pairs.requires[rows]
    outside = (required < pairs.start[owner[rows]]) | (required >= pairs.start[owner[rows] + 1])
    for j in rows[outside][:PER_CODE].tolist():
        yield stops(Code.PREREQUISITE_OUTSIDE, *pair_place(problem, j))
    if not outside.any():
        for j in in_circles(pairs)[:PER_CODE].tolist():
            yield stops(Code.PREREQUISITE_CIRCLE, *pair_place(problem, j))


def in_circles(pairs: Pairs) -> np.ndarray:
    """Pairs that come before themselves: following what is required never ends and leads back."""
    after = pairs.requires.copy()
    longest = int(np.diff(pairs.start).max(initial=0))
    for _ in range(longest):
        going = after >= 0
        if not going.any():
            return np.zeros(0, dtype=np.int64)
        after[going] = pairs.requires[after[going]]
    # What still goes on after as many steps as there are pairs has run into a circle: its end lies on one.
    found = np.unique(after[after >= 0])
    on_circle: list[int] = []
    for j in found.tolist():
        at = int(pairs.requires[j])
        while at >= 0 and at != j:
            on_circle.append(at)
            at = int(pairs.requires[at])
        on_circle.append(j)
    return np.unique(np.array(on_circle, dtype=np.int64))
