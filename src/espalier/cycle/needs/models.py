"""Django finds the stage's tables here; they are written in the rooms."""

from espalier.cycle.needs.desk_research.models import DeskDocument, DeskPage, Extract
from espalier.cycle.needs.stakeholders.models import (
    Analysis,
    Consideration,
    Stakeholder,
    UnheardReason,
    Voice,
)

__all__ = [
    "Analysis",
    "Consideration",
    "DeskDocument",
    "DeskPage",
    "Extract",
    "Stakeholder",
    "UnheardReason",
    "Voice",
]
