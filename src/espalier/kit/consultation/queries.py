"""Reading rounds, invitations, comments and change requests."""

from datetime import datetime
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from espalier.kit.consultation import links, rules
from espalier.kit.consultation.ledger import ledger, requests_with_effect
from espalier.kit.consultation.models import (
    ChangeRequest,
    Invitation,
    Meeting,
    PartComment,
    Question,
    Response,
    Round,
)
from espalier.kit.consultation.summary import answers_summary, summaries_by_group
from espalier.kit.consultation.types import (
    LinkFate,
    NotHeard,
    Party,
    QuestionDraft,
    QuestionKind,
    RoundState,
)
from espalier.kit.errors import NotFound

__all__ = [
    "answers_summary",
    "ledger",
    "requests_with_effect",
    "summaries_by_group",
]


def rounds() -> QuerySet[Round]:
    """All rounds, newest first, with how many were invited and heard."""
    asked = (
        Invitation.objects.filter(round=OuterRef("pk"), is_withdrawn=False)
        .order_by()
        .values("round")
    )
    return (
        Round.objects.annotate(
            n_invited=Coalesce(Subquery(asked.annotate(n=Count("pk")).values("n")), 0),
            n_heard=Coalesce(
                Subquery(asked.annotate(n=Count("pk", filter=Q(is_heard=True))).values("n")), 0
            ),
        )
        .select_related("follows")
        .order_by("-opened_at", "-pk")
    )


def rounds_of(kind: str, id: str = "") -> QuerySet[Round]:
    """The rounds about one record, or about any record of a kind when no id is given."""
    found = rounds().filter(subject_kind=kind)
    return found.filter(subject_id=id) if id else found


def round_or_404(round_id: int) -> Round:
    """Raises: NotFound."""
    found = rounds().filter(pk=round_id).first()
    if found is None:
        raise NotFound
    return found


def round_for_change(round_id: int) -> Round:
    """The round, held until the end of the transaction. Raises: NotFound."""
    found = Round.objects.select_for_update().filter(pk=round_id).first()
    if found is None:
        raise NotFound
    return found


def open_asking_rounds() -> list[Round]:
    """Open rounds that people answer by themselves."""
    found = Round.objects.filter(state=RoundState.OPEN, kind__in=rules.ASKING)
    return list(found.order_by("pk"))


def questions_of(round_id: int) -> list[Question]:
    return list(Question.objects.filter(round_id=round_id).order_by("position"))


def drafts_of(round_id: int) -> list[QuestionDraft]:
    """The questions of a round as drafts, to start another round from."""
    return [
        QuestionDraft(
            kind=QuestionKind(q.kind),
            text=q.text,
            text_en=q.text_en,
            choices=tuple((zh, en) for zh, en in q.choices),
            steps=q.steps,
            low=q.low,
            high=q.high,
            low_en=q.low_en,
            high_en=q.high_en,
            part=q.part,
            is_required=q.is_required,
        )
        for q in questions_of(round_id)
    ]


def party_of(invitation: Invitation) -> Party:
    return Party(
        kind=invitation.party_kind,
        id=invitation.party_id,
        label=invitation.party_label,
        email=invitation.email,
        user_id=invitation.user_id,
        group=invitation.group,
        language=invitation.language,
    )


def invitations(round_id: int) -> QuerySet[Invitation]:
    """Everybody invited, by group and name; who was taken back stands last."""
    found = Invitation.objects.filter(round_id=round_id)
    return found.order_by("is_withdrawn", "group", "party_label", "pk")


def invitations_of(round_id: int) -> list[Invitation]:
    """All of them at once. One query."""
    return list(invitations(round_id))


def invitation_or_404(invitation_id: int) -> Invitation:
    """Raises: NotFound."""
    found = Invitation.objects.select_related("round").filter(pk=invitation_id).first()
    if found is None:
        raise NotFound
    return found


def waiting_for(round_id: int) -> QuerySet[Invitation]:
    """Invited, not taken back, not heard."""
    found = Invitation.objects.filter(round_id=round_id, is_withdrawn=False, is_heard=False)
    return found.order_by("pk")


def invitation_of_user(round_id: int, user_id: int) -> Invitation:
    """A person's own invitation. Raises: NotFound when they are not invited."""
    found = (
        Invitation.objects.select_related("round")
        .filter(round_id=round_id, user_id=user_id)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def fate_of(invitation: Invitation | None, at: datetime) -> LinkFate:
    """What an invitation's link leads to at a moment."""
    if invitation is None:
        return LinkFate.UNKNOWN
    return rules.link_fate(
        is_known=True,
        is_withdrawn=invitation.is_withdrawn,
        is_used=invitation.is_used,
        is_closed=invitation.round.state == RoundState.CLOSED,
        expires_at=invitation.expires_at or links.ends_at(invitation.round),
        at=at,
    )


def invitation_by_token(token: str) -> Invitation | None:
    """The invitation of a link; None for a link never given or replaced. One query."""
    found = Invitation.objects.select_related("round")
    return found.filter(token_digest=links.digest_of(token)).first()


def parties_heard(kind: str, id: str = "") -> set[tuple[str, str]]:
    """(kind, id) of every party heard in any round about a record, or about any of a kind. One query."""
    found = Invitation.objects.filter(round__subject_kind=kind, is_heard=True)
    if id:
        found = found.filter(round__subject_id=id)
    return set(found.values_list("party_kind", "party_id"))


def not_heard(round_id: int) -> list[NotHeard]:
    """Invited parties that said nothing. One query."""
    return [NotHeard(party_of(each), each.n_reminders > 0) for each in waiting_for(round_id)]


def comments_of(round_id: int) -> list[PartComment]:
    """Comments by part, in an order that tells nothing about time."""
    found = PartComment.objects.filter(round_id=round_id).select_related("invitation")
    return list(found.prefetch_related("requests").order_by("part", "pk"))


def comment_or_404(comment_id: str) -> PartComment:
    """Raises: NotFound."""
    _refuse_other_text(comment_id)
    found = PartComment.objects.select_related("round", "invitation").filter(pk=comment_id).first()
    if found is None:
        raise NotFound
    return found


def interviews_of(round_id: int) -> list[Response]:
    """Interviews of a round with who was asked."""
    found = Response.objects.filter(round_id=round_id, channel="interview")
    return list(found.select_related("invitation").order_by("answered_on", "pk"))


def meeting_of(round_id: int) -> Meeting | None:
    """The meeting with its attendance."""
    found = Meeting.objects.select_related("sign_in_sheet").filter(round_id=round_id)
    return found.prefetch_related("attendance__invitation").first()


def requests() -> QuerySet[ChangeRequest]:
    """All change requests with their round."""
    found = ChangeRequest.objects.select_related("round", "invitation")
    return found.order_by("-round__opened_at", "part", "pk")


def requests_of(round_id: int) -> list[ChangeRequest]:
    return list(requests().filter(round_id=round_id))


def request_or_404(request_id: str) -> ChangeRequest:
    """Raises: NotFound."""
    found = requests().filter(pk=request_id).first()
    if found is None:
        raise NotFound
    return found


def _refuse_other_text(key: str) -> None:
    """Raises: NotFound for text that can be no key."""
    try:
        UUID(str(key))
    except ValueError as error:
        raise NotFound from error
