"""How the form names the parts of a standard: d0 duty, g1 group, t0 task, b2 block, K3 item …

Paths always speak of the standard as it was read, so that they stay valid whatever is removed.
"""

from collections.abc import Iterator, Mapping

from espalier.engines.intake.types import Block, Item, ItemKind, ParsedStandard, Place

Values = Mapping[str, str]
REMOVE = "remove"
HEADING_TEXTS = ("raw_code", "title", "kind", "description", "meaning_of_a")
CODED_LISTS = ("job_categories", "occupations", "industries")
BLOCK_LISTS = {
    "outputs": ItemKind.OUTPUT,
    "indicators": ItemKind.INDICATOR,
    "knowledge": ItemKind.KNOWLEDGE,
    "skills": ItemKind.SKILL,
}


def is_removed(values: Values, path: str) -> bool:
    return bool(values.get(f"{path}.{REMOVE}"))


def text_at(values: Values, path: str, read: str) -> str:
    """What the person typed for a field, else what was read; edges trimmed, line breaks kept."""
    typed = values.get(path)
    return read if typed is None else typed.replace("\r\n", "\n").strip()


def anchor(place: Place) -> str:
    """The name of a source line on the page."""
    return f"line-{place.page}-{place.line}"


def block_items(block: Block, path: str) -> Iterator[tuple[str, str, Item]]:
    """The items of a block with their paths and the name of the list they stand in."""
    for name, kind in BLOCK_LISTS.items():
        for number, item in enumerate(getattr(block, name)):
            yield f"{path}.{kind.value}{number}", name, item


def first_paths(parsed: ParsedStandard) -> dict[Item, str]:
    """The path under which each item of the blocks stands for the first time.

    Items equal in kind, code and text are one item, printed again; places do not count.
    """
    found: dict[Item, str] = {}
    for path, item in all_block_items(parsed):
        found.setdefault(identity(item), path)
    return found


def identity(item: Item) -> Item:
    return Item(item.kind, item.code, item.name, item.definition, item.task_refs)


def all_block_items(parsed: ParsedStandard) -> Iterator[tuple[str, Item]]:
    for d, duty in enumerate(parsed.duties):
        for g, group in enumerate(duty.groups):
            for b, block in enumerate(group.blocks):
                for path, _list, item in block_items(block, f"d{d}.g{g}.b{b}"):
                    yield path, item
