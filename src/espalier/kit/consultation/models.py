"""Rounds of consultation on any subject, what was answered, and the ledger of what it changed."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from espalier.kit.consultation.types import (
    Channel,
    Decision,
    QuestionKind,
    RoundKind,
    RoundState,
)


def _choices(enum: type) -> list[tuple[str, str]]:
    return [(each.value, each.value) for each in enum]  # type: ignore[attr-defined]  # StrEnum


class Round(models.Model):
    """One asking of people about one subject. ``follows`` is the round before it in a Delphi.

    ``subject_label`` is what the subject was called then. In an anonymous round nothing joins an
    answer to an invitation, a person or a moment.
    """

    subject_kind = models.CharField(max_length=80)
    subject_id = models.CharField(max_length=80)
    subject_label = models.CharField(max_length=300)
    kind = models.CharField(max_length=14, choices=_choices(RoundKind))
    title = models.CharField(_("Title"), max_length=200)
    title_en = models.CharField(_("English title"), max_length=200, blank=True)
    introduction = models.TextField(_("Introduction"), blank=True)
    introduction_en = models.TextField(_("English introduction"), blank=True)
    closes_on = models.DateField(_("Open until"))  # the last day on which answers are taken
    allows_links = models.BooleanField(_("Answer by link without an account"), default=False)
    is_anonymous = models.BooleanField(_("Anonymous"), default=False)
    follows = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by"
    )
    state = models.CharField(
        max_length=8, choices=_choices(RoundState), default=RoundState.OPEN, db_index=True
    )
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    opened_by_label = models.CharField(max_length=120)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="consultation_subject")]


class Question(models.Model):
    """One question. ``same_as`` is the question of the round before, whose figures are shown with it."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=_choices(QuestionKind))
    text = models.CharField(max_length=500)
    text_en = models.CharField(max_length=500, blank=True)
    choices = models.JSONField(default=list)  # [[Chinese, English], …]
    steps = models.PositiveSmallIntegerField(default=5)
    low = models.CharField(max_length=60, blank=True)
    high = models.CharField(max_length=60, blank=True)
    low_en = models.CharField(max_length=60, blank=True)
    high_en = models.CharField(max_length=60, blank=True)
    part = models.CharField(max_length=120, blank=True)
    is_required = models.BooleanField(default=True)
    same_as = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "position"],
                name="consultation_question_place_once",
                violation_error_message=_("Two questions stand in the same place."),
            )
        ]


class Invitation(models.Model):
    """A party asked in a round. Of the link only a digest is kept; a new link replaces the old one.

    ``is_heard``: they answered, were interviewed, came or commented; ``heard_on`` stays empty in an
    anonymous round, so that no day joins them to an answer.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="invitations")
    party_kind = models.CharField(max_length=80)
    party_id = models.CharField(max_length=80)
    party_label = models.CharField(max_length=200)
    group = models.CharField(max_length=80, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=10, default="zh-hant")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    link_no = models.PositiveSmallIntegerField(default=1)  # a new link has the next number
    token_digest = models.CharField(max_length=64, blank=True)  # "" without a link
    expires_at = models.DateTimeField(null=True, blank=True)
    is_withdrawn = models.BooleanField(default=False)
    is_used = models.BooleanField(default=False)
    is_heard = models.BooleanField(default=False)
    heard_on = models.DateField(null=True, blank=True)
    invited_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)
    n_reminders = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "party_kind", "party_id"],
                name="consultation_party_once_a_round",
                violation_error_message=_("This party is already invited to the round."),
            ),
            models.UniqueConstraint(
                fields=["token_digest"],
                condition=~models.Q(token_digest=""),
                name="consultation_link_once",
                violation_error_message=_("This link already leads somewhere else."),
            ),
        ]


class Response(models.Model):
    """One answered sheet, or one interview. Its key is random, so that it tells no order.

    Without ``invitation``: anonymous, and then without a day too.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="responses")
    invitation = models.ForeignKey(
        Invitation, on_delete=models.PROTECT, null=True, blank=True, related_name="responses"
    )
    group = models.CharField(max_length=80, blank=True)
    channel = models.CharField(max_length=10, choices=_choices(Channel))
    answered_on = models.DateField(null=True, blank=True)
    notes = models.TextField(blank=True)  # of an interview, in the interviewer's words
    taken_by = models.CharField(max_length=120, blank=True)  # the interviewer

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["invitation"],
                name="consultation_one_response_each",
                violation_error_message=_("This party has already answered."),
            )
        ]


class Answer(models.Model):
    """The answer to one question; no row: it was left out."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    number = models.PositiveSmallIntegerField(null=True)  # of a scale
    picked = models.JSONField(default=list)  # positions of choices, from 0
    text = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["response", "question"],
                name="consultation_answer_once",
                violation_error_message=_("This question is already answered."),
            )
        ]


class Meeting(models.Model):
    """The meeting of a round: when, where, and its minutes. No row: not held or not yet written."""

    round = models.OneToOneField(Round, on_delete=models.CASCADE, related_name="meeting")
    held_on = models.DateField()
    place = models.CharField(max_length=200, blank=True)
    chair = models.CharField(max_length=120, blank=True)
    minutes = models.TextField()
    minutes_en = models.TextField(blank=True)
    sign_in_sheet = models.ForeignKey(
        "files.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    written_by_label = models.CharField(max_length=120)
    written_at = models.DateTimeField()


class Attendance(models.Model):
    """One invited party at the meeting."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendance")
    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="+")
    is_present = models.BooleanField()
    has_signed = models.BooleanField(default=False)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "invitation"],
                name="consultation_attendance_once",
                violation_error_message=_("This party is already in the list of attendance."),
            )
        ]


class PartComment(models.Model):
    """What somebody said about a part of the draft (or, with an empty part, about all of it)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="comments")
    invitation = models.ForeignKey(
        Invitation, on_delete=models.PROTECT, null=True, blank=True, related_name="comments"
    )
    part = models.CharField(max_length=120, blank=True)
    part_title = models.CharField(max_length=300, blank=True)
    text = models.TextField()
    channel = models.CharField(max_length=10, choices=_choices(Channel))
    said_on = models.DateField(null=True, blank=True)


class ChangeRequest(models.Model):
    """Something that is to be changed because of a round, and what was decided about it.

    ``effect_kind`` and ``effect_id`` name the record that the decision changed, as the thread names it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="requests")
    part = models.CharField(max_length=120, blank=True)
    part_title = models.CharField(max_length=300, blank=True)
    text = models.TextField(_("What is to be changed"))
    text_en = models.TextField(_("In English"), blank=True)
    words = models.TextField(_("In their own words"), blank=True)
    comment = models.ForeignKey(
        PartComment, on_delete=models.PROTECT, null=True, blank=True, related_name="requests"
    )
    invitation = models.ForeignKey(
        Invitation, on_delete=models.PROTECT, null=True, blank=True, related_name="requests"
    )
    party_label = models.CharField(max_length=200, blank=True)
    channel = models.CharField(max_length=10, choices=_choices(Channel))
    raised_on = models.DateField(null=True, blank=True)
    decision = models.CharField(max_length=6, choices=_choices(Decision), blank=True)
    reason = models.TextField(_("Reason"), blank=True)
    reason_en = models.TextField(_("Reason in English"), blank=True)
    effect_kind = models.CharField(max_length=80, blank=True)
    effect_id = models.CharField(max_length=80, blank=True)
    effect_label = models.CharField(max_length=300, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_label = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="consultation_decision_has_reason",
                condition=models.Q(decision="") | ~models.Q(reason=""),
                violation_error_message=_("A decision needs its reason."),
            )
        ]
        indexes = [models.Index(fields=["effect_kind", "effect_id"], name="consultation_effect")]
