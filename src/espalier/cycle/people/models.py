"""Django finds the stage's tables here; they are written in the rooms."""

from espalier.cycle.people.employees.models import (
    Employee,
    Leave,
    Licence,
    PositionHolding,
    Wage,
)
from espalier.cycle.people.evidence.models import CurrentLevel, Rating, Scale, SourceRule
from espalier.cycle.people.positions.models import Grade, JobFunction, Position
from espalier.cycle.people.units.models import Unit

__all__ = [
    "CurrentLevel",
    "Employee",
    "Grade",
    "JobFunction",
    "Leave",
    "Licence",
    "Position",
    "PositionHolding",
    "Rating",
    "Scale",
    "SourceRule",
    "Unit",
    "Wage",
]
