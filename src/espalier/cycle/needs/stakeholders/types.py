"""What is said of stakeholders, considerations and the climate, apart from how it is stored."""

from dataclasses import dataclass
from datetime import date

# The four groups that the standard of the training manager names; they are asked in every analysis.
PRESET_GROUPS = ("learner", "instructor", "supervisor", "coordinator")


@dataclass(frozen=True, slots=True)
class AnalysisContent:
    """What the analysis of a plan year asks, of whom and what for."""

    year: int
    purpose: str = ""
    purpose_en: str = ""
    scope: str = ""
    scope_en: str = ""
    question: str = ""
    question_en: str = ""


@dataclass(frozen=True, slots=True)
class StakeholderContent:
    """What the register says of a stakeholder. Units: ``power`` and ``interest`` 1 (low) to 5."""

    code: str
    name: str
    group: str
    power: int
    interest: int
    name_en: str = ""
    role: str = ""
    role_en: str = ""
    unit_code: str = ""
    expectation: str = ""
    expectation_en: str = ""
    stance: str = "unknown"
    position: str = ""
    position_en: str = ""
    email: str = ""
    employee_number: str = ""


@dataclass(frozen=True, slots=True)
class StakeholderRow:
    """One stakeholder as other rooms see it. ``is_heard``: in a round of the current analysis."""

    id: int
    code: str
    name: str
    name_en: str
    group: str
    role: str
    role_en: str
    unit_name: str
    unit_name_en: str
    power: int
    interest: int
    expectation: str
    expectation_en: str
    stance: str
    position: str
    position_en: str
    email: str
    user_id: int | None
    is_heard: bool


@dataclass(frozen=True, slots=True)
class Unheard:
    """A group, or one who must be managed closely, that nobody heard in the analysis.

    ``stakeholder_id`` is None for a group; ``n`` are the stakeholders registered in the group.
    Without ``reason`` the review is refused.
    """

    group: str
    stakeholder_id: int | None
    name: str
    name_en: str
    n: int
    reason: str = ""
    reason_en: str = ""


@dataclass(frozen=True, slots=True)
class VoiceContent:
    """How a stakeholder stands to a consideration, and in which words."""

    stakeholder_id: int
    stance: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class ConsiderationContent:
    """What a consideration says. Units: numbers of those who spoke to it; None: nobody counted."""

    code: str
    kind: str
    text: str
    text_en: str = ""
    n_for: int | None = None
    n_against: int | None = None
    n_neutral: int | None = None
    round_id: int | None = None
    basis: str = ""
    basis_en: str = ""
    voices: tuple[VoiceContent, ...] = ()


@dataclass(frozen=True, slots=True)
class ConsiderationRow:
    """One consideration as other rooms see it, with the stakeholders who spoke to it."""

    id: int
    code: str
    kind: str
    text: str
    text_en: str
    n_for: int | None
    n_against: int | None
    n_neutral: int | None
    round_id: int | None
    round_title: str
    round_title_en: str
    basis: str
    basis_en: str
    stakeholder_ids: tuple[int, ...]
    stakeholder_names: tuple[str, ...]

    @property
    def n(self) -> int | None:
        """How many spoke to it; None when nobody counted."""
        counted = [n for n in (self.n_for, self.n_against, self.n_neutral) if n is not None]
        return sum(counted) if counted else None

    @property
    def support_share(self) -> float | None:
        """The share in favour of all who spoke to it (0–1)."""
        return None if not self.n or self.n_for is None else self.n_for / self.n


@dataclass(frozen=True, slots=True)
class ClimateItem:
    """One statement of the survey. Units: ``mean`` on the scale 1–5; ``support_share`` 0–1."""

    text: str
    n: int
    n_missing: int
    mean: float | None
    support_share: float | None


@dataclass(frozen=True, slots=True)
class ClimateFactor:
    """One factor of the climate, from all answers to its statements.

    Units: ``mean`` and ``spread`` (standard deviation of the answers) on the scale 1–5;
    ``support_share`` 0–1; ``n`` persons, ``n_answers`` answers, ``n_missing`` left out.
    ``is_hidden``: too few answered, or the survey is still open; then there are no figures.
    """

    code: str
    label: str
    label_en: str
    n: int
    n_answers: int
    n_missing: int
    mean: float | None
    spread: float | None
    support_share: float | None
    is_weak: bool
    is_hidden: bool
    items: tuple[ClimateItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Climate:
    """The result of the newest climate survey. ``why_hidden`` is "", "open" or "small"."""

    round_id: int
    title: str
    opened_on: date
    n_invited: int
    n_answered: int
    minimum: int
    why_hidden: str
    factors: tuple[ClimateFactor, ...]


@dataclass(frozen=True, slots=True)
class GroupClimate:
    """The factors' means in one group, in the order of the factors; hidden groups have none."""

    group: str
    n: int
    is_hidden: bool
    means: tuple[float | None, ...]
