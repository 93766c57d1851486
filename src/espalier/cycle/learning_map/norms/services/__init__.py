"""Writing the register of norms: the norms themselves, what is known of them, links, exemptions, imports."""

from espalier.cycle.learning_map.norms.services.exemptions import end_exemption, exempt
from espalier.cycle.learning_map.norms.services.importing import (
    import_clauses,
    import_exemptions,
    import_links,
    import_norms,
)
from espalier.cycle.learning_map.norms.services.knowledge import (
    add_material,
    add_note,
    check_again,
    remove_material,
)
from espalier.cycle.learning_map.norms.services.links import set_links
from espalier.cycle.learning_map.norms.services.register import (
    change_norm,
    correct_rule,
    create_norm,
    end_norm,
    start_version,
)

__all__ = [
    "add_material",
    "add_note",
    "change_norm",
    "check_again",
    "correct_rule",
    "create_norm",
    "end_exemption",
    "end_norm",
    "exempt",
    "import_clauses",
    "import_exemptions",
    "import_links",
    "import_norms",
    "remove_material",
    "set_links",
    "start_version",
]
