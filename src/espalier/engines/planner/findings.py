"""The words of refusals: what can be wrong with a selection problem, with place, figures and remedy.

What *stops* makes a plan impossible or meaningless; what *warns* leaves something out of every plan, or will
surprise. Pages put the codes into the reader's words.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    STOPS = "stops"
    WARNS = "warns"


class Code(StrEnum):
    """What is wrong; the values are part of the contract with pages and programs."""

    # Reading a file
    UNREADABLE = "unreadable"
    OTHER_VERSION = "other_version"
    MISSING = "missing"
    UNKNOWN_KEY = "unknown_key"
    WRONG_TYPE = "wrong_type"
    UNKNOWN_CODE = "unknown_code"
    TWO_CURRENCIES = "two_currencies"

    # Numbers and shapes
    WRONG_SHAPE = "wrong_shape"
    NEGATIVE = "negative"
    TOO_LARGE = "too_large"
    OUT_OF_RANGE = "out_of_range"
    TWICE = "twice"
    NO_CURRENCY = "no_currency"
    EMPTY_CATALOGUE = "empty_catalogue"
    NO_PEOPLE = "no_people"
    SEATS_RANGE = "seats_range"
    SESSIONS_RANGE = "sessions_range"
    LINES_OVER_BUDGET = "lines_over_budget"

    # Rules against each other
    PREREQUISITE_OUTSIDE = "prerequisite_outside"
    PREREQUISITE_CIRCLE = "prerequisite_circle"
    PREREQUISITE_SHUT = "prerequisite_shut"
    PERSON_OVER_HOURS = "person_over_hours"
    PINS_OVER_HOURS = "pins_over_hours"
    LEGAL_WITHOUT_SESSION = "legal_without_session"
    PIN_WITHOUT_SESSION = "pin_without_session"
    FORCED_OVER_SEATS = "forced_over_seats"
    FORCED_UNDER_MINIMUM = "forced_under_minimum"
    BUDGET_BELOW_LEGAL = "budget_below_legal"
    BUDGET_BELOW_PINS = "budget_below_pins"
    POOL_BELOW_FORCED = "pool_below_forced"

    # Left out of every plan
    NO_INSTRUCTOR = "no_instructor"
    NO_ROOM = "no_room"
    NO_EQUIPMENT = "no_equipment"
    CLASS_MINIMUM = "class_minimum"
    TOO_DEAR = "too_dear"
    NOBODY_TO_TEACH = "nobody_to_teach"
    GAP_WITHOUT_MODULE = "gap_without_module"
    LAW_OVER_HOURS = "law_over_hours"


# Sentence and remedy; the figures of a finding fill the braces.
WORDS: dict[Code, tuple[str, str]] = {
    Code.UNREADABLE: ("The file is not a JSON object: {found}.", "Give the problem as JSON."),
    Code.OTHER_VERSION: (
        "The file says schema {found}; this program reads {expected}.",
        "Export the problem again with this version.",
    ),
    Code.MISSING: ("{key} is missing.", "Add it."),
    Code.UNKNOWN_KEY: ("{key} is not a field of this record.", "Remove it or correct its name."),
    Code.WRONG_TYPE: ("{key} should be {expected}, not {found}.", "Correct the value."),
    Code.UNKNOWN_CODE: (
        "{key} names {found}, which is not listed.",
        "List it or correct the code.",
    ),
    Code.TWO_CURRENCIES: (
        "Money is in {found} here and in {expected} elsewhere.",
        "Convert all amounts to one currency.",
    ),
    Code.WRONG_SHAPE: ("{key} has {found} entries where {expected} belong.", "Build it again."),
    Code.NEGATIVE: ("{key} is {found}, below nothing.", "Give an amount of 0 or more."),
    Code.TOO_LARGE: ("{key} is {found}, more than can be counted exactly.", "Check the unit."),
    Code.OUT_OF_RANGE: ("{key} is {found}; {low} to {high} is possible.", "Correct the value."),
    Code.TWICE: ("{found} is listed twice.", "Remove or rename one."),
    Code.NO_CURRENCY: ("The currency {found} is no code of three letters.", "Give one, as TWD."),
    Code.EMPTY_CATALOGUE: ("There is no module to choose.", "Add modules to the catalogue."),
    Code.NO_PEOPLE: ("There are no people to plan for.", "Add the people of the company."),
    Code.SEATS_RANGE: (
        "A class takes {low} to {high} people.",
        "Give a maximum of at least 1 and a minimum up to it.",
    ),
    Code.SESSIONS_RANGE: (
        "At least {low} and at most {high} sessions are asked for.",
        "Take the pin off or allow more sessions.",
    ),
    Code.LINES_OVER_BUDGET: (
        "The money lines come to {found}, the budget is {limit}: {short} too little.",
        "Raise the budget or lower a line.",
    ),
    Code.PREREQUISITE_OUTSIDE: (
        "Its prerequisite is not among what this person can attend.",
        "Add the prerequisite to the catalogue or remove the condition.",
    ),
    Code.PREREQUISITE_CIRCLE: ("It is required before itself.", "Break the circle."),
    Code.PREREQUISITE_SHUT: (
        "It must be attended, but what it requires is forbidden or does not run.",
        "Allow the prerequisite or take the pin off.",
    ),
    Code.PERSON_OVER_HOURS: (
        "Legal duties alone take {short} minutes more than the person's hours.",
        "Raise the person's hours.",
    ),
    Code.PINS_OVER_HOURS: (
        "What is pinned takes {found} minutes, the person has {limit}.",
        "Take a pin off or raise the hours.",
    ),
    Code.LEGAL_WITHOUT_SESSION: (
        "The law asks {found} people for it, but no session may run.",
        "Allow sessions or name another module for the duty.",
    ),
    Code.PIN_WITHOUT_SESSION: (
        "{found} people are pinned to it, but no session may run.",
        "Allow sessions or take the pins off.",
    ),
    Code.FORCED_OVER_SEATS: (
        "{found} people must attend, {limit} seats are possible.",
        "Allow more sessions or larger classes.",
    ),
    Code.FORCED_UNDER_MINIMUM: (
        "It must run, which takes {limit} people; only {found} can attend.",
        "Lower the minimum of the class, or send people to a public course.",
    ),
    Code.BUDGET_BELOW_LEGAL: (
        "Legal duties cost {found} at least, there are {limit}: {short} too little.",
        "Raise the money by {short}.",
    ),
    Code.BUDGET_BELOW_PINS: (
        "Legal duties and pins cost {found} at least, there are {limit}: {short} too little.",
        "Raise the money by {short} or take pins off.",
    ),
    Code.POOL_BELOW_FORCED: (
        "Sessions that must run take {found} minutes, there are {limit}: {short} too few.",
        "Add {short} minutes or take pins off.",
    ),
    Code.NO_INSTRUCTOR: (
        "Nobody can teach it: one session takes {found} minutes of {pool}, which has {limit}.",
        "Find an instructor or add hours.",
    ),
    Code.NO_ROOM: (
        "No room can take it: one session takes {found} minutes of {pool}, which has {limit}.",
        "Find a room or add hours.",
    ),
    Code.NO_EQUIPMENT: (
        "Equipment is lacking: one session takes {found} minutes of {pool}, which has {limit}.",
        "Add equipment or hours.",
    ),
    Code.CLASS_MINIMUM: (
        "A class needs {limit} people, only {found} could attend: it stays out.",
        "Lower the minimum or buy seats of a public course.",
    ),
    Code.TOO_DEAR: (
        "The smallest class costs {found}, there are {limit}: it stays out.",
        "Raise the money or find a cheaper offer.",
    ),
    Code.NOBODY_TO_TEACH: ("Nobody could attend it: it stays out.", "Check who needs it."),
    Code.GAP_WITHOUT_MODULE: (
        "Gaps worth {found} of {people} people are closed by no module.",
        "Add a module for this competency.",
    ),
    Code.LAW_OVER_HOURS: (
        "Legal duties take {found} minutes, the hours for everything else are {limit}.",
        "Consider more hours for this person.",
    ),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong. ``place``: kind and code in turn, from the outside in; empty: the whole problem.

    Units of the figures: minor units of money, minutes, people, as the sentence says.
    """

    code: Code
    severity: Severity
    place: tuple[str, ...] = ()
    figures: dict[str, int | str] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        return WORDS[self.code][0].format(**self.figures)

    @property
    def remedy(self) -> str:
        return WORDS[self.code][1].format(**self.figures)

    def __str__(self) -> str:
        where = " ".join(self.place)
        return (
            f"{where}: {self.sentence} {self.remedy}" if where else f"{self.sentence} {self.remedy}"
        )


class ProblemRefused(ValueError):
    """A problem that no solver is started for; carries everything that stops it."""

    def __init__(self, problems: Iterable[Finding]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(each) for each in self.problems))
