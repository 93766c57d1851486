"""The front door: everything that changes procedures, reviews and delegations."""

from espalier.kit.approval.services.deciding import decide, record_on_paper
from espalier.kit.approval.services.delegating import delegate, end_delegation
from espalier.kit.approval.services.procedures import (
    make_usual_procedure,
    save_procedure,
    set_active,
)
from espalier.kit.approval.services.reminding import remind
from espalier.kit.approval.services.running import add_cosigner, reassign, start_review, withdraw

__all__ = [
    "add_cosigner",
    "decide",
    "delegate",
    "end_delegation",
    "make_usual_procedure",
    "reassign",
    "record_on_paper",
    "remind",
    "save_procedure",
    "set_active",
    "start_review",
    "withdraw",
]
