"""The thread to what was confirmed: programme → draft → confirmation; the review procedure; work divided."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from espalier.cycle.strategy.framework import queries
from espalier.cycle.strategy.framework.imports import WORK
from espalier.cycle.strategy.framework.models import (
    Confirmation,
    FrameworkDraft,
    ProcedureConfirmation,
)
from espalier.cycle.strategy.programmes.queries import programme_titles
from espalier.kit.consultation.registry import register_effect, register_subject
from espalier.kit.consultation.types import ConsultedKind
from espalier.kit.errors import Text
from espalier.kit.registers.thread import node_of
from espalier.kit.thread import registry
from espalier.kit.thread.anchors import fulfils
from espalier.kit.thread.links import edge
from espalier.kit.thread.types import Break, Check, Edge, NodeKind

DRAFT, CONFIRMATION = queries.KIND, "strategy.Confirmation"
PROCEDURE, PROGRAMME = "strategy.ProcedureConfirmation", "strategy.Programme"
ROOM = "espalier.cycle.strategy.framework"
Pairs = Iterable[tuple[str, str]]
Described = Iterable[tuple[str, str, str]]


def register_thread() -> None:
    for kind, label, describe in (
        (DRAFT, _("Draft of the framework"), _drafts),
        (CONFIRMATION, _("Confirmation of a group"), _confirmations),
        (PROCEDURE, _("Confirmed review procedure"), _procedures),
    ):
        registry.register_node(NodeKind(kind, label, ROOM, describe))
    node_of(WORK, ROOM)
    rows = Confirmation.objects.all()
    why = _("the group confirms the draft")
    registry.register_edge(edge(DRAFT, CONFIRMATION, why, rows, "draft_id", "pk"))
    why = _("the draft states the programme")
    registry.register_edge(Edge(PROGRAMME, DRAFT, why, _stated, _stating))
    confirmed = ProcedureConfirmation.objects.all()
    fulfils(CONFIRMATION, {"P2.2.4": lambda: rows.values_list("pk", flat=True)})
    fulfils(PROCEDURE, {"P2.2.5": lambda: confirmed.values_list("pk", flat=True)})
    title = _("Stakeholder groups that have not confirmed the framework")
    registry.register_check(Check("strategy.group_not_confirmed", title, unconfirmed))


def register_consultation() -> None:
    """Let rounds be about drafts, and decisions change what programmes are made of."""
    register_subject(
        ConsultedKind(
            DRAFT,
            _("Draft of the framework"),
            _drafts,
            parts=_parts,
            choices=_choices,
            indicators=("P2.2.4",),
        )
    )
    for kind in ("Programme", "DesignOption", "Objective", "Activity", "Assessment", "Lesson",
                 "TransferStep"):  # fmt: skip
        register_effect(f"strategy.{kind}")


def _parts(_id: str) -> Sequence[tuple[str, str]]:
    return [(code, f"{code} {title}") for _pk, code, title in programme_titles()]


def _choices() -> Iterable[tuple[str, str]]:
    latest = queries.latest_draft()
    return [(str(latest.pk), _label(latest))] if latest else []


def _label(draft: FrameworkDraft) -> str:
    return _now("Draft %(n)s of the framework") % {"n": draft.number}


def _named(rows: QuerySet[Any], ids: Sequence[str]) -> QuerySet[Any]:
    return rows.filter(pk__in=list(ids)).order_by("pk")


def _drafts(ids: Sequence[str]) -> Described:
    page = reverse("strategy:confirmations")
    for row in _named(FrameworkDraft.objects.all(), ids):
        yield str(row.pk), _label(row), page


def _confirmations(ids: Sequence[str]) -> Described:
    page, words = reverse("strategy:confirmations"), queries.group_words()
    for row in _named(queries.confirmations(), ids):
        yield str(row.pk), f"{words.get(row.group, row.group)} {row.confirmed_on:%Y/%m/%d}", page


def _procedures(ids: Sequence[str]) -> Described:
    page = reverse("strategy:procedure")
    for row in _named(queries.confirmed_procedures(), ids):
        yield str(row.pk), f"{row.output} {row.procedure.title}", page


def _stated(ids: Sequence[str]) -> Pairs:
    wanted = set(ids)
    codes = {code: pk for pk, code, _title in programme_titles() if str(pk) in wanted}
    return [(str(codes[code]), pk) for code, pk in _statements() if code in codes]


def _stating(ids: Sequence[str]) -> Pairs:
    codes = {code: pk for pk, code, _title in programme_titles()}
    wanted = set(ids)
    return [(pk, str(codes[code])) for code, pk in _statements() if pk in wanted and code in codes]


def _statements() -> list[tuple[str, str]]:
    """Programme code and draft id of every programme a draft states. One query."""
    rows = FrameworkDraft.objects.order_by("number").values_list("pk", "lines")
    return [
        (code, str(pk))
        for pk, lines in rows
        for code in dict.fromkeys(line.partition("｜")[0] for line in lines)
    ]


def unconfirmed() -> Iterable[Break]:
    """The preset groups whose word on the framework of today is missing; none where there is no programme."""
    titles = programme_titles()
    if not titles:
        return
    draft = queries.latest_draft()
    on = timezone.localdate()
    page = reverse("strategy:confirmations")
    message: Text = _("It has not confirmed the framework as it stands today.")
    for group in queries.unconfirmed_groups(on):
        yield Break(
            check="strategy.group_not_confirmed",
            kind=DRAFT if draft else PROGRAMME,
            id=str(draft.pk if draft else titles[0][0]),
            label=group,
            url=page,
            message=message,
            remedy=_("Consult it on the newest draft and record its confirmation."),
            remedy_url=page,
        )
