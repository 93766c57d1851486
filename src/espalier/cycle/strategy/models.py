"""Django finds the stage's tables here; they are written in the rooms."""

from espalier.cycle.strategy.adoption.models import AdoptionCandidate, AdoptionDecision
from espalier.cycle.strategy.framework.models import (
    Confirmation,
    DivisionOfWork,
    FrameworkDraft,
    ProcedureConfirmation,
)
from espalier.cycle.strategy.programmes.models import (
    Activity,
    Assessment,
    BloomVerb,
    CostLine,
    DesignOption,
    Lesson,
    MethodRule,
    Objective,
    OptionCriterion,
    OptionScore,
    Programme,
    ProgrammeModule,
    ProgrammeRisk,
    TargetGroup,
    TransferStep,
)
from espalier.cycle.strategy.report.models import Narrative

__all__ = [
    "Activity",
    "AdoptionCandidate",
    "AdoptionDecision",
    "Assessment",
    "BloomVerb",
    "Confirmation",
    "CostLine",
    "DesignOption",
    "DivisionOfWork",
    "FrameworkDraft",
    "Lesson",
    "MethodRule",
    "Narrative",
    "Objective",
    "OptionCriterion",
    "OptionScore",
    "ProcedureConfirmation",
    "Programme",
    "ProgrammeModule",
    "ProgrammeRisk",
    "TargetGroup",
    "TransferStep",
]
