"""Publishing O1.2.1 as long work: eight files are written."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from espalier.cycle.learning_map.map import services
from espalier.cycle.learning_map.map.types import PUBLISH_JOB
from espalier.kit.jobs import registry
from espalier.kit.jobs.services import actor_of
from espalier.kit.jobs.types import Progress


def publish(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Publish with the note the person wrote; the result names the edition."""
    progress(0.05, str(_("Reading the records")))
    edition = services.publish_map(
        change_note=str(arguments["change_note"]),
        by=actor_of(arguments),
        at=timezone.now(),
        progress=progress,
    )
    return {"edition": edition.pk, "number": edition.edition}


def register_jobs() -> None:
    registry.register(
        PUBLISH_JOB, _("Publish the learning map"), publish, lambda result: "/map/document/"
    )
