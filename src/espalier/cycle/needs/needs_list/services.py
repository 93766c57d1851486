"""Writing needs: the need itself, its causes, ratings, scores, weights, and the measuring of gaps."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from espalier.cycle.needs.gaps import queries as gaps
from espalier.cycle.needs.gaps.types import CompetencyGap, GapQuestion
from espalier.cycle.needs.needs_list import causes, linking, queries, rules
from espalier.cycle.needs.needs_list.afterwards import (
    CRITERION,
    RATING,
    rank_needs,
    refuse_if,
    tell,
    weights_changed,
)
from espalier.cycle.needs.needs_list.models import (
    CauseCheck,
    Need,
    NeedCriterion,
    NeedGap,
    NeedRating,
    NeedScore,
)
from espalier.cycle.needs.needs_list.types import NeedContent, NeedLinks, Question
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import NotFound
from espalier.kit.filling import fill
from espalier.kit.versions.services import record_changed

PLAIN = (
    "code", "title", "title_en", "description", "description_en", "view", "headcount", "source",
    "source_en",
)  # fmt: skip


@transaction.atomic
def save_need(
    *, need_id: int | None, content: NeedContent, links: NeedLinks, by: Actor, at: datetime
) -> Need:
    """Write a need anew, or change it, with all it rests on; the order of needs follows.

    Raises: NotFound; Refused with every problem.
    """
    need = _locked(need_id) if need_id is not None else Need()
    taken = queries.need_ids_by_code().get(content.code.strip(), need_id) != need_id
    refuse_if(rules.problems_of_need(content, code_taken=taken))
    before = {name: getattr(need, name) for name in PLAIN} if need_id else {}
    fill(need, content, PLAIN)
    need.updated_at = at
    need.save()
    for name in queries.LINKS:
        getattr(need, name).set(getattr(links, name))
    rank_needs()
    after: dict[str, object] = {name: getattr(need, name) for name in PLAIN}
    after["links"] = {name: list(getattr(links, name)) for name in queries.LINKS}
    event = "needs.need.changed" if need_id else "needs.need.created"
    log.record(event, need, by=by, at=at, before=before, after=after)
    tell(need, _("the need was changed") if need_id else _("a need was added"), by, at)
    need.refresh_from_db()
    return need


@transaction.atomic
def link_needs(*, links: Mapping[str, Sequence[tuple[int, int]]], by: Actor, at: datetime) -> int:
    """Add links by kind as pairs (need id, record id); links already there stay. Returns how many were given."""
    for name, pairs in links.items():
        through = getattr(Need, name).through
        column = linking.column_of(name)
        rows = [through(**{"need_id": need, column: record}) for need, record in pairs]
        through.objects.bulk_create(rows, ignore_conflicts=True)
    rank_needs()
    n = sum(len(pairs) for pairs in links.values())
    log.record("needs.links.imported", f"{queries.KIND}:", by=by, at=at, after={"n": n})
    record_changed(
        kind=queries.KIND, record_id="*", label=_("Needs"),
        reason=_("records were imported"), by=by, at=at,
    )  # fmt: skip
    return n


@transaction.atomic
def set_active(*, need_id: int, is_active: bool, by: Actor, at: datetime) -> Need:
    """Stop pursuing a need, or take it up again.

    Raises: NotFound; Refused while goals in force rest on it.
    """
    need = _locked(need_id)
    resting = [] if is_active else queries.goals_resting_on(need_id)
    if resting:
        refuse_if([(rules.NeedProblem.GOAL_RESTS_ON_IT, "、".join(resting))])
    need.is_active, need.updated_at = is_active, at
    need.save(update_fields=["is_active", "updated_at"])
    rank_needs()
    event = "needs.need.taken_up" if is_active else "needs.need.put_aside"
    log.record(event, need, by=by, at=at, after={"is_active": is_active})
    told = _("the need is pursued again") if is_active else _("the need is no longer pursued")
    tell(need, told, by, at)
    return need


@transaction.atomic
def check_cause(
    *,
    need_id: int,
    answers: Mapping[str, str],
    alternative: str,
    alternative_en: str = "",
    reason: str = "",
    reason_en: str = "",
    on: date,
    by: Actor,
    at: datetime,
) -> CauseCheck:
    """Answer the guided questions; the rule says whether training is the remedy.

    Raises: NotFound; Refused when training alone is no remedy and nothing else is named.
    """
    need = _locked(need_id)
    finding = causes.check_causes(answers)
    refuse_if(rules.problems_of_cause(finding, alternative))
    known = {q.value: answers[q.value] for q in Question if answers.get(q.value)}
    check, _created = CauseCheck.objects.update_or_create(
        need=need,
        defaults={
            "answers": known,
            "verdict": finding.verdict,
            "reason": reason.strip(),
            "reason_en": reason_en.strip(),
            "alternative": alternative.strip(),
            "alternative_en": alternative_en.strip(),
            "checked_on": on,
            "checked_by": by.label,
        },
    )
    after = {"need": need.code, "verdict": finding.verdict.value, "answers": known}
    log.record("needs.cause.checked", check, by=by, at=at, after=after)
    tell(need, _("its causes were checked"), by, at)
    return check


@transaction.atomic
def rate_needs(
    *,
    respondent_kind: str,
    respondent: str,
    marks: Mapping[int, tuple[float | None, float | None]],
    on: date,
    by: Actor,
    at: datetime,
) -> int:
    """Record what one respondent says of the needs: (importance, degree) by need id; returns how many.

    What the respondent said before of these needs is replaced.
    Raises: Refused with every mark out of scale, without respondent, or when nothing is rated.
    """
    names = dict(Need.objects.filter(pk__in=list(marks)).values_list("pk", "code"))
    flat = {
        f"{names.get(pk, pk)}": value
        for pk, pair in marks.items()
        for value in pair
        if value is not None and not rules.LOWEST <= value <= rules.HIGHEST
    }
    found = rules.problems_of_marks(flat)
    if not respondent.strip():
        found.append((rules.NeedProblem.NO_RESPONDENT, ""))
    told = {pk: pair for pk, pair in marks.items() if pair != (None, None) and pk in names}
    if not told:
        found.append((rules.NeedProblem.NOTHING_RATED, ""))
    refuse_if(found)
    mine = NeedRating.objects.filter(
        respondent_kind=respondent_kind, respondent=respondent.strip(), need_id__in=list(marks)
    )
    mine.delete()
    NeedRating.objects.bulk_create(
        NeedRating(
            need_id=pk,
            respondent_kind=respondent_kind,
            respondent=respondent.strip(),
            importance=importance,
            degree=degree,
            rated_on=on,
        )
        for pk, (importance, degree) in told.items()
    )
    subject = f"{RATING}:{respondent_kind}-{respondent.strip()}"
    log.record("needs.ratings.recorded", subject, by=by, at=at, after={"n": len(told)})
    record_changed(
        kind=RATING, record_id="*", label=_("Ratings of needs"),
        reason=_("ratings were recorded"), by=by, at=at,
    )  # fmt: skip
    return len(told)


@transaction.atomic
def score_need(
    *, need_id: int, scores: Mapping[int, tuple[float | None, str]], by: Actor, at: datetime
) -> Need:
    """Give a need its marks: (1–5 or None, reason) by criterion id. Criteria counted from records are left out.

    Raises: NotFound; Refused with every mark out of scale.
    """
    need = _locked(need_id)
    scored = {c.pk: c for c in queries.criteria() if c.score_from == "people"}
    told = {pk: given for pk, given in scores.items() if pk in scored}
    refuse_if(rules.problems_of_marks({scored[pk].name: mark for pk, (mark, _r) in told.items()}))
    NeedScore.objects.filter(need=need, criterion_id__in=list(told)).delete()
    NeedScore.objects.bulk_create(
        NeedScore(need=need, criterion_id=pk, value=mark, reason=reason.strip())
        for pk, (mark, reason) in told.items()
        if mark is not None
    )
    rank_needs()
    after = {scored[pk].code: mark for pk, (mark, _reason) in told.items()}
    log.record("needs.need.scored", need, by=by, at=at, after=after)
    tell(need, _("its scores were changed"), by, at)
    return need


@transaction.atomic
def set_weights(*, weights: Mapping[int, float], by: Actor, at: datetime) -> int:
    """Change the weights of criteria by id; returns how many changed, and orders the needs anew.

    Raises: Refused with every weight below 0, or when all would be 0.
    """
    rows = queries.criteria()
    wanted = {row.name: weights.get(row.pk, row.weight) for row in rows}
    refuse_if(rules.problems_of_weights(wanted))
    changed = [row for row in rows if weights.get(row.pk, row.weight) != row.weight]
    before = {row.code: row.weight for row in changed}
    for row in changed:
        row.weight = weights[row.pk]
    NeedCriterion.objects.bulk_update(changed, ["weight"])
    if changed:
        rank_needs()
        after = {row.code: row.weight for row in changed}
        log.record(
            "needs.weights.changed", f"{CRITERION}:", by=by, at=at, before=before, after=after
        )
        weights_changed(by, at)
    return len(changed)


@transaction.atomic
def measure_gaps(*, on: date, by: Actor, at: datetime) -> int:
    """Measure the gap of every need in its competencies on a day; returns how many gaps.

    The people are those in the units and positions the need names, else everybody of whom a competency is required.
    """
    active = list(queries.active_needs())
    asked = {
        need.pk: GapQuestion(
            frozenset(each.pk for each in need.competencies.all()),
            frozenset(each.pk for each in need.units.all()),
            frozenset(each.pk for each in need.positions.all()),
        )
        for need in active
        if need.competencies.all()
    }
    found = gaps.gaps_of_groups(asked, on=on, today=on)
    NeedGap.objects.all().delete()
    rows = [_gap_row(pk, line, on) for pk, lines in found.items() for line in lines]
    NeedGap.objects.bulk_create(rows)
    rank_needs()
    after = {"on": on.isoformat(), "needs": len(asked), "gaps": len(rows)}
    log.record("needs.gaps.measured", f"{queries.KIND}:", by=by, at=at, after=after)
    record_changed(
        kind=queries.KIND, record_id="*", label=_("Gaps of the needs"),
        reason=_("gaps were measured anew"), by=by, at=at,
    )  # fmt: skip
    return len(rows)


def _gap_row(need_id: int, line: CompetencyGap, on: date) -> NeedGap:
    return NeedGap(
        need_id=need_id,
        competency_id=line.competency_id,
        measured_on=on,
        mean_required=line.mean_required,
        mean_current=line.mean_current,
        gap_index=line.gap_index,
        share_proficient=line.share_proficient,
        n_people=line.n_people,
        n_used=line.n_used,
        is_hidden=line.hidden,
    )


def _locked(need_id: int) -> Need:
    need = Need.objects.select_for_update().filter(pk=need_id).first()
    if need is None:
        raise NotFound
    return need
