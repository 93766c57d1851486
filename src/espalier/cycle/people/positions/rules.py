"""Rules of positions. Pure: no Django, no clock, no database."""

import re

from espalier.cycle.people.positions.types import (
    DEGREES,
    PersonFacts,
    PositionNeeds,
    Prerequisite,
    Unmet,
)

_BETWEEN_FIELDS = re.compile(r"[、,，;；/／\n]+")


def fields_in(text: str) -> tuple[str, ...]:
    """Cut "人力資源、企業管理" into its fields of study."""
    return tuple(part.strip() for part in _BETWEEN_FIELDS.split(text) if part.strip())


def unmet_prerequisites(person: PersonFacts, position: PositionNeeds) -> list[Unmet]:
    """Return every prerequisite the person is not shown to meet; what is not recorded is not met.

    Units: experience in months. Source: P1.2.1 (degree, field and experience of a position)
    """
    found = []
    if position.min_degree and not _reaches(person.degree, position.min_degree):
        found.append(
            Unmet(Prerequisite.DEGREE, position.min_degree, person.degree, bool(person.degree))
        )
    if position.fields_of_study and not _matches(person.field_of_study, position.fields_of_study):
        asked = "、".join(position.fields_of_study)
        field = person.field_of_study
        found.append(Unmet(Prerequisite.FIELD, asked, field, bool(field)))
    months = person.experience_months
    if position.min_experience_months and (months or 0) < position.min_experience_months:
        asked, has = str(position.min_experience_months), "" if months is None else str(months)
        found.append(Unmet(Prerequisite.EXPERIENCE, asked, has, months is not None))
    return found


def _reaches(degree: str, asked: str) -> bool:
    return degree in DEGREES and DEGREES.index(degree) >= DEGREES.index(asked)


def _matches(field: str, asked: tuple[str, ...]) -> bool:
    """One name may contain the other: "人力資源管理" fits "人力資源", and "資訊" fits "資訊工程"."""
    mine = field.strip().casefold()
    return bool(mine) and any(
        one in mine or mine in one for one in (each.casefold() for each in asked)
    )
