"""Reading sent answers and keeping them as one sheet; used by the services that take them."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.kit.consultation import queries
from espalier.kit.consultation.models import Answer, Invitation, Question, Response, Round
from espalier.kit.consultation.types import Answers, Channel, QuestionKind
from espalier.kit.errors import Problem, Refused
from espalier.kit.organisation import queries as organisation

MOST_CHARS = 5000


@dataclass(frozen=True, slots=True)
class ReadAnswer:
    """One answer as it will be kept."""

    question: Question
    number: int | None = None
    picked: tuple[int, ...] = ()
    text: str = ""

    @property
    def is_empty(self) -> bool:
        return self.number is None and not self.picked and not self.text


def read_answers(round_id: int, answers: Answers, *, is_partial: bool) -> list[ReadAnswer]:
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
    read: list[ReadAnswer],
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


def _read_one(question: Question, value: object) -> ReadAnswer:
    """Raises: ValueError with the reason."""
    if value is None or value == "" or value == []:
        return ReadAnswer(question)
    if question.kind == QuestionKind.TEXT:
        text = str(value).strip()
        if len(text) > MOST_CHARS:
            raise ValueError(_("The text is longer than %(n)d characters.") % {"n": MOST_CHARS})
        return ReadAnswer(question, text=text)
    try:
        numbers = [int(v) for v in value] if isinstance(value, list | tuple) else [int(str(value))]
    except ValueError:
        raise ValueError(_("This is none of the answers to choose from.")) from None
    if question.kind == QuestionKind.SCALE:
        if len(numbers) != 1 or not 1 <= numbers[0] <= question.steps:
            raise ValueError(_("The answer lies outside the scale."))
        return ReadAnswer(question, number=numbers[0])
    is_one = question.kind == QuestionKind.CHOICE
    if (is_one and len(numbers) != 1) or any(not 0 <= n < len(question.choices) for n in numbers):
        raise ValueError(_("This is none of the answers to choose from."))
    return ReadAnswer(question, picked=tuple(sorted(set(numbers))))


def _problem(code: str, message: str, question: Question) -> Problem:
    place = _("Question %(n)s") % {"n": question.position}
    return Problem(code, message, place, params={"question": question.pk})
