"""Needs and what belongs to them, read and written many at once, for the imports and the exports."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from espalier.cycle.needs.needs_list import causes, linking, queries
from espalier.cycle.needs.needs_list.afterwards import (
    CRITERION,
    RATING,
    rank_needs,
    weights_changed,
)
from espalier.cycle.needs.needs_list.models import (
    CauseCheck,
    Need,
    NeedCriterion,
    NeedRating,
    NeedScore,
)
from espalier.cycle.needs.needs_list.services import PLAIN, link_needs
from espalier.cycle.needs.needs_list.types import Question
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.versions.services import record_changed

CRITERION_PLAIN = ("code", "name", "name_en", "weight", "lower_is_better", "score_from")
CAUSE_TEXTS = ("reason", "reason_en", "alternative", "alternative_en")
Record = Mapping[str, Any]


def need_records() -> Iterable[dict[str, object]]:
    for need in Need.objects.filter(is_active=True).order_by("code"):
        yield {name: getattr(need, name) for name in PLAIN}


def link_records() -> Iterable[dict[str, object]]:
    """Every link of every need as codes; a query for each kind of link."""
    for link in linking.LINKS:
        rows = Need.objects.exclude(**{link.name: None}).order_by(
            "code", f"{link.name}__{link.code}"
        )
        for need, record in rows.values_list("code", f"{link.name}__{link.code}"):
            yield {"need": need, "kind": link.name, "record": str(record)}


def criterion_records() -> Iterable[dict[str, object]]:
    for row in queries.criteria():
        yield {name: getattr(row, name) for name in CRITERION_PLAIN}


def rating_records() -> Iterable[dict[str, object]]:
    for row in queries.rating_rows():
        yield {
            "need": row.need.code,
            "respondent_kind": row.respondent_kind,
            "respondent": row.respondent,
            "importance": row.importance,
            "degree": row.degree,
            "rated_on": row.rated_on,
        }


def score_records() -> Iterable[dict[str, object]]:
    rows = NeedScore.objects.order_by("need__code", "criterion__order")
    for need, criterion, value, reason in rows.values_list(
        "need__code", "criterion__code", "value", "reason"
    ):
        yield {"need": need, "criterion": criterion, "value": value, "reason": reason}


def cause_records() -> Iterable[dict[str, object]]:
    for row in CauseCheck.objects.select_related("need").order_by("need__code"):
        texts = {name: getattr(row, name) for name in CAUSE_TEXTS}
        yield {"need": row.need.code, **row.answers, **texts, "checked_on": row.checked_on}


@transaction.atomic
def save_needs(*, contents: Mapping[str, Record], by: Actor, at: datetime) -> None:
    """Add and change needs by code; what a content does not say stays as it was."""
    held = {need.code: need for need in Need.objects.filter(code__in=list(contents))}
    fresh: list[Need] = []
    changed: list[Need] = []
    for code, told in contents.items():
        need = held.get(code) or Need(code=code)
        for name, value in told.items():
            setattr(need, name, value if name == "headcount" else value or "")
        need.updated_at, need.is_active = at, True
        (changed if code in held else fresh).append(need)
    Need.objects.bulk_create(fresh)
    Need.objects.bulk_update(changed, [*PLAIN[1:], "updated_at", "is_active"], batch_size=100)
    _done("needs.needs.imported", queries.KIND, len(contents), by, at)


def link_by_code(
    *, links: Mapping[str, Sequence[tuple[str, str]]], by: Actor, at: datetime
) -> None:
    """Add links by kind as pairs (need code, record code); links already there stay."""
    needs = queries.need_ids_by_code()
    found = {}
    for name, pairs in links.items():
        known = linking.ids_by_code(linking.BY_NAME[name])
        found[name] = [(needs[need], known[record]) for need, record in pairs]
    link_needs(links=found, by=by, at=at)


@transaction.atomic
def save_criteria(*, contents: Mapping[str, Record], by: Actor, at: datetime) -> None:
    """Add and change criteria by code; new ones stand after those there are."""
    held = {row.code: row for row in queries.criteria()}
    fresh: list[NeedCriterion] = []
    changed: list[NeedCriterion] = []
    for code, told in contents.items():
        row = held.get(code) or NeedCriterion(code=code, order=len(held) + len(fresh) + 1)
        for name, value in told.items():
            setattr(row, name, bool(value) if name == "lower_is_better" else value or "")
        row.weight = float(row.weight or 0)
        (changed if code in held else fresh).append(row)
    NeedCriterion.objects.bulk_create(fresh)
    NeedCriterion.objects.bulk_update(changed, list(CRITERION_PLAIN[1:]))
    rank_needs()
    log.record("needs.criteria.imported", f"{CRITERION}:", by=by, at=at, after={"n": len(contents)})
    weights_changed(by, at)


@transaction.atomic
def save_ratings(*, rows: Sequence[Record], by: Actor, at: datetime) -> None:
    """Add and replace ratings; each row names need, respondent and what was said."""
    needs = queries.need_ids_by_code()
    found = [
        NeedRating(
            need_id=needs[str(row["need"])],
            respondent_kind=str(row["respondent_kind"]),
            respondent=str(row["respondent"]),
            importance=_float(row.get("importance")),
            degree=_float(row.get("degree")),
            rated_on=row["rated_on"],
        )
        for row in rows
    ]
    NeedRating.objects.bulk_create(
        found,
        update_conflicts=True,
        unique_fields=["need", "respondent_kind", "respondent"],
        update_fields=["importance", "degree", "rated_on"],
    )
    _done("needs.ratings.imported", RATING, len(found), by, at)


@transaction.atomic
def save_scores(*, rows: Sequence[Record], by: Actor, at: datetime) -> None:
    """Add and replace what people gave needs on criteria."""
    needs = queries.need_ids_by_code()
    known = {row.code: row.pk for row in queries.criteria()}
    found = [
        NeedScore(
            need_id=needs[str(row["need"])],
            criterion_id=known[str(row["criterion"])],
            value=float(row["value"]),
            reason=str(row.get("reason") or ""),
        )
        for row in rows
    ]
    NeedScore.objects.bulk_create(
        found,
        update_conflicts=True,
        unique_fields=["need", "criterion"],
        update_fields=["value", "reason"],
    )
    _done("needs.scores.imported", queries.KIND, len(found), by, at)


@transaction.atomic
def save_causes(*, rows: Sequence[Record], by: Actor, at: datetime) -> None:
    """Add and replace checks of causes; the verdict is always that of the rule."""
    needs = queries.need_ids_by_code()
    found = []
    for row in rows:
        answers = {q.value: str(row[q.value]) for q in Question if row.get(q.value)}
        found.append(
            CauseCheck(
                need_id=needs[str(row["need"])],
                answers=answers,
                verdict=causes.check_causes(answers).verdict,
                checked_on=row["checked_on"],
                checked_by=by.label,
                **{name: str(row.get(name) or "") for name in CAUSE_TEXTS},
            )
        )
    CauseCheck.objects.bulk_create(
        found,
        update_conflicts=True,
        unique_fields=["need"],
        update_fields=["answers", "verdict", "checked_on", "checked_by", *CAUSE_TEXTS],
    )
    _done("needs.causes.imported", queries.KIND, len(found), by, at)


def _done(event: str, kind: str, n: int, by: Actor, at: datetime) -> None:
    """Order the needs anew, say what was done, and tell the documents that rest on the register."""
    rank_needs()
    log.record(event, f"{kind}:", by=by, at=at, after={"n": n})
    record_changed(
        kind=kind, record_id="*", label=_("Needs"), reason=_("records were imported"), by=by, at=at
    )


def _float(value: Any) -> float | None:
    return None if value in (None, "") else float(value)
