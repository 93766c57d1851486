"""What this stage writes into the audit log, in words."""

from django.utils.translation import gettext_lazy as _

from espalier.kit.audit.words import name_acts

ACTS = {
    "needs.document.added": _("Document of the desk added"),
    "needs.document.changed": _("Document of the desk changed"),
    "needs.document.file_attached": _("File of a desk document brought"),
    "needs.document.not_read": _("Text of a desk document could not be read"),
    "needs.document.read": _("Text of a desk document read"),
    "needs.document.restored": _("Document of the desk put back"),
    "needs.document.withdrawn": _("Document of the desk withdrawn"),
    "needs.documents.imported": _("Register of desk documents imported"),
    "needs.extract.changed": _("Passage changed"),
    "needs.extract.marked": _("Passage marked"),
    "needs.extract.removed": _("Passage removed"),
}
RECORDS = {
    "needs.DeskDocument": _("Document of the desk"),
    "needs.Extract": _("Passage of a document"),
}


def register_acts() -> None:
    """Give the audit log its words."""
    name_acts(ACTS, RECORDS)
