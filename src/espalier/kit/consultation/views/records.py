"""Pages that write down a meeting or an interview."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.kit.consultation import forms, queries, services, sheets
from espalier.kit.consultation.permissions import MANAGE, VIEW
from espalier.kit.consultation.types import Attended
from espalier.kit.errors import NotFound, Problem, Refused
from espalier.kit.exports.http import file_response
from espalier.kit.files.queries import file_bytes
from espalier.kit.http import SignedInRequest, reads, writes

EMPTY_LINES = 5


@writes(MANAGE, form=True)
def meeting(request: SignedInRequest, round_id: int) -> HttpResponse:
    """Minutes, and who was there: one row for everybody invited."""
    found = queries.round_or_404(round_id)
    invited = [i for i in queries.invitations_of(round_id) if not i.is_withdrawn]
    held = queries.meeting_of(round_id)
    sent = request.POST if request.method == "POST" else None
    form = forms.MeetingForm(sent, request.FILES or None, initial=_initial(held))
    problems: list[Problem] = []
    if sent is not None and form.is_valid():
        told = form.cleaned_data
        sheet = told.pop("sign_in_sheet")
        try:
            services.record_meeting(
                round_id=round_id,
                **told,
                attendance=[_attended(each, sent) for each in invited],
                sign_in_sheet=(sheet.name, sheet.read()) if sheet else None,
                by=request.actor,
                at=timezone.now(),
            )
        except Refused as refusal:
            problems = refusal.problems
        else:
            messages.success(request, _("The minutes were recorded."))
            return redirect("consultation:round", round_id)
    context = {
        "round": found,
        "form": form,
        "problems": problems,
        "rows": _attendance_rows(invited, held, sent),
        "held": held,
    }
    status = 422 if sent is not None else 200
    return render(request, "consultation/meeting.html", context, status=status)


@reads(MANAGE)
def sign_in(request: SignedInRequest, round_id: int) -> HttpResponse:
    """The list to print and sign, with some empty lines for who comes uninvited."""
    context = {
        "round": queries.round_or_404(round_id),
        "invited": [i for i in queries.invitations_of(round_id) if not i.is_withdrawn],
        "blanks": range(EMPTY_LINES),
    }
    return render(request, "consultation/sign_in.html", context)


@reads(VIEW)
def sign_in_scan(request: SignedInRequest, round_id: int) -> HttpResponse:
    """The signed list as it was uploaded; always a download."""
    held = queries.meeting_of(round_id)
    if held is None or held.sign_in_sheet is None:
        raise NotFound
    return file_response(
        file_bytes(held.sign_in_sheet),
        media_type="application/octet-stream",
        filename=held.sign_in_sheet.name,
    )


def _initial(held: Any) -> dict[str, Any]:
    if held is None:
        return {}
    return {n: getattr(held, n) for n in ("held_on", "place", "chair", "minutes", "minutes_en")}


def _attended(invitation: Any, sent: Any) -> Attended:
    pk = str(invitation.pk)
    return Attended(
        party=queries.party_of(invitation),
        is_present=pk in sent.getlist("present"),
        has_signed=pk in sent.getlist("signed"),
        note=sent.get(f"note-{pk}", "").strip(),
    )


def _attendance_rows(invited: list[Any], held: Any, sent: Any) -> list[dict[str, Any]]:
    before = {row.invitation_id: row for row in held.attendance.all()} if held else {}
    rows = []
    for each in invited:
        row = before.get(each.pk)
        was = Attended(
            queries.party_of(each),
            bool(row and row.is_present),
            bool(row and row.has_signed),
            row.note if row else "",
        )
        rows.append({"pk": each.pk, "was": _attended(each, sent) if sent is not None else was})
    return rows


@writes(MANAGE, form=True)
def interview(request: SignedInRequest, round_id: int) -> HttpResponse:
    """One interview; the round's questions guide it and need not all be answered."""
    found = queries.round_or_404(round_id)
    waiting = {str(i.pk): i for i in queries.invitations_of(round_id) if not i.is_used}
    names = [(key, each.party_label) for key, each in waiting.items()]
    sent = request.POST if request.method == "POST" else None
    form = forms.InterviewForm(sent, waiting=names)
    problems: list[Problem] = []
    if sent is not None and form.is_valid():
        answers, _comments = sheets.answers_in(found, sent)
        try:
            services.record_interview(
                round_id=round_id,
                party=queries.party_of(waiting[form.cleaned_data["party"]]),
                held_on=form.cleaned_data["held_on"],
                notes=form.cleaned_data["notes"],
                answers=answers,
                by=request.actor,
                at=timezone.now(),
            )
        except Refused as refusal:
            problems = refusal.problems
        else:
            messages.success(request, _("The interview was recorded."))
            return redirect("consultation:round", round_id)
    context = {
        "round": found,
        "form": form,
        "problems": problems,
        "sheet": sheets.sheet_of(found, sent),
        "n_waiting": len(names),
    }
    status = 422 if sent is not None else 200
    return render(request, "consultation/interview.html", context, status=status)
