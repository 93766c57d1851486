"""Keeping the register of resources: what there is, when it is there, how it was judged."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from espalier.cycle.policy.resources import queries
from espalier.cycle.policy.resources.models import (
    Absence,
    Evaluation,
    Instructor,
    OpenTime,
    Resource,
    SelectionCriterion,
)
from espalier.cycle.policy.resources.types import Kind, OpenHours, Span
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import Problem, Refused
from espalier.kit.versions.services import record_changed

FIELDS = (
    "code", "kind", "name", "name_en", "is_internal", "unit_id", "place", "seats", "pieces",
    "unit_cost", "cost_basis", "valid_from", "ended_on", "selection_note", "note", "note_en",
)  # fmt: skip
OF_INSTRUCTOR = ("employee_id", "subjects", "languages", "qualifications")


@transaction.atomic
def save_resource(
    *, values: Mapping[str, Any], resource_id: int | None = None, by: Actor, at: datetime
) -> Resource:
    """Write a new resource or change one; ``values`` holds any of FIELDS, for instructors OF_INSTRUCTOR too.

    Raises: NotFound; Refused with every problem at once.
    """
    resource = Resource() if resource_id is None else queries.resource_or_404(resource_id)
    problems = _problems_of(values, resource)
    if problems:
        raise Refused(problems)
    before = {name: getattr(resource, name) for name in FIELDS} if resource.pk else {}
    for name in FIELDS:
        if name in values:
            setattr(resource, name, values[name])
    resource.updated_at = at
    resource.save()
    if resource.kind == Kind.INSTRUCTOR:
        defaults = {name: values[name] for name in OF_INSTRUCTOR if name in values}
        Instructor.objects.update_or_create(resource=resource, defaults=defaults)
    after = {name: getattr(resource, name) for name in FIELDS}
    changed = [name for name in FIELDS if before.get(name) != after[name]]
    event = "policy.resource.changed" if before else "policy.resource.added"
    log.record(
        event,
        resource,
        by=by,
        at=at,
        before={name: before[name] for name in changed if name in before},
        after={name: after[name] for name in changed},
    )
    _tell(resource, _("It changed.") if before else _("It was written."), by, at)
    return resource


@transaction.atomic
def end_resource(*, resource_id: int, on: date, reason: str, by: Actor, at: datetime) -> Resource:
    """The resource is no longer there after a day; bookings after it are named and must be moved first.

    Raises: NotFound; Refused.
    """
    resource = queries.resource_or_404(resource_id)
    later = queries.bookings_after(resource_id, on)
    if later:
        remedy = _("Move or give back these bookings first.")
        raise Refused(
            [
                Problem("booked_later", _("It is booked after this day."), b.purpose, remedy)
                for b in later
            ]
        )
    resource.ended_on, resource.updated_at = on, at
    resource.save(update_fields=["ended_on", "updated_at"])
    after = {"ended_on": on, "reason": reason.strip()}
    log.record("policy.resource.ended", resource, by=by, at=at, after=after)
    _tell(resource, _("It ended."), by, at)
    return resource


@transaction.atomic
def set_open_times(
    *, resource_id: int, hours: Sequence[OpenHours], by: Actor, at: datetime
) -> list[OpenTime]:
    """Replace when a resource can be had. Raises: NotFound."""
    resource = queries.resource_or_404(resource_id)
    resource.open_times.all().delete()
    made = OpenTime.objects.bulk_create(
        OpenTime(
            resource=resource,
            starts_on=each.starts_on,
            ends_on=each.ends_on,
            weekdays=each.weekdays,
            minutes_a_day=each.minutes_a_day,
        )
        for each in hours
    )
    after = {"lines": len(made)}
    log.record("policy.resource.open_times", resource, by=by, at=at, after=after)
    _tell(resource, _("Its hours changed."), by, at)
    return made


@transaction.atomic
def add_open_time(*, resource_id: int, hours: OpenHours, by: Actor, at: datetime) -> OpenTime:
    """Hours from a day on; what was said for the same day and weekdays is replaced. Raises: NotFound; Refused."""
    resource = queries.resource_or_404(resource_id)
    if hours.ends_on is not None and hours.ends_on < hours.starts_on:
        message = _("This day lies before the first one.")
        raise Refused([Problem("reversed", message, _("Until"))])
    made, _is_new = OpenTime.objects.update_or_create(
        resource=resource,
        starts_on=hours.starts_on,
        weekdays=hours.weekdays,
        defaults={"ends_on": hours.ends_on, "minutes_a_day": hours.minutes_a_day},
    )
    after = {"starts_on": hours.starts_on, "minutes_a_day": hours.minutes_a_day}
    log.record("policy.resource.open_times", resource, by=by, at=at, after=after)
    _tell(resource, _("Its hours changed."), by, at)
    return made


@transaction.atomic
def add_absence(*, resource_id: int, span: Span, reason: str, by: Actor, at: datetime) -> Absence:
    """The resource is away for a time; bookings in it are refused from now on. Raises: NotFound."""
    resource = queries.resource_or_404(resource_id)
    made = Absence.objects.create(
        resource=resource, starts_at=span.starts_at, ends_at=span.ends_at, reason=reason.strip()
    )
    after = {"from": span.starts_at, "to": span.ends_at, "reason": made.reason}
    log.record("policy.resource.absence", resource, by=by, at=at, after=after)
    return made


@transaction.atomic
def evaluate(
    *,
    resource_id: int,
    on: date,
    scores: Mapping[str, float],
    comment: str = "",
    n_respondents: int | None = None,
    by: Actor,
    at: datetime,
) -> Evaluation:
    """Judge a resource by the criteria of its kind, each 1–5. Raises: NotFound; Refused."""
    resource = queries.resource_or_404(resource_id)
    names = set(
        SelectionCriterion.objects.filter(kind=resource.kind).values_list("name", flat=True)
    )
    problems = [
        Problem("unknown_criterion", _("This kind of resource has no such criterion."), name)
        for name in scores
        if name not in names
    ]
    problems += [
        Problem("score_range", _("A score lies between 1 and 5."), name)
        for name, score in scores.items()
        if not 1 <= score <= 5
    ]
    if not scores:
        problems.append(Problem("no_score", _("Give at least one score.")))
    if problems:
        raise Refused(problems)
    made = Evaluation.objects.create(
        resource=resource,
        evaluated_on=on,
        scores=dict(scores),
        comment=comment.strip(),
        n_respondents=n_respondents,
        by=by.label,
    )
    log.record("policy.resource.evaluated", resource, by=by, at=at, after={"scores": dict(scores)})
    _tell(resource, _("It was judged anew."), by, at)
    return made


def _problems_of(values: Mapping[str, Any], resource: Resource) -> list[Problem]:
    code = str(values.get("code", resource.code)).strip()
    problems = []
    if not code:
        problems.append(Problem("no_code", _("The code is empty."), _("Code")))
    if not str(values.get("name", resource.name)).strip():
        problems.append(Problem("no_name", _("The name is empty."), _("Resource name")))
    if Resource.objects.filter(code=code).exclude(pk=resource.pk).exists():
        remedy = _("Choose another code.")
        problems.append(
            Problem("code_taken", _("Another resource already has this code."), code, remedy)
        )
    cost = values.get("unit_cost", resource.unit_cost)
    if cost is not None and not values.get("cost_basis", resource.cost_basis):
        message = _("A cost needs to say what it is for: hour, day, session…")
        problems.append(Problem("cost_basis", message, code))
    return problems


def _tell(resource: Resource, reason: str, by: Actor, at: datetime) -> None:
    label = f"{resource.code} {resource.name}"
    record_changed(
        kind="policy.Resource", record_id=resource.pk, label=label, reason=reason, by=by, at=at
    )
