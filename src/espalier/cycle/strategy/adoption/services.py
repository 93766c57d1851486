"""Deciding which standard or model the strategy rests on."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from espalier.cycle.strategy.adoption import queries
from espalier.cycle.strategy.adoption.models import AdoptionCandidate, AdoptionDecision
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import Problem, Refused
from espalier.kit.versions.services import record_changed

DECISION = "strategy.AdoptionDecision"


@transaction.atomic
def decide(
    *,
    decision_id: int,
    standard_id: int,
    reason: str,
    reason_en: str = "",
    on: date,
    by: Actor,
    at: datetime,
) -> AdoptionDecision:
    """Adopt one of at least two candidates; the fit table of that day is frozen with it.

    Deciding again is allowed and is logged with what was chosen before.

    Raises: NotFound; Refused when there is nothing to compare, no reason, or the standard is no candidate.
    """
    decision = queries.decision_or_404(decision_id)
    rows = list(decision.candidates.select_related("standard"))
    problems = _problems(decision, [row.standard_id for row in rows], standard_id, reason)
    if problems:
        raise Refused(problems)
    before = {"chosen": decision.chosen.raw_code if decision.chosen else None}
    fits = queries.fits(decision, [row.standard for row in rows], on)
    for row in rows:
        row.fit = fits[row.standard_id]
    AdoptionCandidate.objects.bulk_update(rows, ["fit"])
    chosen = next(row.standard for row in rows if row.standard_id == standard_id)
    decision.chosen, decision.reason, decision.reason_en = chosen, reason.strip(), reason_en.strip()
    decision.decided_on, decision.decided_by = on, by.label
    decision.decided_at = decision.updated_at = at
    decision.save()
    after = {"chosen": chosen.raw_code or chosen.title, "reason": decision.reason}
    log.record("strategy.standard.adopted", decision, by=by, at=at, before=before, after=after)
    told = _("%(standard)s was chosen.") % {"standard": f"{chosen.raw_code} {chosen.title}".strip()}
    label = f"{decision.code} {decision.title}"
    record_changed(kind=DECISION, record_id=decision.pk, label=label, reason=told, by=by, at=at)
    return decision


def _problems(
    decision: AdoptionDecision, candidates: list[int], standard_id: int, reason: str
) -> list[Problem]:
    place = f"{decision.code} {decision.title}"
    problems = []
    if len(candidates) < 2:
        message = _("There are fewer than two candidates to compare.")
        remedy = _("Add another standard, another version or an own model.")
        problems.append(Problem("few_candidates", message, place, remedy))
    if standard_id not in candidates:
        message = _("What was chosen is not among the candidates.")
        problems.append(Problem("no_candidate", message, place, _("Choose one of the table.")))
    if not reason.strip():
        problems.append(Problem("no_reason", _("A choice needs a reason."), _("Reason")))
    return problems
