"""Every read of the catalogue; one module per question, one door for other rooms."""

from espalier.cycle.standards.catalogue.queries.competencies import (
    competencies,
    competency,
    competency_ids_by_code,
)
from espalier.cycle.standards.catalogue.queries.standards import (
    here,
    items,
    latest_standard,
    space_of,
    standard,
    standard_as_parsed,
    standard_by_code,
    standards,
)

__all__ = [
    "competencies",
    "competency",
    "competency_ids_by_code",
    "here",
    "items",
    "latest_standard",
    "space_of",
    "standard",
    "standard_as_parsed",
    "standard_by_code",
    "standards",
]
