"""Searching the items of all standards, by the words and by likeness."""

from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from espalier.cycle.standards.catalogue.models import Competency, Item, Standard
from espalier.cycle.standards.catalogue.types import FoundItem
from espalier.engines.matching.folding import to_traditional
from espalier.engines.matching.similarity import TextIndex

# Likeness is computed over candidates that share two characters with the query, not over everything.
MOST_CANDIDATES = 2000


def search_items(query: str, *, limit: int = 50) -> list[FoundItem]:
    """Items that contain the query or are like it, the nearest first (two queries).

    Simplified characters find traditional texts. Only versions in force and drafts are searched.
    """
    words = query.strip()
    if not words:
        return []
    rows = list(_containing(words)[:MOST_CANDIDATES])
    known = {row.pk for row in rows}
    rows += [row for row in _alike(words)[:MOST_CANDIDATES] if row.pk not in known]
    index = TextIndex([f"{row.name} {row.definition}".strip() for row in rows])
    hits = index.search(words, limit=limit)
    return [_found(rows[hit.index], hit.score, hit.contains_query, hit.shared) for hit in hits]


def _found(row: Item, score: float, contains: bool, shared: tuple[str, ...]) -> FoundItem:
    standard = row.standard
    return FoundItem(
        item_id=row.pk,
        standard_id=standard.pk,
        standard_label=f"{standard.raw_code} {standard.title}".strip(),
        kind=row.kind,
        code=row.code,
        text=f"{row.name}：{row.definition}" if row.definition else row.name,
        score=score,
        contains_query=contains,
        shared=shared,
    )


def _searched() -> QuerySet[Item]:
    rows = Item.objects.exclude(standard__state__in=["superseded", "archived"])
    return rows.select_related("standard").order_by("standard__code_base", "kind", "order", "pk")


def _containing(words: str) -> QuerySet[Item]:
    forms = dict.fromkeys((words, to_traditional(words)))
    either = [Q(name__icontains=form) | Q(definition__icontains=form) for form in forms]
    return _searched().filter(reduce(or_, either))


def _alike(words: str) -> QuerySet[Item]:
    """Items that share a pair of neighbouring characters with the query, or the whole short query."""
    text = "".join(to_traditional(words).split())
    pairs = dict.fromkeys(text[i : i + 2] for i in range(len(text) - 1)) or {text: None}
    # A long query would make a condition no database plans well; its first pairs say enough.
    either = [Q(name__icontains=pair) for pair in list(pairs)[:24]]
    return _searched().filter(reduce(or_, either))


def standards_with_words(rows: QuerySet[Standard], words: str) -> QuerySet[Standard]:
    """Narrow standards to those whose heading, tasks or items contain every word."""
    for word in words.split():
        forms = dict.fromkeys((word, to_traditional(word)))
        fields = ("raw_code", "title", "description")
        either = [Q(**{f"{field}__icontains": form}) for field in fields for form in forms]
        named = [Q(name__icontains=form) for form in forms]
        inside = Item.objects.filter(reduce(or_, named)).values("standard_id")
        rows = rows.filter(reduce(or_, either) | Q(pk__in=inside))
    return rows


def competencies_with_words(rows: QuerySet[Competency], words: str) -> QuerySet[Competency]:
    """Narrow competencies to those whose code, names or definition contain every word."""
    fields = ("code", "name", "name_en", "definition")
    for word in words.split():
        forms = dict.fromkeys((word, to_traditional(word)))
        either = [Q(**{f"{field}__icontains": form}) for field in fields for form in forms]
        rows = rows.filter(reduce(or_, either))
    return rows
