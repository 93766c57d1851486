"""What changed between two editions, section by section, as a reader sees it."""

from collections.abc import Sequence
from dataclasses import dataclass

from espalier.engines.documents.plain import PlainSection


@dataclass(frozen=True, slots=True)
class SectionChange:
    """One section: the lines that went, the lines that came, and how many of each."""

    anchor: str
    title: str
    before: str
    after: str
    n_removed: int
    n_added: int


def section_changes(
    before: Sequence[PlainSection], after: Sequence[PlainSection]
) -> list[SectionChange]:
    """Sections whose text differs, in the order of the new edition; dropped ones come last.

    The mere order of lines is no change, so a table sorted otherwise stays out.
    """
    old = {each.anchor: each for each in before}
    found = []
    for each in after:
        found += _change(each, old.pop(each.anchor, None), each)
    for gone in old.values():
        found += _change(gone, gone, None)
    return found


def _change(
    named: PlainSection, before: PlainSection | None, after: PlainSection | None
) -> list[SectionChange]:
    old = before.lines if before else []
    new = after.lines if after else []
    gone = [line for line in old if line not in set(new)]
    come = [line for line in new if line not in set(old)]
    if not gone and not come:
        return []
    texts = "\n".join(gone), "\n".join(come)
    return [SectionChange(named.anchor, named.title, *texts, len(gone), len(come))]
