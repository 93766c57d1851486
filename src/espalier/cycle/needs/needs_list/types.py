"""What a need is made of, apart from how it is stored."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class View(StrEnum):
    """From where a need is seen (McGehee and Thayer): the organisation, the task, or the person."""

    ORGANISATION = "organisation"
    TASK = "task"
    PERSON = "person"


class RespondentKind(StrEnum):
    """Who rates needs."""

    LEARNER = "learner"
    SUPERVISOR = "supervisor"
    INSTRUCTOR = "instructor"
    COORDINATOR = "coordinator"
    EXECUTIVE = "executive"
    CUSTOMER = "customer"


class ScoreFrom(StrEnum):
    """Where the values of a criterion come from: people score 1–5, the others are counted from records."""

    PEOPLE = "people"
    GAP = "gap"
    HEADCOUNT = "headcount"
    LEGAL = "legal"


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Verdict(StrEnum):
    """What the check of causes comes to."""

    TRAINING = "training"
    BOTH = "both"  # training, and something else has to change with it
    PRACTICE = "practice"  # they could once: practice and feedback
    JOB_AID = "job_aid"  # a simpler way: instructions at the work place
    EXPECTATION = "expectation"  # nobody said what is expected
    OBSTACLE = "obstacle"  # tools, time, material, authority
    MOTIVE = "motive"  # consequences reward the wrong thing
    PERSON = "person"  # the job does not fit the person
    IGNORE = "ignore"  # the difference does not matter
    OPEN = "open"  # too little is known


# What is met by learning; of these a strategy goal has to take care.
NEEDS_TRAINING = frozenset({Verdict.TRAINING, Verdict.BOTH})


@dataclass(frozen=True, slots=True)
class NeedLinks:
    """Ids of the records a need rests on, by what they are."""

    competencies: tuple[int, ...] = ()
    directions: tuple[int, ...] = ()
    business_goals: tuple[int, ...] = ()
    extracts: tuple[int, ...] = ()
    considerations: tuple[int, ...] = ()
    norms: tuple[int, ...] = ()
    units: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class NeedContent:
    """Everything a need says of itself."""

    code: str
    title: str
    view: str
    title_en: str = ""
    description: str = ""
    description_en: str = ""
    headcount: int | None = None
    source: str = ""
    source_en: str = ""


@dataclass(frozen=True, slots=True)
class NeedRow:
    """A need as other rooms see it. ``score`` None: no criterion has a value for it yet."""

    id: int
    code: str
    title: str
    title_en: str
    kind: str  # organisation, task or person
    is_training: bool | None  # None: causes were not checked, or stay open
    score: float | None
    rank: int | None
    competency_ids: tuple[int, ...]
    direction_ids: tuple[int, ...]
    position_ids: tuple[int, ...] = ()
    unit_ids: tuple[int, ...] = ()
    headcount: int | None = None
    measured_on: date | None = None
