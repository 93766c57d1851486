"""Every write about stakeholders; one module per task, one door for other rooms."""

from espalier.cycle.needs.stakeholders.services.considerations import (
    remove_consideration,
    save_consideration,
)
from espalier.cycle.needs.stakeholders.services.hearing import (
    open_climate_survey,
    record_unheard_reason,
    save_analysis,
)
from espalier.cycle.needs.stakeholders.services.register import (
    import_stakeholders,
    save_stakeholder,
    set_active,
)

__all__ = [
    "import_stakeholders",
    "open_climate_survey",
    "record_unheard_reason",
    "remove_consideration",
    "save_analysis",
    "save_consideration",
    "save_stakeholder",
    "set_active",
]
