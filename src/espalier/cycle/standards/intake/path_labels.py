"""What every field of the check form is called."""

from collections.abc import Iterator

from espalier.cycle.standards import words
from espalier.cycle.standards.intake import rules
from espalier.cycle.standards.intake.types import Node
from espalier.engines.intake.types import ParsedStandard


def path_labels(understood: ParsedStandard) -> dict[str, str]:
    """What every field of the form is called: its part, its code as read, its field."""
    labels: dict[str, str] = {}
    for node, trail in _walk(rules.outline(understood, {})):
        label = _label(node, trail)
        labels[f"{node.path}.remove"] = f"{label} {words.FIELDS['remove']}"
        for field in node.fields:
            same = field.path == node.path
            labels[field.path] = label if same else f"{label} {words.FIELDS[field.name]}"
    for left in rules.leftovers(understood, {}):
        for name in ("target", "code", "text"):
            labels[f"{left.path}.{name}"] = f"{left.text[:20]} {words.FIELDS[name]}"
    return labels


def _walk(nodes: tuple[Node, ...], trail: str = "") -> Iterator[tuple[Node, str]]:
    for node in nodes:
        yield node, trail
        below = " ".join(child.fields[0].read for child in node.children if child.part == "task")
        yield from _walk(node.children, below or trail)


def _label(node: Node, trail: str) -> str:
    code = next((field.read for field in node.fields if field.name == "code"), "")
    part = words.part_words(node.part)
    return " ".join(text for text in (part, code, trail if node.part == "block" else "") if text)
