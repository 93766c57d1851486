"""The records a need can rest on: what they are called, which can be chosen, and where their pages are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from espalier.cycle.needs.needs_list.models import Need
from espalier.kit.errors import Text
from espalier.kit.thread.registry import node_kinds


@dataclass(frozen=True, slots=True)
class Link:
    """One kind of link of a need: the field, the thread's name of the records, and how they are called."""

    name: str
    kind: str
    label: Text
    code: str
    text: str
    pursued: Mapping[str, object] = field(default_factory=dict)


LINKS = (
    Link("extracts", "needs.Extract", _("Passages of documents"), "code", "text"),
    Link("considerations", "needs.Consideration", _("Considerations"), "code", "text"),
    Link(
        "competencies", "standards.Competency", _("Competencies"), "code", "name",
        {"is_active": True},
    ),
    Link(
        "directions", "policy.Direction", _("Policy directions"), "number", "text",
        {"ended_on": None},
    ),
    Link(
        "business_goals", "policy.BusinessGoal", _("Business goals"), "code", "text",
        {"ended_on": None},
    ),
    Link("norms", "learning_map.Norm", _("Norms"), "code", "title", {"is_applied": True}),
    Link("units", "people.Unit", _("Units"), "code", "name", {"ended_on": None}),
    Link("positions", "people.Position", _("Positions"), "code", "name", {"is_active": True}),
)  # fmt: skip
BY_NAME = {link.name: link for link in LINKS}


def column_of(name: str) -> str:
    """The column of a link's own table that holds the record on the other side."""
    field_: Any = Need._meta.get_field(name)
    return str(field_.m2m_reverse_name())


def records(link: Link) -> Any:
    """The records on the other side of a link, by code."""
    model: Any = Need._meta.get_field(link.name).related_model
    return model.objects.order_by(link.code)


def ids_by_code(link: Link) -> dict[str, int]:
    """Every record's id by its code. One query."""
    return {str(code): pk for code, pk in records(link).values_list(link.code, "pk")}


def choices(link: Link, held: Iterable[int] = ()) -> list[tuple[str, str]]:
    """What may be chosen: records still pursued, and those the need already names. One query."""
    rows = records(link).filter(Q(**link.pursued) | Q(pk__in=list(held)))
    return [
        (str(pk), f"{code} {_short(text)}")
        for pk, code, text in rows.values_list("pk", link.code, link.text)
    ]


def described(link: Link, ids: Iterable[int]) -> list[tuple[str, str]]:
    """(label, address) of linked records, as the thread names them; no address where there is no page."""
    wanted = [str(pk) for pk in ids]
    node = node_kinds().get(link.kind)
    if not wanted or node is None:
        return []
    return [(label, url) for _id, label, url in node.describe(wanted)]


def addresses(link: Link, ids: Iterable[int]) -> dict[int, str]:
    """Where the page of each linked record is, by its id."""
    wanted = [str(pk) for pk in ids]
    node = node_kinds().get(link.kind)
    if not wanted or node is None:
        return {}
    return {int(pk): url for pk, _label, url in node.describe(wanted)}


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
