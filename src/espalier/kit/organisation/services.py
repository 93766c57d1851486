"""Changing the organisation's settings and calendar."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import NotFound, Problem, Refused
from espalier.kit.files.services import store_file
from espalier.kit.organisation.models import Holiday, Organisation

SETTINGS = (
    "name",
    "name_en",
    "date_form",
    "suppression_minimum",
    "fiscal_year_starts",
    "working_days",
)


@transaction.atomic
def change_settings(
    *,
    values: Mapping[str, object],
    logo: tuple[str, bytes] | None = None,
    reference_docx: tuple[str, bytes] | None = None,
    by: Actor,
    at: datetime,
) -> Organisation:
    """Change the settings; ``logo`` and ``reference_docx`` are (file name, bytes), None keeps what is there."""
    found = Organisation.objects.select_for_update().filter(pk=1).first() or Organisation(pk=1)
    before = {key: getattr(found, key) for key in SETTINGS}
    for key in SETTINGS:
        if key in values:
            setattr(found, key, values[key])
    if logo is not None:
        found.logo = store_file(data=logo[1], name=logo[0], by=by, at=at)
    if reference_docx is not None:
        _check_reference(reference_docx[1])
        found.reference_docx = store_file(
            data=reference_docx[1], name=reference_docx[0], by=by, at=at
        )
    found.updated_at = at
    found.save()
    after = {key: getattr(found, key) for key in SETTINGS}
    after |= {"logo": found.logo_id, "reference_docx": found.reference_docx_id}
    log.record("organisation.settings.changed", found, by=by, at=at, before=before, after=after)
    return found


@transaction.atomic
def add_holiday(
    *, day: date, name: str, is_working: bool = False, by: Actor, at: datetime
) -> Holiday:
    """Note a day off or a working day instead. Raises: Refused when the day is already noted."""
    if Holiday.objects.filter(day=day).exists():
        problem = Problem("holiday_twice", _("This day is already in the calendar."), str(day))
        raise Refused([problem])
    holiday = Holiday.objects.create(day=day, name=name, is_working=is_working)
    after = {"day": day, "name": name, "is_working": is_working}
    log.record("organisation.holiday.added", holiday, by=by, at=at, after=after)
    return holiday


@transaction.atomic
def remove_holiday(*, holiday_id: int, by: Actor, at: datetime) -> None:
    """Take a day out of the calendar. Raises: NotFound."""
    holiday = Holiday.objects.filter(pk=holiday_id).first()
    if holiday is None:
        raise NotFound
    before = {"day": holiday.day, "name": holiday.name}
    log.record("organisation.holiday.removed", holiday, by=by, at=at, before=before)
    holiday.delete()


def _check_reference(data: bytes) -> None:
    """Raises Refused when the template is no Word document or lacks styles that our documents use."""
    from espalier.engines.documents.word.reference import opened_reference

    try:
        opened_reference(data)
    except ValueError as error:
        message = _("This Word template cannot be used.")
        raise Refused([Problem("bad_reference", message, str(error))]) from error
