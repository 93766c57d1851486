"""The design decides the estimator: a comparison group? who chose it? a pre measure? sessions?

The order is that of the house rules: one group → gain; two groups post only → difference; two groups with pre →
ANCOVA where chance formed them, difference in differences where not; people inside sessions → a model of the
sessions, or whole sessions compared where they are fewer than six in an arm.

References
----------
House rule of the product (statistics.md, section 1.5). Shadish, Cook, Campbell: Experimental and Quasi-Experimental
Designs, 2002.
"""

from dataclasses import dataclass
from enum import StrEnum

from espalier.engines.effects.designs.checks import FEWEST_SESSIONS
from espalier.engines.figures.types import Refusal, Said


class ChosenBy(StrEnum):
    """Who decided who was trained."""

    CHANCE = "chance"
    MANAGER = "manager"
    THEMSELVES = "themselves"


class Outcome(StrEnum):
    """What is measured."""

    SCORE = "score"
    YES_NO = "yes_no"
    SERIES = "series"  # one figure at many times


class Estimator(StrEnum):
    """How the effect is estimated; the value is the code of the method."""

    PAIRED = "paired-t"
    SESSION_GAIN = "session-gain"
    WELCH = "welch"
    ANCOVA = "ancova"
    DIFFERENCES = "did"
    MIXED = "mixed-model"
    PERMUTATION = "session-permutation"
    SERIES = "segmented-regression"
    MCNEMAR = "mcnemar"


@dataclass(frozen=True, slots=True)
class Design:
    """The answers to the questions about a study.

    Parameters
    ----------
    has_comparison : bool
        Whether anybody was measured who was not trained.
    has_pre : bool
    chosen_by : ChosenBy, optional
        Needed with a comparison group, and only then.
    n_sessions : int, optional
        Sessions in the arm that has fewer of them; None where nobody shares a session.
    has_mixed_sessions : bool
        Whether trained and untrained people sat in the same sessions.
    outcome : Outcome

    Raises
    ------
    ValueError
        A comparison group that nobody chose, a choice without one, or fewer than one session.
    """

    has_comparison: bool
    has_pre: bool
    chosen_by: ChosenBy | None = None
    n_sessions: int | None = None
    has_mixed_sessions: bool = False
    outcome: Outcome = Outcome.SCORE

    def __post_init__(self) -> None:
        if self.has_comparison != (self.chosen_by is not None):
            raise ValueError(
                "design: say who chose the comparison group, and only where there is one"
            )
        if self.n_sessions is not None and self.n_sessions < 1:
            raise ValueError(f"design: {self.n_sessions} sessions are none")

    @property
    def is_randomised(self) -> bool:
        return self.chosen_by is ChosenBy.CHANCE


@dataclass(frozen=True, slots=True)
class Choice:
    """The estimator of a design and why; ``beside`` are estimators to read with it."""

    estimator: Estimator
    why: Said
    beside: tuple[Estimator, ...] = ()
    warnings: tuple[Said, ...] = ()

    @property
    def sentence(self) -> Said:
        """Why this estimator, then what to mind."""
        told = self.why
        for each in self.warnings:
            told = told + each
        return told


def choose(design: Design) -> Choice | Refusal:
    """The estimator of a design, or why there is none.

    Examples
    --------
    >>> choose(Design(has_comparison=True, has_pre=True, chosen_by=ChosenBy.MANAGER)).estimator.value
    'did'
    >>> choose(Design(has_comparison=False, has_pre=False)).code
    'no_comparison_no_pre'
    """
    if design.outcome is Outcome.SERIES:
        return Choice(Estimator.SERIES, _SERIES)
    if not design.has_comparison:
        return _one_group(design)
    if design.outcome is Outcome.YES_NO:
        return _YES_NO_GROUPS
    if design.n_sessions is None or _is_blocked(design):
        return _two_groups(design)
    return _with_sessions(design)


def _one_group(design: Design) -> Choice | Refusal:
    if not design.has_pre:
        return _NOTHING_TO_COMPARE
    if design.outcome is Outcome.YES_NO:
        return Choice(Estimator.MCNEMAR, _MCNEMAR)
    if design.n_sessions is None:
        return Choice(Estimator.PAIRED, _PAIRED)
    if design.n_sessions < FEWEST_SESSIONS:
        return Choice(
            Estimator.PAIRED, _PAIRED, warnings=(_ONLY_THESE.filled(k=design.n_sessions),)
        )
    return Choice(Estimator.SESSION_GAIN, _SESSION_GAIN, beside=(Estimator.PAIRED,))


def _two_groups(design: Design) -> Choice:
    warnings: tuple[Said, ...] = (_BLOCKED,) if design.n_sessions is not None else ()
    if design.chosen_by is ChosenBy.THEMSELVES:
        warnings += (_VOLUNTEERS,)
    if not design.has_pre:
        return Choice(Estimator.WELCH, _POST_ONLY, warnings=warnings)
    if design.is_randomised:
        return Choice(Estimator.ANCOVA, _RANDOMISED, warnings=warnings)
    return Choice(
        Estimator.DIFFERENCES, _NOT_RANDOMISED, beside=(Estimator.ANCOVA,), warnings=warnings
    )


def _with_sessions(design: Design) -> Choice:
    warnings = (_VOLUNTEERS,) if design.chosen_by is ChosenBy.THEMSELVES else ()
    if (design.n_sessions or 0) < FEWEST_SESSIONS:
        return Choice(Estimator.PERMUTATION, _FEW_SESSIONS, warnings=warnings)
    if design.has_pre and not design.is_randomised:
        return Choice(
            Estimator.DIFFERENCES, _NOT_RANDOMISED, beside=(Estimator.MIXED,), warnings=warnings
        )
    return Choice(Estimator.MIXED, _SESSIONS, warnings=warnings)


def _is_blocked(design: Design) -> bool:
    """Few sessions that held both groups: what is special to a session falls on both alike."""
    return design.has_mixed_sessions and (design.n_sessions or 0) < FEWEST_SESSIONS


_NOTHING_TO_COMPARE = Refusal(
    "training-effect",
    "no_comparison_no_pre",
    Said(
        "只有訓練後的分數，沒有前測也沒有對照組，無法估計效果。",
        "There are scores after the training only, no pre-test and no comparison group: no effect can be estimated.",
    ),
    Said(
        "請補做回溯前測，或以尚未受訓的梯次作對照。",
        "Ask for a retrospective pre-test, or compare with a session that has yet to be trained.",
    ),
)
_YES_NO_GROUPS = Refusal(
    "training-effect",
    "yes_no_groups",
    Said(
        "兩組的是／否結果請直接比較兩個比率。",
        "For yes and no in two groups, compare the two shares.",
    ),
    Said(
        "請用兩個比率的差與 Newcombe 區間。",
        "Use the difference of the shares with Newcombe's interval.",
    ),
)
_SERIES = Said("同一指標的時間數列，用分段迴歸。", "One figure over time: segmented regression.")
_MCNEMAR = Said(
    "同一批人前後的是／否，用 McNemar 精確檢定。",
    "Yes and no of the same people: McNemar's exact test.",
)
_PAIRED = Said("單組前後測，比較每人的進步。", "One group before and after: each learner's gain.")
_SESSION_GAIN = Said(
    "單組前後測且有多個梯次，把梯次差異算進去。",
    "One group before and after in many sessions: gains, with the sessions' differences counted.",
)
_POST_ONLY = Said(
    "兩組只有後測，比較兩組平均。", "Two groups after the training only: their means."
)
_RANDOMISED = Said(
    "兩組隨機分派且有前測，用共變數分析。",
    "Two groups formed by chance with a pre-test: analysis of covariance.",
)
_NOT_RANDOMISED = Said(
    "兩組不是隨機分派但有前測，用雙重差分，並列共變數分析。",
    "Two groups not formed by chance with a pre-test: difference in differences, with ANCOVA beside it.",
)
_SESSIONS = Said(
    "學員分屬多個梯次，用混合模型把梯次算進去。",
    "Learners sat in many sessions: a mixed model that counts the sessions.",
)
_FEW_SESSIONS = Said(
    "每組少於 6 個梯次，把每個梯次當成一筆觀察比較。",
    "Fewer than 6 sessions in a group: each session is one observation.",
)
_ONLY_THESE = Said(
    "只有 {k} 個梯次：結論只限於這些梯次，不能推到其他梯次。",
    "{k} session(s) only: the result speaks of these and does not reach to others.",
)
_BLOCKED = Said(
    "兩組同在少數梯次上課，梯次的影響兩組相同，以個人比較。",
    "Both groups sat in the same few sessions, which bear on both alike; people are compared.",
)
_VOLUNTEERS = Said(
    "受訓者是自願報名，動機較高的人本來就可能進步較多。",
    "The trained volunteered; keener people may have gained more anyway.",
)
