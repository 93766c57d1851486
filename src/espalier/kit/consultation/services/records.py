"""Writing down interviews and meetings."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.consultation import queries
from espalier.kit.consultation.inviting import invitation_for, refuse_closed
from espalier.kit.consultation.keeping import keep_response, read_answers
from espalier.kit.consultation.models import Attendance, Invitation, Meeting, Response, Round
from espalier.kit.consultation.services.rounds import NODE
from espalier.kit.consultation.types import Answers, Attended, Channel, Party, RoundKind
from espalier.kit.errors import Problem, Refused
from espalier.kit.files.services import store_file
from espalier.kit.versions.services import record_changed


@transaction.atomic
def record_interview(
    *,
    round_id: int,
    party: Party,
    held_on: date,
    notes: str,
    answers: Answers | None = None,
    by: Actor,
    at: datetime,
) -> Response:
    """Write down an interview; the answers to the guiding questions may be incomplete.

    Raises: NotFound; Refused when the round is closed, anonymous, the party was heard, the day lies
    ahead, or nothing is written.
    """
    found = queries.round_for_change(round_id)
    refuse_closed(found)
    invitation = invitation_for(found, party, at)
    problems = _problems_of_record(held_on, notes, timezone.localdate(at))
    if found.is_anonymous:
        message = _("Interviews and meetings cannot be anonymous.")
        problems.append(Problem("not_anonymous", message, found.title))
    if invitation.is_used:
        message = _("This party has already answered.")
        problems.append(Problem("used", message, invitation.party_label))
    if problems:
        raise Refused(problems)
    read = read_answers(found.pk, answers or {}, is_partial=True)
    response = keep_response(
        found,
        invitation,
        read,
        Channel.INTERVIEW,
        at,
        notes=notes.strip(),
        taken_by=by.label[:120],
    )
    Response.objects.filter(pk=response.pk).update(answered_on=held_on)
    response.answered_on = held_on
    Invitation.objects.filter(pk=invitation.pk).update(
        is_used=True, is_heard=True, heard_on=held_on
    )
    after = {"party": invitation.party_label, "held_on": held_on, "n_answers": len(read)}
    log.record("consultation.interview.recorded", response, by=by, at=at, after=after)
    _tell_documents(found, _("an interview was recorded"), by, at)
    return response


@transaction.atomic
def record_meeting(
    *,
    round_id: int,
    held_on: date,
    minutes: str,
    attendance: Sequence[Attended],
    place: str = "",
    chair: str = "",
    minutes_en: str = "",
    sign_in_sheet: tuple[str, bytes] | None = None,
    by: Actor,
    at: datetime,
) -> Meeting:
    """Write minutes and attendance; writing again replaces them while the round is open.

    ``sign_in_sheet`` is (file name, bytes) of the signed list; None keeps what is there.

    Raises: NotFound; Refused when the round is no meeting or closed, the day lies ahead, nothing is
    written, or nobody was present.
    """
    found = queries.round_for_change(round_id)
    refuse_closed(found)
    problems = _problems_of_record(held_on, minutes, timezone.localdate(at))
    if found.kind != RoundKind.MEETING:
        problems.append(Problem("no_meeting", _("This round is no meeting."), found.title))
    if not any(each.is_present for each in attendance):
        remedy = _("Tick who was there.")
        problems.append(Problem("nobody", _("Nobody was present."), "", remedy))
    if problems:
        raise Refused(problems)
    fields: dict[str, object] = {
        "held_on": held_on,
        "place": place,
        "chair": chair,
        "minutes": minutes.strip(),
        "minutes_en": minutes_en.strip(),
        "written_by_label": by.label[:120],
        "written_at": at,
    }
    if sign_in_sheet is not None:
        name, data = sign_in_sheet
        fields["sign_in_sheet"] = store_file(data=data, name=name, by=by, at=at)
    meeting, _made = Meeting.objects.update_or_create(round=found, defaults=fields)
    n_present = _keep_attendance(meeting, found, attendance, held_on, at)
    after = {"held_on": held_on, "n_present": n_present, "n_listed": len(attendance)}
    log.record("consultation.meeting.recorded", meeting, by=by, at=at, after=after)
    _tell_documents(found, _("minutes of a meeting were recorded"), by, at)
    return meeting


def _keep_attendance(
    meeting: Meeting, found: Round, attendance: Sequence[Attended], held_on: date, at: datetime
) -> int:
    meeting.attendance.all().delete()
    rows = [
        Attendance(
            meeting=meeting,
            invitation=invitation_for(found, each.party, at),
            is_present=each.is_present,
            has_signed=each.has_signed,
            note=each.note[:200],
        )
        for each in attendance
    ]
    Attendance.objects.bulk_create(rows)
    present = [row.invitation_id for row in rows if row.is_present]
    invited = Invitation.objects.filter(round=found)
    invited.exclude(pk__in=present).filter(comments=None, requests=None).update(
        is_heard=False, heard_on=None
    )
    invited.filter(pk__in=present).update(is_heard=True, heard_on=held_on)
    return len(present)


def _problems_of_record(held_on: date, text: str, today: date) -> list[Problem]:
    problems = []
    if held_on > today:
        message = _("The day lies ahead; write down what has taken place.")
        problems.append(Problem("future", message, held_on.isoformat()))
    if not text.strip():
        message = _("Nothing is written down.")
        problems.append(Problem("no_text", message, "", _("Write what was said.")))
    return problems


def _tell_documents(found: Round, reason: str, by: Actor, at: datetime) -> None:
    record_changed(kind=NODE, record_id=found.pk, label=found.title, reason=reason, by=by, at=at)
