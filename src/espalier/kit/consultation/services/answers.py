"""Taking answers: once for each invitation, all problems at once, and nothing that names an anonymous one."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.consultation import queries, registry
from espalier.kit.consultation.keeping import MOST_CHARS, keep_response, read_answers
from espalier.kit.consultation.models import (
    Invitation,
    PartComment,
    Round,
)
from espalier.kit.consultation.types import Answers, Channel, LinkFate
from espalier.kit.consultation.wording import FATES
from espalier.kit.errors import NotFound, Problem, Refused


@transaction.atomic
def answer(
    *,
    invitation_id: int,
    answers: Answers,
    comments: Mapping[str, str] | None = None,
    channel: Channel = Channel.SIGNED_IN,
    by: Actor,
    at: datetime,
) -> None:
    """Take the answers of one invitation, question id → number, positions of choices, or text.

    ``comments`` are by part of the draft. The invitation is used up. In an anonymous round neither
    ``by`` nor ``at`` is kept anywhere and no entry is logged; closing the round logs the count.

    Raises: NotFound; Refused when it was used, the time is over, or with every answer that is wrong.
    """
    invitation = Invitation.objects.select_related("round").filter(pk=invitation_id).first()
    if invitation is None:
        raise NotFound
    fate = queries.fate_of(invitation, at)
    if fate is not LinkFate.OPEN:
        message, remedy = FATES[fate]
        raise Refused([Problem(str(fate), message, "", remedy)])
    found = invitation.round
    read = read_answers(found.pk, answers, is_partial=False)
    said = {part: text.strip() for part, text in (comments or {}).items() if text.strip()}
    _use_up(invitation, found, at)
    response = keep_response(found, invitation, read, channel, at)
    _keep_comments(found, invitation, said, channel, at)
    if not found.is_anonymous:
        after = {"n_answers": len(read), "n_comments": len(said), "channel": str(channel)}
        log.record("consultation.answer.given", response, by=by, at=at, after=after)


def _use_up(invitation: Invitation, found: Round, at: datetime) -> None:
    """The conditional update lets one of two sendings of the same link through."""
    heard_on = None if found.is_anonymous else timezone.localdate(at)
    free = Invitation.objects.filter(pk=invitation.pk, is_used=False, is_withdrawn=False)
    if not free.update(is_used=True, is_heard=True, heard_on=heard_on):
        message, remedy = FATES[LinkFate.USED]
        raise Refused([Problem(str(LinkFate.USED), message, "", remedy)])


def _keep_comments(
    found: Round, invitation: Invitation, said: Mapping[str, str], channel: Channel, at: datetime
) -> None:
    titles = dict(registry.subjects()[found.subject_kind].parts(found.subject_id)) if said else {}
    is_named = not found.is_anonymous
    PartComment.objects.bulk_create(
        PartComment(
            round=found,
            invitation=invitation if is_named else None,
            part=part,
            part_title=str(titles.get(part, "")),
            text=text[:MOST_CHARS],
            channel=channel if is_named else Channel.LINK,
            said_on=timezone.localdate(at) if is_named else None,
        )
        for part, text in said.items()
    )
