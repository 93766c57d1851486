"""The parts of O2.1.1 that people write, and what kinds of findings there are."""

from dataclasses import dataclass
from enum import StrEnum

OUTPUT = "O2.1.1"


class Part(StrEnum):
    """Hand-written parts of the report; purpose, scope and question stand in the analysis itself."""

    METHOD = "method"
    INDUSTRY = "industry"
    ORGANISATION = "organisation"
    CONCLUSIONS = "conclusions"


class FindingKind(StrEnum):
    """SWOT, TOWS, and what the strategy has to live with. (PEST is read from marked passages.)"""

    STRENGTH = "strength"
    WEAKNESS = "weakness"
    OPPORTUNITY = "opportunity"
    THREAT = "threat"
    SO = "so"
    WO = "wo"
    ST = "st"
    WT = "wt"
    ASSUMPTION = "assumption"
    RISK = "risk"
    CONSTRAINT = "constraint"


K = FindingKind
SWOT = (K.STRENGTH, K.WEAKNESS, K.OPPORTUNITY, K.THREAT)
TOWS = (K.SO, K.WO, K.ST, K.WT)
CONDITIONS = (K.ASSUMPTION, K.RISK, K.CONSTRAINT)
SOURCED = (*SWOT, *CONDITIONS)  # what has to say where it comes from; a TOWS option rests on others


@dataclass(frozen=True, slots=True)
class FindingContent:
    """Everything a finding says; ids of the passage, the consideration and the findings it rests on."""

    code: str
    kind: str
    text: str
    text_en: str = ""
    response: str = ""
    response_en: str = ""
    source: str = ""
    source_en: str = ""
    extract_id: int | None = None
    consideration_id: int | None = None
    rests_on: tuple[int, ...] = ()
