"""The lists of reviews and of procedures."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from espalier.kit.approval import registry, words
from espalier.kit.approval.models import Run
from espalier.kit.errors import NotFound
from espalier.kit.ui.types import Choices, Column, EmptyState, Filter, ListSpec


def _subject_label(run: Run) -> object:
    """The kind of record; its bare code where a later version no longer knows it."""
    try:
        return registry.subject_kind(run.subject_kind).label
    except NotFound:
        return run.subject_kind


def _kinds() -> Choices:
    return [(kind.kind, kind.label) for kind in registry.subject_kinds()]


RUNS = ListSpec(
    key="kit.reviews",
    title=_("Reviews"),
    columns=(
        Column("title", _("What is reviewed"), sort=("title",)),
        Column("subject", _("Kind"), value=_subject_label),
        Column("round", _("Round"), sort=("round",), numeric=True),
        Column(
            "procedure",
            _("Procedure"),
            value=lambda run: words.procedure_title(run.procedure),
            sort=("procedure__title",),
        ),
        Column(
            "state",
            _("State"),
            value=lambda run: words.RUN_STATES[run.state],
            sort=("state",),
            template="approval/_run_state.html",
        ),
        Column("started_by__display_name", _("Sent in by"), sort=("started_by__display_name",)),
        Column("started_at", _("Sent in"), sort=("started_at",)),
        Column("ended_at", _("Ended"), sort=("ended_at",)),
        Column("amount", _("Amount (NT$)"), sort=("amount",), numeric=True, shown=False),
    ),
    filters=(
        Filter("state", _("State"), choices=list(words.RUN_STATES.items())),
        Filter("kind", _("Kind"), choices=_kinds, lookup="subject_kind"),
        Filter("from", _("From"), lookup="started_at__date__gte", kind="date"),
        Filter("until", _("Until"), lookup="started_at__date__lte", kind="date"),
    ),
    search_fields=("title", "started_by__display_name"),
    default_sort="-started_at",
    row_url=lambda run: reverse("approval:run", args=[run.pk]),
    empty=EmptyState(
        _("Nothing was sent into review yet"),
        _("A document is sent into review from its own page; every review is then kept here."),
    ),
)

PROCEDURES = ListSpec(
    key="kit.procedures",
    title=_("Review procedures"),
    columns=(
        Column("code", _("Code"), sort=("code",)),
        Column("title", _("Title"), value=words.procedure_title, sort=("title",)),
        Column("applies_to", _("Applies to"), value=words.applies_to_words),
        Column("n_steps", _("Steps"), sort=("n_steps",), numeric=True),
        Column("n_runs", _("Reviews"), sort=("n_runs",), numeric=True),
        Column("version", _("Version"), sort=("version",), numeric=True),
        Column(
            "is_active",
            _("In use"),
            value=lambda procedure: _("yes") if procedure.is_active else _("no"),
            sort=("is_active",),
        ),
    ),
    search_fields=("code", "title", "title_en"),
    default_sort="code",
    row_url=lambda procedure: reverse("approval:procedure", args=[procedure.pk]),
)
