"""Inviting parties, reminding them, and giving or taking back links."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.consultation import links, queries, rules
from espalier.kit.consultation.inviting import (
    give_link,
    invited_of,
    new_invitation,
    refuse_closed,
)
from espalier.kit.consultation.models import Invitation, Round
from espalier.kit.consultation.topics import INVITATION, REMINDER
from espalier.kit.consultation.types import Invited, Party
from espalier.kit.errors import NotFound, Problem, Refused
from espalier.kit.notify import services as notify
from espalier.kit.notify.types import Message, Words
from espalier.kit.ui.languages import in_language


@transaction.atomic
def invite(
    *, round_id: int, parties: Sequence[Party], sends: bool = True, by: Actor, at: datetime
) -> list[Invited]:
    """Invite parties to an open round and tell them; who is invited already is left as they are.

    Returns the new invitations with their links (no link: an account, or a round without links).
    Raises: NotFound; Refused when the round is closed, or somebody could not answer in any way.
    """
    found = queries.round_for_change(round_id)
    refuse_closed(found)
    known = {(i.party_kind, i.party_id) for i in found.invitations.all()}
    fresh = {(p.kind, p.id): p for p in parties if (p.kind, p.id) not in known}
    _refuse_unreachable(found, list(fresh.values()))
    made = [new_invitation(found, party, at) for party in fresh.values()]
    for invitation in made:
        invitation.save()
        give_link(invitation, found)
    Invitation.objects.bulk_update(made, ["token_digest", "expires_at"], batch_size=300)
    if made:
        after = {"n": len(made), "parties": [each.party_label for each in made][:200]}
        log.record("consultation.parties.invited", found, by=by, at=at, after=after)
        if sends and found.kind in rules.ASKING:
            _tell(found, made, INVITATION, by, at)
    return [invited_of(each, found) for each in made]


@transaction.atomic
def remind(*, round_id: int, by: Actor, at: datetime) -> int:
    """Remind everybody who has not answered, now; returns how many."""
    found = queries.round_for_change(round_id)
    refuse_closed(found)
    return _remind(found, list(queries.waiting_for(found.pk)), by, at)


@transaction.atomic
def send_reminders(*, by: Actor, at: datetime) -> int:
    """Remind three days and one day before the last day; for the scheduler. Returns how many."""
    today, n = timezone.localdate(at), 0
    for found in queries.open_asking_rounds():
        due = [
            each
            for each in queries.waiting_for(found.pk)
            if rules.is_reminder_due(
                n_reminders=each.n_reminders,
                days_left=(found.closes_on - today).days,
                days_since_told=(
                    today - timezone.localdate(each.reminded_at or each.invited_at)
                ).days,
            )
        ]
        n += _remind(found, due, by, at)
    return n


@transaction.atomic
def renew_link(*, invitation_id: int, by: Actor, at: datetime) -> Invited:
    """Give a new link; the earlier one leads nowhere from now on.

    Raises: NotFound; Refused when the round is closed, takes no links, or they have answered.
    """
    invitation = _for_change(invitation_id)
    found = invitation.round
    refuse_closed(found)
    if invitation.is_used or not found.allows_links:
        message = _("This invitation can have no new link.")
        raise Refused([Problem("no_link", message, invitation.party_label)])
    invitation.link_no += 1
    invitation.is_withdrawn = False
    give_link(invitation, found)
    invitation.save(update_fields=["link_no", "is_withdrawn", "token_digest", "expires_at"])
    log.record("consultation.link.renewed", invitation, by=by, at=at)
    return invited_of(invitation, found)


@transaction.atomic
def withdraw_invitation(*, invitation_id: int, by: Actor, at: datetime) -> None:
    """Take an invitation back. Raises: NotFound; Refused when they were heard already."""
    invitation = _for_change(invitation_id)
    if invitation.is_heard:
        message = _("They were heard already; what was said stays.")
        raise Refused([Problem("heard", message, invitation.party_label)])
    invitation.is_withdrawn = True
    invitation.save(update_fields=["is_withdrawn"])
    before = {"party": invitation.party_label}
    log.record("consultation.invitation.withdrawn", invitation, by=by, at=at, before=before)


def _refuse_unreachable(found: Round, parties: Sequence[Party]) -> None:
    """Without links only people with an account can answer a questionnaire."""
    if found.allows_links or found.kind not in rules.ASKING:
        return
    message = _("They have no account, and this round takes no answers by link.")
    remedy = _("Allow links in the round, or interview them.")
    problems = [
        Problem("cannot_answer", message, party.label, remedy)
        for party in parties
        if party.user_id is None
    ]
    if problems:
        raise Refused(problems)


def _remind(found: Round, due: list[Invitation], by: Actor, at: datetime) -> int:
    if not due:
        return 0
    for each in due:
        each.n_reminders, each.reminded_at = each.n_reminders + 1, at
    Invitation.objects.bulk_update(due, ["n_reminders", "reminded_at"], batch_size=300)
    _tell(found, due, REMINDER, by, at)
    log.record("consultation.parties.reminded", found, by=by, at=at, after={"n": len(due)})
    return len(due)


def _tell(found: Round, invitations: list[Invitation], topic: str, by: Actor, at: datetime) -> None:
    """People with an account by the notifications, the others by mail with their own link."""
    message = Message.written(lambda: _words(found, topic))
    users = [each.user_id for each in invitations if each.user_id is not None]
    url = reverse("consultation:answer", args=[found.pk])
    notify.tell(users=users, topic=topic, message=message, url=url, by=by, at=at)
    for each in invitations:
        if each.user_id is None and each.email and each.token_digest:
            notify.mail_address(
                address=each.email,
                language=each.language,
                topic=topic,
                message=message,
                url=links.url_of(each),
                is_secret=True,
                by=by,
                at=at,
            )


def _words(found: Round, topic: str) -> Words:
    """What is asked, until when, by whom, and whether it is anonymous."""
    title = in_language(found.title, found.title_en)
    told = {
        "title": title,
        "day": formats.date_format(found.closes_on, "SHORT_DATE_FORMAT"),
        "by": found.opened_by_label,
    }
    lines = [in_language(found.introduction, found.introduction_en)] if found.introduction else []
    if topic == REMINDER:
        subject = _("Still time to answer: %(title)s") % told
    else:
        subject = _("Your opinion is asked: %(title)s") % told
    lines.append(_("Please answer by %(day)s. %(by)s asks you.") % told)
    if found.is_anonymous:
        lines.append(_("Your answer is anonymous: nobody can see who said what."))
    return subject, lines


def _for_change(invitation_id: int) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("round")
    found = rows.filter(pk=invitation_id).first()
    if found is None:
        raise NotFound
    return found
