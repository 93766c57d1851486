"""Who will need what by a day, against today: headcount by unit and post, gaps that arise and gaps that vanish."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from espalier.cycle.needs.gaps import queries as gaps
from espalier.cycle.needs.gaps.types import CompetencyHead
from espalier.cycle.people.employees.types import PersonOn
from espalier.cycle.plan.future_needs import queries
from espalier.cycle.plan.future_needs.types import Placed, Staff
from espalier.engines.needs.gap import Levels
from espalier.kit.accounts.scope import Scope

Pair = tuple[int, int]  # employee, competency


@dataclass(frozen=True, slots=True)
class Held:
    """One competency of one person: what is required, and what is known (None: never rated)."""

    required: float
    current: float | None

    @property
    def lacks(self) -> bool:
        return self.current is not None and self.current < self.required


@dataclass(frozen=True, slots=True, eq=False)
class Outlook:
    """Today and the day side by side; ``today`` and ``then`` hold every competency required of anybody.

    ``hired`` counts by competency the people still to be hired of whom it will be required: nobody can know their
    levels.
    """

    staff: Staff
    people_today: Sequence[PersonOn]
    competencies: Mapping[int, CompetencyHead]
    today: Mapping[Pair, Held]
    then: Mapping[Pair, Held]
    hired: Mapping[int, int]

    @property
    def people_then(self) -> list[PersonOn]:
        return [each.person for each in self.staff.people]


@dataclass(frozen=True, slots=True)
class HeadRow:
    """One unit or position: who is there today, who comes and goes, who will be there. ``key`` None: none held."""

    key: int | None
    n_today: int
    n_comes: int
    n_goes: int
    n_then: int
    n_hires: int  # of those who come


@dataclass(frozen=True, slots=True)
class NeedRow:
    """One competency today and then. ``hidden``: fewer people rated than the minimum shown."""

    head: CompetencyHead
    n_required_today: int
    n_required_then: int
    n_hired: int
    n_lack_today: int
    n_lack_then: int
    n_arise: int
    n_vanish: int
    n_unrated: int
    hidden: bool

    @property
    def changes(self) -> bool:
        """Whether anything differs between today and the day."""
        return self.n_required_today != self.n_required_then or bool(self.n_arise + self.n_vanish)


def outlook(
    on: date, *, today: date, scope: Scope, unit_ids: Collection[int] | None = None
) -> Outlook:
    """A fixed number of queries. ``unit_ids`` keeps people who stand there today or will then."""
    staff = queries.staff_on(on, today=today, scope=scope)
    staff = staff if unit_ids is None else _within(staff, unit_ids)
    now = [each.person._replace(unit_id=each.today_unit_id, position_id=each.today_position_id)
           for each in staff.people if each.is_there_today]  # fmt: skip
    now += [person for person, _change in staff.gone]
    if unit_ids is not None:
        now = [person for person in now if person.unit_id in unit_ids]
    heads_now, levels_now = gaps.levels_of(
        now, [(n, p.position_id) for n, p in enumerate(now)], on=today, known_on=today
    )
    then = [each.person for each in staff.people]
    held = [(n, p.position_id) for n, p in enumerate(then)]
    held += [(n, e.prepares_for[0]) for n, e in enumerate(staff.people) if e.prepares_for]
    heads_then, levels_then = gaps.levels_of(then, held, on=on, known_on=today)
    hired: Counter[int] = Counter()
    posts = [each.position_id for each in staff.hires if each.position_id is not None]
    required = queries.required_levels_on(on, position_ids=posts) if posts else []
    for hire in staff.hires:
        for row in required:
            if row.position_id == hire.position_id:
                hired[row.competency_id] += hire.headcount
    heads = {head.id: head for head in (*heads_now, *heads_then)}
    return Outlook(
        staff,
        now,
        heads,
        _held(now, heads_now, levels_now),
        _held(then, heads_then, levels_then),
        hired,
    )


def _within(staff: Staff, unit_ids: Collection[int]) -> Staff:
    return Staff(
        staff.on,
        tuple(e for e in staff.people if e.person.unit_id in unit_ids),
        tuple(e for e in staff.hires if e.unit_id in unit_ids),
        (
            *(each for each in staff.gone if each[0].unit_id in unit_ids),
            *(
                (
                    e.person._replace(unit_id=e.today_unit_id, position_id=e.today_position_id),
                    e.change_id,
                )
                for e in staff.people
                if e.person.unit_id not in unit_ids and e.today_unit_id in unit_ids
            ),
        ),
    )


def _held(
    people: Sequence[PersonOn], heads: Sequence[CompetencyHead], levels: Levels
) -> dict[Pair, Held]:
    rows = zip(
        levels.person.tolist(),
        levels.competency.tolist(),
        levels.required.tolist(),
        (None if level != level else level for level in levels.current.tolist()),  # NaN: not rated
        strict=True,
    )
    return {(people[p].id, heads[c].id): Held(want, have) for p, c, want, have in rows}


def head_rows(found: Outlook, *, by: str) -> list[HeadRow]:
    """Headcount by "unit_id" or "position_id": those with changes first, then by how many there are."""
    now = {person.id: getattr(person, by) for person in found.people_today}
    then = {person.id: getattr(person, by) for person in found.people_then}
    hires = Counter[int | None]()
    for hire in found.staff.hires:
        hires[getattr(hire, by)] += hire.headcount
    comes = Counter(key for pk, key in then.items() if pk not in now or now[pk] != key)
    goes = Counter(key for pk, key in now.items() if pk not in then or then[pk] != key)
    n_now, n_then = Counter(now.values()), Counter(then.values())
    rows = [
        HeadRow(k, n_now[k], comes[k] + hires[k], goes[k], n_then[k] + hires[k], hires[k])
        for k in {*n_now, *n_then, *hires}
    ]
    return sorted(rows, key=lambda row: (-(row.n_comes + row.n_goes), -row.n_today, row.key or 0))


def need_rows(found: Outlook, *, minimum: int) -> list[NeedRow]:
    """One line a competency, those with most gaps that arise first."""
    now, then = _by_competency(found.today), _by_competency(found.then)
    rows = [
        _need_row(head, now.get(pk, {}), then.get(pk, {}), found.hired.get(pk, 0), minimum)
        for pk, head in found.competencies.items()
    ]
    return sorted(rows, key=lambda row: (-row.n_arise, -row.n_lack_then, row.head.code))


def _by_competency(held: Mapping[Pair, Held]) -> dict[int, dict[int, Held]]:
    found: dict[int, dict[int, Held]] = {}
    for (person, competency), each in held.items():
        found.setdefault(competency, {})[person] = each
    return found


def _need_row(
    head: CompetencyHead,
    now: Mapping[int, Held],
    then: Mapping[int, Held],
    n_hired: int,
    minimum: int,
) -> NeedRow:
    lack_now = {person for person, held in now.items() if held.lacks}
    lack_then = {person for person, held in then.items() if held.lacks}
    n_rated = sum(held.current is not None for held in then.values())
    return NeedRow(
        head=head,
        n_required_today=len(now),
        n_required_then=len(then) + n_hired,
        n_hired=n_hired,
        n_lack_today=len(lack_now),
        n_lack_then=len(lack_then),
        n_arise=len(lack_then - lack_now),
        n_vanish=len(lack_now - lack_then),
        n_unrated=len(then) - n_rated,
        hidden=0 < n_rated < minimum,
    )


class Show(StrEnum):
    """Which people stand behind a number."""

    LACK_TODAY = "lack_today"
    LACK_THEN = "lack_then"
    ARISE = "arise"
    VANISH = "vanish"
    UNRATED = "unrated"
    REQUIRED = "required"


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person behind a number, today and then; ``change_id`` is the change that makes the difference."""

    person: PersonOn
    today: Held | None
    then: Held | None
    change_id: int | None


def person_rows(found: Outlook, competency_id: int, show: Show) -> list[PersonRow]:
    """The people behind one number of a competency, by number."""
    now = _by_competency(found.today).get(competency_id, {})
    then = _by_competency(found.then).get(competency_id, {})
    changes = {each.person.id: _change(each) for each in found.staff.people}
    changes |= {person.id: change for person, change in found.staff.gone}
    people = {person.id: person for person in (*found.people_today, *found.people_then)}
    rows = [
        PersonRow(people[pk], now.get(pk), then.get(pk), changes.get(pk))
        for pk in sorted({*now, *then}, key=lambda pk: people[pk].number)
    ]
    return [row for row in rows if _is_shown(row, show)]


def _change(placed: Placed) -> int | None:
    return placed.prepares_for[1] if placed.prepares_for else placed.change_id


def _is_shown(row: PersonRow, show: Show) -> bool:
    lacks_now = row.today is not None and row.today.lacks
    lacks_then = row.then is not None and row.then.lacks
    match show:
        case Show.LACK_TODAY:
            return lacks_now
        case Show.LACK_THEN:
            return lacks_then
        case Show.ARISE:
            return lacks_then and not lacks_now
        case Show.VANISH:
            return lacks_now and not lacks_then
        case Show.UNRATED:
            return row.then is not None and row.then.current is None
        case _:
            return row.then is not None
