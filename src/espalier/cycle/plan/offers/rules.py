"""Rules of offers: what a row may say, and what keeps an offer from being used. Pure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from espalier.cycle.plan.offers.types import OWN, OfferFacts, OfferKind

MONTHS = re.compile(r"[\s,，、;；]+")


def months_in(text: str) -> tuple[int, ...]:
    """The months named in a cell, ascending. Raises: ValueError where one is no month."""
    found = set()
    for part in MONTHS.split(text.strip()):
        if part:
            month = int(part.removesuffix("月"))
            if not 1 <= month <= 12:
                raise ValueError(part)
            found.add(month)
    return tuple(sorted(found))


def problems_of_row(values: Mapping[str, object]) -> list[tuple[str, str]]:
    """Column and code of everything wrong with the values themselves."""
    found = []
    if _whole(values, "seats_min", 1) > _whole(values, "seats_max", 1):
        found.append(("seats_min", "min_above_max"))
    try:
        months_in(str(values.get("preferred_months") or ""))
    except ValueError:
        found.append(("preferred_months", "no_month"))
    if values.get("kind") not in (None, OfferKind.CLASS) and values.get("rooms"):
        found.append(("kind", "place_elsewhere"))
    cost = _whole(values, "session_cost", 0)
    heads = _whole(values, "head_cost", 0) * _whole(values, "seats_max", 0)
    if _whole(values, "grant_per_session", 0) > cost + heads:
        found.append(("grant_per_session", "grant_above_cost"))
    return found


KIND_OF_COLUMN = {
    "instructors": "instructor",
    "rooms": "room",
    "equipment": "equipment",
    "money_line": "money",
    "grant": "grant",
}


def misplaced(values: Mapping[str, object], kinds: Mapping[str, str]) -> list[tuple[str, str]]:
    """Columns that name a resource of another kind, with its code; codes nobody knows are said elsewhere."""
    found = []
    for column, kind in KIND_OF_COLUMN.items():
        named = values.get(column) or ()
        codes = named if isinstance(named, tuple) else (str(named),)
        found += [(column, code) for code in codes if kinds.get(code, kind) != kind]
    return found


def _whole(values: Mapping[str, object], name: str, default: int) -> int:
    value = values.get(name)
    return default if value is None or value == "" else int(str(value))


class OfferProblem(StrEnum):
    """Why an offer cannot be used, or not as it stands."""

    NOT_IN_FORCE = "not_in_force"
    HOURS_DIFFER = "hours_differ"
    NOBODY_TEACHES = "nobody_teaches"
    NOT_A_TEACHER = "not_a_teacher"
    GONE = "gone"
    CONTRACT_ENDS = "contract_ends"
    NO_HOURS = "no_hours"
    NO_ROOM = "no_room"
    ROOM_TOO_SMALL = "room_too_small"
    SLOT_TOO_SHORT = "slot_too_short"
    ENTRY_ABOVE_EXIT = "entry_above_exit"
    NO_AMOUNT = "no_amount"


P = OfferProblem
# These keep the planner from using the offer at all; the others ask for a look.
STOPPING = frozenset({P.NOT_IN_FORCE, P.NOBODY_TEACHES, P.NO_ROOM})


@dataclass(frozen=True, slots=True)
class ResourceFact:
    """A resource as offers see it. ``minutes`` of the year; ``contract_ends`` None: none, or without end."""

    id: int
    code: str
    name: str
    kind: str
    seats: int | None
    ended_on: date | None
    contract_ends: date | None
    minutes: int


@dataclass(frozen=True, slots=True)
class Around:
    """What offers are checked against: resources of a year, modules in force, amounts.

    ``hours`` maps module id to the minutes its version in force asks for; ``raises`` module and competency to level.
    """

    year: int
    resources: Mapping[int, ResourceFact]
    hours: Mapping[int, int]
    raises: Mapping[tuple[int, int], float]
    amounts: Mapping[int, int]


Told = list[tuple[OfferProblem, str]]


def problems_of_offer(offer: OfferFacts, around: Around) -> Told:
    """Everything that keeps an offer from being used in the year as it stands, with what it is about."""
    found: Told = []
    hours = around.hours.get(offer.module_id)
    if hours is None:
        found.append((P.NOT_IN_FORCE, ""))
    elif hours != offer.minutes:
        found.append((P.HOURS_DIFFER, f"{offer.minutes / 60:g} ≠ {hours / 60:g}"))
    if offer.kind in OWN:
        found += _of_instructors(offer, around)
    if offer.kind is OfferKind.CLASS:
        found += _of_rooms(offer, around)
    if offer.longest_slot is not None and offer.longest_slot < offer.meeting_minutes:
        found.append((P.SLOT_TOO_SHORT, f"{offer.meeting_minutes} > {offer.longest_slot}"))
    for competency, level in offer.entry:
        reached = around.raises.get((offer.module_id, competency))
        if reached is not None and level >= reached:
            found.append((P.ENTRY_ABOVE_EXIT, f"{level:g} ≥ {reached:g}"))
    if offer.money_line_id is not None and not around.amounts.get(offer.money_line_id):
        found.append((P.NO_AMOUNT, around.resources[offer.money_line_id].code))
    return found


def _of_instructors(offer: OfferFacts, around: Around) -> Told:
    """Each instructor who will not be there, and whether anybody is left."""
    found: Told = []
    able = 0
    for pk in sorted(offer.instructor_ids):
        fact = around.resources[pk]
        name = f"{fact.code} {fact.name}"
        if fact.kind != "instructor":
            found.append((P.NOT_A_TEACHER, name))
        elif fact.ended_on is not None and fact.ended_on.year < around.year:
            found.append((P.GONE, name))
        elif not fact.minutes:
            found.append((P.NO_HOURS, name))
        else:
            able += 1
            if fact.contract_ends is not None and fact.contract_ends < date(around.year, 12, 31):
                found.append((P.CONTRACT_ENDS, f"{name} {fact.contract_ends:%Y/%m/%d}"))
    return found if able else [*found, (P.NOBODY_TEACHES, "")]


def _of_rooms(offer: OfferFacts, around: Around) -> Told:
    found: Told = []
    rooms = [around.resources[pk] for pk in sorted(offer.room_ids)]
    for room in rooms:
        if room.seats is not None and room.seats < offer.seats_max:
            found.append((P.ROOM_TOO_SMALL, f"{room.code} {room.name} {room.seats}"))
        elif not room.minutes:
            found.append((P.NO_HOURS, f"{room.code} {room.name}"))
    if rooms:
        return found
    big = (fact for fact in around.resources.values() if fact.kind == "room")
    if not any((fact.seats or 0) >= offer.seats_max and fact.minutes for fact in big):
        found.append((P.NO_ROOM, str(offer.seats_max)))
    return found


def stops(found: Iterable[tuple[OfferProblem, str]]) -> bool:
    return any(problem in STOPPING for problem, _about in found)
