"""What the parts of a standard, fates of lines, warnings, changes and states are called, in the person's language."""

from django.utils.translation import gettext_lazy as _

from espalier.cycle.standards.intake.types import Fate
from espalier.engines.intake import WarningKind
from espalier.engines.matching.types import ChangeKind, ComparedKind, Reason
from espalier.kit.errors import Text
from espalier.kit.versions.states import State

PARTS: dict[str, Text] = {
    "raw_code": _("Code of the standard"),
    "code": _("Code of the standard"),
    "title": _("Name of the standard"),
    "occupation_title": _("Name of the standard"),
    "category_title": _("Name of the standard"),
    "kind": _("Job category or occupation"),
    "description": _("Job description"),
    "meaning_of_a": _("What A stands for"),
    "level": _("Standard level"),
    "versions": _("Version table"),
    "related_titles": _("Related occupations"),
    "job_categories": _("Job category"),
    "occupations": _("Occupation class"),
    "industries": _("Industry class"),
    "duty": _("Main duty"),
    "group": _("Tasks that share blocks"),
    "task": _("Work task"),
    "block": _("Block"),
    "O": _("Work output"),
    "P": _("Performance indicator"),
    "K": _("Knowledge"),
    "S": _("Skill"),
    "A": _("Attitude"),
    "attitude": _("Attitude"),
    "prerequisite": _("Prerequisite"),
    "note": _("Remark of the document"),
}
FIELDS: dict[str, Text] = {
    "code": _("Code"),
    "name": _("Title"),
    "definition": _("Definition"),
    "level": _("Competency level"),
    "term": _("Term"),
    "text": _("Text"),
    "target": _("Put it into"),
    "remove": _("Removed"),
}
FATES: dict[Fate, Text] = {
    Fate.FIELD: _("in a field"),
    Fate.WARNING: _("look at this"),
    Fate.UNPLACED: _("not placed"),
    Fate.FORM: _("words of the form"),
    Fate.UNTRACED: _("compare by eye"),
}
WARNINGS: dict[str, Text] = {
    WarningKind.NO_CODE: _("No code is printed."),
    WarningKind.NO_TITLE: _("No name was found."),
    WarningKind.NO_LEVEL: _("No level is stated; it stays empty."),
    WarningKind.NO_CONTENT: _("No table of tasks was found."),
    WarningKind.NO_VERSION_TABLE: _("There is no version table."),
    WarningKind.CODE_NOT_READ: _("The code has an unusual form and was kept as printed."),
    WarningKind.LEVEL_NOT_READ: _("This is no level from 1 to 6; it stays empty."),
    WarningKind.DATE_NOT_READ: _("This date cannot be read."),
    WarningKind.TITLE_DIFFERS: _("The name is printed in two ways."),
    WarningKind.CATEGORY_DIFFERS: _("The code and the table name different job categories."),
    WarningKind.OCCUPATION_DIFFERS: _("The code and the table name different occupations."),
    WarningKind.CATEGORIES_UNMATCHED: _("Names and codes of the classes differ in number."),
    WarningKind.VERSION_DIFFERS: _("The version column and the code name different versions."),
    WarningKind.REPLACED_BY_OTHER: _("It is replaced by a standard with another code."),
    WarningKind.SAME_CODE_OTHER_TEXT: _("One code is printed with two texts; both are kept."),
    WarningKind.SAME_TEXT_OTHER_CODE: _("Two codes carry the same text."),
    WarningKind.UNCODED_ITEM: _("This item has no code."),
    WarningKind.ZERO_FOR_O: _("The code begins with the digit zero instead of the letter O."),
    WarningKind.OTHER_COLUMN: _("This item stands in the column of another kind."),
    WarningKind.CODE_DIGITS_SPLIT: _(
        "Code and text run into each other; check where the code ends."
    ),
    WarningKind.CODE_INSIDE_TEXT: _("A code stands in the middle of a text."),
    WarningKind.NUMBERING_BREAKS: _("The numbering does not follow its task."),
    WarningKind.GAP_IN_SEQUENCE: _("A number is missing in the sequence."),
    WarningKind.STRAY_BRACKET: _("A bracket stands alone; a mark of a note may be missing."),
    WarningKind.RARE_CHARACTER: _("A rare character; compare it with the document."),
    WarningKind.PAGE_COUNT_DIFFERS: _("The printed number of pages and the real one differ."),
    WarningKind.BLOCK_UNCERTAIN: _("It is not certain to which block this row belongs."),
    WarningKind.EMPTY_ITEM: _("This code has no text."),
}
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
COMPARED: dict[str, Text] = {
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


def warning_words(kind: str) -> Text:
    """What a warning says; a kind without words shows its code rather than nothing."""
    return WARNINGS.get(kind, kind)


def part_words(name: str) -> str:
    """What a part is called; codes such as K01 stand for themselves."""
    return str(PARTS.get(name, name))
