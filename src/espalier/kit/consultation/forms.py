"""Reading what was typed about rounds, invitations, meetings, requests and decisions."""

from typing import Any

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espalier.kit.consultation import registry
from espalier.kit.consultation.models import ChangeRequest
from espalier.kit.consultation.types import (
    Channel,
    Decision,
    Party,
    QuestionDraft,
    QuestionKind,
    RoundKind,
    Subject,
)
from espalier.kit.consultation.wording import CHANNELS, DECISIONS, QUESTION_KINDS, ROUND_KINDS
from espalier.kit.thread.registry import node_kinds
from espalier.kit.ui.choices import offer

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
PERSON = "person"  # a party typed by hand
MOST_QUESTIONS = 60


def subject_choices() -> list[tuple[str, Any]]:
    """Everything that rooms offer to consult on, by kind."""
    return [("", "—")] + [
        (str(each.label), [(f"{each.kind}|{id}", label) for id, label in each.choices()])
        for each in registry.subjects().values()
    ]


class RoundForm(forms.Form):
    """What a round is about and how it is asked."""

    subject = forms.ChoiceField(label=gettext_lazy("Subject"), choices=subject_choices)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of round"), choices=list(ROUND_KINDS.items()))
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    title_en = forms.CharField(label=gettext_lazy("English title"), max_length=200, required=False)
    introduction = forms.CharField(
        label=gettext_lazy("Introduction"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("What it is for, and what will be done with the answers."),
    )
    introduction_en = forms.CharField(
        label=gettext_lazy("English introduction"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    closes_on = forms.DateField(label=gettext_lazy("Open until"), widget=DATE)
    allows_links = forms.BooleanField(
        label=gettext_lazy("Answer by link without an account"), required=False
    )
    is_anonymous = forms.BooleanField(
        label=gettext_lazy("Anonymous"),
        required=False,
        help_text=gettext_lazy(
            "Nothing joins an answer to a person or a day. Results appear after the round is closed "
            "and only when enough have answered. This cannot be changed later."
        ),
    )

    def values(self) -> dict[str, Any]:
        told = dict(self.cleaned_data)
        kind, _bar, id = told.pop("subject").partition("|")
        subject: Subject = (kind, id)
        return {**told, "subject": subject, "kind": RoundKind(told["kind"])}


class QuestionForm(forms.Form):
    """One row: a question. An empty row is no question."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of question"), choices=list(QUESTION_KINDS.items())
    )
    text = forms.CharField(
        label=gettext_lazy("Question text"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    text_en = forms.CharField(
        label=gettext_lazy("In English"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    choices = forms.CharField(
        label=gettext_lazy("Answers to choose from, one a line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("English after a vertical bar: 是|Yes"),
    )
    steps = forms.IntegerField(label=gettext_lazy("Steps of the scale"), initial=5, required=False)
    low = forms.CharField(label=gettext_lazy("Lowest means"), max_length=60, required=False)
    high = forms.CharField(label=gettext_lazy("Highest means"), max_length=60, required=False)
    low_en = forms.CharField(
        label=gettext_lazy("Lowest means (English)"), max_length=60, required=False
    )
    high_en = forms.CharField(
        label=gettext_lazy("Highest means (English)"), max_length=60, required=False
    )
    is_required = forms.BooleanField(
        label=gettext_lazy("Must be answered"), required=False, initial=True
    )

    def draft(self) -> QuestionDraft:
        told = self.cleaned_data
        pairs = [line.partition("|") for line in told["choices"].splitlines() if line.strip()]
        return QuestionDraft(
            kind=QuestionKind(told["kind"]),
            text=told["text"],
            text_en=told["text_en"],
            choices=tuple((zh.strip(), en.strip()) for zh, _bar, en in pairs),
            steps=5 if told["steps"] is None else told["steps"],
            low=told["low"],
            high=told["high"],
            low_en=told["low_en"],
            high_en=told["high_en"],
            is_required=told["is_required"],
        )


QuestionRows = formset_factory(
    QuestionForm, extra=0, max_num=MOST_QUESTIONS, absolute_max=MOST_QUESTIONS
)


def row_of(draft: QuestionDraft) -> dict[str, Any]:
    """The fields of a row for a draft."""
    names = ("kind", "text", "text_en", "steps", "low", "high", "low_en", "high_en", "is_required")
    row = {name: getattr(draft, name) for name in names}
    row["choices"] = "\n".join(f"{zh}|{en}" if en else zh for zh, en in draft.choices)
    return row


def drafts_in(rows: Any) -> list[QuestionDraft]:
    """The questions of valid rows that have a text or answers to choose from."""
    drafts = [row.draft() for row in rows]
    return [d for d in drafts if d.text.strip() or d.choices]


class InviteForm(forms.Form):
    """Parties from the rooms' registers, and others typed one a line: name, mail, group."""

    picked = forms.MultipleChoiceField(
        label=gettext_lazy("From the registers"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    typed = forms.CharField(
        label=gettext_lazy("Others, one a line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "Name, mail, group, with commas between. Who has an account answers signed in."
        ),
    )

    def __init__(self, *args: Any, offered: dict[str, Party], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = offered
        offer(self, "picked", [(key, party.label) for key, party in offered.items()])
        if not offered:
            del self.fields["picked"]

    def clean_typed(self) -> list[tuple[str, str, str]]:
        """(name, mail, group); every line that cannot be read is named."""
        found, bad = [], []
        for number, line in enumerate(self.cleaned_data["typed"].splitlines(), start=1):
            parts = [part.strip() for part in line.replace("，", ",").split(",")]
            if not any(parts):
                continue
            name, mail, group, *more = [*parts, "", ""]
            if not name or (mail and "@" not in mail) or any(more):
                told = {"n": number, "line": line.strip()[:60]}
                bad.append(_("Line %(n)s is not a name, a mail and a group: %(line)s") % told)
            found.append((name, mail, group))
        if bad:
            raise forms.ValidationError(bad)
        return found

    def parties(self) -> list[Party]:
        picked = [self.offered[key] for key in self.cleaned_data.get("picked", [])]
        typed = [
            Party(PERSON, (mail or name)[:80].lower(), name, email=mail, group=group)
            for name, mail, group in self.cleaned_data["typed"]
        ]
        return [*picked, *typed]


class MeetingForm(forms.Form):
    """When and where, what was said, and the signed list."""

    held_on = forms.DateField(label=gettext_lazy("Held on"), widget=DATE)
    place = forms.CharField(label=gettext_lazy("Place"), max_length=200, required=False)
    chair = forms.CharField(label=gettext_lazy("Chair"), max_length=120, required=False)
    minutes = forms.CharField(
        label=gettext_lazy("Minutes"), widget=forms.Textarea(attrs={"rows": 10})
    )
    minutes_en = forms.CharField(
        label=gettext_lazy("Minutes in English"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    sign_in_sheet = forms.FileField(
        label=gettext_lazy("Signed list of attendance (scan)"), required=False
    )


class InterviewForm(forms.Form):
    """Who was asked, when, and what they said; the guiding questions follow as fields."""

    party = forms.ChoiceField(label=gettext_lazy("Who was interviewed"))
    held_on = forms.DateField(label=gettext_lazy("Held on"), widget=DATE)
    notes = forms.CharField(
        label=gettext_lazy("What they said"), widget=forms.Textarea(attrs={"rows": 6})
    )

    def __init__(self, *args: Any, waiting: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "party", waiting)


class RequestForm(forms.Form):
    """What is to be changed, and the words it rests on."""

    part = forms.ChoiceField(label=gettext_lazy("Part of the draft"), required=False)
    text = forms.CharField(
        label=gettext_lazy("What is to be changed"), widget=forms.Textarea(attrs={"rows": 3})
    )
    text_en = forms.CharField(
        label=gettext_lazy("In English"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    words = forms.CharField(
        label=gettext_lazy("In their own words"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    raised_by = forms.ChoiceField(label=gettext_lazy("Who asked for it"), required=False)
    channel = forms.ChoiceField(
        label=gettext_lazy("By which way"),
        choices=list(CHANNELS.items()),
        initial=Channel.MEETING,
    )

    def __init__(
        self,
        *args: Any,
        parts: list[tuple[str, str]],
        parties: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "part", [("", _("the whole draft")), *parts])
        offer(self, "raised_by", [("", _("nobody by name")), *parties])


def effect_choices() -> list[tuple[str, Any]]:
    """Records that decisions may have changed, by kind, as far as rooms offer them to pick from."""
    nodes = node_kinds()
    return [("", "—")] + [
        (str(nodes[kind].label), [(f"{kind}|{id}", label) for id, label in choices()])
        for kind, choices in registry.effects().items()
        if kind in nodes
    ]


def decision_held(found: ChangeRequest) -> dict[str, Any]:
    """What is decided already, as the form's first values; an offered record is shown as picked."""
    names = ("decision", "reason", "reason_en", "effect_kind", "effect_id")
    held = {name: getattr(found, name) for name in names}
    picked = f"{found.effect_kind}|{found.effect_id}"
    if picked in {key for _kind, group in effect_choices()[1:] for key, _label in group}:
        held |= {"picked": picked, "effect_kind": "", "effect_id": ""}
    return held


class DecisionForm(forms.Form):
    """The decision, its reason, and the record that it changed."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=list(DECISIONS.items()),
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 3}))
    reason_en = forms.CharField(
        label=gettext_lazy("Reason in English"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    picked = forms.ChoiceField(
        label=gettext_lazy("Record that was changed"), required=False, choices=effect_choices
    )
    effect_kind = forms.ChoiceField(
        label=gettext_lazy("Or its kind"),
        required=False,
        choices=lambda: [
            ("", "—"),
            *((node.kind, node.label) for node in node_kinds().values() if not node.is_anchor),
        ],
    )
    effect_id = forms.CharField(
        label=gettext_lazy("and its number"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("The number in the address of its page on the thread."),
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if bool(told.get("effect_kind")) != bool(told.get("effect_id")):
            raise forms.ValidationError(_("Name both the kind and the number, or neither."))
        return told

    def effect(self) -> Subject | None:
        told = self.cleaned_data
        if told["picked"]:
            kind, _bar, id = told["picked"].partition("|")
            return (kind, id)
        return (told["effect_kind"], told["effect_id"]) if told["effect_kind"] else None

    def decision_made(self) -> Decision:
        return Decision(self.cleaned_data["decision"])


class NextRoundForm(forms.Form):
    """Until when the next round of a Delphi survey is open."""

    closes_on = forms.DateField(label=gettext_lazy("Open until"), widget=DATE)
