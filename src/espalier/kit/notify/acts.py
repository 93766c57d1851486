"""What is written into the audit log about telling people, in words."""

from django.utils.translation import gettext_lazy as _

from espalier.kit.audit.words import name_acts

ACTS = {
    "notify.people.told": _("People told"),
    "notify.address.mailed": _("Mail to an address without an account"),
    "notify.ways.chosen": _("Ways of being told chosen"),
    "notify.topic.refused": _("Mail about a topic refused"),
    "notify.mail.retried": _("Mail taken up again"),
    "notify.outbox.sent": _("Outbox sent"),
    "notify.digests.written": _("Daily summaries written"),
}
RECORDS = {
    "notify.Notification": _("Notifications"),
    "notify.OutboxMail": _("Mails of the outbox"),
    "notify.Refusal": _("Refusal of mail"),
}


def register_acts() -> None:
    name_acts(ACTS, RECORDS)
