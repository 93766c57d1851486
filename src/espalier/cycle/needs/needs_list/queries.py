"""Reading needs: the list, one need with everything it rests on, ratings, criteria, gaps."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Coalesce, Length

from espalier.cycle.needs.needs_list import opinions, rules, scoring
from espalier.cycle.needs.needs_list.models import (
    CauseCheck,
    Need,
    NeedCriterion,
    NeedGap,
    NeedRating,
    NeedScore,
)
from espalier.cycle.needs.needs_list.scoring import Values
from espalier.cycle.needs.needs_list.types import (
    Criterion,
    NeedLinks,
    NeedRow,
    Opinions,
    Scored,
    ScoreFrom,
    Sensitivity,
    Verdict,
)
from espalier.kit.errors import NotFound

KIND = "needs.Need"
# N2 stands before N10.
BY_CODE = (Length("code"), "code")
LINKS = (
    "competencies",
    "directions",
    "business_goals",
    "extracts",
    "considerations",
    "norms",
    "units",
    "positions",
)
# What says where a need was found.
FOUND_IN = ("extracts", "considerations", "norms")


def needs_for_list() -> QuerySet[Need]:
    """All needs with their cause check and how many goals rest on each."""
    return (
        Need.objects.select_related("cause_check")
        .annotate(
            n_goals=Count("strategy_goals", distinct=True),
            # What has no rank stands last, whichever way the database sorts what is missing.
            place=Coalesce("rank", Value(9999)),
        )
        .order_by("place", *BY_CODE)
    )


def active_needs() -> QuerySet[Need]:
    """Needs still pursued, by code, with all they rest on. A query for each kind of link."""
    return (
        Need.objects.filter(is_active=True)
        .select_related("cause_check")
        .prefetch_related(*LINKS)
        .order_by(*BY_CODE)
    )


def needs(on: date | None = None) -> list[NeedRow]:
    """Needs still pursued, first rank first. ``on`` leaves out gaps measured later. Six queries."""
    measured: dict[int, date] = {}
    rows = NeedGap.objects.order_by("measured_on").values_list("need_id", "measured_on")
    for need, day in rows:
        if on is None or day <= on:
            measured[need] = day
    found = Need.objects.filter(is_active=True).select_related("cause_check")
    found = found.prefetch_related("competencies", "directions", "positions", "units")
    ordered = sorted(found.order_by(*BY_CODE), key=lambda need: need.rank or 10**6)
    return [_row(need, measured.get(need.pk)) for need in ordered]


def _row(need: Need, measured_on: date | None) -> NeedRow:
    return NeedRow(
        id=need.pk,
        code=need.code,
        title=need.title,
        title_en=need.title_en,
        kind=need.view,
        is_training=rules.is_training(verdict_of(need)),
        score=need.score,
        rank=need.rank,
        competency_ids=_ids(need, "competencies"),
        direction_ids=_ids(need, "directions"),
        position_ids=_ids(need, "positions"),
        unit_ids=_ids(need, "units"),
        headcount=need.headcount,
        measured_on=measured_on,
    )


def _ids(need: Need, link: str) -> tuple[int, ...]:
    return tuple(sorted(each.pk for each in getattr(need, link).all()))


def verdict_of(need: Need) -> str | None:
    """What the check of causes came to; None where nobody checked. No query when it was joined."""
    check: CauseCheck | None = getattr(need, "cause_check", None)
    return None if check is None else check.verdict


def need_or_404(need_id: int) -> Need:
    """One need with everything it rests on. Raises: NotFound."""
    found = (
        Need.objects.select_related("cause_check")
        .prefetch_related(*LINKS, "extracts__document", "strategy_goals")
        .filter(pk=need_id)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def links_of(need: Need) -> NeedLinks:
    """What a need rests on, by id; no query when it was fetched before."""
    return NeedLinks(**{name: _ids(need, name) for name in LINKS})


def need_ids_by_code() -> dict[str, int]:
    """Every need's id by its code. One query."""
    return dict(Need.objects.order_by("code").values_list("code", "pk"))


def need_choices() -> list[tuple[str, str]]:
    """Needs still pursued, for a form. One query."""
    rows = Need.objects.filter(is_active=True).order_by(*BY_CODE)
    return [
        (str(pk), f"{code} {title}") for pk, code, title in rows.values_list("pk", "code", "title")
    ]


def criteria() -> list[NeedCriterion]:
    """All criteria in their order. One query."""
    return list(NeedCriterion.objects.order_by("order", "code"))


def scores_of(need_id: int) -> dict[int, NeedScore]:
    """What people gave one need, by criterion. One query."""
    return {each.criterion_id: each for each in NeedScore.objects.filter(need_id=need_id)}


def gaps_of(need_ids: Iterable[int]) -> dict[int, list[NeedGap]]:
    """Measured gaps by need, widest first. One query."""
    rows = NeedGap.objects.filter(need_id__in=list(need_ids)).select_related("competency")
    found: dict[int, list[NeedGap]] = defaultdict(list)
    for each in rows.order_by("competency__code"):
        found[each.need_id].append(each)
    for lines in found.values():
        lines.sort(key=lambda line: -(line.gap_index if line.gap_index is not None else -1))
    return dict(found)


def gap_index_of(lines: Iterable[NeedGap]) -> float | None:
    """One figure for a need: the mean of its gap indices, each counted by the people rated."""
    known = [(line.gap_index, line.n_used) for line in lines if line.gap_index is not None]
    n = sum(count for _index, count in known)
    return sum(index * count for index, count in known) / n if n else None


@dataclass(frozen=True, slots=True)
class Board:
    """Everything the order of needs is computed from, in matching order."""

    needs: tuple[Need, ...]
    criteria: tuple[NeedCriterion, ...]
    values: Values

    @property
    def weights(self) -> list[Criterion]:
        return [Criterion(c.code, c.weight, c.lower_is_better) for c in self.criteria]


def board() -> Board:
    """The values of every need still pursued on every criterion. Five queries."""
    active = list(
        Need.objects.filter(is_active=True)
        .annotate(n_norms=Count("norms", distinct=True))
        .order_by(*BY_CODE)
    )
    columns = tuple(criteria())
    given = {
        (row.need_id, row.criterion_id): row.value
        for row in NeedScore.objects.filter(need__is_active=True)
    }
    gaps = gaps_of(need.pk for need in active)
    values = [[_value(need, c, given, gaps) for c in columns] for need in active]
    return Board(tuple(active), columns, values)


def _value(
    need: Any,
    criterion: NeedCriterion,
    given: dict[tuple[int, int], float],
    gaps: dict[int, list[NeedGap]],
) -> float | None:
    match criterion.score_from:
        case ScoreFrom.GAP:
            return gap_index_of(gaps.get(need.pk, ()))
        case ScoreFrom.HEADCOUNT:
            return None if need.headcount is None else float(need.headcount)
        case ScoreFrom.LEGAL:
            return float(need.n_norms)
        case _:
            return given.get((need.pk, criterion.pk))


def priorities(now: Board) -> tuple[list[Scored], list[Sensitivity]]:
    """The place of every need of a board, in its order, and what changing a weight would do. No query."""
    return (
        scoring.score_needs(now.values, now.weights),
        scoring.sensitivity(now.values, now.weights),
    )


def ratings_board() -> Opinions:
    """What respondents think of the needs still pursued. One query."""
    rows = NeedRating.objects.filter(need__is_active=True).order_by("pk")
    return opinions.opinions(
        [
            opinions.Rating(
                row.need_id,
                (row.respondent_kind, row.respondent),
                row.importance,
                row.degree,
                row.rated_on,
            )
            for row in rows
        ]
    )


def ratings_of(respondent_kind: str, respondent: str) -> dict[int, NeedRating]:
    """What one respondent said, by need. One query."""
    rows = NeedRating.objects.filter(respondent_kind=respondent_kind, respondent=respondent)
    return {row.need_id: row for row in rows}


def rating_rows() -> QuerySet[NeedRating]:
    """All ratings with their need, for the export."""
    return NeedRating.objects.select_related("need").order_by(
        "respondent_kind", "respondent", "need__code"
    )


def without_source() -> list[Need]:
    """Needs still pursued that neither a record nor words lead back to. One query."""
    rows = Need.objects.filter(is_active=True, source="")
    for name in FOUND_IN:
        linked = getattr(Need, name).through.objects.filter(need=OuterRef("pk"))
        rows = rows.filter(~Exists(linked))
    return list(rows.order_by("code"))


def training_without_goal() -> list[Need]:
    """Needs that training meets and on which no goal in force rests. One query."""
    training = [v.value for v in (Verdict.TRAINING, Verdict.BOTH)]
    rows = Need.objects.filter(is_active=True, cause_check__verdict__in=training)
    return list(rows.filter(~Exists(_goals_in_force(OuterRef("pk")))).order_by("code"))


def goals_resting_on(need_id: int) -> list[str]:
    """Codes of goals in force that rest on a need. One query."""
    rows = _goals_in_force(need_id).order_by("strategygoal__code")
    return list(rows.values_list("strategygoal__code", flat=True))


def _goals_in_force(need: Any) -> QuerySet[Any]:
    through = Need.strategy_goals.through
    rows: QuerySet[Any] = through.objects.filter(need=need)
    return rows.exclude(strategygoal__state="ended")


def last_measured_on() -> date | None:
    """The day of the newest measured gap. One query."""
    rows = NeedGap.objects.order_by("-measured_on").values_list("measured_on", flat=True)
    return rows.first()


def linked_pairs(names: Iterable[str]) -> dict[str, set[tuple[int, int]]]:
    """(need, record) of every link of some kinds. A query for each kind."""
    found = {}
    for name in names:
        column = f"{name}__pk"
        rows = Need.objects.exclude(**{name: None}).values_list("pk", column)
        found[name] = set(rows)
    return found


def linked_extract_ids() -> set[int]:
    """Passages some need was found in. One query."""
    return {pk for _need, pk in linked_pairs(["extracts"])["extracts"]}


def need_ids_pursued() -> Iterable[int]:
    """Ids of needs still pursued. One query."""
    return Need.objects.filter(is_active=True).order_by("pk").values_list("pk", flat=True)
