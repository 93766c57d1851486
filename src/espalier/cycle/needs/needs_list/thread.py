"""The thread through needs: what they were found in, what they are about, and which of them nobody took up."""

from collections.abc import Callable, Iterable, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from espalier.cycle.needs.desk_research import queries as desk
from espalier.cycle.needs.needs_list import linking, queries
from espalier.cycle.needs.needs_list.models import Need
from espalier.kit.errors import Text
from espalier.kit.thread import registry
from espalier.kit.thread.anchors import fulfils
from espalier.kit.thread.links import edge
from espalier.kit.thread.types import Break, Check, NodeKind

NEED = queries.KIND
WHY: dict[str, Text] = {
    "extracts": _("the passage speaks of the need"),
    "considerations": _("the consideration led to the need"),
    "competencies": _("the need is about the competency"),
    "directions": _("the need serves the direction"),
    "business_goals": _("the need serves the business goal"),
    "norms": _("the norm asks for what the need is about"),
}


def register_thread() -> None:
    room = "espalier.cycle.needs.needs_list"
    registry.register_node(NodeKind(NEED, _("Need"), room, _described))
    for name, why in WHY.items():
        link = linking.BY_NAME[name]
        through = getattr(Need, name).through.objects.all()
        registry.register_edge(
            edge(link.kind, NEED, why, through, linking.column_of(name), "need_id")
        )
    fulfils(NEED, {"P2.1.2": _active_ids})
    for code, title, find in (
        ("needs.need_without_source", _("Needs nobody knows the source of"), without_source),
        ("needs.need_without_goal", _("Training needs no goal rests on"), without_goal),
        ("needs.extract_unused", _("Passages that speak of a need nobody wrote"), unused_extracts),
    ):
        registry.register_check(Check(code, title, find))


def _active_ids() -> list[int]:
    return list(queries.need_ids_pursued())


def _described(ids: Sequence[str]) -> Iterable[tuple[str, str, str]]:
    rows = Need.objects.filter(pk__in=list(ids)).order_by("pk")
    for pk, code, title in rows.values_list("pk", "code", "title"):
        yield str(pk), f"{code} {title}", reverse("needs:need", args=[pk])


def without_source() -> Iterable[Break]:
    """One query."""
    return _breaks(
        "needs.need_without_source",
        queries.without_source,
        _("Nothing says where it was found."),
        _("Link a passage or a consideration, or name its source."),
    )


def without_goal() -> Iterable[Break]:
    """One query."""
    return _breaks(
        "needs.need_without_goal",
        queries.training_without_goal,
        _("Training is the remedy, but no strategy goal rests on it."),
        _("Link a strategy goal to it, or stop pursuing it."),
    )


def unused_extracts() -> Iterable[Break]:
    """Two queries."""
    message = _("It speaks of a need, but no need rests on it.")
    remedy = _("Link it to a need, or write the need.")
    used = queries.linked_extract_ids()
    for each in desk.extracts():
        if each.kind == "need" and each.id not in used:
            url = reverse("needs:extract", args=[each.id])
            mend = f"{reverse('needs:need_new')}?extract={each.id}"
            label = f"{each.code} {each.text[:40]}"
            yield Break(
                "needs.extract_unused",
                "needs.Extract",
                str(each.id),
                label,
                url,
                message,
                remedy,
                mend,
            )


def _breaks(
    check: str, find: Callable[[], list[Need]], message: Text, remedy: Text
) -> Iterable[Break]:
    for need in find():
        url = reverse("needs:need", args=[need.pk])
        mend = reverse("needs:need_edit", args=[need.pk])
        label = f"{need.code} {need.title}"
        yield Break(check, NEED, str(need.pk), label, url, message, remedy, mend)
