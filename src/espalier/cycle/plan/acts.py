"""What this stage writes into the audit log, in words."""

from espalier.kit.audit.words import name_acts
from espalier.kit.errors import Text

ACTS: dict[str, Text] = {}
RECORDS: dict[str, Text] = {}


def register_acts() -> None:
    """Give the audit log its words."""
    name_acts(ACTS, RECORDS)
