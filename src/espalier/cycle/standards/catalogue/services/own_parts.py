"""Changing the parts of an own model's draft: duties, tasks, items, levels."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, Model
from django.utils.translation import gettext as _

from espalier.cycle.standards.catalogue import queries, refusals, rules
from espalier.cycle.standards.catalogue.models import (
    Block,
    BlockItem,
    Duty,
    Item,
    Standard,
    Task,
    TaskGroup,
)
from espalier.cycle.standards.catalogue.types import Space
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import Conflict, NotFound, Problem, Refused
from espalier.kit.versions.states import State

PARTS: dict[str, type[Model]] = {"duty": Duty, "task": Task, "item": Item, "placement": BlockItem}
STANDARD_OF = {
    "duty": "standard_id",
    "task": "group__duty__standard_id",
    "item": "standard_id",
    "block": "group__duty__standard_id",
    "placement": "block__group__duty__standard_id",
}


@transaction.atomic
def describe_own_model(
    *, standard_id: int, title: str, description: str, level: str, by: Actor, at: datetime
) -> Standard:
    """Change the heading of a draft. Raises: Refused."""
    draft = _draft(standard_id)
    before = {"title": draft.title, "description": draft.description, "level": draft.level}
    draft.title = _named(title, rules.LONGEST_TITLE)
    draft.description, draft.level = description.strip(), _level(level)
    draft.save(update_fields=["title", "description", "level"])
    after = {"title": draft.title, "description": draft.description, "level": draft.level}
    log.record("standards.own_model.described", draft, by=by, at=at, before=before, after=after)
    return draft


@transaction.atomic
def add_duty(*, standard_id: int, name: str, by: Actor, at: datetime) -> Duty:
    """Add a main duty under the next code. Raises: Refused."""
    draft = _draft(standard_id)
    codes = list(draft.duties.order_by("order").values_list("code", flat=True))
    duty = Duty.objects.create(
        standard=draft,
        code=rules.next_part_code("T", "", codes),
        name=_named(name, rules.LONGEST_NAME),
        order=_next_order(draft.duties),
    )
    _log_added(draft, "duty", duty.code, duty.name, by, at)
    return duty


@transaction.atomic
def add_task(
    *, standard_id: int, duty_id: int, name: str, level: str, by: Actor, at: datetime
) -> Task:
    """Add a task under the next code, with a block of its own. Raises: Refused, NotFound."""
    draft = _draft(standard_id)
    duty = draft.duties.filter(pk=duty_id).first()
    if duty is None:
        raise NotFound(f"duty {duty_id}")
    codes = Task.objects.filter(group__duty=duty).values_list("code", flat=True)
    code = rules.next_part_code("T", duty.code, list(codes))
    group = TaskGroup.objects.create(duty=duty, order=_next_order(duty.groups))
    Block.objects.create(group=group, level=_level(level), order=0)
    task = Task.objects.create(
        group=group, code=code, name=_named(name, rules.LONGEST_NAME), order=0
    )
    _log_added(draft, "task", task.code, task.name, by, at)
    return task


@transaction.atomic
def add_item(
    *,
    standard_id: int,
    kind: str,
    name: str,
    by: Actor,
    at: datetime,
    definition: str = "",
    block_id: int | None = None,
) -> Item:
    """Add an item under the next code, or place the K or S of that name once more.

    Attitudes belong to the whole model; every other kind stands in a block.

    Raises: Refused, NotFound.
    """
    draft = _draft(standard_id)
    block = _block(draft, block_id) if kind != Item.Kind.ATTITUDE else None
    wanted = " ".join(name.split())
    known = draft.items.filter(kind=kind, name=wanted).exclude(kind__in=["O", "P"]).first()
    item = known or _new_item(draft, kind, wanted, definition.strip(), block)
    if block is not None and not block.placements.filter(item=item).exists():
        BlockItem.objects.create(block=block, item=item, order=_next_order(block.placements))
    _log_added(draft, "item", item.code, item.name, by, at)
    return item


def _new_item(draft: Standard, kind: str, name: str, definition: str, block: Block | None) -> Item:
    if not name:
        raise Refused([_without_name()])
    codes = list(draft.items.filter(kind=kind).values_list("code", flat=True))
    if kind in {"O", "P"} and block is not None:
        task = block.group.tasks.order_by("order", "pk").first()
        code = rules.next_part_code(kind, task.code if task else "", codes)
    else:
        code = rules.next_item_code(kind, codes)
    same_kind = draft.items.filter(kind=kind)
    return Item.objects.create(
        standard=draft,
        kind=kind,
        code=code,
        name=name,
        definition=definition,
        order=_next_order(same_kind),
    )


@transaction.atomic
def copy_items(
    *,
    standard_id: int,
    item_ids: Sequence[int],
    block_id: int | None,
    by: Actor,
    at: datetime,
) -> int:
    """Copy K, S and A items of other standards under codes of our own; returns how many.

    Each copy remembers its source. What is already there under the same name is only placed.

    Raises: Refused, NotFound.
    """
    draft = _draft(standard_id)
    wanted = queries.items().filter(pk__in=list(item_ids), kind__in=["K", "S", "A"])
    sources = list(wanted.exclude(standard=draft))
    block = _block(draft, block_id) if any(item.kind != "A" for item in sources) else None
    known = {(item.kind, item.name): item for item in draft.items.order_by("kind", "order")}
    fresh = _copies(draft, [item for item in sources if (item.kind, item.name) not in known])
    Item._default_manager.bulk_create(fresh)
    known |= {(item.kind, item.name): item for item in fresh}
    if block is not None:
        _place(block, [known[item.kind, item.name] for item in sources if item.kind != "A"])
    after = {"codes": [item.code for item in fresh], "sources": [item.pk for item in sources]}
    log.record("standards.own_model.items_copied", draft, by=by, at=at, after=after)
    return len(fresh)


def _copies(draft: Standard, sources: Sequence[Item]) -> list[Item]:
    taken = list(draft.items.values_list("code", flat=True).order_by("code"))
    orders = {
        row["kind"]: row["n"] + 1
        for row in draft.items.values("kind").annotate(n=Max("order")).order_by("kind")
    }
    copies: dict[tuple[str, str], Item] = {}
    for source in sources:
        if (source.kind, source.name) in copies:
            continue
        code = rules.next_item_code(source.kind, taken)
        taken.append(code)
        copies[source.kind, source.name] = Item(
            standard=draft,
            kind=source.kind,
            code=code,
            name=source.name,
            definition=source.definition,
            order=orders.get(source.kind, 0),
            derived_from=source,
        )
        orders[source.kind] = orders.get(source.kind, 0) + 1
    return list(copies.values())


def _place(block: Block, items: Sequence[Item]) -> None:
    there = set(block.placements.values_list("item_id", flat=True))
    first = _next_order(block.placements)
    missing = [item for item in items if item.pk not in there]
    rows = [
        BlockItem(block=block, item=item, order=first + place)
        for place, item in enumerate(dict.fromkeys(missing))
    ]
    BlockItem._default_manager.bulk_create(rows)


@transaction.atomic
def edit_part(
    *,
    standard_id: int,
    part: str,
    part_id: int,
    name: str,
    seen: str,
    by: Actor,
    at: datetime,
    definition: str | None = None,
) -> None:
    """Change the words of a duty, task or item. ``seen`` is the name the form showed.

    Raises: Refused; NotFound; Conflict when somebody else changed it meanwhile.
    """
    draft = _draft(standard_id)
    row = _part(draft, part, part_id)
    wanted = _named(name, rules.LONGEST_NAME if part != "item" else 4000)
    if row.name not in (seen, wanted):
        raise Conflict(theirs={row.code: row.name}, yours={row.code: wanted})
    before, row.name = {"code": row.code, "name": row.name}, wanted
    if definition is not None and part == "item":
        row.definition = definition.strip()
    row.save()
    after = {"name": row.name}
    log.record("standards.own_model.edited", draft, by=by, at=at, before=before, after=after)


@transaction.atomic
def set_block_level(
    *, standard_id: int, block_id: int, level: str, by: Actor, at: datetime
) -> Block:
    """State the level of a block, or none. Raises: Refused, NotFound."""
    draft = _draft(standard_id)
    block = _block(draft, block_id)
    before, block.level = {"level": block.level}, _level(level)
    block.save(update_fields=["level"])
    after = {"block": block.pk, "level": block.level}
    log.record("standards.own_model.level_set", draft, by=by, at=at, before=before, after=after)
    return block


@transaction.atomic
def remove_part(*, standard_id: int, part: str, part_id: int, by: Actor, at: datetime) -> None:
    """Remove a duty, a task, an item or only its place in one block ("placement").

    With a duty go its tasks; with the last task of a group go its blocks; an item that stands in no
    block any more goes too.

    Raises: Refused, NotFound.
    """
    draft = _draft(standard_id)
    row = _part(draft, part, part_id)
    shown = row.item if part == "placement" else row
    before = {"part": part, "code": shown.code, "name": shown.name}
    group = row.group if part == "task" else None
    row.delete()
    if group is not None and not group.tasks.exists():
        group.delete()
    draft.items.exclude(kind="A").filter(placements=None).delete()
    log.record("standards.own_model.removed", draft, by=by, at=at, before=before)


def _draft(standard_id: int) -> Standard:
    draft = queries.standard(standard_id)
    if draft.space != Space.OWN or draft.state != State.DRAFT:
        raise Refused([refusals.not_a_draft()])
    return draft


def _part(draft: Standard, part: str, part_id: int) -> Any:
    """A duty, task, item or placement of the draft."""
    model = PARTS.get(part)
    rows = (
        model._default_manager.filter(pk=part_id, **{STANDARD_OF[part]: draft.pk})
        if model
        else None
    )
    found = rows.first() if rows is not None else None
    if found is None:
        raise NotFound(f"{part} {part_id}")
    return found


def _block(draft: Standard, block_id: int | None) -> Block:
    rows = Block.objects.select_related("group").filter(
        pk=block_id or 0, group__duty__standard=draft
    )
    found = rows.first()
    if found is None:
        message = _("Choose the task under which it stands.")
        raise Refused([Problem("no_block", message, remedy=_("Add a task first."))])
    return found


def _level(text: str) -> int | None:
    if text.strip() == "":
        return None
    if text.strip() in {"1", "2", "3", "4", "5", "6"}:
        return int(text)
    message = _("A level lies between 1 and 6.")
    remedy = _("Type a number from 1 to 6, or leave the field empty.")
    raise Refused([Problem("level_outside", message, place=text, remedy=remedy)])


def _named(name: str, longest: int) -> str:
    wanted = " ".join(name.split())
    if not wanted or len(wanted) > longest:
        raise Refused([_without_name()])
    return wanted


def _without_name() -> Problem:
    message = _("A name is missing, or it is too long.")
    return Problem("no_name", message, remedy=_("Type a short name of at most 300 characters."))


def _next_order(rows: Any) -> int:
    """The place after the last of these rows, a manager or queryset of any part."""
    highest: int | None = rows.aggregate(n=Max("order"))["n"]
    return 0 if highest is None else highest + 1


def _log_added(draft: Standard, part: str, code: str, name: str, by: Actor, at: datetime) -> None:
    after = {"part": part, "code": code, "name": name}
    log.record("standards.own_model.added", draft, by=by, at=at, after=after)
