"""The thread of consulting: subject → round → change request → the record its decision changed."""

from collections.abc import Callable, Iterable, Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espalier.kit.consultation.ledger import effect_places
from espalier.kit.consultation.models import ChangeRequest, Round
from espalier.kit.consultation.types import ConsultedKind, Decision, RoundState
from espalier.kit.thread import registry as threads
from espalier.kit.thread.anchors import fulfils
from espalier.kit.thread.types import Break, Check, Edge, NodeKind
from espalier.kit.ui.languages import in_language

ROUND, REQUEST = "consultation.Round", "consultation.ChangeRequest"
Pairs = Iterable[tuple[str, str]]
_indicators: dict[str, set[str]] = {}  # indicator → kinds of subject


def register_thread() -> None:
    room = "espalier.kit.consultation"
    threads.register_node(
        NodeKind(ROUND, gettext_lazy("Round of consultation"), room, _rounds_described)
    )
    threads.register_node(
        NodeKind(REQUEST, gettext_lazy("Change request"), room, _requests_described)
    )
    why = gettext_lazy("the round brought forth the request")
    threads.register_edge(Edge(ROUND, REQUEST, why, _requests_down, _requests_up))
    threads.register_check(
        Check(
            "consultation.accepted_without_effect",
            gettext_lazy("Accepted requests that name no changed record"),
            accepted_without_effect,
        )
    )
    threads.register_check(
        Check(
            "consultation.undecided",
            gettext_lazy("Requests of closed rounds without a decision"),
            undecided,
        )
    )
    threads.register_check(
        Check(
            "consultation.effect_gone",
            gettext_lazy("Requests whose changed record is gone"),
            effects_gone,
        )
    )


def join_subject(subject: ConsultedKind) -> None:
    """The edge from a kind of subject to its rounds, and the indicators such rounds fulfil."""

    def down(ids: Sequence[str]) -> Pairs:
        rows = Round.objects.filter(subject_kind=subject.kind, subject_id__in=list(ids))
        return [(i, str(pk)) for i, pk in rows.order_by("pk").values_list("subject_id", "pk")]

    def up(ids: Sequence[str]) -> Pairs:
        rows = Round.objects.filter(subject_kind=subject.kind, pk__in=_numbers(ids))
        return [(str(pk), i) for pk, i in rows.order_by("pk").values_list("pk", "subject_id")]

    why = gettext_lazy("people were consulted on it")
    threads.register_edge(Edge(subject.kind, ROUND, why, down, up))
    for code in subject.indicators:
        _indicators.setdefault(code, set()).add(subject.kind)
    if _indicators:
        fulfils(ROUND, {code: _round_ids(kinds) for code, kinds in _indicators.items()})


def join_effect(kind: str) -> None:
    """The edge from requests to the records of a kind that their decisions changed."""

    def down(ids: Sequence[str]) -> Pairs:
        rows = ChangeRequest.objects.filter(pk__in=_uuids(ids), effect_kind=kind)
        return [(str(pk), i) for pk, i in rows.order_by("pk").values_list("pk", "effect_id")]

    def up(ids: Sequence[str]) -> Pairs:
        rows = ChangeRequest.objects.filter(effect_kind=kind, effect_id__in=list(map(str, ids)))
        return [(i, str(pk)) for i, pk in rows.order_by("pk").values_list("effect_id", "pk")]

    why = gettext_lazy("the decision on the request changed it")
    threads.register_edge(Edge(REQUEST, kind, why, down, up))


def join_every_effect() -> None:
    """Let a decision lead to any record of the thread; called when every stage has registered."""
    for kind, node in threads.node_kinds().items():
        if kind not in {ROUND, REQUEST} and not node.is_anchor:
            join_effect(kind)


def accepted_without_effect() -> list[Break]:
    rows = ChangeRequest.objects.filter(
        decision__in=[Decision.ACCEPT, Decision.ADAPT], effect_kind=""
    )
    return [
        _break(
            "consultation.accepted_without_effect",
            row,
            _("was accepted, but no record says what changed"),
            _("Name the record that was changed"),
        )
        for row in rows.order_by("pk")
    ]


def undecided() -> list[Break]:
    rows = ChangeRequest.objects.filter(decision="", round__state=RoundState.CLOSED)
    return [
        _break(
            "consultation.undecided",
            row,
            _("waits for a decision although its round is closed"),
            _("Decide it, with a reason"),
        )
        for row in rows.order_by("pk")
    ]


def effects_gone() -> list[Break]:
    rows = list(ChangeRequest.objects.filter(~Q(effect_kind="")).order_by("pk"))
    known = effect_places((row.effect_kind, row.effect_id) for row in rows)
    return [
        _break(
            "consultation.effect_gone",
            row,
            _("leads to a record that is gone: %(label)s") % {"label": row.effect_label},
            _("Name the record that was changed"),
        )
        for row in rows
        if (row.effect_kind, row.effect_id) not in known
    ]


def _break(check: str, row: ChangeRequest, message: str, remedy: str) -> Break:
    url = reverse("consultation:decide", args=[row.pk])
    return Break(check, REQUEST, str(row.pk), row.text[:80], url, message, remedy, url)


def _rounds_described(ids: Sequence[str]) -> Iterable[tuple[str, str, str]]:
    for row in Round.objects.filter(pk__in=_numbers(ids)).order_by("pk"):
        url = reverse("consultation:round", args=[row.pk])
        yield str(row.pk), in_language(row.title, row.title_en), url


def _requests_described(ids: Sequence[str]) -> Iterable[tuple[str, str, str]]:
    for row in ChangeRequest.objects.filter(pk__in=_uuids(ids)).order_by("pk"):
        url = reverse("consultation:request", args=[row.pk])
        yield str(row.pk), in_language(row.text, row.text_en)[:80], url


def _requests_down(ids: Sequence[str]) -> Pairs:
    rows = ChangeRequest.objects.filter(round_id__in=_numbers(ids)).order_by("pk")
    return [(str(r), str(pk)) for r, pk in rows.values_list("round_id", "pk")]


def _requests_up(ids: Sequence[str]) -> Pairs:
    rows = ChangeRequest.objects.filter(pk__in=_uuids(ids)).order_by("pk")
    return [(str(pk), str(r)) for pk, r in rows.values_list("pk", "round_id")]


def _round_ids(kinds: set[str]) -> Callable[[], Iterable[object]]:
    def ids() -> Iterable[object]:
        rows = Round.objects.filter(subject_kind__in=kinds).order_by("pk")
        return list(rows.values_list("pk", flat=True))

    return ids


def _numbers(ids: Sequence[str]) -> list[int]:
    return [int(i) for i in ids if str(i).isdecimal()]


def _uuids(ids: Sequence[str]) -> list[str]:
    """Only what can be a key; the database refuses other text."""
    from uuid import UUID

    found = []
    for i in ids:
        try:
            found.append(str(UUID(str(i))))
        except ValueError:
            continue
    return found
