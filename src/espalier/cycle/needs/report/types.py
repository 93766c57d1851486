"""The parts of O2.1.1 that people write, and what kinds of findings there are."""

from enum import StrEnum


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
