"""What this stage writes into the audit log, in words."""

from django.utils.translation import gettext_lazy as _

from espalier.kit.audit.words import name_acts

ACTS = {
    "needs.document.added": _("Document of the desk added"),
    "needs.document.changed": _("Document of the desk changed"),
    "needs.document.file_attached": _("File of a desk document brought"),
    "needs.document.not_read": _("Text of a desk document could not be read"),
    "needs.document.read": _("Text of a desk document read"),
    "needs.document.restored": _("Document of the desk put back"),
    "needs.document.withdrawn": _("Document of the desk withdrawn"),
    "needs.documents.imported": _("Register of desk documents imported"),
    "needs.extract.changed": _("Passage changed"),
    "needs.extract.marked": _("Passage marked"),
    "needs.extract.removed": _("Passage removed"),
    "needs.analysis.begun": _("Analysis of a plan year begun"),
    "needs.analysis.changed": _("Question of an analysis changed"),
    "needs.climate.asked": _("Climate survey opened"),
    "needs.consideration.added": _("Consideration written down"),
    "needs.consideration.changed": _("Consideration changed"),
    "needs.consideration.removed": _("Consideration removed"),
    "needs.stakeholder.added": _("Stakeholder added"),
    "needs.stakeholder.changed": _("Stakeholder changed"),
    "needs.stakeholder.restored": _("Stakeholder put back"),
    "needs.stakeholder.withdrawn": _("Stakeholder withdrawn"),
    "needs.stakeholders.imported": _("Stakeholders imported"),
    "needs.unheard.explained": _("Reason for not hearing somebody recorded"),
    "needs.cause.checked": _("Cause of a need checked"),
    "needs.causes.imported": _("Causes of needs imported"),
    "needs.criteria.imported": _("Criteria of the needs imported"),
    "needs.finding.changed": _("Finding of the analysis changed"),
    "needs.finding.created": _("Finding of the analysis written"),
    "needs.finding.removed": _("Finding of the analysis removed"),
    "needs.findings.imported": _("Findings of the analysis imported"),
    "needs.gaps.measured": _("Gaps of the needs measured"),
    "needs.goal.changed": _("Strategy goal changed"),
    "needs.goal.confirmed": _("Strategy goal confirmed"),
    "needs.goal.created": _("Strategy goal written"),
    "needs.goal.ended": _("Strategy goal ended"),
    "needs.goal.reopened": _("Strategy goal opened again"),
    "needs.goals.imported": _("Strategy goals imported"),
    "needs.links.imported": _("Links of needs imported"),
    "needs.narrative.saved": _("Part of the analysis report written"),
    "needs.narratives.imported": _("Parts of the analysis report imported"),
    "needs.need.changed": _("Need changed"),
    "needs.need.created": _("Need written"),
    "needs.need.put_aside": _("Need no longer pursued"),
    "needs.need.scored": _("Need scored"),
    "needs.need.taken_up": _("Need pursued again"),
    "needs.needs.imported": _("Needs imported"),
    "needs.ratings.imported": _("Ratings of needs imported"),
    "needs.ratings.recorded": _("Ratings of needs recorded"),
    "needs.scores.imported": _("Scores of needs imported"),
    "needs.weights.changed": _("Weights of the needs changed"),
}
RECORDS = {
    "needs.CauseCheck": _("Check of a cause"),
    "needs.Finding": _("Finding of the analysis"),
    "needs.Narrative": _("Part of the analysis report"),
    "needs.Need": _("Need record"),
    "needs.NeedCriterion": _("Criterion record"),
    "needs.NeedRating": _("Rating record"),
    "needs.StrategyGoal": _("Strategy goal record"),
    "needs.Analysis": _("Analysis of a plan year"),
    "needs.ClimateSurvey": _("Climate survey"),
    "needs.Consideration": _("Consideration"),
    "needs.Stakeholder": _("Stakeholder"),
    "needs.UnheardReason": _("Reason for not hearing somebody"),
    "needs.DeskDocument": _("Document of the desk"),
    "needs.Extract": _("Passage of a document"),
}


def register_acts() -> None:
    """Give the audit log its words."""
    name_acts(ACTS, RECORDS)
