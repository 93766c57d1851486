"""What this tool writes into the audit log, in words."""

from django.utils.translation import gettext_lazy as _

from espalier.kit.audit.words import name_acts

ACTS = {
    "registers.record.removed": _("Record of a register removed"),
    "registers.record.saved": _("Record of a register saved"),
    "registers.records.imported": _("Records of a register imported"),
}


def register_acts() -> None:
    """Give the audit log its words; the stages name their own records."""
    name_acts(ACTS, {})
