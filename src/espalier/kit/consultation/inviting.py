"""Making invitations and their links; used by the services that invite, remind and write down."""

from datetime import datetime

from django.utils.translation import gettext as _

from espalier.kit.consultation import links, queries, rules
from espalier.kit.consultation.models import Invitation, Round
from espalier.kit.consultation.types import Invited, Party, RoundState
from espalier.kit.errors import Problem, Refused


def refuse_closed(found: Round) -> None:
    """Raises: Refused when the round takes nothing any more."""
    if found.state == RoundState.CLOSED:
        remedy = _("Open a new round.")
        raise Refused([Problem("closed", _("This round is closed."), found.title, remedy)])


def give_link(invitation: Invitation, found: Round) -> None:
    """Set the digest and the end of the link where the round allows one; the caller saves."""
    if found.allows_links and found.kind in rules.ASKING:
        invitation.token_digest = links.digest_of(links.token_of(invitation))
        invitation.expires_at = links.ends_at(found)


def invited_of(invitation: Invitation, found: Round) -> Invited:
    url = links.url_of(invitation) if invitation.token_digest else ""
    return Invited(invitation.pk, queries.party_of(invitation), url)


def invitation_for(found: Round, party: Party, at: datetime) -> Invitation:
    """The party's invitation; who speaks up without one is written in as having come by themselves."""
    known = found.invitations.filter(party_kind=party.kind, party_id=party.id).first()
    if known is not None:
        return known
    invitation = new_invitation(found, party, at)
    invitation.save()
    return invitation


def new_invitation(found: Round, party: Party, at: datetime) -> Invitation:
    return Invitation(
        round=found,
        party_kind=party.kind,
        party_id=party.id,
        party_label=party.label[:200],
        group=party.group[:80],
        email=party.email,
        language=party.language,
        user_id=party.user_id,
        invited_at=at,
    )
