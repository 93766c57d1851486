"""Every write of the catalogue; one module per act, one door for other rooms."""

from espalier.cycle.standards.catalogue.services.adopt import (
    adopt_competencies,
    move_source_items,
)
from espalier.cycle.standards.catalogue.services.apply import apply_standard
from espalier.cycle.standards.catalogue.services.competencies import (
    CompetencyRow,
    edit_competency,
    save_competencies,
)
from espalier.cycle.standards.catalogue.services.own_models import (
    begin_new_version,
    create_own_model,
    discard_own_model,
    publish_own_model,
)
from espalier.cycle.standards.catalogue.services.own_parts import (
    add_duty,
    add_item,
    add_task,
    copy_items,
    describe_own_model,
    edit_part,
    remove_part,
    set_block_level,
)

__all__ = [
    "CompetencyRow",
    "add_duty",
    "add_item",
    "add_task",
    "adopt_competencies",
    "apply_standard",
    "begin_new_version",
    "copy_items",
    "create_own_model",
    "describe_own_model",
    "discard_own_model",
    "edit_competency",
    "edit_part",
    "move_source_items",
    "publish_own_model",
    "remove_part",
    "save_competencies",
    "set_block_level",
]
