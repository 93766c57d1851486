"""The parsed standard as a tree of fields a person can correct."""

from collections.abc import Iterable, Iterator

from espalier.cycle.standards.intake.rules import paths
from espalier.cycle.standards.intake.rules.paths import Values, anchor, is_removed, text_at
from espalier.cycle.standards.intake.types import Field, Leftover, Node, Target
from espalier.engines.intake.types import (
    Block,
    Duty,
    Item,
    ParsedStandard,
    Place,
    Task,
    TaskGroup,
)

_PLACE_NAMES = {"raw_code": "code"}  # where the parse names a place otherwise than the field
_LONG = {"description", "meaning_of_a", "definition", "text"}


def outline(parsed: ParsedStandard, values: Values) -> tuple[Node, ...]:
    """Every part of the standard in the order of the form, with what the person typed so far."""
    return _Outline(parsed, values).nodes()


def flat_fields(parsed: ParsedStandard, values: Values | None = None) -> Iterator[Field]:
    """Every field of the standard, whatever part it belongs to."""
    for node in outline(parsed, values or {}):
        for part in node.walk():
            yield from part.fields


def leftovers(parsed: ParsedStandard, values: Values) -> tuple[Leftover, ...]:
    """The texts no field took, with where the person wants them."""
    return tuple(
        Leftover(
            path=f"u{number}",
            text=text_at(values, f"u{number}.text", left.text),
            code=text_at(values, f"u{number}.code", ""),
            target=values.get(f"u{number}.target", ""),
            anchor=anchor(left.place),
        )
        for number, left in enumerate(parsed.unplaced)
    )


def targets(parsed: ParsedStandard) -> tuple[Target, ...]:
    """Where a leftover may go: four places of the whole standard, then the lists of every block."""
    found = [Target(part, part) for part in ("description", "attitude", "prerequisite", "note")]
    for d, duty in enumerate(parsed.duties):
        for g, group in enumerate(duty.groups):
            tasks = "、".join(task.code or task.name for task in group.tasks)
            for b, _block in enumerate(group.blocks):
                where = tasks if len(group.blocks) == 1 else f"{tasks} ({b + 1})"
                found += [
                    Target(f"d{d}.g{g}.b{b}.{kind}", kind.value, where)
                    for kind in paths.BLOCK_LISTS.values()
                ]
    return tuple(found)


class _Outline:
    def __init__(self, parsed: ParsedStandard, values: Values) -> None:
        self._parsed, self._values = parsed, values
        self._first = paths.first_paths(parsed)

    def nodes(self) -> tuple[Node, ...]:
        parsed = self._parsed
        return (
            *self._heading(),
            *self._coded_nodes(),
            *(self._duty(duty, f"d{n}") for n, duty in enumerate(parsed.duties)),
            *(self._item(item, f"a{n}") for n, item in enumerate(parsed.attitudes)),
            *self._texts(),
        )

    def _heading(self) -> Iterator[Node]:
        parsed = self._parsed
        texts = {name: str(getattr(parsed, name)) for name in paths.HEADING_TEXTS}
        level = "" if parsed.level is None else str(parsed.level)
        read = {"raw_code": "", "title": "", "kind": "", "level": level} | texts
        if not parsed.meaning_of_a:
            del read["meaning_of_a"]  # nearly every document leaves it at "attitude"
        for name, value in read.items():
            place = parsed.field_places.get(_PLACE_NAMES.get(name, name))
            fields = (self._field(name, name, value),)
            yield Node(name, name, fields, anchors=_anchors((place,)), removable=False)

    def _coded_nodes(self) -> Iterator[Node]:
        for name in paths.CODED_LISTS:
            place = self._parsed.field_places.get(name)
            for number, entry in enumerate(getattr(self._parsed, name)):
                path = f"{name}.{number}"
                fields = self._fields(path, code=entry.code, name=entry.name)
                yield self._node(path, name, fields, (place,))

    def _duty(self, duty: Duty, path: str) -> Node:
        groups = tuple(self._group(group, f"{path}.g{n}") for n, group in enumerate(duty.groups))
        return self._node(
            path, "duty", self._fields(path, code=duty.code, name=duty.name), (), groups
        )

    def _group(self, group: TaskGroup, path: str) -> Node:
        tasks = tuple(self._task(task, f"{path}.t{n}") for n, task in enumerate(group.tasks))
        blocks = tuple(self._block(block, f"{path}.b{n}") for n, block in enumerate(group.blocks))
        return self._node(path, "group", (), (), tasks + blocks)

    def _task(self, task: Task, path: str) -> Node:
        return self._node(path, "task", self._fields(path, code=task.code, name=task.name), ())

    def _block(self, block: Block, path: str) -> Node:
        level = "" if block.level is None else str(block.level)
        items = tuple(
            self._item(item, item_path) for item_path, _list, item in paths.block_items(block, path)
        )
        return self._node(path, "block", self._fields(path, level=level), (), items)

    def _item(self, item: Item, path: str) -> Node:
        first = self._first.get(paths.identity(item), path)
        kind = item.kind.value
        if first != path:
            again = f"{item.code} {item.name}".strip()
            removed = is_removed(self._values, path)
            where = _anchors(item.places)
            return Node(path, kind, anchors=where, again=again, removed=removed)
        texts = {"code": item.code, "name": item.name}
        if item.definition or kind == "A":
            texts["definition"] = item.definition
        return self._node(path, kind, self._fields(path, **texts), item.places)

    def _texts(self) -> Iterator[Node]:
        for number, text in enumerate(self._parsed.prerequisites):
            path = f"q{number}"
            yield self._node(path, "prerequisite", (self._field(path, "text", text),), ())
        for number, note in enumerate(self._parsed.notes):
            path = f"n{number}"
            yield self._node(path, "note", self._fields(path, term=note.term, text=note.text), ())

    def _fields(self, path: str, **texts: str) -> tuple[Field, ...]:
        return tuple(self._field(f"{path}.{name}", name, text) for name, text in texts.items())

    def _field(self, path: str, name: str, read: str) -> Field:
        value = text_at(self._values, path, read)
        return Field(path, name, value, read, long=name in _LONG or len(read) > 60)

    def _node(
        self,
        path: str,
        part: str,
        fields: tuple[Field, ...],
        places: Iterable[Place | None],
        children: tuple[Node, ...] = (),
    ) -> Node:
        removed = is_removed(self._values, path)
        return Node(path, part, fields, children, _anchors(places), removed=removed)


def _anchors(places: Iterable[Place | None]) -> tuple[str, ...]:
    return tuple(anchor(place) for place in places if place is not None)
