"""Words for what the report draws, in the reader's language."""

from django.utils.translation import gettext_lazy as _

from espalier.cycle.needs.report.types import FindingKind, Part
from espalier.kit.errors import Text

PARTS: dict[str, Text] = {
    Part.METHOD: _("How the analysis was made"),
    Part.INDUSTRY: _("What the industry documents say"),
    Part.ORGANISATION: _("What the organisation's documents say"),
    Part.CONCLUSIONS: _("Conclusions"),
}
FINDINGS: dict[str, Text] = {
    FindingKind.STRENGTH: _("Strengths"),
    FindingKind.WEAKNESS: _("Weaknesses"),
    FindingKind.OPPORTUNITY: _("Opportunities"),
    FindingKind.THREAT: _("Threats"),
    FindingKind.SO: _("SO: use strengths for opportunities"),
    FindingKind.WO: _("WO: mend weaknesses through opportunities"),
    FindingKind.ST: _("ST: meet threats with strengths"),
    FindingKind.WT: _("WT: keep weaknesses and threats small"),
    FindingKind.ASSUMPTION: _("Assumption"),
    FindingKind.RISK: _("Risk"),
    FindingKind.CONSTRAINT: _("Constraint"),
}
ASPECTS: dict[str, Text] = {
    "political": _("Political and legal"),
    "economic": _("Economic"),
    "social": _("Social"),
    "technological": _("Technological"),
}
EXTRACTS: dict[str, Text] = {
    "need": _("Need"),
    "trend": _("Trend"),
    "constraint": _("Constraint"),
    "risk": _("Risk"),
}
GROUPS: dict[str, Text] = {
    "learner": _("Learners"),
    "instructor": _("Instructors"),
    "supervisor": _("Supervisors"),
    "coordinator": _("Training coordinators"),
    "executive": _("Executives"),
    "customer": _("Customers"),
    "labour": _("Labour representatives"),
    "vendor": _("Vendors and suppliers"),
    "other": _("Others"),
}
STANCES: dict[str, Text] = {
    "unknown": _("Not known yet"),
    "for": _("In favour"),
    "neutral": _("Neutral"),
    "against": _("Against"),
}
CONSIDERATIONS: dict[str, Text] = {
    "consensus": _("Consensus"),
    "disagreement": _("Disagreement"),
    "constraint": _("Constraint"),
    "expectation": _("Expectation"),
}
DOCUMENT_TYPES: dict[str, Text] = {
    "trend": _("Industry trend"),
    "law": _("Law or standard"),
    "strategy": _("Strategy or plan"),
    "minutes": _("Minutes"),
    "complaint": _("Customer complaints"),
    "audit": _("Audit report"),
    "turnover": _("Staff and turnover"),
    "performance": _("Performance figures"),
    "incident": _("Incident or accident"),
    "other": _("Other document"),
}
SCOPES: dict[str, Text] = {"industry": _("Industry"), "organisation": _("Organisation")}


def label(words: dict[str, Text], value: str | None) -> str:
    """The word for a value; a dash where there is none."""
    return str(words.get(value, value)) if value else "–"
