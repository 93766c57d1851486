"""What kinds of change, parts, reasons and states are called, in the person's language."""

from django.utils.translation import gettext_lazy as _

from espalier.engines.matching.types import ChangeKind, ComparedKind, Reason
from espalier.kit.errors import Text
from espalier.kit.versions.states import State

CHANGES: dict[str, Text] = {
    ChangeKind.UNCHANGED: _("unchanged"),
    ChangeKind.ADDED: _("added"),
    ChangeKind.REMOVED: _("removed"),
    ChangeKind.REPLACED: _("replaced"),
    ChangeKind.RENAMED: _("renamed"),
    ChangeKind.MOVED: _("moved"),
    ChangeKind.REORDERED: _("reordered"),
    ChangeKind.REWORDED: _("reworded"),
    ChangeKind.LEVEL_CHANGED: _("level changed"),
    ChangeKind.LEVEL_UNKNOWN: _("level unknown"),
}
PARTS: dict[str, Text] = {
    ComparedKind.STANDARD: _("Standard"),
    ComparedKind.DESCRIPTION: _("Job description"),
    ComparedKind.DUTY: _("Main duty"),
    ComparedKind.TASK: _("Work task"),
    ComparedKind.OUTPUT: _("Work output"),
    ComparedKind.INDICATOR: _("Performance indicator"),
    ComparedKind.KNOWLEDGE: _("Knowledge"),
    ComparedKind.SKILL: _("Skill"),
    ComparedKind.ATTITUDE: _("Attitude"),
    ComparedKind.PREREQUISITE: _("Prerequisite"),
    ComparedKind.NOTE: _("Remark of the document"),
}
REASONS: dict[str, Text] = {
    Reason.TEXT_ALSO_CHANGED: _("the wording changed too"),
    Reason.DEFINITION_CHANGED: _("the definition changed, the name did not"),
    Reason.OTHER_TASK: _("it now stands under another task"),
    Reason.CODE_SHIFTED: _("its code shifted, the order around it did not"),
    Reason.ORDER_CHANGED: _("it changed places with another item"),
    Reason.CODE_REUSED: _("its code names another item in the other version"),
    Reason.TASKS_USING_IT_CHANGED: _("the tasks that call for it changed"),
    Reason.ONLY_PUNCTUATION: _("only width, spacing, punctuation or note marks differ"),
    Reason.SAME_CHILDREN: _("recognised by what stands under it rather than by its name"),
    Reason.NEW_SIDE_STATES_NO_LEVEL: _("the new version states no level"),
    Reason.OLD_SIDE_STATES_NO_LEVEL: _("the old version states no level"),
}
STATES: dict[str, Text] = {
    State.DRAFT: _("Draft"),
    State.CONSULTING: _("In consultation"),
    State.IN_REVIEW: _("In review"),
    State.APPROVED: _("Approved"),
    State.PUBLISHED: _("Published"),
    State.SUPERSEDED: _("Superseded"),
    State.ARCHIVED: _("Archived"),
}
