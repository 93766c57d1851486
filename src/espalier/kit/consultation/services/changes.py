"""Comments on parts of a draft, requests for change, and what was decided about them."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.consultation import queries, registry
from espalier.kit.consultation.inviting import invitation_for, refuse_closed
from espalier.kit.consultation.ledger import effect_places
from espalier.kit.consultation.models import ChangeRequest, Invitation, PartComment, Round
from espalier.kit.consultation.topics import DECIDED
from espalier.kit.consultation.types import Channel, Decision, Party, Subject
from espalier.kit.consultation.wording import DECISIONS
from espalier.kit.errors import NotFound, Problem, Refused
from espalier.kit.notify import services as notify
from espalier.kit.notify.types import Message, Words
from espalier.kit.thread.registry import node_kinds
from espalier.kit.ui.languages import in_language
from espalier.kit.versions.services import record_changed

NODE = "consultation.ChangeRequest"


@transaction.atomic
def comment_on_part(
    *,
    round_id: int,
    part: str,
    text: str,
    party: Party,
    channel: Channel = Channel.SIGNED_IN,
    said_on: date | None = None,
    by: Actor,
    at: datetime,
) -> PartComment:
    """Keep what a party said about a part of the draft; an empty part means all of it.

    Anonymous rounds take comments with the answers only, where nothing names who wrote.

    Raises: NotFound; Refused when the round is closed or anonymous, the part unknown, the text empty.
    """
    found = queries.round_for_change(round_id)
    refuse_closed(found)
    title, problems = _part_title(found, part)
    problems += _no_text(text)
    if found.is_anonymous:
        message = _("In an anonymous round comments are written with the answers.")
        problems.append(Problem("anonymous", message, found.title))
    if problems:
        raise Refused(problems)
    day = said_on or timezone.localdate(at)
    invitation = invitation_for(found, party, at)
    comment = PartComment.objects.create(
        round=found,
        invitation=invitation,
        part=part,
        part_title=title,
        text=text.strip(),
        channel=channel,
        said_on=day,
    )
    _note_heard(invitation, day)
    after = {"round": found.pk, "part": part, "text": text[:500]}
    log.record("consultation.part.commented", comment, by=by, at=at, after=after)
    return comment


@transaction.atomic
def request_change(
    *,
    round_id: int,
    part: str,
    text: str,
    raised_by: Party | None,
    words: str = "",
    text_en: str = "",
    comment_id: str | None = None,
    channel: Channel = Channel.MEETING,
    raised_on: date | None = None,
    by: Actor,
    at: datetime,
) -> ChangeRequest:
    """Write down what is to be changed because of a round, with the words it rests on.

    ``raised_by`` None: an anonymous voice, or the group as a whole. A closed round takes requests
    too, since what was said is worked through afterwards.

    Raises: NotFound; Refused when the part is unknown, the text empty or the comment another round's.
    """
    found = queries.round_for_change(round_id)
    title, problems = _part_title(found, part)
    problems += _no_text(text)
    comment = queries.comment_or_404(comment_id) if comment_id else None
    if comment is not None and comment.round_id != found.pk:
        problems.append(
            Problem("foreign_comment", _("The comment belongs to another round."), found.title)
        )
    if problems:
        raise Refused(problems)
    is_named = not found.is_anonymous
    day = (raised_on or timezone.localdate(at)) if is_named else None
    invitation = comment.invitation if comment is not None else None
    if invitation is None and raised_by is not None and is_named:
        invitation = invitation_for(found, raised_by, at)
        _note_heard(invitation, day)
    made = ChangeRequest.objects.create(
        round=found,
        part=part,
        part_title=title,
        text=text.strip(),
        text_en=text_en.strip(),
        words=words.strip(),
        comment=comment,
        invitation=invitation,
        party_label=invitation.party_label if invitation else "",
        channel=comment.channel if comment is not None else channel,
        raised_on=day,
    )
    after = {"round": found.pk, "part": part, "text": text[:500]}
    log.record("consultation.change.requested", made, by=by, at=at, after=after)
    return made


@transaction.atomic
def decide_change(
    *,
    request_id: str,
    decision: Decision | str,
    reason: str,
    effect: Subject | None = None,
    reason_en: str = "",
    by: Actor,
    at: datetime,
) -> ChangeRequest:
    """Decide a request, always with a reason; ``effect`` is (kind, id) of the record that it changed.

    Deciding again replaces the decision; the log keeps both. A request accepted without an effect is
    listed among the broken links until the effect is named.

    Raises: NotFound; Refused without a reason, or when the thread knows no such record.
    """
    rows = ChangeRequest.objects.select_for_update(of=("self",)).select_related("invitation")
    found = rows.filter(pk=request_id).first()
    if found is None:
        raise NotFound
    decision = Decision(decision)
    label, problems = _effect_label(decision, effect)
    if not reason.strip():
        remedy = _("Say why, so that whoever asked can understand it.")
        problems.append(Problem("no_reason", _("A decision needs its reason."), "", remedy))
    if problems:
        raise Refused(problems)
    before = {"decision": found.decision, "reason": found.reason, "effect": found.effect_label}
    found.decision, found.reason, found.reason_en = decision, reason.strip(), reason_en.strip()
    found.effect_kind, found.effect_id = effect or ("", "")
    found.effect_label = label[:300]
    found.decided_at, found.decided_by_label = at, by.label[:120]
    found.save()
    after = {"decision": str(decision), "reason": found.reason, "effect": found.effect_label}
    log.record("consultation.change.decided", found, by=by, at=at, before=before, after=after)
    told = _("a change request was decided")
    record_changed(kind=NODE, record_id=found.pk, label=found.text[:80], reason=told, by=by, at=at)
    _tell_who_asked(found, by, at)
    return found


def _tell_who_asked(found: ChangeRequest, by: Actor, at: datetime) -> None:
    """Whoever asked by name learns what was decided and why; an anonymous voice cannot be told."""
    asked = found.invitation
    if asked is None:
        return
    message = Message.written(lambda: _words(found))
    if asked.user_id is not None:
        notify.tell(users=[asked.user_id], topic=DECIDED, message=message, url="", by=by, at=at)
    elif asked.email:
        notify.mail_address(
            address=asked.email,
            language=asked.language,
            topic=DECIDED,
            message=message,
            url="",
            by=by,
            at=at,
        )


def _words(found: ChangeRequest) -> Words:
    told = {
        "request": in_language(found.text, found.text_en),
        "decision": DECISIONS[found.decision],
        "reason": in_language(found.reason, found.reason_en),
    }
    lines = [_("You asked: %(request)s") % told, _("Reason: %(reason)s") % told]
    if found.effect_label:
        lines.append(_("Changed: %(record)s") % {"record": found.effect_label})
    return _("Decided on what you asked: %(decision)s") % told, lines


def _effect_label(decision: Decision, effect: Subject | None) -> tuple[str, list[Problem]]:
    if effect is None:
        return "", []
    if decision is Decision.REJECT:
        message = _("A request that was not accepted changed nothing.")
        return "", [Problem("effect_of_rejection", message)]
    kind, id = effect
    if kind not in node_kinds():
        return "", [Problem("unknown_kind", _("The thread knows no such kind of record."), kind)]
    found = effect_places([(kind, str(id))]).get((kind, str(id)))
    if found is None:
        return "", [Problem("unknown_effect", _("There is no such record."), f"{kind} {id}")]
    return found[0], []


def _part_title(found: Round, part: str) -> tuple[str, list[Problem]]:
    if not part:
        return "", []
    kind = registry.subjects().get(found.subject_kind)
    titles = dict(kind.parts(found.subject_id)) if kind else {}
    if part not in titles:
        return "", [Problem("unknown_part", _("The draft has no such part."), part)]
    return str(titles[part]), []


def _no_text(text: str) -> list[Problem]:
    return [] if text.strip() else [Problem("no_text", _("Nothing is written down."))]


def _note_heard(invitation: Invitation, day: date | None) -> None:
    Invitation.objects.filter(pk=invitation.pk, is_heard=False).update(is_heard=True, heard_on=day)
