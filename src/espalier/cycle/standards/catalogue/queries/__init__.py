"""Every read of the catalogue; one module per question, one door for other rooms."""

from espalier.cycle.standards.catalogue.queries.competencies import (
    competencies,
    competency,
    competency_ids_by_code,
)
from espalier.cycle.standards.catalogue.queries.links import (
    competencies_with_lost_source,
    item_competency_links,
    items_by_code,
    standard_item_links,
    standards_named,
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
    "competencies_with_lost_source",
    "competency",
    "competency_ids_by_code",
    "here",
    "item_competency_links",
    "items",
    "items_by_code",
    "latest_standard",
    "space_of",
    "standard",
    "standard_as_parsed",
    "standard_by_code",
    "standard_item_links",
    "standards",
    "standards_named",
]
