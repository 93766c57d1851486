"""Is training the remedy? The guided questions of Mager and Pipe as one decision. Pure.

Source: Mager, R. F., Pipe, P.: Analyzing Performance Problems, 3rd ed., CEP Press 1997.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from espalier.cycle.needs.needs_list.types import Answer, Question, Verdict


@dataclass(frozen=True, slots=True)
class Finding:
    """What the answers come to.

    ``because`` are the questions whose answers decided it; ``beside`` are causes that training does not remove;
    ``missing`` are the questions that have to be answered before anything can be said.
    """

    verdict: Verdict
    because: tuple[Question, ...] = ()
    beside: tuple[Verdict, ...] = ()
    missing: tuple[Question, ...] = ()


# The answer that makes a question speak of a cause outside the person.
_OUTSIDE = (
    (Question.OBSTACLES, Answer.YES, Verdict.OBSTACLE),
    (Question.PUNISHED, Answer.YES, Verdict.MOTIVE),
    (Question.REWARDED, Answer.YES, Verdict.MOTIVE),
    (Question.EXPECTED, Answer.NO, Verdict.EXPECTATION),
)


def check_causes(answers: Mapping[str, str]) -> Finding:
    """Decide from the answers; a question left out counts as unknown.

    Without knowing whether the difference matters and whether people could do it if they had to, nothing is decided.
    """
    told = {q: Answer(answers.get(q.value, Answer.UNKNOWN)) for q in Question}
    if told[Question.MATTERS] is Answer.NO:
        return Finding(Verdict.IGNORE, (Question.MATTERS,))
    missing = tuple(q for q in (Question.MATTERS, Question.COULD) if told[q] is Answer.UNKNOWN)
    if missing:
        return Finding(Verdict.OPEN, missing=missing)
    causes = [(q, verdict) for q, answer, verdict in _OUTSIDE if told[q] is answer]
    outside = tuple(dict.fromkeys(verdict for _q, verdict in causes))
    if told[Question.COULD] is Answer.YES:
        return _not_skill(causes, outside)
    return _skill(told, tuple(q for q, _v in causes), outside)


def _not_skill(causes: list[tuple[Question, Verdict]], outside: tuple[Verdict, ...]) -> Finding:
    """They can do it: the reason lies around them, or was not found by these questions."""
    if not outside:
        return Finding(Verdict.OPEN, (Question.COULD,), missing=(Question.OBSTACLES,))
    because = (Question.COULD, *(q for q, _v in causes))
    return Finding(outside[0], because, outside[1:])


def _skill(
    told: Mapping[Question, Answer], causes: tuple[Question, ...], outside: tuple[Verdict, ...]
) -> Finding:
    if told[Question.ABLE] is Answer.NO:
        return Finding(Verdict.PERSON, (Question.COULD, Question.ABLE), outside)
    if told[Question.BEFORE] is Answer.YES:
        rusty = (Question.OFTEN,) if told[Question.OFTEN] is Answer.NO else ()
        return Finding(Verdict.PRACTICE, (Question.COULD, Question.BEFORE, *rusty), outside)
    if told[Question.SIMPLER] is Answer.YES:
        return Finding(Verdict.JOB_AID, (Question.COULD, Question.SIMPLER), outside)
    verdict = Verdict.BOTH if outside else Verdict.TRAINING
    return Finding(verdict, (Question.COULD, *causes), outside)
