"""Rules of findings. Pure."""

from enum import StrEnum

from espalier.cycle.needs.report.types import SOURCED, TOWS, FindingContent


class FindingProblem(StrEnum):
    NO_CODE = "no_code"
    CODE_TAKEN = "code_taken"
    NO_TEXT = "no_text"
    NO_SOURCE = "no_source"
    RESTS_ON_NOTHING = "rests_on_nothing"
    RESTS_ON_ITSELF = "rests_on_itself"
    OTHERS_REST_ON_IT = "others_rest_on_it"


def problems_of_finding(
    content: FindingContent, *, code_taken: bool, finding_id: int | None
) -> list[FindingProblem]:
    """What stops a finding from being saved: it says something, and what says so."""
    found = []
    if not content.code.strip():
        found.append(FindingProblem.NO_CODE)
    if code_taken:
        found.append(FindingProblem.CODE_TAKEN)
    if not content.text.strip():
        found.append(FindingProblem.NO_TEXT)
    linked = content.extract_id is not None or content.consideration_id is not None
    if content.kind in SOURCED and not linked and not content.source.strip():
        found.append(FindingProblem.NO_SOURCE)
    if content.kind in TOWS and not content.rests_on:
        found.append(FindingProblem.RESTS_ON_NOTHING)
    if finding_id is not None and finding_id in content.rests_on:
        found.append(FindingProblem.RESTS_ON_ITSELF)
    return found
