"""Rules of needs. Pure: no Django, no clock, no database. Every rule returns all problems."""

from collections.abc import Mapping
from enum import StrEnum

from espalier.cycle.needs.needs_list.causes import Finding
from espalier.cycle.needs.needs_list.types import NEEDS_TRAINING, NeedContent, Verdict

LOWEST, HIGHEST = 1.0, 5.0  # of ratings and of people's scores


class NeedProblem(StrEnum):
    NO_CODE = "no_code"
    CODE_TAKEN = "code_taken"
    NO_TITLE = "no_title"
    NO_ALTERNATIVE = "no_alternative"
    NO_WEIGHT = "no_weight"
    NEGATIVE_WEIGHT = "negative_weight"
    OUT_OF_SCALE = "out_of_scale"
    NO_RESPONDENT = "no_respondent"
    NOTHING_RATED = "nothing_rated"
    GOAL_RESTS_ON_IT = "goal_rests_on_it"


Found = list[tuple[NeedProblem, str]]


def problems_of_need(content: NeedContent, *, code_taken: bool) -> Found:
    """What stops a need from being saved."""
    found: Found = []
    if not content.code.strip():
        found.append((NeedProblem.NO_CODE, ""))
    if code_taken:
        found.append((NeedProblem.CODE_TAKEN, content.code))
    if not content.title.strip():
        found.append((NeedProblem.NO_TITLE, ""))
    return found


def problems_of_cause(finding: Finding, alternative: str) -> Found:
    """Where training is not the remedy, or not alone, somebody says what is done instead."""
    settled = finding.verdict not in {Verdict.TRAINING, Verdict.OPEN, Verdict.IGNORE}
    if settled and not alternative.strip():
        return [(NeedProblem.NO_ALTERNATIVE, "")]
    return []


def problems_of_weights(weights: Mapping[str, float]) -> Found:
    """Weights are 0 or more and not all 0; each bad one is named."""
    found: Found = [
        (NeedProblem.NEGATIVE_WEIGHT, name) for name, weight in weights.items() if weight < 0
    ]
    if not any(weight > 0 for weight in weights.values()):
        found.append((NeedProblem.NO_WEIGHT, ""))
    return found


def problems_of_marks(marks: Mapping[str, float | None]) -> Found:
    """Every mark that is not between 1 and 5, named."""
    return [
        (NeedProblem.OUT_OF_SCALE, name)
        for name, mark in marks.items()
        if mark is not None and not LOWEST <= mark <= HIGHEST
    ]


def is_training(verdict: str | None) -> bool | None:
    """Whether learning is (part of) the remedy; None while causes are unchecked or open."""
    if verdict is None or verdict == Verdict.OPEN:
        return None
    return Verdict(verdict) in NEEDS_TRAINING
