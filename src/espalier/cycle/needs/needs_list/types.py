"""What a need is made of, apart from how it is stored."""

from collections.abc import Mapping
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


class Question(StrEnum):
    """In the order they are asked."""

    MATTERS = "matters"
    EXPECTED = "expected"
    COULD = "could"
    BEFORE = "before"
    OFTEN = "often"
    SIMPLER = "simpler"
    OBSTACLES = "obstacles"
    PUNISHED = "punished"
    REWARDED = "rewarded"
    ABLE = "able"


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion as scoring needs it."""

    code: str
    weight: float
    lower_is_better: bool = False


@dataclass(frozen=True, slots=True)
class Scored:
    """One need's place. ``parts`` are its normalised values (0–1) by criterion, None where missing.

    ``weight_used`` is the share of all weight for which it had a value.
    """

    score: float | None
    rank: int | None
    best_rank: int | None
    worst_rank: int | None
    weight_used: float
    parts: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """How often the first ``top`` are others when one weight at a time is changed by ``change``.

    ``changed`` maps a criterion's code to (when lowered, when raised).
    """

    change: float
    top: int
    n_runs: int
    n_changed: int
    changed: Mapping[str, tuple[bool, bool]]


@dataclass(frozen=True, slots=True)
class Opinion:
    """The figures of one need over the ``n`` respondents who gave both answers."""

    need_id: int
    n: int
    n_missing: int
    importance: float
    degree: float
    discrepancy: float
    pni: float
    pni_rank: int
    borich: float
    borich_rank: int
    ipa: str
    locus: str


@dataclass(frozen=True, slots=True)
class Opinions:
    """All needs somebody rated, and the lines of the two grids."""

    rows: tuple[Opinion, ...] = ()
    n_respondents: int = 0
    kinds: tuple[tuple[str, int], ...] = ()  # respondents by kind
    first_on: date | None = None
    last_on: date | None = None
    importance_line: float = 0.0
    degree_line: float = 0.0
    discrepancy_line: float = 0.0
