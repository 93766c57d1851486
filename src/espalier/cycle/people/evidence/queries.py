"""Reading ratings, and the levels the stated rule makes of them."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any

import numpy as np
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import (
    BigIntegerField,
    Case,
    ExpressionWrapper,
    F,
    IntegerField,
    Max,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast

from espalier.cycle.people.employees.queries import employees as everybody
from espalier.cycle.people.employees.queries import listed, present_on
from espalier.cycle.people.evidence import rules
from espalier.cycle.people.evidence.models import CurrentLevel, Rating, Scale, SourceRule
from espalier.cycle.people.evidence.types import (
    DEFAULT_WEIGHTS,
    KnownLevel,
    LevelColumns,
    MergedLevel,
    RatingFact,
    RatingRow,
    RatingUse,
    SourceWeight,
    Weights,
)

CHUNK = 10_000
# A person and a competency travel as one number, since a value fetched costs more than the arithmetic.
ONE_EMPLOYEE = 2**31
GROWN_OLD = -1.0  # no scale has a level below 0


@dataclass(frozen=True, slots=True)
class RatedUse:
    """One rating with its record and what became of it."""

    rating: Rating
    use: RatingUse
    weight: float
    valid_months: int

    @property
    def share_percent(self) -> str:
        """The share in the level as it is written."""
        return f"{100 * self.use.weight_share:.0f}"


@dataclass(frozen=True, slots=True)
class LevelWithInputs:
    """The level on a day, every rating with what became of it (newest first), and the rule applied."""

    on: date
    merged: MergedLevel
    uses: tuple[RatedUse, ...]
    weights: Weights


def weights() -> Weights:
    """The rule in force: the rows of SourceRule over the defaults. One query."""
    rows = SourceRule.objects.order_by("source").values_list("source", "weight", "valid_months")
    return {**DEFAULT_WEIGHTS, **{s: SourceWeight(w, months) for s, w, months in rows}}


def scales() -> QuerySet[Scale]:
    """The default scale first."""
    return Scale.objects.order_by("-is_default", "code")


def default_scale() -> Scale | None:
    return scales().first()


def scales_by_code() -> dict[str, Scale]:
    return {scale.code: scale for scale in scales()}


def levels_on(
    *,
    on: date,
    employees: QuerySet[Any] | None = None,
    competency_ids: Collection[int] | None = None,
) -> list[KnownLevel]:
    """Everybody's level on a day. At most five queries, whatever the number of people.

    Days on or after the last refresh are read from the kept levels, where one of the inputs has grown too old since
    from the ratings; earlier days are computed from the ratings.
    """
    if not _is_kept(on):
        return _from_ratings(_narrowed(Rating.objects.all(), employees, competency_ids), on)
    kept = _narrowed(CurrentLevel.objects.all(), employees, competency_ids)
    # SQLite keeps booleans as numbers; read as such, a hundred thousand rows need no conversion in Python.
    flag = Cast("disagrees", IntegerField())
    fields = ("employee_id", "competency_id", "level", "n_ratings", "flag")
    rows = kept.filter(holds_until__gt=on).order_by().annotate(flag=flag).values_list(*fields)
    found = list(map(KnownLevel._make, rows.iterator(chunk_size=CHUNK)))
    if competency_ids is not None:
        wanted = set(competency_ids)
        found = [level for level in found if level.competency_id in wanted]
    return found + _grown_old(kept, competency_ids, on)


def level_columns_on(
    *,
    on: date,
    employees: QuerySet[Any] | None = None,
    competency_ids: Collection[int] | None = None,
) -> LevelColumns:
    """What ``levels_on`` gives, as arrays: for pages that look at a hundred thousand levels at once.

    More than ``MAX_LISTED`` competencies are not narrowed to.
    """
    if not _is_kept(on):
        everything = levels_on(on=on, employees=employees, competency_ids=competency_ids)
        return _columns(everything)
    kept = _narrowed(CurrentLevel.objects.all(), employees, competency_ids).order_by()
    cell = ExpressionWrapper(
        F("employee_id") * ONE_EMPLOYEE + F("competency_id"), output_field=BigIntegerField()
    )
    level = Case(When(holds_until__gt=on, then=F("level")), default=Value(GROWN_OLD))
    rows = _all_rows(kept.annotate(cell=cell, then=level).values_list("cell", "then"))
    cells = np.fromiter(map(itemgetter(0), rows), np.int64, len(rows))
    levels = np.fromiter(map(itemgetter(1), rows), np.float64, len(rows))
    fresh = levels != GROWN_OLD
    if not fresh.all():
        old = _columns(_grown_old(kept, competency_ids, on))
        cells = np.append(cells[fresh], old.employee_ids * ONE_EMPLOYEE + old.competency_ids)
        levels = np.append(levels[fresh], old.levels)
    return LevelColumns(cells // ONE_EMPLOYEE, cells % ONE_EMPLOYEE, levels)


def _all_rows(rows: QuerySet[Any, tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Rows of plain numbers straight from the driver: of a hundred thousand, half the time is Django's iterator."""
    try:
        statement = rows.query.sql_with_params()
    except EmptyResultSet:  # nobody, or no competency, was asked for
        return []
    with connection.cursor() as cursor:
        cursor.execute(*statement)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _columns(known: Sequence[KnownLevel]) -> LevelColumns:
    employee_ids, competency_ids = (
        np.fromiter(map(itemgetter(place), known), np.int64, len(known)) for place in (0, 1)
    )
    levels = np.fromiter(map(itemgetter(2), known), np.float64, len(known))
    return LevelColumns(employee_ids, competency_ids, levels)


def _is_kept(on: date) -> bool:
    """Whether the kept levels can speak for this day; they say nothing of days before their refresh."""
    refreshed_on = CurrentLevel.objects.aggregate(at=Max("computed_on"))["at"]
    return refreshed_on is not None and on >= refreshed_on


def _grown_old(
    kept: QuerySet[CurrentLevel], competency_ids: Collection[int] | None, on: date
) -> list[KnownLevel]:
    """The levels, computed again, of which an input has grown too old since the refresh."""
    stale = kept.filter(holds_until__lte=on).order_by()
    cells = set(stale.values_list("employee_id", "competency_id"))
    if not cells:
        return []
    outdated = Rating.objects.filter(employee__in=stale.values("employee_id"))
    computed = _from_ratings(_narrowed(outdated, None, competency_ids), on)
    return [level for level in computed if (level[0], level[1]) in cells]


def _narrowed(
    rows: QuerySet[Any],
    employees: QuerySet[Any] | None,
    competency_ids: Collection[int] | None,
) -> QuerySet[Any]:
    if employees is not None:
        rows = rows.filter(employee__in=employees.order_by().values("pk"))
    return rows.filter(listed("competency_id", competency_ids))


def _from_ratings(rows: QuerySet[Rating], on: date) -> list[KnownLevel]:
    """The bulk rule over a stream of ratings, some hundred people at a time."""
    rule = weights()
    found: list[KnownLevel] = []
    for block in _whole_people(rating_rows(rows)):
        found += [KnownLevel._make(level[:5]) for level in rules.levels_of(block, rule, on=on)]
    return found


def rating_rows(rows: QuerySet[Rating]) -> Iterator[RatingRow]:
    """Ratings as the rule reads them, person by person."""
    fields = ("employee_id", "competency_id", "source", "level", "rated_on")
    ordered = rows.order_by("employee_id").values_list(*fields)
    return map(RatingRow._make, ordered.iterator(chunk_size=CHUNK))


def _whole_people(rows: Iterable[RatingRow], size: int = 50_000) -> Iterator[list[RatingRow]]:
    """Cut a stream sorted by person into blocks that never divide a person."""
    block: list[RatingRow] = []
    for row in rows:
        if len(block) >= size and row.employee_id != block[-1].employee_id:
            yield block
            block = []
        block.append(row)
    if block:
        yield block


def level_with_inputs(*, employee_id: int, competency_id: int, on: date) -> LevelWithInputs:
    """One person's level in one competency on a day, with all its inputs and why some are ignored. Two queries."""
    ratings = list(
        Rating.objects.filter(employee_id=employee_id, competency_id=competency_id)
        .select_related("rater", "scale")
        .order_by("-rated_on", "source", "pk")
    )
    rule = weights()
    facts = [RatingFact(r.pk, r.source, r.level, r.rated_on) for r in ratings]
    merged = rules.merged_level(facts, rule, on=on)
    uses = tuple(
        RatedUse(rating, use, _weight(rule, rating).weight, _weight(rule, rating).valid_months)
        for rating, use in zip(ratings, merged.uses, strict=True)
    )
    return LevelWithInputs(on, merged, uses, rule)


def _weight(rule: Weights, rating: Rating) -> SourceWeight:
    return rule.get(rating.source, rules.NOTHING)


def levels_of_person(*, employee_id: int, on: date) -> list[tuple[KnownLevel, Any]]:
    """One person's levels on a day, each with its competency, in the order of codes. Four queries at most."""
    person = everybody().filter(pk=employee_id)
    known = {level.competency_id: level for level in levels_on(on=on, employees=person)}
    rated = (
        Rating.objects.filter(employee_id=employee_id, rated_on__lte=on)
        .select_related("competency")
        .order_by("competency__code", "-rated_on", "pk")
    )
    competencies = {rating.competency_id: rating.competency for rating in rated}
    return [(known[pk], each) for pk, each in competencies.items() if pk in known]


def people_with_only_old_ratings(on: date) -> list[Any]:
    """People present who were rated, but whose every rating has grown too old. Three queries."""
    newest = (
        Rating.objects.filter(rated_on__lte=on)
        .order_by()
        .values("employee_id", "source")
        .annotate(newest=Max("rated_on"))
        .values_list("employee_id", "source", "newest")
    )
    rule = weights()
    rated: set[int] = set()
    fresh: set[int] = set()
    for employee_id, source, newest_on in newest.iterator(chunk_size=CHUNK):
        rated.add(employee_id)
        if rules.too_old_from(source, newest_on, rule) > on:
            fresh.add(employee_id)
    old = rated - fresh
    if not old:
        return []
    people = everybody().filter(present_on(on)).filter(listed("pk", old))
    return [employee for employee in people if employee.pk in old]


def ratings_between(
    *, employee_ids: Collection[int], first: date, last: date
) -> Iterator[tuple[Any, ...]]:
    """What is already recorded of these people in these days: key fields and level. One query."""
    wanted = set(employee_ids)
    rows = Rating.objects.filter(
        listed("employee_id", employee_ids), rated_on__gte=first, rated_on__lte=last
    )
    fields = ("employee_id", "competency_id", "source", "rated_on", "rater_id", "level")
    for row in rows.order_by().values_list(*fields).iterator(chunk_size=CHUNK):
        if row[0] in wanted:
            yield row


def rating_sheet_rows() -> Iterator[tuple[Any, ...]]:
    """Every rating as its sheet writes it. One query, read as a stream."""
    fields = (
        "employee__number",
        "competency__code",
        "source",
        "level",
        "rated_on",
        "rater__number",
        "scale__code",
        "note",
    )
    rows = Rating.objects.order_by("employee__number", "competency__code", "rated_on", "pk")
    return rows.values_list(*fields).iterator(chunk_size=CHUNK)


def source_choices() -> list[tuple[str, Any]]:
    return list(Rating.Source.choices)


def ratings_named(ids: Sequence[str]) -> QuerySet[Rating]:
    """Ratings with person and competency. One query."""
    rows = Rating.objects.filter(pk__in=list(ids)).select_related("employee", "competency")
    return rows.order_by("pk")


def links(
    field: str, *, sources: Sequence[str] | None = None, targets: Sequence[str] | None = None
) -> list[tuple[str, str]]:
    """(employee or competency, rating) pairs from either end. One query.

    ``field`` is "employee_id" or "competency_id".
    """
    rows = Rating.objects.order_by("pk")
    if sources is not None:
        rows = rows.filter(**{f"{field}__in": list(sources)})
    if targets is not None:
        rows = rows.filter(pk__in=list(targets))
    return [(str(source), str(pk)) for source, pk in rows.values_list(field, "pk")]
