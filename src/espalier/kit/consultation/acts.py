"""What is written into the audit log about consultations, in words."""

from django.utils.translation import gettext_lazy as _

from espalier.kit.audit.words import name_acts

ACTS = {
    "consultation.round.opened": _("Round of consultation opened"),
    "consultation.round.closed": _("Round of consultation closed"),
    "consultation.parties.invited": _("Parties invited"),
    "consultation.parties.reminded": _("Invited parties reminded"),
    "consultation.link.renewed": _("Link of an invitation renewed"),
    "consultation.invitation.withdrawn": _("Invitation withdrawn"),
    "consultation.answer.given": _("Questionnaire answered"),
    "consultation.interview.recorded": _("Interview recorded"),
    "consultation.meeting.recorded": _("Minutes of a meeting recorded"),
    "consultation.part.commented": _("Comment on a part of a draft"),
    "consultation.change.requested": _("Change requested"),
    "consultation.change.decided": _("Change request decided"),
}
RECORDS = {
    "consultation.Round": _("Round of consultation"),
    "consultation.Invitation": _("Invitation record"),
    "consultation.Response": _("Answer sheet"),
    "consultation.Meeting": _("Meeting record"),
    "consultation.PartComment": _("Comment in a consultation"),
    "consultation.ChangeRequest": _("Change request"),
}


def register_acts() -> None:
    name_acts(ACTS, RECORDS)
