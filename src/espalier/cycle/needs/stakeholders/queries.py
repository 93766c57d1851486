"""Every read of stakeholders, considerations and the climate."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from espalier.cycle.needs.stakeholders import climate_questions, rules
from espalier.cycle.needs.stakeholders.climate_questions import FACTORS, PREFIX, Factor
from espalier.cycle.needs.stakeholders.models import (
    Analysis,
    ClimateSurvey,
    Consideration,
    Stakeholder,
    UnheardReason,
    Voice,
)
from espalier.cycle.needs.stakeholders.sampling import parties_of_units
from espalier.cycle.needs.stakeholders.types import (
    AnalysisContent,
    Climate,
    ClimateFactor,
    ClimateItem,
    ConsiderationContent,
    ConsiderationRow,
    GroupClimate,
    StakeholderContent,
    StakeholderRow,
    Unheard,
    VoiceContent,
)
from espalier.kit.consultation import queries as consultation
from espalier.kit.consultation.types import (
    AnswersSummary,
    LedgerLine,
    Party,
    QuestionSummary,
)
from espalier.kit.errors import NotFound, Text

__all__ = ["parties_of_units"]  # one door for who is asked, too

ANALYSIS, STAKEHOLDER = "needs.Analysis", "needs.Stakeholder"
CONSIDERATION = "needs.Consideration"
Choices = list[tuple[str, Text]]


def group_choices() -> Choices:
    """The groups of stakeholders; the four preset ones first."""
    return list(Stakeholder.Group.choices)


def stance_choices() -> Choices:
    return list(Stakeholder.Stance.choices)


def kind_choices() -> Choices:
    """Kinds of consideration."""
    return list(Consideration.Kind.choices)


def current_analysis() -> Analysis | None:
    """The analysis under way: the one of the newest year. One query."""
    return Analysis.objects.order_by("-year").first()


def analysis_or_404(analysis_id: int) -> Analysis:
    """Raises: NotFound."""
    found = Analysis.objects.filter(pk=analysis_id).first()
    if found is None:
        raise NotFound
    return found


def analysis_content(analysis: Analysis) -> AnalysisContent:
    return AnalysisContent(
        year=analysis.year,
        purpose=analysis.purpose,
        purpose_en=analysis.purpose_en,
        scope=analysis.scope,
        scope_en=analysis.scope_en,
        question=analysis.question,
        question_en=analysis.question_en,
    )


def analyses_described(ids: Sequence[str]) -> list[tuple[str, str]]:
    rows = Analysis.objects.filter(pk__in=[i for i in ids if str(i).isdecimal()]).order_by("pk")
    return [(str(pk), str(year)) for pk, year in rows.values_list("pk", "year")]


def analysis_choices() -> list[tuple[str, str]]:
    """One query."""
    rows = Analysis.objects.order_by("-year").values_list("pk", "year")
    return [(str(pk), str(year)) for pk, year in rows]


def analysis_ids() -> list[int]:
    return list(Analysis.objects.order_by("pk").values_list("pk", flat=True))


def stakeholders_for_list() -> QuerySet[Stakeholder]:
    return (
        Stakeholder.objects.filter(is_active=True)
        .select_related("unit", "employee")
        .order_by("code", "pk")
    )


def stakeholder_or_404(stakeholder_id: int) -> Stakeholder:
    """Raises: NotFound."""
    found = (
        Stakeholder.objects.select_related("unit", "employee", "user")
        .filter(pk=stakeholder_id)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def content_of(row: Stakeholder) -> StakeholderContent:
    """What the register says of a stakeholder."""
    return StakeholderContent(
        code=row.code,
        name=row.name,
        group=row.group,
        power=row.power,
        interest=row.interest,
        name_en=row.name_en,
        role=row.role,
        role_en=row.role_en,
        unit_code=row.unit.code if row.unit else "",
        expectation=row.expectation,
        expectation_en=row.expectation_en,
        stance=row.stance,
        position=row.position,
        position_en=row.position_en,
        email=row.email,
        employee_number=row.employee.number if row.employee else "",
    )


def contents_by_code() -> dict[str, StakeholderContent]:
    """What the register says of every stakeholder. One query."""
    rows = Stakeholder.objects.select_related("unit", "employee").order_by("code")
    return {row.code: content_of(row) for row in rows}


def stakeholder_ids_by_code() -> dict[str, int]:
    return dict(Stakeholder.objects.order_by("code").values_list("code", "pk"))


def heard_ids(analysis: Analysis | None) -> set[int]:
    """Stakeholders heard in a round of the analysis. One query."""
    if analysis is None:
        return set()
    heard = consultation.parties_heard(ANALYSIS, str(analysis.pk))
    return {int(id) for kind, id in heard if kind == STAKEHOLDER and id.isdecimal()}


def stakeholders(*, analysis: Analysis | None = None) -> list[StakeholderRow]:
    """The register by group and code, with who was heard in the current analysis. Three queries."""
    heard = heard_ids(analysis or current_analysis())
    order = {value: at for at, (value, _label) in enumerate(group_choices())}
    rows = [_row(each, each.pk in heard) for each in stakeholders_for_list()]
    return sorted(rows, key=lambda row: (order[row.group], row.code))


def _row(each: Stakeholder, is_heard: bool) -> StakeholderRow:
    return StakeholderRow(
        id=each.pk,
        code=each.code,
        name=each.name,
        name_en=each.name_en,
        group=each.group,
        role=each.role,
        role_en=each.role_en,
        unit_name=each.unit.name if each.unit else "",
        unit_name_en=each.unit.name_en if each.unit else "",
        power=each.power,
        interest=each.interest,
        expectation=each.expectation,
        expectation_en=each.expectation_en,
        stance=each.stance,
        position=each.position,
        position_en=each.position_en,
        email=each.email,
        user_id=each.user_id,
        is_heard=is_heard,
    )


def unheard(rows: Sequence[StakeholderRow] | None = None) -> list[Unheard]:
    """Groups nobody heard in the current analysis, and key people not heard, with the reason.

    ``rows`` are those of :func:`stakeholders` where they were read already. At most five queries.
    """
    analysis = current_analysis()
    held = stakeholders(analysis=analysis) if rows is None else rows
    reasons = UnheardReason.objects.filter(analysis=analysis) if analysis else []
    given = {(each.group, each.stakeholder_id): each for each in reasons}
    order = [value for value, _label in group_choices()]
    registered = Counter(row.group for row in held)
    groups = [
        _unheard(given.get((group, None)), group, None, "", "", registered[group])
        for group in rules.unheard_groups(held, order)
    ]
    people = [
        _unheard(given.get(("", row.id)), row.group, row.id, row.name, row.name_en, 1)
        for row in rules.unheard_key_people(held, order)
    ]
    return groups + people


def _unheard(
    reason: UnheardReason | None,
    group: str,
    stakeholder_id: int | None,
    name: str,
    name_en: str,
    n: int,
) -> Unheard:
    return Unheard(
        group=group,
        stakeholder_id=stakeholder_id,
        name=name,
        name_en=name_en,
        n=n,
        reason=reason.reason if reason else "",
        reason_en=reason.reason_en if reason else "",
    )


def parties() -> list[Party]:
    """The register as parties to be invited to a round. One query."""
    return [
        Party(
            STAKEHOLDER,
            str(row.pk),
            f"{row.name}（{row.role}）" if row.role else row.name,
            email=row.email,
            user_id=row.user_id,
            group=row.get_group_display(),
        )
        for row in Stakeholder.objects.filter(is_active=True).order_by("code")
    ]


def rounds_of_analysis(analysis: Analysis | None) -> list[Any]:
    """The rounds of the analysis, newest first. One query."""
    return list(consultation.rounds_of(ANALYSIS, str(analysis.pk))) if analysis else []


def consultation_log(analysis: Analysis | None) -> list[LedgerLine]:
    """Who said what in the analysis, when and how, and what was decided about it."""
    return consultation.ledger(ANALYSIS, str(analysis.pk)) if analysis else []


def considerations_for_list() -> QuerySet[Consideration]:
    return Consideration.objects.select_related("analysis", "round").order_by("code", "pk")


def considerations(*, analysis: Analysis | None = None) -> list[ConsiderationRow]:
    """What the current analysis has to weigh, by kind and code. At most three queries."""
    chosen = analysis or current_analysis()
    if chosen is None:
        return []
    order = {value: at for at, (value, _label) in enumerate(kind_choices())}
    voices = Voice.objects.select_related("stakeholder").order_by("stakeholder__code")
    rows = considerations_for_list().filter(analysis=chosen)
    found = [_consideration(each) for each in rows.prefetch_related(Prefetch("voices", voices))]
    return sorted(found, key=lambda row: (order[row.kind], row.code))


def _consideration(each: Consideration) -> ConsiderationRow:
    voices = list(each.voices.all())
    return ConsiderationRow(
        id=each.pk,
        code=each.code,
        kind=each.kind,
        text=each.text,
        text_en=each.text_en,
        n_for=each.n_for,
        n_against=each.n_against,
        n_neutral=each.n_neutral,
        round_id=each.round_id,
        round_title=each.round.title if each.round else "",
        round_title_en=each.round.title_en if each.round else "",
        basis=each.basis,
        basis_en=each.basis_en,
        stakeholder_ids=tuple(voice.stakeholder_id for voice in voices),
        stakeholder_names=tuple(voice.stakeholder.name for voice in voices),
    )


def consideration_or_404(consideration_id: int) -> Consideration:
    """Raises: NotFound."""
    voices = Voice.objects.select_related("stakeholder").order_by("stakeholder__code")
    found = (
        considerations_for_list()
        .prefetch_related(Prefetch("voices", voices))
        .filter(pk=consideration_id)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def consideration_content(row: Consideration) -> ConsiderationContent:
    return ConsiderationContent(
        code=row.code,
        kind=row.kind,
        text=row.text,
        text_en=row.text_en,
        n_for=row.n_for,
        n_against=row.n_against,
        n_neutral=row.n_neutral,
        round_id=row.round_id,
        basis=row.basis,
        basis_en=row.basis_en,
        voices=tuple(
            VoiceContent(voice.stakeholder_id, voice.stance, voice.words)
            for voice in row.voices.all()
        ),
    )


def consideration_ids_by_code() -> dict[str, int]:
    """Considerations by their code, for imports that name them. One query."""
    return dict(Consideration.objects.order_by("code").values_list("code", "pk"))


def considerations_of(stakeholder_id: int) -> list[Consideration]:
    """What a stakeholder spoke to. One query."""
    return list(considerations_for_list().filter(voices__stakeholder_id=stakeholder_id))


def factor_of(part: str) -> str:
    """The climate factor a question's part names, or "" for a question of another kind."""
    return part.removeprefix(PREFIX) if part.startswith(PREFIX) else ""


def newest_survey(on: date) -> ClimateSurvey | None:
    """The newest climate survey begun until that day. One query."""
    rows = ClimateSurvey.objects.filter(opened_on__lte=on).select_related("round")
    return rows.order_by("-opened_on", "-pk").first()


def climate(on: date) -> Climate | None:
    """The newest climate survey until that day, factor by factor; None when there was none.

    While it is open, or when fewer answered than the organisation's minimum, figures stay hidden.
    """
    survey = newest_survey(on)
    if survey is None:
        return None
    summary = consultation.answers_summary(survey.round_id)
    return Climate(
        round_id=survey.round_id,
        title=survey.round.title,
        opened_on=survey.opened_on,
        n_invited=summary.n_invited,
        n_answered=summary.n_answered,
        minimum=summary.minimum,
        why_hidden=summary.why_hidden,
        factors=_factors(summary),
    )


def _factors(summary: AnswersSummary) -> tuple[ClimateFactor, ...]:
    by_part: dict[str, list[QuestionSummary]] = defaultdict(list)
    for question in summary.questions:
        by_part[question.part].append(question)
    return tuple(
        _factor(each, by_part[f"{PREFIX}{each.code}"])
        for each in FACTORS
        if f"{PREFIX}{each.code}" in by_part
    )


def _factor(factor: Factor, asked: Sequence[QuestionSummary]) -> ClimateFactor:
    counts: Counter[int] = Counter()
    for question in asked:
        for step, times in question.counts:
            counts[int(step)] += times
    n, mean, spread = rules.pooled(counts)
    return ClimateFactor(
        code=factor.code,
        label=factor.label,
        label_en=factor.label_en,
        n=max((question.n for question in asked), default=0),
        n_answers=n,
        n_missing=sum(question.n_missing for question in asked),
        mean=mean,
        spread=spread,
        support_share=rules.support(counts, climate_questions.STEPS),
        is_weak=rules.is_weak(mean),
        is_hidden=any(question.is_hidden for question in asked),
        items=tuple(ClimateItem(q.text, q.n, q.n_missing, q.mean, q.support_share) for q in asked),
    )


def climate_by_group(round_id: int) -> list[GroupClimate]:
    """The factors' means in every group that answered; small groups are hidden. Four queries."""
    found = []
    for group, summary in consultation.summaries_by_group(round_id).items():
        factors = _factors(summary)
        found.append(
            GroupClimate(
                group=group,
                n=summary.n_answered,
                is_hidden=summary.why_hidden != "",
                means=tuple(factor.mean for factor in factors),
            )
        )
    return found


def described_stakeholders(ids: Sequence[str]) -> list[tuple[str, str]]:
    rows = Stakeholder.objects.filter(pk__in=list(ids)).order_by("pk")
    return [
        (str(pk), f"{code} {name}") for pk, code, name in rows.values_list("pk", "code", "name")
    ]


def described_considerations(ids: Sequence[str]) -> list[tuple[str, str]]:
    rows = Consideration.objects.filter(pk__in=list(ids)).order_by("pk")
    return [
        (str(pk), f"{code} {text[:40]}{'…' if len(text) > 40 else ''}")
        for pk, code, text in rows.values_list("pk", "code", "text")
    ]


def stakeholder_ids() -> Iterable[int]:
    """Stakeholders of the register, for the indicator they fulfil."""
    rows = Stakeholder.objects.filter(is_active=True).order_by("pk")
    return list(rows.values_list("pk", flat=True))


def consideration_ids() -> Iterable[int]:
    return list(Consideration.objects.order_by("pk").values_list("pk", flat=True))


def voices() -> QuerySet[Voice]:
    """Who spoke to what, for the thread."""
    return Voice.objects.all()


def considerations_with_round() -> QuerySet[Consideration]:
    return Consideration.objects.exclude(round=None)


def unlinked_considerations() -> list[Consideration]:
    """Considerations that name neither a round nor a stakeholder."""
    rows = Consideration.objects.filter(round=None, voices=None)
    return list(rows.order_by("code"))
