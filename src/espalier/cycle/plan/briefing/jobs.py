"""Making slides as long work."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from espalier.cycle.plan.briefing import services
from espalier.cycle.plan.briefing.types import BUILD_JOB
from espalier.kit.jobs import registry
from espalier.kit.jobs.services import actor_of
from espalier.kit.jobs.types import Progress


def build(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    row = services.build_decks(
        presentation_id=int(arguments["presentation"]),
        is_draft=bool(arguments["is_draft"]),
        by=actor_of(arguments),
        at=timezone.now(),
        progress=progress,
    )
    return {"presentation": row.pk, "content_sha256": row.content_sha256}


def _page(result: dict[str, Any]) -> str:
    return reverse("plan:presentation", args=[result["presentation"]])


def register_jobs() -> None:
    registry.register(BUILD_JOB, _("Slides of the plan"), build, _page)
