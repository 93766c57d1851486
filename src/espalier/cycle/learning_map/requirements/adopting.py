"""What stops a position from resting on a standard; asked by the service and by the import."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from espalier.cycle.learning_map.requirements.models import Adoption
from espalier.kit.errors import Problem
from espalier.kit.versions.states import State


@dataclass(frozen=True, slots=True)
class NewAdoption:
    """A position (row of people) and the standard (row of the catalogue) it shall rest on."""

    position: Any
    standard: Any
    starts_on: date
    reason: str


def problems_of(new: NewAdoption, open_now: Sequence[Adoption]) -> list[Problem]:
    """What stops this adoption, in words."""
    place = f"{new.position.code} × {new.standard.raw_code or new.standard.title}"
    found = []
    if new.standard.state not in {State.PUBLISHED, State.SUPERSEDED}:
        message = _("This standard is not published yet.")
        found.append(Problem("not_published", message, place, _("Publish it first.")))
    if not new.position.is_active:
        message = _("This position is no longer in use.")
        found.append(Problem("position_ended", message, place, _("Choose a position in use.")))
    for row in open_now:
        if row.position_id != new.position.pk:
            continue
        base = new.standard.code_base
        if row.standard_id == new.standard.pk:
            message = _("This position already rests on this standard since %(day)s.")
            remedy = _("Nothing has to be done.")
            values = {"day": row.starts_on}
            found.append(Problem("already_adopted", message % values, place, remedy))
        elif base and row.standard.code_base == base:
            message = _("This position rests on another version of it: %(code)s.")
            remedy = _("Compare the versions and migrate, so that the history is kept.")
            values_ = {"code": row.standard.raw_code}
            found.append(Problem("other_version", message % values_, place, remedy))
    return found
