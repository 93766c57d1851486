"""What reviews write into the audit log, in words."""

from django.utils.translation import gettext_lazy as _

from espalier.kit.audit.words import name_acts

ACTS = {
    "approval.delegation.ended": _("Delegation taken back"),
    "approval.delegation.made": _("Delegation made"),
    "approval.procedure.active": _("Review procedure taken in or out of use"),
    "approval.procedure.saved": _("Review procedure saved"),
    "approval.procedures.imported": _("Review procedures imported"),
    "approval.review.approved": _("Review ended: approved"),
    "approval.review.sent_back": _("Review ended: sent back"),
    "approval.review.started": _("Sent into review"),
    "approval.review.withdrawn": _("Review withdrawn"),
    "approval.step.cosigner_added": _("Co-signer added"),
    "approval.step.decided": _("Step of a review decided"),
    "approval.step.reassigned": _("Step of a review given to somebody else"),
    "approval.step.recorded_on_paper": _("Signature on paper recorded"),
    "approval.steps.reminded": _("Reminded of steps that are due"),
}
RECORDS = {
    "approval.Procedure": _("Review procedure"),
    "approval.Run": _("Review"),
    "approval.RunStep": _("Step of a review"),
    "approval.Delegation": _("Delegation"),
}


def register_acts() -> None:
    """Give the audit log its words."""
    name_acts(ACTS, RECORDS)
