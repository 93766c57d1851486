"""The ledger: every voice of a round, and from a request to the record that its decision changed."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from espalier.kit.audit.kept import Kept
from espalier.kit.consultation.models import (
    ChangeRequest,
    Invitation,
    Meeting,
    PartComment,
    Response,
    Round,
)
from espalier.kit.consultation.types import Channel, Decision, LedgerLine, RoundKind, RoundState
from espalier.kit.organisation import queries as organisation
from espalier.kit.thread.registry import node_kinds

# Lines name the records that decisions changed, which may be any. What is said without a name leaves no act, but is
# shown only once the round is closed, and closing is one.
_LEDGERS: Kept[list[LedgerLine]] = Kept(size=32)


def ledger(kind: str = "", id: str = "", *, round_id: int | None = None) -> list[LedgerLine]:
    """Lines by round, newest round first; in a round the requests, then what led to none.

    A fixed number of queries, and one for each kind of record that decisions changed.
    """
    key = (kind, id, round_id, get_language())
    return list(_LEDGERS.of(key, lambda: _ledger(kind, id, round_id)))


def _ledger(kind: str, id: str, round_id: int | None) -> list[LedgerLine]:
    rounds = Round.objects.order_by("-opened_at", "-pk")
    if kind:
        rounds = rounds.filter(subject_kind=kind)
    if id:
        rounds = rounds.filter(subject_id=id)
    if round_id is not None:
        rounds = rounds.filter(pk=round_id)
    found = list(rounds)
    by_round: dict[int, list[LedgerLine]] = defaultdict(list)
    for lines in (_requests(rounds), _comments(rounds), _interviews(rounds), _meetings(rounds)):
        for line in lines:
            by_round[line.round_id].append(line)
    return [line for each in found for line in by_round[each.pk]]


def requests_with_effect(kind: str, ids: Iterable[str]) -> QuerySet[ChangeRequest]:
    """Requests whose decision changed these records: from a decision to the words that moved it."""
    found = ChangeRequest.objects.filter(effect_kind=kind, effect_id__in=list(map(str, ids)))
    return found.select_related("round", "invitation").order_by("pk")


def effect_places(pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], tuple[str, str]]:
    """(kind, id) → (label, url) of records of the thread; what is gone is missing."""
    by_kind: dict[str, set[str]] = defaultdict(set)
    for kind, id in pairs:
        by_kind[kind].add(id)
    nodes = node_kinds()
    return {
        (kind, str(id)): (str(label), str(url))
        for kind, ids in by_kind.items()
        if kind in nodes
        for id, label, url in nodes[kind].describe(sorted(ids))
    }


def hidden_rounds() -> QuerySet[Round]:
    """Anonymous rounds of which nothing may be shown: still open, or fewer answers than the minimum."""
    minimum = organisation.current().suppression_minimum
    counted = Round.objects.filter(is_anonymous=True).annotate(n_sheets=Count("responses"))
    return counted.filter(Q(state=RoundState.OPEN) | Q(n_sheets__lt=minimum)).order_by()


def _requests(rounds: QuerySet[Round]) -> list[LedgerLine]:
    rows = list(
        ChangeRequest.objects.filter(round__in=rounds.order_by().values("pk"))
        .select_related("round", "invitation", "comment")
        .order_by("part", "pk")
    )
    places = effect_places((r.effect_kind, r.effect_id) for r in rows if r.effect_kind)
    return [_request_line(row, places) for row in rows]


def _request_line(row: ChangeRequest, places: dict[tuple[str, str], tuple[str, str]]) -> LedgerLine:
    label, url = places.get((row.effect_kind, row.effect_id), (row.effect_label, ""))
    decided = row.decided_at
    return _line(
        row.round,
        row.invitation,
        row.party_label,
        row.raised_on,
        row.channel,
        part=row.part_title or row.part,
        words=row.words or (row.comment.text if row.comment else ""),
        request_id=str(row.pk),
        request=row.text,
        decision=Decision(row.decision) if row.decision else None,
        reason=row.reason,
        decided_on=timezone.localdate(decided) if decided else None,
        decided_by=row.decided_by_label,
        effect_kind=row.effect_kind,
        effect_id=row.effect_id,
        effect_label=label,
        effect_url=url,
    )


def _comments(rounds: QuerySet[Round]) -> list[LedgerLine]:
    rows = (
        PartComment.objects.filter(round__in=rounds.order_by().values("pk"), requests=None)
        .exclude(round__in=hidden_rounds().values("pk"))
        .select_related("round", "invitation")
        .order_by("part", "pk")
    )
    return [
        _line(
            row.round,
            row.invitation,
            "",
            row.said_on,
            row.channel,
            part=row.part_title or row.part,
            words=row.text,
        )
        for row in rows
    ]


def _interviews(rounds: QuerySet[Round]) -> list[LedgerLine]:
    rows = (
        Response.objects.filter(round__in=rounds.order_by().values("pk"))
        .exclude(notes="")
        .select_related("round", "invitation")
        .order_by("answered_on", "pk")
    )
    return [
        _line(row.round, row.invitation, "", row.answered_on, row.channel, words=row.notes)
        for row in rows
    ]


def _meetings(rounds: QuerySet[Round]) -> list[LedgerLine]:
    rows = (
        Meeting.objects.filter(round__in=rounds.order_by().values("pk"))
        .select_related("round")
        .prefetch_related("attendance")
        .order_by("pk")
    )
    return [
        _line(
            row.round,
            None,
            _("%(n)d present") % {"n": sum(a.is_present for a in row.attendance.all())},
            row.held_on,
            Channel.MEETING,
            words=row.minutes,
        )
        for row in rows
    ]


def _line(
    round: Round,
    invitation: Invitation | None,
    label: str,
    when: date | None,
    channel: str,
    **rest: object,
) -> LedgerLine:
    who = label or (invitation.party_label if invitation else _("anonymous"))
    return LedgerLine(
        subject_kind=round.subject_kind,
        subject_id=round.subject_id,
        subject_label=round.subject_label,
        round_id=round.pk,
        round_title=round.title,
        round_kind=RoundKind(round.kind),
        who=who,
        party_kind=invitation.party_kind if invitation else "",
        party_id=invitation.party_id if invitation else "",
        when=when,
        channel=Channel(channel),
        **{"part": "", "words": "", **rest},  # type: ignore[arg-type]  # fields that some lines lack
    )
