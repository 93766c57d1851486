"""Django finds the stage's tables here; they are written in the rooms."""

from espalier.cycle.needs.desk_research.models import DeskDocument, DeskPage, Extract
from espalier.cycle.needs.needs_list.models import (
    CauseCheck,
    Need,
    NeedCriterion,
    NeedGap,
    NeedRating,
    NeedScore,
)
from espalier.cycle.needs.report.models import Finding, Narrative
from espalier.cycle.needs.stakeholders.models import (
    Analysis,
    ClimateSurvey,
    Consideration,
    Stakeholder,
    UnheardReason,
    Voice,
)
from espalier.cycle.needs.strategy_goals.models import StrategyGoal
from espalier.cycle.needs.unit_requests.models import (
    AskedUnit,
    RequestGroup,
    SurveyRound,
    UnitRequest,
)

__all__ = [
    "Analysis",
    "AskedUnit",
    "CauseCheck",
    "ClimateSurvey",
    "Consideration",
    "DeskDocument",
    "DeskPage",
    "Extract",
    "Finding",
    "Narrative",
    "Need",
    "NeedCriterion",
    "NeedGap",
    "NeedRating",
    "NeedScore",
    "RequestGroup",
    "Stakeholder",
    "StrategyGoal",
    "SurveyRound",
    "UnheardReason",
    "UnitRequest",
    "Voice",
]
