"""Taking answers: once for each invitation, all problems at once, and nothing that names an anonymous one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.consultation import queries, registry
from espalier.kit.consultation.models import (
    Answer,
    Invitation,
    PartComment,
    Question,
    Response,
    Round,
)
from espalier.kit.consultation.types import Answers, Channel, LinkFate, QuestionKind
from espalier.kit.consultation.wording import FATES
from espalier.kit.errors import NotFound, Problem, Refused
from espalier.kit.organisation import queries as organisation

MOST_CHARS = 5000


@dataclass(frozen=True, slots=True)
class _Read:
    """One answer as it will be kept."""

    question: Question
    number: int | None = None
    picked: tuple[int, ...] = ()
    text: str = ""

    @property
    def is_empty(self) -> bool:
        return self.number is None and not self.picked and not self.text


@transaction.atomic
def answer(
    *,
    invitation_id: int,
    answers: Answers,
    comments: Mapping[str, str] | None = None,
    channel: Channel = Channel.SIGNED_IN,
    by: Actor,
    at: datetime,
) -> None:
    """Take the answers of one invitation, question id → number, positions of choices, or text.

    ``comments`` are by part of the draft. The invitation is used up. In an anonymous round neither
    ``by`` nor ``at`` is kept anywhere and no entry is logged; closing the round logs the count.

    Raises: NotFound; Refused when it was used, the time is over, or with every answer that is wrong.
    """
    invitation = Invitation.objects.select_related("round").filter(pk=invitation_id).first()
    if invitation is None:
        raise NotFound
    fate = queries.fate_of(invitation, at)
    if fate is not LinkFate.OPEN:
        message, remedy = FATES[fate]
        raise Refused([Problem(str(fate), message, "", remedy)])
    found = invitation.round
    read = read_answers(found.pk, answers, is_partial=False)
    said = {part: text.strip() for part, text in (comments or {}).items() if text.strip()}
    _use_up(invitation, found, at)
    response = keep_response(found, invitation, read, channel, at)
    _keep_comments(found, invitation, said, channel, at)
    if not found.is_anonymous:
        after = {"n_answers": len(read), "n_comments": len(said), "channel": str(channel)}
        log.record("consultation.answer.given", response, by=by, at=at, after=after)


def read_answers(round_id: int, answers: Answers, *, is_partial: bool) -> list[_Read]:
    """Check every answer; ``is_partial`` lets required questions stay open, as in an interview.

    Raises: Refused with all problems.
    """
    questions = queries.questions_of(round_id)
    read, problems = [], []
    for question in questions:
        try:
            one = _read_one(question, answers.get(question.pk))
        except ValueError as error:
            problems.append(_problem("bad_answer", str(error), question))
            continue
        if one.is_empty and question.is_required and not is_partial:
            problems.append(_problem("missing", _("This question is not answered."), question))
        if not one.is_empty:
            read.append(one)
    unknown = set(answers) - {question.pk for question in questions}
    if unknown:
        problems.append(Problem("unknown_question", _("A question of another round was answered.")))
    if problems:
        raise Refused(problems)
    return read


def keep_response(
    found: Round,
    invitation: Invitation,
    read: list[_Read],
    channel: Channel,
    at: datetime,
    **more: str,
) -> Response:
    """Write one sheet with its answers; an anonymous one without invitation and day."""
    is_named = not found.is_anonymous
    response = Response.objects.create(
        round=found,
        invitation=invitation if is_named else None,
        group=invitation.group if is_named else _safe_group(invitation),
        channel=channel if is_named else Channel.LINK,
        answered_on=timezone.localdate(at) if is_named else None,
        **more,
    )
    Answer.objects.bulk_create(
        Answer(
            response=response,
            question=one.question,
            number=one.number,
            picked=list(one.picked),
            text=one.text,
        )
        for one in read
    )
    return response


def _safe_group(invitation: Invitation) -> str:
    """The group, unless so few of it were asked that it would point at a person."""
    alike = Invitation.objects.filter(round_id=invitation.round_id, group=invitation.group)
    minimum = organisation.current().suppression_minimum
    return invitation.group if alike.count() >= minimum else ""


def _use_up(invitation: Invitation, found: Round, at: datetime) -> None:
    """The conditional update lets one of two sendings of the same link through."""
    heard_on = None if found.is_anonymous else timezone.localdate(at)
    free = Invitation.objects.filter(pk=invitation.pk, is_used=False, is_withdrawn=False)
    if not free.update(is_used=True, is_heard=True, heard_on=heard_on):
        message, remedy = FATES[LinkFate.USED]
        raise Refused([Problem(str(LinkFate.USED), message, "", remedy)])


def _keep_comments(
    found: Round, invitation: Invitation, said: Mapping[str, str], channel: Channel, at: datetime
) -> None:
    titles = dict(registry.subjects()[found.subject_kind].parts(found.subject_id)) if said else {}
    is_named = not found.is_anonymous
    PartComment.objects.bulk_create(
        PartComment(
            round=found,
            invitation=invitation if is_named else None,
            part=part,
            part_title=str(titles.get(part, "")),
            text=text[:MOST_CHARS],
            channel=channel if is_named else Channel.LINK,
            said_on=timezone.localdate(at) if is_named else None,
        )
        for part, text in said.items()
    )


def _read_one(question: Question, value: object) -> _Read:
    """Raises: ValueError with the reason."""
    if value is None or value == "" or value == []:
        return _Read(question)
    if question.kind == QuestionKind.TEXT:
        text = str(value).strip()
        if len(text) > MOST_CHARS:
            raise ValueError(_("The text is longer than %(n)d characters.") % {"n": MOST_CHARS})
        return _Read(question, text=text)
    try:
        numbers = [int(v) for v in value] if isinstance(value, list | tuple) else [int(str(value))]
    except ValueError:
        raise ValueError(_("This is none of the answers to choose from.")) from None
    if question.kind == QuestionKind.SCALE:
        if len(numbers) != 1 or not 1 <= numbers[0] <= question.steps:
            raise ValueError(_("The answer lies outside the scale."))
        return _Read(question, number=numbers[0])
    is_one = question.kind == QuestionKind.CHOICE
    if (is_one and len(numbers) != 1) or any(not 0 <= n < len(question.choices) for n in numbers):
        raise ValueError(_("This is none of the answers to choose from."))
    return _Read(question, picked=tuple(sorted(set(numbers))))


def _problem(code: str, message: str, question: Question) -> Problem:
    place = _("Question %(n)s") % {"n": question.position}
    return Problem(code, message, place, params={"question": question.pk})
