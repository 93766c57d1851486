"""Pure rules of the intake: what became of each source line, and what corrections make of a parse."""

from espalier.cycle.standards.intake.rules.corrections import changed_values, corrected
from espalier.cycle.standards.intake.rules.fates import source_lines
from espalier.cycle.standards.intake.rules.fields import flat_fields, leftovers, outline, targets

__all__ = [
    "changed_values",
    "corrected",
    "flat_fields",
    "leftovers",
    "outline",
    "source_lines",
    "targets",
]
