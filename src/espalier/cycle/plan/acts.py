"""What this stage writes into the audit log, in words."""

from django.utils.translation import gettext_lazy as _

from espalier.kit.audit.words import name_acts
from espalier.kit.registers import queries

ACTS = {
    "plan.calendar.closed": _("Day closed in the calendar"),
    "plan.calendar.taken": _("Starter calendar taken over"),
    "plan.change.approved": _("Change of the plan approved"),
    "plan.change.deleted": _("Change of the plan dropped"),
    "plan.change.refused": _("Change of the plan sent back"),
    "plan.change.sent": _("Change of the plan sent into review"),
    "plan.change.withdrawn": _("Change of the plan withdrawn"),
    "plan.change.written": _("Change of the plan written"),
    "plan.frontier.finished": _("Frontier of budgets computed"),
    "plan.line.added": _("Line of the plan added"),
    "plan.line.changed": _("Line of the plan changed"),
    "plan.line.given_back": _("Line given back to the planner"),
    "plan.line.removed": _("Line of the plan taken out"),
    "plan.lines.imported": _("Lines of a plan imported"),
    "plan.method.decided": _("Method decided"),
    "plan.people.added": _("People put into a line"),
    "plan.people.removed": _("People taken out of a line"),
    "plan.pin.added": _("Pin set in a scenario"),
    "plan.pin.removed": _("Pin taken out of a scenario"),
    "plan.plan.approved": _("Annual plan approved"),
    "plan.plan.begun": _("Annual plan begun"),
    "plan.plan.described": _("Texts of the annual plan changed"),
    "plan.plan.reopened": _("Approval of the annual plan taken back"),
    "plan.presentation.built": _("Slides of the plan made"),
    "plan.presentation.moved": _("Presentation led on"),
    "plan.requests.linked": _("Requests joined with lines"),
    "plan.requests.told": _("Units told what became of their requests"),
    "plan.run.applied": _("Answer of the planner taken over"),
    "plan.run.failed": _("Run of the planner failed"),
    "plan.run.finished": _("Run of the planner finished"),
    "plan.run.refused": _("Run of the planner not started"),
    "plan.run.started": _("Planner put to work"),
    "plan.staff_change.moved": _("Staff change settled or dropped"),
    "plan.scenario.changed": _("Limits of a scenario changed"),
    "plan.scenario.chosen": _("Scenario chosen for the year"),
    "plan.scenario.copied": _("Scenario copied"),
    "plan.scenario.deleted": _("Scenario deleted"),
    "plan.scenario.made": _("Scenario made"),
    "plan.session.allowed": _("Days of a session allowed again"),
    "plan.session.announced": _("Session announced"),
    "plan.session.begun": _("Session begun"),
    "plan.session.cancelled": _("Session cancelled"),
    "plan.session.closed": _("Figures of a session told"),
    "plan.session.forbidden": _("Days forbidden for a session"),
    "plan.session.mended": _("Session moved after something happened"),
    "plan.session.moved": _("Session moved by hand"),
    "plan.session.pinned": _("Pins of a session changed"),
    "plan.sessions.prepared": _("Sessions made from the lines of a plan"),
    "plan.slots.taken": _("Starter kinds of slots taken over"),
    "plan.timetable.applied": _("Dates of the planner taken over"),
}
RECORDS = {
    "plan.AnnualPlan": _("Annual plan record"),
    "plan.Line": _("Plan line record"),
    "plan.Pin": _("Pin record"),
    "plan.PlanChange": _("Plan change record"),
    "plan.Run": _("Planner run record"),
    "plan.Scenario": _("Scenario record"),
    "plan.Session": _("Session record"),
}


def register_acts() -> None:
    """Give the audit log its words; the registers name their own records."""
    named = {register.node: register.one for register in queries.registers("plan")}
    name_acts(ACTS, {**RECORDS, **named})
