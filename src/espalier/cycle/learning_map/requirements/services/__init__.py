"""Every write of requirements; one module per act, one door for other rooms."""

from espalier.cycle.learning_map.requirements.services.adoptions import (
    adopt_many,
    adopt_standard,
    end_adoption,
)
from espalier.cycle.learning_map.requirements.services.level_map import set_level_map
from espalier.cycle.learning_map.requirements.services.matrix import (
    accept_proposals,
    import_periods,
    save_requirements,
)
from espalier.cycle.learning_map.requirements.services.migration import migrate_to_version

__all__ = [
    "accept_proposals",
    "adopt_many",
    "adopt_standard",
    "end_adoption",
    "import_periods",
    "migrate_to_version",
    "save_requirements",
    "set_level_map",
]
