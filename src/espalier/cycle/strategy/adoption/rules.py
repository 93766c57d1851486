"""How well a standard fits what is needed. Pure: no Django, no clock, no database."""

from collections.abc import Mapping, Sequence
from datetime import date

from espalier.cycle.strategy.adoption.types import (
    Fit,
    FitPart,
    FitRow,
    NeededCompetency,
    StandardFacts,
)

FRESH_YEARS, OLD_YEARS = 3.0, 10.0  # full marks up to the first, none from the second on


def fit_of(
    facts: StandardFacts,
    needed: Sequence[NeededCompetency],
    *,
    sector: str,
    on: date,
    weights: Mapping[str, float],
) -> FitRow:
    """The row of one candidate. A part nothing can be said about leaves its weight to the others."""
    parts = (
        coverage(facts, needed),
        level_fit(facts, needed),
        sector_fit(facts, sector),
        age_fit(facts, on),
    )
    known = [(part, weights.get(part.criterion, 0.0)) for part in parts if part.value is not None]
    used = sum(weight for _part, weight in known)
    whole = sum(weights.get(part.criterion, 0.0) for part in parts)
    total = sum((part.value or 0.0) * weight for part, weight in known) / used if used else None
    return FitRow(parts, total, used / whole if whole else 0.0)


def coverage(facts: StandardFacts, needed: Sequence[NeededCompetency]) -> FitPart:
    """Needed competencies that stand in the standard, of all needed ones; ``about`` names the missing."""
    if not needed:
        return FitPart(Fit.COVERAGE, None, reason="no_need")
    missing = tuple(each.name for each in needed if each.code not in facts.covered)
    n = len(needed) - len(missing)
    reason = "missing" if missing else "all_covered"
    return FitPart(Fit.COVERAGE, n / len(needed), n, len(needed), reason, missing)


def level_fit(facts: StandardFacts, needed: Sequence[NeededCompetency]) -> FitPart:
    """Covered competencies whose level in the standard reaches what the positions require.

    Only those count for which both levels are known; ``about`` names those that fall short.
    """
    both = [
        (each, level)
        for each in needed
        if each.code in facts.covered
        and each.required is not None
        and (level := facts.levels.get(each.code)) is not None
    ]
    if not both:
        return FitPart(Fit.LEVEL, None, reason="no_level")
    short = tuple(each.name for each, level in both if level < (each.required or 0.0))
    n = len(both) - len(short)
    return FitPart(
        Fit.LEVEL, n / len(both), n, len(both), "short" if short else "all_reached", short
    )


def sector_fit(facts: StandardFacts, sector: str) -> FitPart:
    """Own models were written for this organisation; of others the sector is sought in what they say."""
    if facts.is_own:
        return FitPart(Fit.SECTOR, 1.0, 1, 1, "own")
    if not facts.sectors or not sector.strip():
        return FitPart(Fit.SECTOR, None, reason="no_sector")
    wanted = sector.strip()
    match = tuple(each for each in facts.sectors if wanted in each or each in wanted)
    return FitPart(
        Fit.SECTOR, 1.0 if match else 0.0, len(match), len(facts.sectors),
        "same_sector" if match else "other_sector", match or facts.sectors,
    )  # fmt: skip


def age_fit(facts: StandardFacts, on: date) -> FitPart:
    """1 up to three years, falling evenly to 0 at ten; 0 when a newer version is here."""
    if facts.newer:
        return FitPart(Fit.AGE, 0.0, 0, 1, "superseded", (facts.newer,))
    if facts.dated is None:
        return FitPart(Fit.AGE, None, reason="no_date")
    years = max(0.0, (on - facts.dated).days / 365.25)
    value = min(1.0, max(0.0, (OLD_YEARS - years) / (OLD_YEARS - FRESH_YEARS)))
    return FitPart(Fit.AGE, value, 0, 1, "aged", (facts.dated.isoformat(), f"{years:.1f}"))
