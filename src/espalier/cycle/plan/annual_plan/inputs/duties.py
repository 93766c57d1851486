"""Which module a person attends for a norm that falls due: the cheapest offer that counts. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from espalier.cycle.plan.annual_plan.inputs.types import LegalDuty, NormChoice, PlanModule
from espalier.engines.obligations.types import Accepted, Norm


@dataclass(frozen=True, slots=True)
class Due:
    """A norm that falls due for a person in the year; ``minutes_left`` 0: any completion will do."""

    person: int
    norm: Norm
    due_on: date
    minutes_left: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is planned for the norms, and which cannot be met by any module on offer."""

    duties: tuple[LegalDuty, ...]
    choices: tuple[NormChoice, ...]
    unmet: Mapping[int, tuple[int, ...]]  # norm id → places of people


Option = tuple[int, int]  # place of a module, minutes of it that count


def choose(dues: Iterable[Due], modules: Sequence[PlanModule]) -> Chosen:
    """A module (or several, where one has too few hours) for every norm of every person, each pair once.

    What a person attends for one norm counts for the next one that accepts it and shares hours.
    """
    places = {module.id: n for n, module in enumerate(modules)}
    options: dict[int, list[Option]] = {}
    taken: dict[tuple[int, int], LegalDuty] = {}
    people: dict[tuple[int, int], set[int]] = {}
    unmet: dict[int, list[int]] = {}
    ordered = sorted(dues, key=lambda due: (due.person, due.due_on, due.norm.code))
    for due in ordered:
        if due.norm.id not in options:
            options[due.norm.id] = _options(due.norm, modules, places)
        found = _cheapest(due, options[due.norm.id], modules, taken)
        if not found:
            unmet.setdefault(due.norm.id, []).append(due.person)
        for place in found:
            pair = due.person, place
            people.setdefault((due.norm.id, place), set()).add(due.person)
            held = taken.get(pair)
            if held is None or due.due_on < held.due_on:
                taken[pair] = LegalDuty(*pair, due.due_on, due.norm.id, due.minutes_left)
    choices = tuple(
        NormChoice(
            norm, modules[m].id, len(who), len(options[norm]) - 1, round(modules[m].per_head)
        )
        for (norm, m), who in sorted(people.items())
    )
    return Chosen(tuple(taken.values()), choices, {k: tuple(v) for k, v in unmet.items()})


def _options(norm: Norm, modules: Sequence[PlanModule], places: Mapping[int, int]) -> list[Option]:
    """Modules on offer that count for the norm, the cheapest an hour first."""
    found = [
        (places[each.module], _credit(each, norm, modules[places[each.module]]))
        for each in norm.accepted
        if each.module in places
    ]
    usable = [option for option in found if option[1] > 0]
    return sorted(usable, key=lambda option: _price(option, modules))


def _credit(accepted: Accepted, norm: Norm, module: PlanModule) -> int:
    """Minutes of one attendance that count: within the credit of the link, the modes and their caps."""
    if norm.modes and module.mode not in norm.modes:
        return 0
    counted = module.minutes if accepted.minutes is None else min(accepted.minutes, module.minutes)
    caps = [cap.minutes for cap in norm.caps if cap.mode in ("", module.mode) and not cap.tag]
    return min([counted, *caps])


def _price(option: Option, modules: Sequence[PlanModule]) -> tuple[float, str]:
    module = modules[option[0]]
    return module.per_head / option[1], module.code


def _cheapest(
    due: Due,
    options: Sequence[Option],
    modules: Sequence[PlanModule],
    taken: Mapping[tuple[int, int], LegalDuty],
) -> list[int]:
    """Places of the modules: those attended anyhow, then the cheapest one that is enough, else several."""
    left = max(due.minutes_left, 1)
    found = []
    if due.norm.shares_hours:
        for place, credit in options:
            if (due.person, place) in taken and left > 0:
                found.append(place)
                left -= credit
    rest = [option for option in options if option[0] not in found]
    enough = [option for option in rest if option[1] >= left]
    if left > 0 and enough:
        best = min(
            enough, key=lambda option: (modules[option[0]].per_head, modules[option[0]].code)
        )
        return [*found, best[0]]
    for place, credit in rest:
        if left > 0:
            found.append(place)
            left -= credit
    return found if left <= 0 else []
