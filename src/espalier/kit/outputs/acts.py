"""What this tool writes into the audit log, in words."""

from django.utils.translation import gettext_lazy as _

from espalier.kit.audit.words import name_acts


def register_acts() -> None:
    name_acts({"outputs.draft.written": _("Draft of the document written")}, {})
