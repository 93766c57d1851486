"""Django finds the stage's tables here; they are written in the rooms."""

from espalier.cycle.standards.catalogue.models import (
    Block,
    BlockItem,
    Competency,
    Duty,
    Item,
    Standard,
    Task,
    TaskGroup,
)
from espalier.cycle.standards.intake.models import IntakeDraft
from espalier.cycle.standards.versions.models import ItemMatch, VersionComparison

__all__ = [
    "Block",
    "BlockItem",
    "Competency",
    "Duty",
    "IntakeDraft",
    "Item",
    "ItemMatch",
    "Standard",
    "Task",
    "TaskGroup",
    "VersionComparison",
]
