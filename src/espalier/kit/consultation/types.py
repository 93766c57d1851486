"""The vocabulary of consulting people: kinds of round and question, parties, lines of the ledger."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from espalier.kit.errors import Text

Subject = tuple[str, str]  # kind, id


class RoundKind(StrEnum):
    QUESTIONNAIRE = "questionnaire"
    INTERVIEW = "interview"
    MEETING = "meeting"
    DELPHI = "delphi"


class RoundState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class QuestionKind(StrEnum):
    """``scale`` is 1 to ``steps``; ``choice`` is one of the choices, ``many`` any of them."""

    SCALE = "scale"
    CHOICE = "choice"
    MANY = "many"
    TEXT = "text"


class Channel(StrEnum):
    """By which way somebody was heard."""

    LINK = "link"
    SIGNED_IN = "signed_in"
    INTERVIEW = "interview"
    MEETING = "meeting"
    PAPER = "paper"


class Decision(StrEnum):
    ACCEPT = "accept"
    ADAPT = "adapt"
    REJECT = "reject"


class LinkFate(StrEnum):
    """What a link of an invitation leads to; all but OPEN have a page that says what to do."""

    OPEN = "open"
    UNKNOWN = "unknown"
    USED = "used"
    EXPIRED = "expired"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody to be heard. ``kind`` and ``id`` are the inviting room's own and mean nothing here.

    ``group`` lets answers be shown by group; ``user_id`` is the account, when there is one.
    """

    kind: str
    id: str
    label: str
    email: str = ""
    user_id: int | None = None
    group: str = ""
    language: str = "zh-hant"


@dataclass(frozen=True, slots=True)
class QuestionDraft:
    """One question of a round. ``part`` names the part of the draft it asks about, if any.

    ``choices`` are (Chinese, English); ``low`` and ``high`` name the two ends of a scale.
    """

    kind: QuestionKind
    text: str
    text_en: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    steps: int = 5
    low: str = ""
    high: str = ""
    low_en: str = ""
    high_en: str = ""
    part: str = ""
    is_required: bool = True


@dataclass(frozen=True, slots=True)
class ConsultedKind:
    """A kind of record that rounds may be about.

    describe: takes ids, returns (id, label, url) with one query. parts: (anchor, title) of a draft,
    to comment on. choices: (id, label) of what may be chosen on the page for a new round.
    indicators: codes of the frame that a round about such a record fulfils.
    """

    kind: str
    label: Text
    describe: Callable[[Sequence[str]], Iterable[tuple[str, str, str]]]
    parts: Callable[[str], Sequence[tuple[str, str]]] = lambda _id: ()
    choices: Callable[[], Iterable[tuple[str, str]]] = tuple
    indicators: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PartySource:
    """Where parties to invite may be picked from on the page of a round: a room's own register."""

    kind: str
    label: Text
    parties: Callable[[], Sequence["Party"]]


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation with its link, which is known only now: later only its digest is kept."""

    invitation_id: int
    party: Party
    url: str


@dataclass(frozen=True, slots=True)
class Attended:
    """One line of a meeting's attendance; ``has_signed`` when the signature is on the sheet or screen."""

    party: Party
    is_present: bool = True
    has_signed: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class QuestionSummary:
    """What a group said to one question.

    ``counts`` are by value in the order of the question. ``spread`` is the distance of the quartiles;
    ``support_share`` counts the upper part of a scale (4 and 5 of 5). ``is_hidden``: the group is so
    small that figures would point at persons; then every figure is empty.
    """

    question_id: int
    position: int
    text: str
    kind: QuestionKind
    part: str
    n: int
    n_missing: int
    counts: tuple[tuple[str, int], ...] = ()
    mean: float | None = None
    median: float | None = None
    low_quartile: float | None = None
    high_quartile: float | None = None
    support_share: float | None = None
    is_split: bool = False
    texts: tuple[str, ...] = ()
    is_hidden: bool = False

    @property
    def spread(self) -> float | None:
        if self.high_quartile is None or self.low_quartile is None:
            return None
        return self.high_quartile - self.low_quartile


@dataclass(frozen=True, slots=True)
class AnswersSummary:
    """All questions of a round. ``why_hidden`` says in a word why nothing may be shown yet."""

    round_id: int
    n_invited: int
    n_answered: int
    questions: tuple[QuestionSummary, ...]
    why_hidden: str = ""  # "", "open" or "small"
    minimum: int = 0


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One voice and what became of it; without a request, ``request_id`` and what follows is empty."""

    subject_kind: str
    subject_id: str
    subject_label: str
    round_id: int
    round_title: str
    round_kind: RoundKind
    who: str
    party_kind: str
    party_id: str
    when: date | None
    channel: Channel
    part: str
    words: str
    request_id: str = ""
    request: str = ""
    decision: Decision | None = None
    reason: str = ""
    decided_on: date | None = None
    decided_by: str = ""
    effect_kind: str = ""
    effect_id: str = ""
    effect_label: str = ""
    effect_url: str = ""


@dataclass(frozen=True, slots=True)
class NotHeard:
    """An invited party that gave no answer, did not come and left no comment."""

    party: Party
    was_reminded: bool = False


Answers = Mapping[int, object]  # question id → number, choice positions or text


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """A ready set of questions in our own words, to start a round from."""

    code: str
    label: Text
    questions: tuple[QuestionDraft, ...] = field(default=())
