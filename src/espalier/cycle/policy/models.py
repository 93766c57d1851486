"""Django finds the stage's tables here; they are written in the rooms."""

from espalier.cycle.policy.acknowledgement.models import Distribution, Receipt
from espalier.cycle.policy.goals.models import (
    BusinessGoal,
    DevelopmentDirection,
    DevelopmentGoal,
    Direction,
    DirectionClause,
    GoalDevelopment,
)
from espalier.cycle.policy.handbook.models import (
    Clause,
    RaciActivity,
    RaciCell,
    RaciRole,
    TrainingCategory,
)
from espalier.cycle.policy.resources.models import (
    Absence,
    BookedSlot,
    Booking,
    Contract,
    Demand,
    Evaluation,
    Instructor,
    MoneyLine,
    OpenTime,
    Resource,
    SelectionCriterion,
)

__all__ = [
    "Absence",
    "BookedSlot",
    "Booking",
    "BusinessGoal",
    "Clause",
    "Contract",
    "Demand",
    "DevelopmentDirection",
    "DevelopmentGoal",
    "Direction",
    "DirectionClause",
    "Distribution",
    "Evaluation",
    "GoalDevelopment",
    "Instructor",
    "MoneyLine",
    "OpenTime",
    "RaciActivity",
    "RaciCell",
    "RaciRole",
    "Receipt",
    "Resource",
    "SelectionCriterion",
    "TrainingCategory",
]
