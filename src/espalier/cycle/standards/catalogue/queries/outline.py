"""Reading a whole standard for its page, with ids and links; a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from espalier.cycle.standards.catalogue.models import (
    Block,
    BlockItem,
    Item,
    Standard,
    Task,
    TaskGroup,
)
from espalier.cycle.standards.catalogue.queries.links import item_competency_links
from espalier.cycle.standards.catalogue.types import (
    BlockView,
    DutyView,
    GroupView,
    ItemView,
    Outline,
    TaskView,
)

T = TypeVar("T")
ADOPTABLE = "KSA"


def standard_outline(standard: Standard) -> Outline:
    """Duties, tasks, blocks and items in the order of the document (seven queries)."""
    items = _items(standard)
    blocks = _by_parent((row.group_id, view) for row, view in _blocks(standard, items))
    tasks = _by_parent(
        (row.group_id, TaskView(row.pk, row.code, row.name))
        for row in Task.objects.filter(group__duty__standard=standard).order_by("order", "pk")
    )
    groups = _by_parent(
        (row.duty_id, GroupView(row.pk, tuple(tasks[row.pk]), tuple(blocks[row.pk])))
        for row in TaskGroup.objects.filter(duty__standard=standard).order_by("order", "pk")
    )
    duties = tuple(
        DutyView(row.pk, row.code, row.name, tuple(groups[row.pk]))
        for row in standard.duties.order_by("order", "pk")
    )
    adoptable = [item for item in items.values() if item.kind in ADOPTABLE]
    return Outline(
        duties=duties,
        attitudes=tuple(item for item in items.values() if item.kind == "A"),
        n_items=len(items),
        n_adopted=sum(item.competency_id is not None for item in adoptable),
        n_adoptable=len(adoptable),
    )


def _items(standard: Standard) -> Mapping[int, ItemView]:
    rows = standard.items.select_related("derived_from__standard").order_by("kind", "order", "pk")
    found = list(rows)
    competency_of = dict(item_competency_links(sources=[row.pk for row in found]))
    return {row.pk: _item(row, competency_of.get(row.pk)) for row in found}


def _item(row: Item, competency_id: int | None) -> ItemView:
    source = row.derived_from
    return ItemView(
        id=row.pk,
        kind=row.kind,
        code=row.code,
        name=row.name,
        definition=row.definition,
        task_refs=tuple(row.task_refs),
        competency_id=competency_id,
        derived_from=f"{source.standard.raw_code} {source.code}".strip() if source else "",
        derived_url_id=source.standard_id if source else None,
    )


def _blocks(standard: Standard, items: Mapping[int, ItemView]) -> Iterable[tuple[Block, BlockView]]:
    seen: set[int] = set()
    placed: defaultdict[int, list[ItemView]] = defaultdict(list)
    placements = BlockItem.objects.filter(block__group__duty__standard=standard)
    in_order = ("block__group__duty__order", "block__group__order", "block__order", "order", "pk")
    for place in placements.order_by(*in_order):
        item = items[place.item_id]
        again = item.id in seen
        placed[place.block_id].append(replace(item, placement_id=place.pk, printed_again=again))
        seen.add(item.id)
    for row in Block.objects.filter(group__duty__standard=standard).order_by("order", "pk"):
        kinds = _by_parent((item.kind, item) for item in placed[row.pk])
        lists = {name: tuple(kinds[letter]) for name, letter in _LISTS.items()}
        yield row, BlockView(row.pk, row.level, **lists)


_LISTS = {"outputs": "O", "indicators": "P", "knowledge": "K", "skills": "S"}
K = TypeVar("K")


def _by_parent(pairs: Iterable[tuple[K, T]]) -> Mapping[K, list[T]]:
    found: defaultdict[K, list[T]] = defaultdict(list)
    for parent, child in pairs:
        found[parent].append(child)
    return found
