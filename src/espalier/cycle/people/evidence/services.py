"""Every write to ratings. A rating is added, never overwritten; the kept levels follow at once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.cycle.people.employees.queries import MAX_LISTED, ids_by_number
from espalier.cycle.people.evidence import queries, rules
from espalier.cycle.people.evidence.models import CurrentLevel, Rating, Scale, SourceRule
from espalier.cycle.people.evidence.types import NewRating, SourceWeight, Weights
from espalier.cycle.standards.catalogue.queries import competency_ids_by_code
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import Problem, Refused

BATCH = 2000
PEOPLE_PER_BLOCK = 500


@transaction.atomic
def record_ratings(
    *, ratings: Sequence[NewRating], origin: str, by: Actor, at: datetime
) -> dict[str, int]:
    """Keep ratings as given and bring the levels of these people up to date.

    The same rating again is left alone; another level for the same person, competency, source, day and rater is
    refused, since no rating is ever overwritten. Raises: Refused with all problems, and then nothing is kept.
    """
    today = timezone.localdate(at)
    fresh = _checked(ratings, today)
    rows = [_row(each, origin, by, at) for each in fresh]
    Rating.objects.bulk_create(rows, batch_size=BATCH)
    counts = {"added": len(rows), "already": len(ratings) - len(rows)}
    log.record(
        "people.rating.recorded",
        "people.Rating:*" if len(rows) != 1 else rows[0],
        by=by,
        at=at,
        after={**counts, "origin": origin},
    )
    _refresh({row.employee_id for row in rows}, today)
    return counts


def _row(rating: NewRating, origin: str, by: Actor, at: datetime) -> Rating:
    row = Rating(
        employee_id=rating.employee_id,
        competency_id=rating.competency_id,
        source=rating.source,
        level=rating.level,
        rated_on=rating.rated_on,
        rater_id=rating.rater_id,
        note=rating.note,
        origin=origin,
        recorded_at=at,
        recorded_by=by.label[:120],
    )
    if rating.scale_id is not None:
        row.scale_id = rating.scale_id
    return row


def _checked(ratings: Sequence[NewRating], today: date) -> list[NewRating]:
    """Those not recorded yet, each with its scale. Raises: Refused."""
    scales = {scale.pk: scale for scale in queries.scales()}
    default = queries.default_scale() or _first_scale()
    scales[default.pk] = default
    ratings = [replace(each, scale_id=each.scale_id or default.pk) for each in ratings]
    people, competencies = (
        set(ids_by_number().values()),
        set(competency_ids_by_code().values()),
    )
    recorded = _recorded(ratings)
    problems: list[Problem] = []
    fresh: dict[object, NewRating] = {}
    for each in ratings:
        scale = scales.get(each.scale_id or default.pk)
        problems += _problems(each, scale, today)
        if each.employee_id not in people or each.competency_id not in competencies:
            problems.append(Problem("unknown", _("There is no such person or competency.")))
        known = recorded.get(each.key, fresh[each.key].level if each.key in fresh else None)
        if known is None:
            fresh[each.key] = each
        elif known != each.level:
            problems.append(_never_overwritten(each, known))
    if problems:
        raise Refused(problems)
    return list(fresh.values())


def _problems(rating: NewRating, scale: Scale | None, today: date) -> list[Problem]:
    place = f"{rating.source} {rating.rated_on.isoformat()}"
    found = []
    if rating.source not in Rating.Source.values:
        found.append(Problem("unknown_source", _("There is no such source of ratings."), place))
    if rating.rated_on > today:
        found.append(Problem("future_rating", _("A rating cannot lie in the future."), place))
    if scale is None:
        found.append(Problem("unknown_scale", _("There is no such scale."), place))
    elif not scale.lowest <= rating.level <= scale.highest:
        message = _("The scale goes from %(lowest)g to %(highest)g.")
        limits = {"lowest": scale.lowest, "highest": scale.highest}
        found.append(Problem("off_scale", message % limits, f"{place}: {rating.level:g}"))
    return found


def _never_overwritten(rating: NewRating, known: float) -> Problem:
    return Problem(
        "rating_recorded",
        _("Another level, %(level)g, is already recorded for this day; ratings are kept as given.")
        % {"level": known},
        f"{rating.source} {rating.rated_on.isoformat()}",
        _("Record a new rating with its own date."),
    )


def _recorded(ratings: Sequence[NewRating]) -> Mapping[object, float]:
    if not ratings:
        return {}
    days = [rating.rated_on for rating in ratings]
    people = {rating.employee_id for rating in ratings}
    rows = queries.ratings_between(employee_ids=people, first=min(days), last=max(days))
    return {tuple(row[:5]): row[5] for row in rows}


def _first_scale() -> Scale:
    """An installation that never named a scale rates from 0 to 5."""
    return Scale.objects.create(code="default", name=_("Scale 0–5"), is_default=True)


@transaction.atomic
def refresh_levels(
    *, employee_ids: Collection[int] | None = None, on: date, by: Actor, at: datetime
) -> int:
    """Compute kept levels again: of the people named, else where an input has grown too old since.

    Returns how many levels these people have now; nothing to do leaves no trace in the log.
    """
    if employee_ids is None:
        due = CurrentLevel.objects.filter(holds_until__lte=on)
        employee_ids = set(due.values_list("employee_id", flat=True))
    if not employee_ids:
        return 0
    return _refreshed(employee_ids, on, by, at)


@transaction.atomic
def refresh_all_levels(*, on: date, by: Actor, at: datetime) -> int:
    """Compute every kept level again; returns how many there are.

    Memory stays small: some hundred people are read, computed and written at a time.
    """
    return _refreshed(None, on, by, at)


def _refreshed(employee_ids: Collection[int] | None, on: date, by: Actor, at: datetime) -> int:
    n_kept = _refresh(employee_ids, on)
    after = {"on": on, "levels": n_kept}
    log.record("people.levels.refreshed", "people.CurrentLevel:*", by=by, at=at, after=after)
    return n_kept


def _refresh(employee_ids: Collection[int] | None, on: date) -> int:
    rule = queries.weights()
    ids = sorted(set(ids_by_number().values()) if employee_ids is None else set(employee_ids))
    size = min(PEOPLE_PER_BLOCK, MAX_LISTED)
    return sum(
        _refresh_block(ids[start : start + size], rule, on) for start in range(0, len(ids), size)
    )


def _refresh_block(ids: Sequence[int], rule: Weights, on: date) -> int:
    rows = list(queries.rating_rows(Rating.objects.filter(employee_id__in=ids)))
    levels = [
        CurrentLevel(**level._asdict(), computed_on=on)
        for level in rules.levels_of(rows, rule, on=on)
    ]
    CurrentLevel.objects.filter(employee_id__in=ids).delete()
    CurrentLevel.objects.bulk_create(levels, batch_size=BATCH)
    return len(levels)


@transaction.atomic
def set_source_rules(*, weights: Weights, by: Actor, at: datetime) -> None:
    """Change how much sources count and for how long; every kept level follows.

    Raises: Refused when a weight or a number of months cannot be used, or nothing would count.
    """
    before = queries.weights()
    bad = rules.problems_in_weights({**before, **weights})
    if bad:
        message = _(
            "A weight lies from 0 to 100, the months from 1 to 600, and something must count."
        )
        raise Refused([Problem("bad_source_rule", message, ", ".join(bad))])
    rows = [
        SourceRule(source=source, weight=each.weight, valid_months=each.valid_months)
        for source, each in weights.items()
    ]
    SourceRule.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["source"],
        update_fields=["weight", "valid_months"],
    )
    log.record(
        "people.source_rules.set",
        "people.SourceRule:*",
        by=by,
        at=at,
        before=_as_lists(before),
        after=_as_lists(weights),
    )
    _refresh(None, timezone.localdate(at))


def _as_lists(weights: Mapping[str, SourceWeight]) -> dict[str, object]:
    return {source: [each.weight, each.valid_months] for source, each in weights.items()}


@transaction.atomic
def write_scales(
    *, anchors: Mapping[str, Sequence[Mapping[str, object]]], by: Actor, at: datetime
) -> None:
    """Add or change scales by code; each has the anchors of all its levels, from the sheet of scales."""
    known = queries.scales_by_code()
    has_default = any(scale.is_default for scale in known.values())
    rows = []
    for code, levels in anchors.items():
        ordered = sorted(levels, key=lambda level: float(str(level["level"])))
        scale = known.get(code) or Scale(code=code, is_default=not has_default)
        has_default = True
        named = [str(level["scale_name"]) for level in levels if level.get("scale_name")]
        scale.name = next((name for name in named if name != scale.name), scale.name) or code
        scale.lowest = float(str(ordered[0]["level"]))
        scale.highest = float(str(ordered[-1]["level"]))
        scale.anchors = [
            {
                "level": float(str(level["level"])),
                "zh": str(level.get("name") or ""),
                "en": str(level.get("name_en") or ""),
                "description": str(level.get("description") or ""),
            }
            for level in ordered
        ]
        rows.append(scale)
    Scale.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "lowest", "highest", "anchors"],
    )
    after = {code: len(levels) for code, levels in anchors.items()}
    log.record("people.scales.written", "people.Scale:*", by=by, at=at, after=after)


@transaction.atomic
def withdraw_import(*, origin: str, by: Actor, at: datetime) -> int:
    """Take back all ratings of one import as one unit; returns how many. Only the undo of an import calls this."""
    rows = Rating.objects.filter(origin=origin)
    people = set(rows.values_list("employee_id", flat=True))
    n_gone, _by_model = rows.delete()
    _refresh(people, timezone.localdate(at))
    after = {"origin": origin, "withdrawn": n_gone}
    log.record("people.rating.withdrawn", "people.Rating:*", by=by, at=at, after=after)
    return n_gone
