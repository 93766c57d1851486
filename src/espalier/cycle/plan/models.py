"""Django finds the stage's tables here; they are written in the rooms."""

from espalier.cycle.plan.annual_plan.models import (
    AnnualPlan,
    Line,
    Pin,
    Place,
    PlanChange,
    Run,
    Scenario,
)
from espalier.cycle.plan.briefing.models import (
    Decision,
    Presentation,
    PresentationFile,
    Question,
)
from espalier.cycle.plan.future_needs.models import StaffChange
from espalier.cycle.plan.methods.models import (
    AssessmentStrategy,
    MethodCriterion,
    MethodDecision,
    MethodOption,
    MethodScore,
)
from espalier.cycle.plan.offers.models import EntryLevel, Offer
from espalier.cycle.plan.timetable.models import (
    CalendarDay,
    Forbidden,
    Meeting,
    Session,
    SlotKind,
)

__all__ = [
    "AnnualPlan",
    "AssessmentStrategy",
    "CalendarDay",
    "Decision",
    "EntryLevel",
    "Forbidden",
    "Line",
    "Meeting",
    "MethodCriterion",
    "MethodDecision",
    "MethodOption",
    "MethodScore",
    "Offer",
    "Pin",
    "Place",
    "PlanChange",
    "Presentation",
    "PresentationFile",
    "Question",
    "Run",
    "Scenario",
    "Session",
    "SlotKind",
    "StaffChange",
]
