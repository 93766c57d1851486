"""Rules of stakeholders. Pure: what the register must say, who must be heard, how a climate reads."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from math import sqrt

from espalier.cycle.needs.stakeholders.types import (
    PRESET_GROUPS,
    AnalysisContent,
    ConsiderationContent,
    StakeholderContent,
    StakeholderRow,
)

LOWEST, HIGHEST = 1, 5
HIGH = 4  # of power and of interest: who reaches both is heard in person
MIDDLE = 3  # where the grid is cut; whoever stands on the line belongs to the higher field
WEAK_BELOW = 3.0  # the middle of the scale 1–5: below it more people disagree than agree
FIRST_YEAR, LAST_YEAR = 2000, 2100


class StakeholderProblem(StrEnum):
    NO_CODE = "no_code"
    NO_NAME = "no_name"
    NO_GROUP = "no_group"
    BAD_POWER = "bad_power"
    BAD_INTEREST = "bad_interest"
    BAD_STANCE = "bad_stance"


class ConsiderationProblem(StrEnum):
    NO_CODE = "no_code"
    NO_TEXT = "no_text"
    NO_KIND = "no_kind"
    NO_ORIGIN = "no_origin"
    NO_DISAGREEMENT = "no_disagreement"


def problems_of_stakeholder(
    content: StakeholderContent, *, groups: Collection[str], stances: Collection[str]
) -> list[StakeholderProblem]:
    """Everything that keeps a stakeholder out of the register."""
    found = []
    if not content.code.strip():
        found.append(StakeholderProblem.NO_CODE)
    if not content.name.strip():
        found.append(StakeholderProblem.NO_NAME)
    if content.group not in groups:
        found.append(StakeholderProblem.NO_GROUP)
    if not LOWEST <= content.power <= HIGHEST:
        found.append(StakeholderProblem.BAD_POWER)
    if not LOWEST <= content.interest <= HIGHEST:
        found.append(StakeholderProblem.BAD_INTEREST)
    if content.stance not in stances:
        found.append(StakeholderProblem.BAD_STANCE)
    return found


def problems_of_consideration(
    content: ConsiderationContent, *, kinds: Collection[str]
) -> list[ConsiderationProblem]:
    """Everything wrong with a consideration.

    It names the round, the stakeholders or at least in words what it rests on; a disagreement has
    people on both sides.
    """
    found = []
    if not content.code.strip():
        found.append(ConsiderationProblem.NO_CODE)
    if not content.text.strip():
        found.append(ConsiderationProblem.NO_TEXT)
    if content.kind not in kinds:
        found.append(ConsiderationProblem.NO_KIND)
    if content.round_id is None and not content.voices and not content.basis.strip():
        found.append(ConsiderationProblem.NO_ORIGIN)
    if content.kind == "disagreement" and not _has_two_sides(content):
        found.append(ConsiderationProblem.NO_DISAGREEMENT)
    return found


def _has_two_sides(content: ConsiderationContent) -> bool:
    if content.n_for and content.n_against:
        return True
    return {"for", "against"} <= {voice.stance for voice in content.voices}


def is_valid_year(content: AnalysisContent) -> bool:
    return FIRST_YEAR <= content.year <= LAST_YEAR


def is_key(power: int, interest: int) -> bool:
    """Who has much power and much at stake is heard in person, not only through their group."""
    return power >= HIGH and interest >= HIGH


def field_of(power: int, interest: int) -> str:
    """The field of the power × interest grid: manage, satisfy, inform or watch."""
    if power >= MIDDLE:
        return "manage" if interest >= MIDDLE else "satisfy"
    return "inform" if interest >= MIDDLE else "watch"


def groups_to_hear(rows: Iterable[StakeholderRow], order: Sequence[str]) -> list[str]:
    """The preset groups and every group with somebody in the register, in the order given."""
    present = {row.group for row in rows} | set(PRESET_GROUPS)
    return [group for group in order if group in present]


def unheard_groups(rows: Sequence[StakeholderRow], order: Sequence[str]) -> list[str]:
    """Groups of which nobody was heard; a preset group without anybody registered is one of them."""
    heard = {row.group for row in rows if row.is_heard}
    return [group for group in groups_to_hear(rows, order) if group not in heard]


def unheard_key_people(
    rows: Sequence[StakeholderRow], order: Sequence[str]
) -> list[StakeholderRow]:
    """Who has much power and much at stake and was not heard, though others of the group were."""
    silent = set(unheard_groups(rows, order))
    return [
        row
        for row in rows
        if row.group not in silent and not row.is_heard and is_key(row.power, row.interest)
    ]


def pooled(counts: Mapping[int, int]) -> tuple[int, float | None, float | None]:
    """How many answers, their mean, and their standard deviation (n − 1).

    ``counts`` maps a step of the scale to how often it was chosen. No answer has no mean, one
    answer has no deviation.
    """
    n = sum(counts.values())
    if not n:
        return 0, None, None
    mean = sum(step * times for step, times in counts.items()) / n
    if n == 1:
        return n, mean, None
    squares = sum(times * (step - mean) ** 2 for step, times in counts.items())
    return n, mean, sqrt(squares / (n - 1))


def support(counts: Mapping[int, int], steps: int) -> float | None:
    """The share of answers above the middle of the scale (0–1); None without an answer."""
    n = sum(counts.values())
    middle = (steps + 1) / 2
    return sum(times for step, times in counts.items() if step > middle) / n if n else None


def is_weak(mean: float | None) -> bool:
    """A factor that hinders transfer: on the average people disagree."""
    return mean is not None and mean < WEAK_BELOW
