"""Reading presentations, what came of them, and what the plan says."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Count, Max, Prefetch, Q, QuerySet

from espalier.cycle.plan.annual_plan import queries as plans
from espalier.cycle.plan.briefing import rules
from espalier.cycle.plan.briefing.models import (
    Decision,
    Presentation,
    PresentationFile,
    Question,
)
from espalier.cycle.plan.briefing.types import (
    OUTPUT,
    DecisionState,
    FollowUp,
    PresentationState,
)
from espalier.kit.errors import NotFound
from espalier.kit.outputs import queries as outputs
from espalier.kit.outputs.registry import output_kind
from espalier.kit.ui.languages import name_in
from espalier.kit.versions.models import Edition

UNANSWERED = Q(answer="")


def presentations_for_list() -> QuerySet[Presentation]:
    """All presentations with how much is still to be done after each."""
    return (
        Presentation.objects.select_related("plan", "edition")
        .defer("content", "edition__content")
        .annotate(
            n_questions=Count("questions", distinct=True),
            n_decisions=Count("decisions", distinct=True),
            n_open=Count("decisions", filter=Q(decisions__state="open"), distinct=True),
        )
        .order_by("-held_on", "code")
    )


def questions_for_list() -> QuerySet[Question]:
    rows = Question.objects.select_related("presentation").defer("presentation__content")
    return rows.order_by("presentation__code", "number")


def decisions_for_list() -> QuerySet[Decision]:
    rows = Decision.objects.select_related("presentation", "change")
    return rows.defer("presentation__content").order_by("presentation__code", "number")


def presentation_or_404(presentation_id: int) -> Presentation:
    """The presentation with its files, questions and decisions; four queries. Raises: NotFound."""
    decisions = Decision.objects.select_related("change").order_by("number")
    found = (
        presentations_for_list()
        .prefetch_related(
            Prefetch(
                "files",
                PresentationFile.objects.select_related("file").order_by("-format", "-language"),
            ),
            Prefetch("questions", Question.objects.order_by("number")),
            Prefetch("decisions", decisions),
        )
        .filter(pk=presentation_id)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def file_or_404(presentation_id: int, format_: str, language: str) -> PresentationFile:
    """Raises: NotFound."""
    found = (
        PresentationFile.objects.select_related("file")
        .filter(presentation_id=presentation_id, format=format_, language=language)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def edition_in_force() -> Edition | None:
    """The published plan, or none."""
    return outputs.in_force(OUTPUT)


def content_today(on: date) -> dict[str, Any]:
    """What the records of a day say of the plan, as it would be frozen; slow, as the plan is checked anew."""
    text = json.dumps(output_kind(OUTPUT).content(on), cls=DjangoJSONEncoder, ensure_ascii=False)
    content: dict[str, Any] = json.loads(text)
    return content


def content_of(presentation: Presentation) -> Mapping[str, Any] | None:
    """What the slides were made from; None before they were made."""
    if presentation.edition is not None:
        kept: Mapping[str, Any] = presentation.edition.content
        return kept
    told: Mapping[str, Any] | None = presentation.content
    return told


def newer_edition(presentation: Presentation) -> Edition | None:
    """The edition in force where the slides were made from another one, or from a draft."""
    found = edition_in_force() if presentation.content_sha256 else None
    if found is None or found.pk == presentation.edition_id:
        return None
    told = found.content.get("plan")
    return found if told and told["id"] == presentation.plan_id else None


def has_changed(presentation: Presentation, today: Mapping[str, Any]) -> bool:
    """Whether the plan of today says something else than the slides did."""
    return presentation.content_sha256 != rules.fingerprint(today)


def follow_ups(on: date) -> list[FollowUp]:
    """Open decisions and unanswered questions, the earliest day first. Two queries."""
    found = [
        *(_follow_up("presentation_decisions", row, on) for row in open_decisions()),
        *(_follow_up("presentation_questions", row, on) for row in open_questions()),
    ]
    return sorted(found, key=lambda each: (each.due_on or date.max, each.presentation, each.id))


def _follow_up(kind: str, row: Decision | Question, on: date) -> FollowUp:
    return FollowUp(
        kind=kind,
        id=row.pk,
        presentation_id=row.presentation_id,
        presentation=f"{row.presentation.code} {name_in(row.presentation, 'title')}",
        text=name_in(row, "text"),
        owner=row.owner,
        due_on=row.due_on,
        is_overdue=rules.is_overdue(DecisionState.OPEN, row.due_on, on),
    )


def open_decisions() -> QuerySet[Decision]:
    return decisions_for_list().filter(state=DecisionState.OPEN)


def open_questions() -> QuerySet[Question]:
    return questions_for_list().filter(UNANSWERED)


def held_ids() -> Iterable[int]:
    """Presentations that took place: they fulfil the indicator."""
    return Presentation.objects.filter(state=PresentationState.HELD).values_list("pk", flat=True)


def never_presented() -> QuerySet[Any]:
    """Approved plans that were presented to nobody. One query."""
    return (
        plans.plans()
        .exclude(approved_at=None)
        .exclude(presentations__state=PresentationState.HELD)
        .order_by("year")
    )


def days_by_code() -> dict[str, date]:
    """On which day each presentation is; what came of it is due later. One query."""
    return dict(Presentation.objects.values_list("code", "held_on"))


def last_changed_at() -> datetime | None:
    """When a presentation was last changed, for the age of the data."""
    found: datetime | None = Presentation.objects.aggregate(at=Max("updated_at"))["at"]
    return found
