"""Django finds the stage's tables here; they are written in the rooms."""

from espalier.cycle.learning_map.completions.models import Completion
from espalier.cycle.learning_map.map.models import PathStep
from espalier.cycle.learning_map.modules.models import (
    Module,
    ModuleCompetency,
    ModuleVersion,
    Objective,
    Prerequisite,
)
from espalier.cycle.learning_map.norms.models import (
    Norm,
    NormClause,
    NormExemption,
    NormMaterial,
    NormModule,
    NormNote,
    NormPosition,
    NormVersion,
)
from espalier.cycle.learning_map.obligations.models import DutyAssignment
from espalier.cycle.learning_map.requirements.models import (
    Adoption,
    LevelMap,
    Migration,
    Requirement,
)

__all__ = [
    "Adoption",
    "Completion",
    "DutyAssignment",
    "LevelMap",
    "Migration",
    "Module",
    "ModuleCompetency",
    "ModuleVersion",
    "Norm",
    "NormClause",
    "NormExemption",
    "NormMaterial",
    "NormModule",
    "NormNote",
    "NormPosition",
    "NormVersion",
    "Objective",
    "PathStep",
    "Prerequisite",
    "Requirement",
]
