"""Everything that changes a consultation, by task; other rooms import from here."""

from espalier.kit.consultation.services.answers import answer
from espalier.kit.consultation.services.changes import (
    comment_on_part,
    decide_change,
    request_change,
)
from espalier.kit.consultation.services.invitations import (
    invite,
    remind,
    renew_link,
    send_reminders,
    withdraw_invitation,
)
from espalier.kit.consultation.services.records import record_interview, record_meeting
from espalier.kit.consultation.services.rounds import (
    close_due_rounds,
    close_round,
    open_next_round,
    open_round,
)

__all__ = [
    "answer",
    "close_due_rounds",
    "close_round",
    "comment_on_part",
    "decide_change",
    "invite",
    "open_next_round",
    "open_round",
    "record_interview",
    "record_meeting",
    "remind",
    "renew_link",
    "request_change",
    "send_reminders",
    "withdraw_invitation",
]
