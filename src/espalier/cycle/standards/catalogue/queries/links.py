"""Reading the links of the thread: standard to item, item to competency, and where one is lost."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from espalier.cycle.standards.catalogue.models import Competency, Item, Standard
from espalier.kit.versions.states import State

Ids = Sequence[str] | Sequence[int]


@dataclass(frozen=True, slots=True)
class LostSource:
    """A competency whose item the newest version here no longer has."""

    competency: Competency
    old_id: int
    newest_id: int
    newest_code: str


def standards_named(ids: Ids) -> QuerySet[Standard]:
    """The standards with these ids, by id."""
    return Standard.objects.filter(pk__in=list(ids)).order_by("pk")


def standard_item_links(
    *, sources: Ids | None = None, targets: Ids | None = None
) -> list[tuple[int, int]]:
    """(standard id, item id) pairs with these standards or these items (one query)."""
    rows = Item.objects.filter(_one_side("standard", sources, targets))
    return list(rows.order_by("standard_id", "kind", "order").values_list("standard_id", "pk"))


def item_competency_links(
    *, sources: Ids | None = None, targets: Ids | None = None
) -> list[tuple[int, int]]:
    """(item id, competency id) pairs with these items or these competencies (one query)."""
    rows = Competency.objects.filter(_one_side("source_item", sources, targets))
    pairs = rows.exclude(source_item=None).order_by("code").values_list("source_item_id", "pk")
    return [(item, competency) for item, competency in pairs if item is not None]


def _one_side(parent: str, sources: Ids | None, targets: Ids | None) -> Q:
    if sources is not None:
        return Q(**{f"{parent}__in": list(sources)})
    return Q(pk__in=list(targets or ()))


def competencies_with_lost_source() -> list[LostSource]:
    """Active competencies of superseded versions whose words the newest version no longer has.

    Two queries. An item counts as there when its kind and name are, whatever its code.
    """
    rows = list(
        Competency.objects.filter(is_active=True, source_item__standard__state=State.SUPERSEDED)
        .select_related("source_item__standard")
        .order_by("code")
    )
    bases = {row.source_item.standard.code_base for row in rows if row.source_item} - {""}
    newest: dict[str, tuple[int, str]] = {}
    words: set[tuple[str, str, str]] = set()
    for item in _items_in_force(bases):
        base = item.standard.code_base
        newest[base] = (item.standard_id, item.standard.raw_code)
        words.add((base, item.kind, item.name))
    return [
        LostSource(row, row.source_item.standard_id, *newest[base])
        for row in rows
        if row.source_item
        and (base := row.source_item.standard.code_base) in newest
        and (base, row.source_item.kind, row.source_item.name) not in words
    ]


def _items_in_force(bases: Iterable[str]) -> QuerySet[Item]:
    rows = Item.objects.select_related("standard").filter(
        standard__code_base__in=list(bases), standard__state=State.PUBLISHED
    )
    return rows.order_by("standard__version_no", "pk")


def items_by_code(standard_codes: Iterable[str]) -> dict[tuple[str, str], tuple[int, str]]:
    """(standard code or title, item code) → (item id, kind) for the named standards (one query)."""
    wanted = list(standard_codes)
    named = Q(standard__raw_code__in=wanted) | Q(standard__raw_code="", standard__title__in=wanted)
    rows = (
        Item.objects.filter(named, variant=0)
        .exclude(code="")
        .select_related("standard")
        .order_by("standard_id", "pk")
    )
    return {
        (row.standard.raw_code or row.standard.title, row.code): (row.pk, row.kind) for row in rows
    }
