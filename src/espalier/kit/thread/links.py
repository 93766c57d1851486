"""Edges of the thread read from the rows that hold both ends."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet

from espalier.kit.errors import Text
from espalier.kit.thread.types import Edge

Pairs = Iterable[tuple[str, str]]


def edge(
    source: str, target: str, why: Text, rows: QuerySet[Any], from_field: str, to_field: str
) -> Edge:
    """An edge whose ends are two fields of one table; one query in either direction."""

    def down(ids: Sequence[str]) -> Pairs:
        return _pairs(rows, ids, from_field, to_field)

    def up(ids: Sequence[str]) -> Pairs:
        return _pairs(rows, ids, to_field, from_field)

    return Edge(source, target, why, down, up)


def _pairs(rows: QuerySet[Any], ids: Sequence[str], asked: str, other: str) -> Pairs:
    """Pairs from the asked side to the other, as the walk expects them."""
    wanted = rows.filter(**{f"{asked}__in": list(ids)}).order_by("pk")
    return [(str(a), str(b)) for a, b in wanted.values_list(asked, other)]
