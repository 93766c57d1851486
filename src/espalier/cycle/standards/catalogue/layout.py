"""A parsed standard laid out as unsaved rows, ready for one statement per table."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from espalier.cycle.standards.catalogue.models import (
    Block,
    BlockItem,
    Duty,
    Item,
    Standard,
    Task,
    TaskGroup,
)
from espalier.engines.intake import types as parsed_types

Identity = tuple[str, str, str, str, tuple[str, ...]]


@dataclass
class Layout:
    """The rows of one standard. Their foreign keys are objects, which get ids as tables are filled."""

    standard: Standard
    duties: list[Duty] = field(default_factory=list)
    groups: list[TaskGroup] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    placements: list[BlockItem] = field(default_factory=list)
    _known: dict[Identity, Item] = field(default_factory=dict)
    _variants: dict[tuple[str, str], int] = field(default_factory=dict)
    _orders: dict[str, int] = field(default_factory=dict)

    def add_duty(self, duty: parsed_types.Duty) -> None:
        row = Duty(standard=self.standard, code=duty.code, name=duty.name, order=len(self.duties))
        self.duties.append(row)
        for order, group in enumerate(duty.groups):
            self._add_group(group, row, order)

    def _add_group(self, group: parsed_types.TaskGroup, duty: Duty, order: int) -> None:
        row = TaskGroup(duty=duty, order=order)
        self.groups.append(row)
        self.tasks += [
            Task(group=row, code=task.code, name=task.name, order=place)
            for place, task in enumerate(group.tasks)
        ]
        for place, block in enumerate(group.blocks):
            self._add_block(block, row, place)

    def _add_block(self, block: parsed_types.Block, group: TaskGroup, order: int) -> None:
        row = Block(group=group, level=block.level, order=order)
        self.blocks.append(row)
        printed = (*block.outputs, *block.indicators, *block.knowledge, *block.skills)
        for place, item in enumerate(printed):
            self.placements.append(BlockItem(block=row, item=self.item(item), order=place))

    def add_attitudes(self, attitudes: Iterable[parsed_types.Item]) -> None:
        """Attitudes stand in no block; one printed twice stays two rows, as nothing else tells it."""
        for attitude in attitudes:
            self._new_item(attitude)

    def item(self, item: parsed_types.Item) -> Item:
        """The row of an item: one row for the same code and text, however often it is printed."""
        identity = (item.kind.value, item.code, item.name, item.definition, item.task_refs)
        if identity not in self._known:
            self._known[identity] = self._new_item(item)
        return self._known[identity]

    def _new_item(self, item: parsed_types.Item) -> Item:
        kind, slot = item.kind.value, (item.kind.value, item.code)
        order = self._orders.get(kind, 0)
        variant = self._variants.get(slot, 0) if item.code else 0
        self._orders[kind], self._variants[slot] = order + 1, variant + 1
        row = Item(
            standard=self.standard,
            kind=kind,
            code=item.code,
            variant=variant,
            name=item.name,
            definition=item.definition,
            task_refs=list(item.task_refs),
            order=order,
        )
        self.items.append(row)
        return row


def layout_of(parsed: parsed_types.ParsedStandard, standard: Standard) -> Layout:
    """Lay out every duty, task, block and item of ``parsed`` under the row of its standard."""
    layout = Layout(standard)
    for duty in parsed.duties:
        layout.add_duty(duty)
    layout.add_attitudes(parsed.attitudes)
    return layout


def heading_of(parsed: parsed_types.ParsedStandard) -> dict[str, object]:
    """The columns of the standard's own row, as the model names them."""
    return {
        "raw_code": parsed.raw_code,
        "code_base": parsed.code_base,
        "version_no": parsed.version_no,
        "title": parsed.title,
        "kind": parsed.kind,
        "related_titles": list(parsed.related_titles),
        "job_categories": [asdict(coded) for coded in parsed.job_categories],
        "occupations": [asdict(coded) for coded in parsed.occupations],
        "industries": [asdict(coded) for coded in parsed.industries],
        "description": parsed.description,
        "level": parsed.level,
        "versions": [_version_row(row) for row in parsed.versions],
        "prerequisites": list(parsed.prerequisites),
        "notes": [asdict(note) for note in parsed.notes],
        "meaning_of_a": parsed.meaning_of_a,
        "is_historical": parsed.is_historical,
        "warnings": [_warning(warning) for warning in parsed.warnings],
        "unplaced": [{"place": asdict(u.place), "text": u.text} for u in parsed.unplaced],
        "source_format": parsed.format.value if parsed.format else "",
    }


def _version_row(row: parsed_types.VersionRow) -> dict[str, object]:
    day = row.updated_on.isoformat() if row.updated_on else None
    return {**asdict(row), "updated_on": day}


def _warning(warning: parsed_types.IntakeWarning) -> dict[str, object]:
    place = asdict(warning.place) if warning.place else None
    return {"kind": warning.kind, "place": place, "text": warning.text}


def insert_layout(layout: Layout) -> None:
    """Insert the rows of a laid out standard, table after table, parents first."""
    Duty._default_manager.bulk_create(layout.duties)
    TaskGroup._default_manager.bulk_create(layout.groups)
    Task._default_manager.bulk_create(layout.tasks)
    Block._default_manager.bulk_create(layout.blocks)
    Item._default_manager.bulk_create(layout.items)
    BlockItem._default_manager.bulk_create(layout.placements)
