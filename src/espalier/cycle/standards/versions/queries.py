"""Reading comparisons of versions and what people confirmed about them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from espalier.cycle.standards.catalogue import queries as catalogue
from espalier.cycle.standards.versions import rules
from espalier.cycle.standards.versions.models import ItemMatch, VersionComparison
from espalier.cycle.standards.versions.types import (
    ITEM_LETTERS,
    ConfirmedMatch,
    Difference,
    ItemChoice,
)
from espalier.kit.errors import NotFound
from espalier.kit.thread.queries import Walk, walk_many

ITEM_NODE = "standards.Item"


def comparisons() -> QuerySet[VersionComparison]:
    """All comparisons with both standards, the newest first."""
    return VersionComparison.objects.select_related("old", "new").order_by("-computed_at", "-pk")


def comparison(comparison_id: int) -> VersionComparison:
    """One comparison with both standards. Raises: NotFound."""
    found = comparisons().filter(pk=comparison_id).first()
    if found is None:
        raise NotFound(f"comparison {comparison_id}")
    return found


def confirmed_matches(comparison_id: int) -> list[ConfirmedMatch]:
    """What people confirmed about the old version's items, in the order of the document (one query)."""
    rows = (
        ItemMatch.objects.filter(comparison_id=comparison_id)
        .exclude(confirmed_at=None)
        .select_related("old_item")
        .order_by("old_item__kind", "old_item__order", "pk")
    )
    return [
        ConfirmedMatch(
            row.old_item_id,
            row.new_item_id,
            row.old_item.kind,
            row.similarity,
            row.reason,
            row.confirmed_by,
        )
        for row in rows
    ]


def differences(found: VersionComparison) -> list[Difference]:
    """The stored entries with the match of each item (one query)."""
    matches = {
        (match.old_item.kind, match.old_item.code, _text(match.old_item)): match
        for match in ItemMatch.objects.filter(comparison=found)
        .select_related("old_item")
        .order_by("-pk")
    }
    return [_difference(entry, matches) for entry in rules.entries_of(found.difference)]


def _text(item: Any) -> str:
    return f"{item.name}：{item.definition}" if item.definition else item.name


def _difference(
    entry: dict[str, Any] | Any, matches: dict[tuple[str, str, str], ItemMatch]
) -> Difference:
    letter = ITEM_LETTERS.get(entry["item_kind"], "")
    match = matches.get((letter, entry["old_code"] or "", entry["old_text"] or ""))
    return Difference(
        kind=entry["kind"],
        item_kind=entry["item_kind"],
        old_code=entry["old_code"] or "",
        old_text=entry["old_text"] or "",
        new_code=entry["new_code"] or "",
        new_text=entry["new_text"] or "",
        old_parent=entry["old_parent"] or "",
        new_parent=entry["new_parent"] or "",
        similarity=entry["similarity"],
        old_levels=tuple(entry["old_levels"]),
        new_levels=tuple(entry["new_levels"]),
        reasons=tuple(entry["reasons"]),
        match_id=match.pk if match else None,
        old_item_id=match.old_item_id if match else None,
        new_item_id=match.new_item_id if match else None,
        is_confirmed=bool(match and match.confirmed_at),
        confirmed_by=match.confirmed_by if match else "",
        reason=match.reason if match else "",
    )


def item_ids(standard_id: int) -> list[int]:
    """The ids of all items of a standard, in the order of the document (one query)."""
    rows = catalogue.items().filter(standard_id=standard_id).order_by("kind", "order", "pk")
    return list(rows.values_list("pk", flat=True))


def item_label(item_id: int) -> str:
    """What a person calls an item: its code and name; empty when there is no such item."""
    row = catalogue.items().filter(pk=item_id).first()
    return f"{row.code} {row.name}".strip() if row else ""


def item_choices(found: VersionComparison) -> list[ItemChoice]:
    """The items of the new version, for choosing a successor by hand (one query)."""
    rows = found.new.items.order_by("kind", "order", "pk")
    return [ItemChoice(row.pk, row.kind, f"{row.code} {row.name}".strip()) for row in rows]


def impact(entries: Iterable[Difference]) -> Walk | None:
    """Everything that rests on the items that did not stay what they were; None when none did not.

    The number of queries depends on the chain, not on the items.
    """
    touched = [
        str(entry.old_item_id)
        for entry in entries
        if entry.old_item_id is not None and entry.kind in rules.TOUCHING
    ]
    return walk_many(ITEM_NODE, touched, "down") if touched else None
