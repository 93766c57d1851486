"""What a detector says: which mistake threatens, the numbers it saw, and what to do."""

from dataclasses import dataclass
from enum import StrEnum

from espalier.engines.figures.types import Said


class Pitfall(StrEnum):
    """The fourteen, in the order of statistics.md, section 5."""

    REGRESSION_TO_MEAN = "regression_to_mean"
    CEILING = "ceiling"
    SIMPSON = "simpson"
    CLUSTERING = "clustering"
    DROP_OUT = "drop_out"
    UNEQUAL_TESTS = "unequal_tests"
    RESPONSE_SHIFT = "response_shift"
    MANY_OUTCOMES = "many_outcomes"
    SMALL_CELLS = "small_cells"
    SLOPES_DIFFER = "slopes_differ"
    VOLUNTEERS = "volunteers"
    UNRELIABLE_CHANGE = "unreliable_change"
    REACTION_AS_LEARNING = "reaction_as_learning"
    CLAIMED_TWICE = "claimed_twice"


@dataclass(frozen=True, slots=True)
class Alert:
    """One alert; ``saw`` holds the numbers by name, in the unit of the data."""

    pitfall: Pitfall
    saw: dict[str, float]
    sentence: Said
