"""What is asked about sessions: where to move them, what is pinned, which days are forbidden, what happened."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from espalier.cycle.plan.timetable.types import EventContent, EventKind, ForbidContent, Part
from espalier.cycle.plan.timetable.wording import EVENTS
from espalier.kit.ui.choices import offer
from espalier.kit.ui.days import day_field

Choices = Sequence[tuple[str, str]]
PARTS = [
    (Part.TIME, _("its time")),
    (Part.INSTRUCTOR, _("its instructor")),
    (Part.ROOM, _("its room")),
]


class SolveForm(forms.Form):
    """How long the planner may look."""

    seconds = forms.IntegerField(
        label=_("Seconds at most"), min_value=5, max_value=3600, initial=30
    )


class MoveForm(forms.Form):
    """A time, and who stands in; ``seen`` is the version of the session that was shown."""

    slot = forms.CharField(max_length=40)
    instructor = forms.CharField(required=False, max_length=40)
    room = forms.CharField(required=False, max_length=40)
    seen = forms.CharField(required=False, max_length=60)


class LookForm(forms.Form):
    """Which week is looked at, with whom and where."""

    on = day_field(_("Week of"), required=False)
    instructor = forms.ChoiceField(label=_("Instructor"), required=False)
    room = forms.ChoiceField(label=_("Room"), required=False)

    def __init__(self, data: Any, *, instructors: Choices, rooms: Choices) -> None:
        super().__init__(data)
        blank = [("", _("as now, else whoever is free"))]
        offer(self, "instructor", [*blank, *instructors])
        offer(self, "room", [*blank, *rooms])


class PinForm(forms.Form):
    """What the planner may not change, with the reason."""

    parts = forms.MultipleChoiceField(
        label=_("The planner may not change"),
        choices=[(str(part), words) for part, words in PARTS],
        required=False,
        widget=forms.CheckboxSelectMultiple(),
        help_text=_("Nothing ticked: the planner decides about everything again."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)

    def pinned(self) -> set[Part]:
        return {Part(each) for each in self.cleaned_data["parts"]}


class ForbidForm(forms.Form):
    """Days a session may not take."""

    starts_on = day_field(_("From"))
    ends_on = day_field(_("Until"))
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def content(self) -> ForbidContent:
        told = self.cleaned_data
        return ForbidContent(told["starts_on"], told["ends_on"], told["reason"])


class ReasonForm(forms.Form):
    """Why a session is not held."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class EventForm(forms.Form):
    """Something that happened during the year."""

    kind = forms.ChoiceField(
        label=_("What happened"),
        choices=[(str(kind), words) for kind, words in EVENTS.items()],
    )
    instructor = forms.ChoiceField(label=_("Instructor"), required=False)
    room = forms.ChoiceField(label=_("Room"), required=False)
    session = forms.ChoiceField(label=_("Session"), required=False)
    first = day_field(_("From"), required=False)
    last = day_field(_("Until"), required=False)
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)

    def __init__(
        self, data: Any, *, instructors: Choices, rooms: Choices, sessions: Choices, initial: Any
    ) -> None:
        super().__init__(data, initial=initial)
        told = {"instructor": instructors, "room": rooms, "session": sessions}
        for name, choices in told.items():
            offer(self, name, [("", "—"), *choices])

    def content(self) -> EventContent:
        told = self.cleaned_data
        kind = EventKind(told["kind"])
        subjects = {
            EventKind.ABSENT: told["instructor"],
            EventKind.ROOM_LOST: told["room"],
            EventKind.CANCELLED: told["session"],
        }
        return EventContent(
            kind,
            subjects.get(kind, ""),
            told["first"],
            told["last"] or told["first"],
            told["reason"],
        )


class RelaxForm(forms.Form):
    """What a button of a conflict sends."""

    act = forms.ChoiceField(choices=[(each, each) for each in ("unpin", "away", "leave")])
    subject = forms.CharField(required=False, max_length=40)
    value = forms.CharField(required=False, max_length=20)
