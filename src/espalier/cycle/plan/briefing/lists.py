"""Lists of presentations, and of the questions and decisions that came of them."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from espalier.cycle.plan.briefing.models import Decision, Presentation
from espalier.cycle.plan.briefing.queries import UNANSWERED
from espalier.cycle.plan.briefing.registers import presentation_page
from espalier.kit.ui.languages import name_in
from espalier.kit.ui.types import Column, EmptyState, Filter, ListSpec


def _shown(field: str) -> Any:
    """A text in the reader's language."""
    return lambda row: name_in(row, field)


def edition_words(row: Presentation) -> str:
    """From what its slides were made."""
    if not row.content_sha256:
        return "–"
    if row.edition is None:
        return str(_("draft"))
    return str(_("edition %(n)s") % {"n": row.edition.edition})


def _state(row: Any) -> str:
    return str(row.get_state_display())


def _overdue(still_open: Q) -> Filter:
    """Narrows to what is open and was due before today; another value narrows nothing."""

    def apply(value: str) -> Q:
        if value != "yes":
            raise ValueError
        return still_open & Q(due_on__lt=timezone.localdate())

    return Filter("overdue", _("Overdue"), choices=(("yes", _("overdue only")),), apply=apply)


PRESENTATIONS = ListSpec(
    key="plan.presentations",
    title=_("Presentations of the plan"),
    columns=(
        Column("code", _("Code"), sort=("code",)),
        Column("title", _("Title"), sort=("title",), value=_shown("title")),
        Column("held_on", _("Date"), sort=("held_on",)),
        Column("audience", _("Audience"), sort=("audience",), value=_shown("audience")),
        Column("place", _("Place"), sort=("place",), shown=False),
        Column("presenters", _("Presenters"), sort=("presenters",)),
        Column("edition", _("Made from"), value=edition_words),
        Column("state", _("State"), sort=("state",), value=_state),
        Column("n_questions", _("Questions asked"), sort=("n_questions",), numeric=True),
        Column("n_decisions", _("Decisions taken"), sort=("n_decisions",), numeric=True),
        Column("n_open", _("Still open"), sort=("n_open",), numeric=True),
    ),
    filters=(Filter("state", _("State"), choices=Presentation.State.choices),),
    search_fields=("code", "title", "title_en", "audience", "audience_en", "presenters"),
    default_sort="-held_on",
    row_url=lambda row: reverse("plan:presentation", args=[row.pk]),
    empty=EmptyState(
        _("Nothing was presented yet"),
        _("Write down whom you tell of the plan and when; the slides are made from the plan."),
    ),
)
DECISIONS = ListSpec(
    key="plan.presentation_decisions",
    title=_("Decisions at presentations"),
    columns=(
        Column(
            "presentation", _("Presentation"), sort=("presentation__code", "number"),
            value=lambda row: row.presentation.code,
        ),
        Column("number", _("No."), sort=("number",), numeric=True),
        Column("text", _("Decision taken"), value=_shown("text")),
        Column("owner", _("Who does it"), sort=("owner",)),
        Column("due_on", _("Due on"), sort=("due_on",)),
        Column("state", _("State"), sort=("state",), value=_state),
        Column("outcome", _("What came of it"), value=_shown("outcome")),
        Column(
            "change", _("Change of the plan"),
            value=lambda row: row.change.number if row.change else "–",
        ),
    ),
    filters=(Filter("state", _("State"), choices=Decision.State.choices),
        _overdue(Q(state=Decision.State.OPEN)),
    ),
    search_fields=("text", "text_en", "owner", "outcome", "presentation__code"),
    default_sort="due_on",
    row_url=presentation_page,
    empty=EmptyState(
        _("Nothing was decided yet"),
        _("Decisions are written down on the page of their presentation, or imported."),
    ),
)  # fmt: skip
QUESTIONS = ListSpec(
    key="plan.presentation_questions",
    title=_("Questions at presentations"),
    columns=(
        Column(
            "presentation", _("Presentation"), sort=("presentation__code", "number"),
            value=lambda row: row.presentation.code,
        ),
        Column("number", _("No."), sort=("number",), numeric=True),
        Column("asked_by", _("Who asked"), sort=("asked_by",)),
        Column("text", _("Question"), value=_shown("text")),
        Column("answer", _("Answer"), value=_shown("answer")),
        Column("owner", _("Who owes the answer"), sort=("owner",)),
        Column("due_on", _("Due on"), sort=("due_on",)),
    ),
    filters=(
        Filter(
            "answered", _("Answer"),
            choices=(("no", _("without an answer")),), apply=lambda value: UNANSWERED,
        ),
        _overdue(UNANSWERED),
    ),
    search_fields=("text", "text_en", "answer", "asked_by", "owner", "presentation__code"),
    default_sort="presentation",
    row_url=presentation_page,
    empty=EmptyState(
        _("Nothing was asked yet"),
        _("Questions are written down on the page of their presentation, or imported."),
    ),
)  # fmt: skip
