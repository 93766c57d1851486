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

__all__ = [
    "BusinessGoal",
    "Clause",
    "DevelopmentDirection",
    "DevelopmentGoal",
    "Direction",
    "DirectionClause",
    "Distribution",
    "GoalDevelopment",
    "RaciActivity",
    "RaciCell",
    "RaciRole",
    "Receipt",
    "TrainingCategory",
]
