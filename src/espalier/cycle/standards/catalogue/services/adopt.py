"""Items of a standard become competencies the organisation owns."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from espalier.cycle.standards.catalogue import rules
from espalier.cycle.standards.catalogue.models import Competency, Item, Standard
from espalier.cycle.standards.catalogue.types import AdoptedItems
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log


@transaction.atomic
def adopt_competencies(*, standard: Standard, by: Actor, at: datetime) -> AdoptedItems:
    """Give every K, S and A item of the standard its competency; those that exist are kept.

    An item that already has a competency keeps it. A competency of the same code and the same name,
    grown from another version, stands for the item too. A code whose name is another by now does
    not: codes of standards change their meaning, so such an item gets a competency with the version
    in its code until a person has confirmed what became of the old one.
    """
    items = list(
        Item.objects.filter(standard=standard, kind__in=Competency.Kind.values, variant=0)
        .exclude(name="")
        .order_by("kind", "order", "pk")
    )
    known = _Known(standard)
    found: dict[int, Competency] = {}
    fresh: dict[int, Competency] = {}
    for item in items:
        row = known.competency_for(item)
        if row is None:
            row = fresh[item.pk] = known.add(_competency(item, known.free_code(item), at))
        found[item.pk] = row
    Competency._default_manager.bulk_create(list(fresh.values()))
    if fresh:
        after = {"created": [row.code for row in fresh.values()], "n_kept": len(items) - len(fresh)}
        log.record("standards.competencies.adopted", standard, by=by, at=at, after=after)
    ids = {item_id: row.pk for item_id, row in found.items()}
    return AdoptedItems(ids, n_created=len(fresh), n_kept=len(items) - len(fresh))


@transaction.atomic
def move_source_items(*, moves: Mapping[int, int], reason: str, by: Actor, at: datetime) -> int:
    """Let competencies rest on other items (competency id → item id), as a migration confirmed.

    Returns the number moved. Codes and names stay: the competency is the organisation's.
    """
    rows = list(Competency.objects.filter(pk__in=list(moves)).order_by("pk"))
    before = {row.code: row.source_item_id for row in rows}
    for row in rows:
        row.source_item_id = moves[row.pk]
    Competency.objects.bulk_update(rows, ["source_item"])
    if rows:
        after = {"source_items": {row.code: row.source_item_id for row in rows}, "reason": reason}
        log.record(
            "standards.competencies.moved",
            "standards.Competency:",
            by=by,
            at=at,
            before={"source_items": before},
            after=after,
        )
    return len(rows)


class _Known:
    """The competencies that may already stand for items of a standard, read once."""

    def __init__(self, standard: Standard) -> None:
        self._base = standard.code_base or standard.title
        self._version = standard.version_no
        self._by_code = {
            row.code: row for row in Competency.objects.filter(code__startswith=self._base)
        }
        of_standard = Competency.objects.filter(source_item__standard=standard).order_by("-pk")
        self._by_item = {row.source_item_id: row for row in of_standard}

    def competency_for(self, item: Item) -> Competency | None:
        if item.pk in self._by_item:
            return self._by_item[item.pk]
        for code in self._codes(item):
            row = self._by_code.get(code)
            if row is not None and row.kind == item.kind and row.name == _short(item.name):
                return row
        return None

    def free_code(self, item: Item) -> str:
        plain, versioned = self._codes(item)
        return versioned if plain in self._by_code else plain

    def add(self, row: Competency) -> Competency:
        self._by_code[row.code] = row
        return row

    def _codes(self, item: Item) -> tuple[str, str]:
        bases = (self._base, f"{self._base}v{self._version or 1}")
        plain, versioned = (
            rules.competency_code(base=base, kind=item.kind, code=item.code, order=item.order + 1)
            for base in bases
        )
        return plain, versioned


def _short(name: str) -> str:
    return name[: rules.LONGEST_NAME]


def _competency(item: Item, code: str, at: datetime) -> Competency:
    # A name of more than 300 characters is a sentence; the whole of it goes to the definition.
    definition = item.definition or (item.name if len(item.name) > rules.LONGEST_NAME else "")
    return Competency(
        code=code,
        kind=item.kind,
        name=_short(item.name),
        definition=definition,
        source_item_id=item.pk,
        created_at=at,
    )
