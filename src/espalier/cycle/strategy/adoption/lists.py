"""The list of decisions."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from espalier.kit.ui.types import Column, EmptyState, ListSpec

DECISIONS = ListSpec(
    key="strategy.decisions",
    title=_("Adoption decisions"),
    columns=(
        Column("code", _("Code"), sort=("code",)),
        Column("title", _("Question"), sort=("title",)),
        Column(
            "chosen",
            _("Chosen"),
            value=lambda row: f"{row.chosen.raw_code} {row.chosen.title}" if row.chosen else "",
        ),
        Column("decided_on", _("Decided on"), sort=("decided_on",)),
        Column("decided_by", _("Decided by"), sort=("decided_by",)),
        Column("reason", _("Reason"), shown=False),
    ),
    search_fields=("code", "title", "reason", "chosen__raw_code", "chosen__title"),
    default_sort="code",
    row_url=lambda row: reverse("strategy:decision", args=[row.pk]),
    empty=EmptyState(
        _("No decision yet"),
        _("Write down which positions need a standard, and name at least two candidates."),
    ),
)
