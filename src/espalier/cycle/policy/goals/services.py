"""Writing goals and directions, and what serves what."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from espalier.cycle.policy.goals import queries, rules
from espalier.cycle.policy.goals.models import (
    DevelopmentDirection,
    DirectionClause,
    GoalDevelopment,
)
from espalier.cycle.policy.goals.types import GoalProblem, GoalValues, Level
from espalier.cycle.policy.goals.wording import problem_in_words
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import Problem, Refused
from espalier.kit.filling import fill
from espalier.kit.versions.services import record_changed
from espalier.kit.versions.types import EVERY_RECORD

COMPARED = (
    "text", "text_en", "measure", "measure_en", "baseline", "target", "unit", "unit_en",
    "baseline_period", "baseline_n", "source", "source_en", "owner_id", "starts_on", "ends_on",
)  # fmt: skip


@transaction.atomic
def save_goal(
    *, level: Level, record_id: int | None = None, values: GoalValues, by: Actor, at: datetime
) -> Any:
    """Write a new goal or direction, or change one, with what it serves.

    Raises: NotFound; Refused with every problem at once.
    """
    model = queries.MODELS[level]
    record = model() if record_id is None else queries.record_or_404(level, record_id)
    problems = [
        problem_in_words(kind, values.key) for kind in rules.problems_of_values(level, values)
    ]
    known = queries.ids_by_key(level)
    if known.get(_plain_key(level, values.key), record_id) != record_id:
        problems.append(problem_in_words(GoalProblem.KEY_TAKEN, values.key))
    if problems:
        raise Refused(problems)
    before = {} if record_id is None else _told(level, record)
    _fill(level, record, values)
    record.updated_at = at
    record.save()
    _set_serves(level, record.pk, values.serves)
    after = _told(level, record)
    changed = {name for name in after if before.get(name) != after[name]}
    if not changed:
        return record
    event = f"policy.{level}.{'written' if record_id is None else 'changed'}"
    log.record(
        event,
        record,
        by=by,
        at=at,
        before={name: before[name] for name in sorted(changed) if name in before},
        after={name: after[name] for name in sorted(changed)},
    )
    _tell(level, record, _("It was written.") if record_id is None else _("It changed."), by, at)
    return record


@transaction.atomic
def end_goal(
    *, level: Level, record_id: int, on: date, reason: str, by: Actor, at: datetime
) -> Any:
    """No longer pursue a goal or direction from a day on; it stays in the records.

    Raises: NotFound; Refused without a reason, or when it has ended already.
    """
    record = queries.record_or_404(level, record_id)
    problems = []
    if not reason.strip():
        problems.append(Problem("no_reason", _("Ending it needs a reason."), _("Reason")))
    if record.ended_on is not None:
        problems.append(
            Problem("already_ended", _("It has ended already."), queries.key_of(level, record))
        )
    if problems:
        raise Refused(problems)
    record.ended_on, record.end_reason, record.updated_at = on, reason.strip(), at
    record.save(update_fields=["ended_on", "end_reason", "updated_at"])
    after = {"ended_on": on, "end_reason": record.end_reason}
    log.record(
        f"policy.{level}.ended", record, by=by, at=at, before={"ended_on": None}, after=after
    )
    _tell(level, record, _("It ended: %(why)s") % {"why": record.end_reason}, by, at)
    return record


@transaction.atomic
def resume_goal(*, level: Level, record_id: int, by: Actor, at: datetime) -> Any:
    """Pursue an ended goal or direction again. Raises: NotFound; Refused when it has not ended."""
    record = queries.record_or_404(level, record_id)
    if record.ended_on is None:
        raise Refused([Problem("not_ended", _("It is being pursued already."))])
    before = {"ended_on": record.ended_on, "end_reason": record.end_reason}
    record.ended_on, record.end_reason, record.updated_at = None, "", at
    record.save(update_fields=["ended_on", "end_reason", "updated_at"])
    log.record(
        f"policy.{level}.resumed", record, by=by, at=at, before=before, after={"ended_on": None}
    )
    _tell(level, record, _("It is pursued again."), by, at)
    return record


@transaction.atomic
def delete_goal(*, level: Level, record_id: int, by: Actor, at: datetime) -> None:
    """Delete a goal or direction no clause rests on, with its links.

    Raises: NotFound; Refused with the list of clauses that rest on it.
    """
    record = queries.record_or_404(level, record_id)
    resting = queries.clauses_resting_on(level, record_id)
    if resting:
        named = "、".join(f"{clause.number} {clause.title}" for clause in resting)
        raise Refused(
            [
                Problem(
                    "clauses_rest_on_it",
                    _("These clauses rest on it: %(clauses)s") % {"clauses": named},
                    queries.key_of(level, record),
                    _("End it with a reason instead, or take it out of these clauses first."),
                    {"clauses": [clause.id for clause in resting]},
                )
            ]
        )
    before = _told(level, record)
    if level is Level.BUSINESS:
        GoalDevelopment.objects.filter(goal=record).delete()
    elif level is Level.DEVELOPMENT:
        GoalDevelopment.objects.filter(development=record).delete()
        DevelopmentDirection.objects.filter(development=record).delete()
    else:
        DevelopmentDirection.objects.filter(direction=record).delete()
    log.record(f"policy.{level}.deleted", record, by=by, at=at, before=before)
    _tell(level, record, _("It was deleted."), by, at)
    record.delete()


@transaction.atomic
def add_links(*, level: Level, pairs: Iterable[tuple[int, int]], by: Actor, at: datetime) -> int:
    """Link many records of ``level`` to what they serve, as (upper id, id); returns how many are new."""
    model, upper, lower = _LINK_TABLES[level]
    held = set(model.objects.values_list(upper, lower))
    fresh = [pair for pair in dict.fromkeys(pairs) if pair not in held]
    model.objects.bulk_create(model(**{upper: a, lower: b}) for a, b in fresh)
    if fresh:
        after = {"level": level.value, "n": len(fresh)}
        log.record("policy.links.added", f"policy.{model.__name__}:*", by=by, at=at, after=after)
        _tell_register(level, _("Links between goals and directions were added."), by, at)
    return len(fresh)


@transaction.atomic
def set_directions_of_clauses(
    *, wanted: Mapping[int, Iterable[int]], by: Actor, at: datetime
) -> int:
    """Say which directions each clause carries out; returns how many links were added or taken away.

    The caller, who changed the clauses, tells the documents; this writes one audit entry for all.
    """
    pairs = {(direction, clause) for clause, ids in wanted.items() for direction in ids}
    held = {
        (direction, clause): pk
        for pk, direction, clause in DirectionClause.objects.values_list(
            "pk", "direction_id", "clause_id"
        )
        if clause in wanted
    }
    gone, fresh = sorted(held.keys() - pairs), sorted(pairs - held.keys())
    for start in range(0, len(gone), CHUNK):
        chunk = [held[pair] for pair in gone[start : start + CHUNK]]
        DirectionClause.objects.filter(pk__in=chunk).delete()
    DirectionClause.objects.bulk_create(
        DirectionClause(direction_id=direction, clause_id=clause) for direction, clause in fresh
    )
    if gone or fresh:
        only = next(iter(wanted)) if len(wanted) == 1 else "*"
        log.record(
            "policy.clause.directions_set",
            f"policy.Clause:{only}",
            by=by,
            at=at,
            before={"directions_and_clauses": gone},
            after={"directions_and_clauses": fresh},
        )
    return len(gone) + len(fresh)


@transaction.atomic
def store_imported(
    *,
    level: Level,
    values: Sequence[GoalValues],
    by: Actor,
    at: datetime,
) -> tuple[int, int]:
    """Write rows of a sheet that were checked before; returns how many are new and how many changed.

    Links are left alone: they come in a sheet of their own. The number of statements does not grow with
    the rows.
    """
    held = {queries.key_of(level, record): record for record in queries.records(level)}
    fresh: list[Any] = []
    changed: list[Any] = []
    for each in values:
        record = held.get(_plain_key(level, each.key))
        (fresh if record is None else changed).append(record or queries.MODELS[level]())
        _fill(level, (fresh if record is None else changed)[-1], each)
    for record in (*fresh, *changed):
        record.updated_at = at
    queries.MODELS[level].objects.bulk_create(fresh)
    fields = [name.removesuffix("_id") for name in COMPARED] + ["updated_at"]
    fields += ["perspective"] if level is Level.BUSINESS else []
    queries.MODELS[level].objects.bulk_update(changed, fields, batch_size=100)
    after = {"level": level.value, "added": len(fresh), "changed": len(changed)}
    log.record(
        f"policy.{level}.imported",
        f"policy.{queries.MODELS[level].__name__}:*",
        by=by,
        at=at,
        after=after,
    )
    _tell_register(level, _("A sheet of goals or directions was imported."), by, at)
    return len(fresh), len(changed)


CHUNK = 900
_LINK_TABLES: dict[Level, tuple[type[Any], str, str]] = {
    Level.DEVELOPMENT: (GoalDevelopment, "goal_id", "development_id"),
    Level.DIRECTION: (DevelopmentDirection, "development_id", "direction_id"),
}


def _tell_register(level: Level, reason: str, by: Actor, at: datetime) -> None:
    """Many records at once: the documents that rest on the register are told once."""
    label = queries.MODELS[level]._meta.label
    record_changed(kind=label, record_id=EVERY_RECORD, label="", reason=reason, by=by, at=at)


def _plain_key(level: Level, key: str) -> str:
    """Directions are numbers: 07 and 7 are the same one."""
    key = key.strip()
    return str(int(key)) if level is Level.DIRECTION and key.isdecimal() else key


def _fill(level: Level, record: Any, values: GoalValues) -> None:
    key = _plain_key(level, values.key)
    setattr(record, queries.KEY[level], int(key) if level is Level.DIRECTION else key)
    if level is Level.BUSINESS:
        record.perspective = values.perspective
    fill(record, values, COMPARED)


def _told(level: Level, record: Any) -> dict[str, object]:
    """What the audit log keeps of a record."""
    told: dict[str, object] = {"key": queries.key_of(level, record)}
    told |= {name: getattr(record, name) for name in COMPARED if name != "owner_id"}
    # The log is read by people, also when the post is gone: it keeps the name, not the id.
    told["owner_id"] = record.owner.name if record.owner else ""
    if level is Level.BUSINESS:
        told["perspective"] = record.get_perspective_display()
    else:
        told["serves"] = queries.serves_keys(level, record.pk)
    return told


def _set_serves(level: Level, record_id: int, wanted: frozenset[int]) -> None:
    if level is Level.BUSINESS:
        return
    model, upper, lower = _LINK_TABLES[level]
    rows = model.objects.filter(**{lower: record_id})
    held = set(rows.values_list(upper, flat=True))
    rows.exclude(**{f"{upper}__in": wanted}).delete()
    model.objects.bulk_create(
        model(**{upper: pk, lower: record_id}) for pk in sorted(wanted - held)
    )


def _tell(level: Level, record: Any, reason: str, by: Actor, at: datetime) -> None:
    record_changed(
        kind=record._meta.label,
        record_id=record.pk,
        label=f"{queries.key_of(level, record)} {record.text}",
        reason=reason,
        by=by,
        at=at,
    )
