"""A position comes to rest on a standard, or no longer does."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from espalier.cycle.learning_map.requirements import queries
from espalier.cycle.learning_map.requirements.adopting import NewAdoption, problems_of
from espalier.cycle.learning_map.requirements.models import Adoption
from espalier.cycle.standards.catalogue import services as catalogue
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import NotFound, Problem, Refused


@transaction.atomic
def adopt_standard(
    *, position: Any, standard: Any, starts_on: date, reason: str, by: Actor, at: datetime
) -> Adoption:
    """Let a position rest on a standard from a day; its K, S and A become our competencies.

    Raises: Refused when the standard is not published, already adopted, or another version of it is.
    """
    return adopt_many(adoptions=[NewAdoption(position, standard, starts_on, reason)], by=by, at=at)[
        0
    ]


@transaction.atomic
def adopt_many(*, adoptions: Sequence[NewAdoption], by: Actor, at: datetime) -> list[Adoption]:
    """Adopt for many positions at once; each standard gives its competencies once.

    Raises: Refused with the problems of all of them, nothing written.
    """
    open_now = list(Adoption.objects.filter(ends_on=None).select_related("standard", "position"))
    problems = [problem for each in adoptions for problem in problems_of(each, open_now)]
    if problems:
        raise Refused(problems)
    for standard in {each.standard.pk: each.standard for each in adoptions}.values():
        catalogue.adopt_competencies(standard=standard, by=by, at=at)
    rows = Adoption.objects.bulk_create(
        Adoption(
            position=each.position,
            standard=each.standard,
            starts_on=each.starts_on,
            reason=each.reason.strip(),
            recorded_by=by.label,
        )
        for each in adoptions
    )
    for row in rows:
        after = {
            "position": row.position.code,
            "standard": row.standard.raw_code,
            "starts_on": row.starts_on,
            "reason": row.reason,
        }
        log.record("learning_map.standard.adopted", row, by=by, at=at, after=after)
    return rows


@transaction.atomic
def end_adoption(*, adoption_id: int, ends_on: date, by: Actor, at: datetime) -> Adoption:
    """The position rests on the standard until this day, included. Its requirements stay as they are.

    Raises: NotFound; Refused when it has ended already or would end before it began.
    """
    row = queries.adoptions().filter(pk=adoption_id).first()
    if row is None:
        raise NotFound
    place = f"{row.position.code} × {row.standard.raw_code}"
    problems = []
    if row.ends_on is not None:
        message = _("It has already ended on %(day)s.") % {"day": row.ends_on}
        problems.append(Problem("already_ended", message, place))
    if ends_on < row.starts_on:
        message = _("It cannot end before it began on %(day)s.") % {"day": row.starts_on}
        remedy = _("Choose that day or a later one.")
        problems.append(Problem("ends_before_start", message, place, remedy))
    if problems:
        raise Refused(problems)
    row.ends_on = ends_on
    row.save(update_fields=["ends_on"])
    before, after = {"ends_on": None}, {"ends_on": ends_on}
    log.record("learning_map.adoption.ended", row, by=by, at=at, before=before, after=after)
    return row
