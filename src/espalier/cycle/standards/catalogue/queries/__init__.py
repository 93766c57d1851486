"""Every read of the catalogue; one module per question, one door for other rooms."""

from espalier.cycle.standards.catalogue.queries.competencies import (
    adopted_standard_choices,
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
from espalier.cycle.standards.catalogue.queries.outline import standard_outline
from espalier.cycle.standards.catalogue.queries.search import (
    competencies_with_words,
    search_items,
    standards_with_words,
)
from espalier.cycle.standards.catalogue.queries.standards import (
    family,
    here,
    items,
    latest_standard,
    own_draft,
    space_of,
    standard,
    standard_as_parsed,
    standard_by_code,
    standard_choices,
    standards,
)

__all__ = [
    "adopted_standard_choices",
    "competencies",
    "competencies_with_lost_source",
    "competencies_with_words",
    "competency",
    "competency_ids_by_code",
    "family",
    "here",
    "item_competency_links",
    "items",
    "items_by_code",
    "latest_standard",
    "own_draft",
    "search_items",
    "space_of",
    "standard",
    "standard_as_parsed",
    "standard_by_code",
    "standard_choices",
    "standard_item_links",
    "standard_outline",
    "standards",
    "standards_named",
    "standards_with_words",
]
