"""What a group said to the questions of a round; small and unfinished groups stay hidden."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language

from espalier.kit.audit.kept import Kept
from espalier.kit.consultation import rules
from espalier.kit.consultation.models import Answer, Invitation, Question, Response, Round
from espalier.kit.consultation.types import (
    AnswersSummary,
    QuestionKind,
    QuestionSummary,
    RoundState,
)
from espalier.kit.errors import NotFound
from espalier.kit.organisation import queries as organisation
from espalier.kit.ui.languages import in_language

# What summaries rest on: rounds with their answers, and the organisation's minimum.
_EVENTS = ("consultation.", "organisation.", "kit.import.applied")
_SUMMARIES: Kept[AnswersSummary] = Kept(_EVENTS, size=64)
_BY_GROUP: Kept[dict[str, AnswersSummary]] = Kept(_EVENTS, size=32)


@dataclass(frozen=True, slots=True)
class _Sheets:
    """Everything a round collected."""

    round: Round
    questions: list[Question]
    groups: dict[str, str]  # response → group
    answers: dict[int, list[Answer]]


def answers_summary(round_id: int, group: str | None = None) -> AnswersSummary:
    """Figures and texts of every question, of all or of one group.

    An anonymous round shows nothing before it is closed, since two looks would tell what came in
    between, and nothing when fewer than the organisation's minimum answered.

    Raises: NotFound.
    """
    found = _round(round_id)
    if _leaves_no_trace(found):
        return _answers_summary(found, group)
    key = (round_id, group, get_language())
    return _SUMMARIES.of(key, lambda: _answers_summary(found, group))


def _answers_summary(found: Round, group: str | None) -> AnswersSummary:
    sheets, round_id = _read(found), found.pk
    minimum = organisation.current().suppression_minimum
    n_invited = Invitation.objects.filter(round_id=round_id, is_withdrawn=False).count()
    kept = _of_group(sheets, group)
    why = _why_hidden(sheets, group, minimum)
    questions = _questions(sheets, kept, why != "")
    return AnswersSummary(
        round_id=round_id,
        n_invited=n_invited,
        n_answered=len(kept),
        questions=questions,
        why_hidden=why,
        minimum=minimum,
    )


def summaries_by_group(round_id: int) -> dict[str, AnswersSummary]:
    """The same for every group that answered, with the small ones hidden, in the order of names."""
    found = _round(round_id)
    if _leaves_no_trace(found):
        return _summaries_by_group(found)
    return _BY_GROUP.of((round_id, get_language()), lambda: _summaries_by_group(found))


def _summaries_by_group(of_round: Round) -> dict[str, AnswersSummary]:
    sheets, round_id = _read(of_round), of_round.pk
    minimum = organisation.current().suppression_minimum
    found = {}
    for group in sorted({name for name in sheets.groups.values() if name}):
        kept = _of_group(sheets, group)
        why = _why_hidden(sheets, group, minimum)
        questions = _questions(sheets, kept, why != "")
        found[group] = AnswersSummary(round_id, 0, len(kept), questions, why, minimum)
    return found


def _leaves_no_trace(found: Round) -> bool:
    """An answer without a name is in no log, so until the round is closed nobody can tell what has come in."""
    return found.is_anonymous and found.state == RoundState.OPEN


def _round(round_id: int) -> Round:
    found = Round.objects.filter(pk=round_id).first()
    if found is None:
        raise NotFound
    return found


def _read(found: Round) -> _Sheets:
    questions = list(Question.objects.filter(round=found).order_by("position"))
    groups = {
        str(pk): name
        for pk, name in Response.objects.filter(round=found).values_list("pk", "group")
    }
    answers: dict[int, list[Answer]] = {question.pk: [] for question in questions}
    for answer in Answer.objects.filter(response__round=found).order_by("pk"):
        answers[answer.question_id].append(answer)
    return _Sheets(found, questions, groups, answers)


def _of_group(sheets: _Sheets, group: str | None) -> set[str]:
    return {pk for pk, name in sheets.groups.items() if group is None or name == group}


def _why_hidden(sheets: _Sheets, group: str | None, minimum: int) -> str:
    """Anonymity is a promise of the round; in a named round everybody knows who said what."""
    if not sheets.round.is_anonymous:
        return ""
    if sheets.round.state == RoundState.OPEN:
        return "open"
    if len(sheets.groups) < minimum:
        return "small"
    sizes = Counter(sheets.groups.values())
    if group is not None and group in rules.hidden_groups(sizes, minimum):
        return "small"
    return ""


def _questions(sheets: _Sheets, kept: set[str], is_hidden: bool) -> tuple[QuestionSummary, ...]:
    return tuple(
        _summary(
            question,
            [a for a in sheets.answers[question.pk] if str(a.response_id) in kept],
            len(kept),
            is_hidden,
        )
        for question in sheets.questions
    )


def _summary(
    question: Question, answers: list[Answer], n_sheets: int, is_hidden: bool
) -> QuestionSummary:
    said = [a for a in answers if a.number is not None or a.picked or a.text]
    plain = {
        "question_id": question.pk,
        "position": question.position,
        "text": in_language(question.text, question.text_en),
        "kind": QuestionKind(question.kind),
        "part": question.part,
    }
    if is_hidden:
        return QuestionSummary(**plain, n=0, n_missing=0, is_hidden=True)  # type: ignore[arg-type]  # one dict for both
    figures: dict[str, object] = {}
    if question.kind == QuestionKind.SCALE:
        values = [a.number for a in said if a.number is not None]
        figures = dict(rules.scale_figures(values, question.steps))
        steps = [str(step) for step in range(1, question.steps + 1)]
        figures["counts"] = _counted(steps, map(str, values))
    elif question.kind == QuestionKind.TEXT:
        figures["texts"] = tuple(a.text for a in said)
    else:
        names = [in_language(zh, en) for zh, en in question.choices]
        picked = (names[i] for a in said for i in a.picked if 0 <= i < len(names))
        figures["counts"] = _counted(names, picked)
    n = len(said)
    return QuestionSummary(**plain, n=n, n_missing=n_sheets - n, **figures)  # type: ignore[arg-type]  # one dict for both


def _counted(names: list[str], values: Iterable[str]) -> tuple[tuple[str, int], ...]:
    counts = Counter(values)
    return tuple((name, counts[name]) for name in names)
