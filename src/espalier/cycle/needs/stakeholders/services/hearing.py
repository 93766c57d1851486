"""Opening an analysis, saying why somebody is not heard, asking about the climate."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.cycle.needs.stakeholders import climate_questions, queries, rules
from espalier.cycle.needs.stakeholders.models import Analysis, ClimateSurvey, UnheardReason
from espalier.cycle.needs.stakeholders.types import AnalysisContent
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.consultation import services as consultation
from espalier.kit.consultation.types import Party, RoundKind
from espalier.kit.errors import Problem, Refused
from espalier.kit.filling import fill
from espalier.kit.versions.services import record_changed


@transaction.atomic
def save_analysis(
    *, analysis_id: int | None, content: AnalysisContent, by: Actor, at: datetime
) -> Analysis:
    """Begin the analysis of a plan year, or change what it asks.

    Raises: NotFound; Refused when the year is no year or has an analysis already.
    """
    row = Analysis() if analysis_id is None else queries.analysis_or_404(analysis_id)
    problems = []
    if not rules.is_valid_year(content):
        message = _("The plan year lies between 2000 and 2100.")
        problems.append(Problem("bad_year", message, _("Plan year")))
    if Analysis.objects.filter(year=content.year).exclude(pk=analysis_id or 0).exists():
        message = _("The year %(year)s already has an analysis.") % {"year": content.year}
        remedy = _("Open that analysis and change it.")
        problems.append(Problem("year_taken", message, _("Plan year"), remedy))
    if problems:
        raise Refused(problems)
    before = asdict(queries.analysis_content(row)) if row.pk else None
    fill(row, content, asdict(content))
    row.updated_at = at
    row.save()
    event = "needs.analysis.changed" if before else "needs.analysis.begun"
    log.record(event, row, by=by, at=at, before=before, after=asdict(content))
    record_changed(
        kind=queries.ANALYSIS,
        record_id=row.pk,
        label=str(row.year),
        reason=_("The question of the analysis was changed."),
        by=by,
        at=at,
    )
    return row


@transaction.atomic
def record_unheard_reason(
    *,
    analysis_id: int,
    group: str = "",
    stakeholder_id: int | None = None,
    reason: str,
    reason_en: str = "",
    by: Actor,
    at: datetime,
) -> UnheardReason:
    """Say why a group, or one stakeholder, is not heard in an analysis; saying it again replaces it.

    Raises: NotFound; Refused without a reason, or when neither or both are named.
    """
    analysis = queries.analysis_or_404(analysis_id)
    problems = []
    if not reason.strip():
        remedy = _("Say why they are not heard, and what is done about it.")
        problems.append(Problem("no_reason", _("The reason is missing."), _("Reason"), remedy))
    if (group in dict(queries.group_choices())) == (stakeholder_id is not None):
        message = _("Name either a group or one stakeholder.")
        problems.append(Problem("no_subject", message, _("Group")))
    if problems:
        raise Refused(problems)
    if stakeholder_id is not None:
        queries.stakeholder_or_404(stakeholder_id)
    about: dict[str, Any] = {"group": group, "stakeholder_id": stakeholder_id}
    row, _made = UnheardReason.objects.update_or_create(
        analysis=analysis,
        **about,
        defaults={
            "reason": reason.strip(),
            "reason_en": reason_en.strip(),
            "recorded_at": at,
            "recorded_by": by.label[:120],
        },
    )
    after = {"group": group, "stakeholder": stakeholder_id, "reason": row.reason}
    log.record("needs.unheard.explained", row, by=by, at=at, after=after)
    record_changed(
        kind=queries.STAKEHOLDER,
        record_id=stakeholder_id or "*",
        label="",
        reason=_("A reason for not hearing somebody was recorded."),
        by=by,
        at=at,
    )
    return row


@transaction.atomic
def open_climate_survey(
    *,
    analysis_id: int,
    title: str,
    closes_on: date,
    parties: Sequence[Party],
    title_en: str = "",
    introduction: str = "",
    introduction_en: str = "",
    sends: bool = True,
    by: Actor,
    at: datetime,
) -> ClimateSurvey:
    """Ask our questions about culture and transfer climate, anonymously, by link or account.

    Raises: NotFound; Refused with everything that stops the round, or when nobody is invited.
    """
    analysis = queries.analysis_or_404(analysis_id)
    if not parties:
        remedy = _("Choose more units, or invite a larger share.")
        raise Refused([Problem("nobody", _("Nobody would be asked."), "", remedy)])
    opened = consultation.open_round(
        subject=(queries.ANALYSIS, str(analysis.pk)),
        kind=RoundKind.QUESTIONNAIRE,
        title=title,
        title_en=title_en,
        introduction=introduction,
        introduction_en=introduction_en,
        questions=climate_questions.questions(),
        closes_on=closes_on,
        allows_links=True,
        is_anonymous=True,
        by=by,
        at=at,
    )
    consultation.invite(round_id=opened.pk, parties=parties, sends=sends, by=by, at=at)
    survey = ClimateSurvey.objects.create(
        analysis=analysis,
        round=opened,
        question_set=climate_questions.VERSION,
        opened_on=timezone.localdate(at),
    )
    after = {"round": opened.pk, "n_asked": len(parties), "questions": climate_questions.VERSION}
    log.record("needs.climate.asked", survey, by=by, at=at, after=after)
    return survey
