"""Rules of programmes. Pure: no Django, no clock, no database."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from espalier.cycle.strategy.programmes.types import (
    LEVELS,
    Criterion,
    Lack,
    ObjectiveCheck,
    ObjectiveText,
    RankedOption,
    Turn,
)

VAGUE = {
    "zh": ("了解", "認識", "知道", "熟悉", "明白", "體會", "學會", "掌握"),
    "en": ("know", "understand", "be aware of", "be familiar with", "appreciate", "learn"),
}
Verbs = Mapping[str, Mapping[str, frozenset[str]]]  # language -> verb -> levels


def language_of(text: str) -> str:
    """``zh`` where a Chinese character stands in the text, else ``en``."""
    return "zh" if any("\u4e00" <= char <= "\u9fff" for char in text) else "en"


def check_objective(text: ObjectiveText, verbs: Verbs) -> ObjectiveCheck:
    """Look at the four parts, the verb, and whether a verb stands for the level that was given.

    A verb is sought as written in Chinese and as a whole word in English; of two that overlap the longer counts.
    """
    behaviour = unicodedata.normalize("NFKC", text.behaviour)
    language = language_of(behaviour)
    found = _found(behaviour, tuple(verbs.get(language, {})), language)
    vague = tuple(word for word in _found(behaviour, VAGUE[language], language))
    known = verbs.get(language, {})
    told = tuple((verb, tuple(_in_order(known[verb]))) for verb in found if verb not in vague)
    lacks = [
        lack
        for lack, part in (
            (Lack.AUDIENCE, text.audience),
            (Lack.BEHAVIOUR, text.behaviour),
            (Lack.CONDITION, text.condition),
            (Lack.DEGREE, text.degree),
        )
        if not part.strip()
    ]
    if text.behaviour.strip() and not told:
        lacks.append(Lack.VAGUE if vague else Lack.VERB)
    if told and not any(text.level in levels for _verb, levels in told):
        lacks.append(Lack.LEVEL)
    if not text.n_items:
        lacks.append(Lack.ITEM)
    return ObjectiveCheck(told, vague, tuple(lacks))


def _found(text: str, words: Sequence[str], language: str) -> list[str]:
    """The words that occur, in reading order, without those that lie inside a longer one."""
    spans = []
    for word in words:
        pattern = re.escape(word) if language == "zh" else rf"\b{re.escape(word)}(?:s|es)?\b"
        match = re.search(pattern, text, re.IGNORECASE)
        if match:
            spans.append((match.start(), -match.end(), word))
    kept: list[tuple[int, int, str]] = []
    for start, minus_end, word in sorted(spans):
        if not any(a <= start and minus_end >= b for a, b, _word in kept):
            kept.append((start, minus_end, word))
    return [word for _start, _end, word in kept]


def _in_order(levels: frozenset[str]) -> list[str]:
    return [level for level in LEVELS if level in levels]


def option_lacks(*, n_groups: int, n_needs: int, n_posts: int) -> tuple[Lack, ...]:
    """Without group, need and post an option cannot enter review."""
    asked = ((Lack.GROUP, n_groups), (Lack.NEED, n_needs), (Lack.POST, n_posts))
    return tuple(lack for lack, n in asked if not n)


def ranked(
    scores: Mapping[str, Mapping[str, float]], criteria: Sequence[Criterion]
) -> list[RankedOption]:
    """Order options by the weighted mean of their scores; equal scores share the better rank.

    A criterion an option has no score for leaves its weight to the others, and ``weight_used`` says so.
    Unlike scaling to 0–1 between best and worst, this keeps a small difference small with two options.
    """
    total = sum(each.weight for each in criteria) or 1.0
    rows = []
    for code, given in scores.items():
        parts = {c.code: given[c.code] * c.weight / total for c in criteria if c.code in given}
        used = sum(c.weight for c in criteria if c.code in given) / total
        rows.append((code, sum(parts.values()) / used if used else None, used, parts))
    marks = [score for _code, score, _used, _parts in rows if score is not None]
    return [
        RankedOption(
            code, score, 1 + sum(1 for m in marks if score is None or m > score + 1e-9), used, parts
        )
        for code, score, used, parts in sorted(
            rows, key=lambda row: (row[1] is None, -(row[1] or 0.0), row[0])
        )
    ]


def sensitivity(
    scores: Mapping[str, Mapping[str, float]], criteria: Sequence[Criterion]
) -> list[Turn]:
    """For each criterion the share of weight at which another option overtakes the first.

    The other weights keep their proportions. Of several turning points the nearest to today's share is told.
    """
    order = ranked(scores, criteria)
    total = sum(each.weight for each in criteria)
    if len(order) < 2 or not total:
        return [Turn(c.code, c.weight / total if total else 0.0, None, "") for c in criteria]
    best = order[0].code
    turns = []
    for criterion in criteria:
        share = criterion.weight / total
        points = [
            (abs(at - share), at, other.code)
            for other in order[1:]
            if (at := _crossing(scores[best], scores[other.code], criteria, criterion)) is not None
        ]
        _distance, where, to = min(points, default=(0.0, None, ""))
        turns.append(Turn(criterion.code, share, where, to))
    return turns


def _crossing(
    one: Mapping[str, float],
    other: Mapping[str, float],
    criteria: Sequence[Criterion],
    moved: Criterion,
) -> float | None:
    """The share of ``moved`` in [0, 1] at which both score the same; scores missing on either side are left out."""
    shared = [c for c in criteria if c.code in one and c.code in other]
    rest = [c for c in shared if c.code != moved.code]
    weight = sum(c.weight for c in rest)
    if moved not in shared or not weight:
        return None
    elsewhere = sum((one[c.code] - other[c.code]) * c.weight for c in rest) / weight
    here = one[moved.code] - other[moved.code]
    if abs(elsewhere - here) < 1e-12:
        return None
    at = elsewhere / (elsewhere - here)
    return at if 0.0 <= at <= 1.0 else None


def risk_class(likelihood: int, impact: int) -> str:
    """``low`` up to 5, ``medium`` up to 11, ``high`` from 12 of 25."""
    product = likelihood * impact
    return "low" if product <= 5 else "medium" if product <= 11 else "high"


def constraints_of(
    *,
    shift: str,
    experience: str,
    n_people: int,
    n_places: int,
    has_access_needs: bool,
    has_other_language: bool,
    has_hazard: bool,
) -> set[str]:
    """Which constraints of the method rules a target group lives under.

    Large is more than 24 people, small fewer than 6: what one instructor can watch, and what still makes a group.
    """
    told = {
        "shift": shift in {"two_shift", "three_shift"},
        "remote": n_places > 1,
        "large": n_people > 24,
        "small": n_people < 6,
        "novice": experience == "novice",
        "expert": experience == "expert",
        "access": has_access_needs,
        "language": has_other_language,
        "hazard": has_hazard,
    }
    return {name for name, holds in told.items() if holds}
