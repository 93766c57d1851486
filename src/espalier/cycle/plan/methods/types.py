"""What a decision about methods says, apart from how it is stored."""

from dataclasses import dataclass
from enum import StrEnum


class DecisionProblem(StrEnum):
    FEW_OPTIONS = "few_options"
    NOT_AMONG_OPTIONS = "not_among_options"
    UNSCORED = "unscored"
    NO_CRITERIA = "no_criteria"
    NO_REASON = "no_reason"
    NO_CONTEXT = "no_context"


@dataclass(frozen=True, slots=True)
class Weighed:
    """Options against criteria as they stand: ``scores`` by option then criterion, None where nobody scored.

    ``totals`` are on the scale of the scores (1–5), None for options that miss a score; ``order`` and ``flips``
    are empty until every option is scored by every criterion.
    """

    option_ids: tuple[int, ...]
    criterion_ids: tuple[int, ...]
    shares: tuple[float, ...]
    scores: tuple[tuple[int | None, ...], ...]
    totals: tuple[float | None, ...]
    order: tuple[int, ...] = ()
    is_tie: bool = False
    lead: float = 0.0
    flips: tuple["Turn", ...] = ()

    @property
    def is_complete(self) -> bool:
        return bool(self.order)


@dataclass(frozen=True, slots=True)
class Turn:
    """The choice flips to ``option_id`` when the weight of a criterion passes ``share`` of all weights (0–1)."""

    criterion_id: int
    option_id: int
    now: float
    share: float
    rises: bool


@dataclass(frozen=True, slots=True)
class ModuleAssessment:
    """What the plan and its document say of the assessment of one module."""

    module_id: int
    code: str
    focus: str
    focus_en: str
    instrument: str
    timing: str
    pass_rule: str
    pass_rule_en: str
    evaluation_level: int
    decision_id: int | None
