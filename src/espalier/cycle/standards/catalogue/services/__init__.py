"""Every write of the catalogue; one module per act, one door for other rooms."""

from espalier.cycle.standards.catalogue.services.adopt import (
    adopt_competencies,
    move_source_items,
)
from espalier.cycle.standards.catalogue.services.apply import apply_standard
from espalier.cycle.standards.catalogue.services.wide_statements import insert_all

__all__ = ["adopt_competencies", "apply_standard", "insert_all", "move_source_items"]
