"""The answer sheet on screen: fields for each question, and boxes for comments on parts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from espalier.kit.consultation import queries, registry
from espalier.kit.consultation.models import Question, Round
from espalier.kit.consultation.summary import answers_summary
from espalier.kit.consultation.types import QuestionKind, QuestionSummary
from espalier.kit.ui.languages import in_language


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class SheetQuestion:
    """One question as drawn: its name in the form, what may be chosen, what was typed."""

    id: int
    name: str
    number: int
    text: str
    kind: str
    is_required: bool
    options: tuple[Option, ...]
    low: str
    high: str
    typed: str
    problem: str
    before: QuestionSummary | None


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A part of the draft that may be commented on."""

    name: str
    title: str
    typed: str


@dataclass(frozen=True, slots=True)
class Sheet:
    questions: tuple[SheetQuestion, ...]
    parts: tuple[SheetPart, ...]


def sheet_of(
    found: Round, sent: QueryDict | None = None, problems: Mapping[int, str] | None = None
) -> Sheet:
    """The sheet of a round with what was typed; a Delphi's next round shows what the group said."""
    before = _figures_before(found)
    questions = tuple(
        _drawn(question, sent, (problems or {}).get(question.pk, ""), before)
        for question in queries.questions_of(found.pk)
    )
    kind = registry.subjects().get(found.subject_kind)
    parts = kind.parts(found.subject_id) if kind else ()
    return Sheet(
        questions,
        tuple(
            SheetPart(f"c{n}", str(title), sent.get(f"c{n}", "") if sent else "")
            for n, (_anchor, title) in enumerate(parts)
        ),
    )


def answers_in(found: Round, sent: QueryDict) -> tuple[dict[int, object], dict[str, str]]:
    """The answers by question, and the comments by part, of a sent sheet."""
    answers: dict[int, object] = {}
    for question in queries.questions_of(found.pk):
        values = sent.getlist(f"q{question.pk}")
        if question.kind == QuestionKind.MANY:
            answers[question.pk] = values
        else:
            answers[question.pk] = values[0] if values else None
    kind = registry.subjects().get(found.subject_kind)
    parts = kind.parts(found.subject_id) if kind else ()
    comments = {anchor: sent.get(f"c{n}", "") for n, (anchor, _title) in enumerate(parts)}
    return answers, comments


def _figures_before(found: Round) -> dict[int, QuestionSummary]:
    if found.follows_id is None:
        return {}
    return {each.question_id: each for each in answers_summary(found.follows_id).questions}


def _drawn(
    question: Question,
    sent: QueryDict | None,
    problem: str,
    before: Mapping[int, QuestionSummary],
) -> SheetQuestion:
    name = f"q{question.pk}"
    typed = sent.getlist(name) if sent else []
    return SheetQuestion(
        id=question.pk,
        name=name,
        number=question.position,
        text=in_language(question.text, question.text_en),
        kind=question.kind,
        is_required=question.is_required,
        options=tuple(Option(v, label, v in typed) for v, label in _options(question)),
        low=in_language(question.low, question.low_en),
        high=in_language(question.high, question.high_en),
        typed=typed[0] if typed else "",
        problem=problem,
        before=before.get(question.same_as_id or 0),
    )


def _options(question: Question) -> list[tuple[str, Any]]:
    if question.kind == QuestionKind.SCALE:
        return [(str(step), str(step)) for step in range(1, question.steps + 1)]
    return [(str(n), in_language(zh, en)) for n, (zh, en) in enumerate(question.choices)]
