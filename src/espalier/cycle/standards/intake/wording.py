"""What parts, fields, warnings and fates are called, in the person's language."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from espalier.cycle.standards.intake import rules
from espalier.cycle.standards.intake.types import Fate, Node
from espalier.engines.intake import WarningKind
from espalier.engines.intake.types import ParsedStandard
from espalier.kit.errors import Text

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


def warning_words(kind: str) -> Text:
    """What a warning says; a kind without words shows its code rather than nothing."""
    return WARNINGS.get(kind, kind)


def part_words(name: str) -> str:
    """What a part is called; codes such as K01 stand for themselves."""
    return str(PARTS.get(name, name))


def path_labels(understood: ParsedStandard) -> dict[str, str]:
    """What every field of the form is called: its part, its code as read, its field."""
    labels: dict[str, str] = {}
    for node, trail in _walk(rules.outline(understood, {})):
        label = _label(node, trail)
        labels[f"{node.path}.remove"] = f"{label} {FIELDS['remove']}"
        for field in node.fields:
            same = field.path == node.path
            labels[field.path] = label if same else f"{label} {FIELDS[field.name]}"
    for left in rules.leftovers(understood, {}):
        for name in ("target", "code", "text"):
            labels[f"{left.path}.{name}"] = f"{left.text[:20]} {FIELDS[name]}"
    return labels


def _walk(nodes: tuple[Node, ...], trail: str = "") -> Iterator[tuple[Node, str]]:
    for node in nodes:
        yield node, trail
        below = " ".join(child.fields[0].read for child in node.children if child.part == "task")
        yield from _walk(node.children, below or trail)


def _label(node: Node, trail: str) -> str:
    code = next((field.read for field in node.fields if field.name == "code"), "")
    words = part_words(node.part)
    return " ".join(text for text in (words, code, trail if node.part == "block" else "") if text)
