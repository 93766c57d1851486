"""The comparison everybody does first, by code alone: kept as the baseline that misleads."""

from dataclasses import dataclass

from espalier.engines.intake.types import ParsedStandard
from espalier.engines.matching.items import all_items
from espalier.engines.matching.types import ComparedKind


@dataclass(frozen=True, slots=True)
class CodeOnlyDiff:
    """Codes that only one side has, as (kind, code) in document order."""

    added: tuple[tuple[ComparedKind, str], ...]
    removed: tuple[tuple[ComparedKind, str], ...]


def code_only_diff(old: ParsedStandard, new: ParsedStandard) -> CodeOnlyDiff:
    """Compare the codes of duties, tasks, outputs, indicators, K, S and A, blind to their text."""
    before, after = _codes(old), _codes(new)
    return CodeOnlyDiff(
        added=tuple(code for code in after if code not in before),
        removed=tuple(code for code in before if code not in after),
    )


def _codes(standard: ParsedStandard) -> dict[tuple[ComparedKind, str], None]:
    return {
        (item.kind, item.code): None
        for item in all_items(standard)
        if item.code and item.kind is not ComparedKind.STANDARD
    }
