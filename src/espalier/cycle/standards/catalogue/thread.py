"""The first steps of the thread: standard → item → competency; items are one of its two anchors."""

from collections.abc import Callable, Iterable, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from espalier.cycle.standards.catalogue import queries
from espalier.kit.thread import registry
from espalier.kit.thread.types import Break, Check, Edge, NodeKind

STANDARD, ITEM, COMPETENCY = "standards.Standard", "standards.Item", "standards.Competency"
Pairs = Iterable[tuple[str, str]]


def register_thread() -> None:
    """Declare the nodes, the two steps and the check of this room."""
    room = "espalier.cycle.standards.catalogue"
    registry.register_node(NodeKind(STANDARD, _("Standard"), room, _standards))
    registry.register_node(NodeKind(ITEM, _("Item of a standard"), room, _items, is_anchor=True))
    registry.register_node(NodeKind(COMPETENCY, _("Competency"), room, _competencies))
    registry.register_edge(
        Edge(
            STANDARD,
            ITEM,
            _("the standard contains the item"),
            *_both_ways(queries.standard_item_links),
        )
    )
    registry.register_edge(
        Edge(
            ITEM,
            COMPETENCY,
            _("the competency grew from the item"),
            *_both_ways(queries.item_competency_links),
        )
    )
    registry.register_check(
        Check("standards.lost_source", _("Competencies whose source was dropped"), lost_sources)
    )


def _both_ways(
    links: Callable[..., Iterable[tuple[int, int]]],
) -> tuple[Callable[[Sequence[str]], Pairs], Callable[[Sequence[str]], Pairs]]:
    """The same read from either end."""

    def down(ids: Sequence[str]) -> Pairs:
        return [(str(a), str(b)) for a, b in links(sources=ids)]

    def up(ids: Sequence[str]) -> Pairs:
        return [(str(a), str(b)) for b, a in links(targets=ids)]

    return down, up


def _standards(ids: Sequence[str]) -> Iterable[tuple[str, str, str]]:
    for row in queries.standards_named(ids):
        label = f"{row.raw_code} {row.title}".strip()
        yield str(row.pk), label, reverse("standards:standard", args=[row.pk])


def _items(ids: Sequence[str]) -> Iterable[tuple[str, str, str]]:
    for row in queries.items().filter(pk__in=list(ids)):
        url = reverse("standards:standard", args=[row.standard_id])
        label = f"{row.standard.raw_code} {row.code} {row.name}".strip()
        yield str(row.pk), label, f"{url}#item-{row.pk}"


def _competencies(ids: Sequence[str]) -> Iterable[tuple[str, str, str]]:
    for row in queries.competencies(active_only=False).filter(pk__in=list(ids)):
        yield str(row.pk), f"{row.code} {row.name}", reverse("standards:competency", args=[row.pk])


def lost_sources() -> Iterable[Break]:
    """Competencies in use whose item is no longer in the newest version that is here (two queries)."""
    for lost in queries.competencies_with_lost_source():
        address = reverse("standards:compare")
        yield Break(
            check="standards.lost_source",
            kind=COMPETENCY,
            id=str(lost.competency.pk),
            label=f"{lost.competency.code} {lost.competency.name}",
            url=reverse("standards:competency", args=[lost.competency.pk]),
            message=_("Its source item is no longer in %(code)s.") % {"code": lost.newest_code},
            remedy=_("Compare the two versions and say what became of the item."),
            remedy_url=f"{address}?old={lost.old_id}&new={lost.newest_id}",
        )
