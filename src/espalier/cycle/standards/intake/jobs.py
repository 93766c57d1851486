"""Reading a large file while the person goes on."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from espalier.cycle.standards.intake import services
from espalier.kit.jobs import registry
from espalier.kit.jobs.services import actor_of
from espalier.kit.jobs.types import Progress

READ_FILE = "standards.read_file"


def read_file(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Read a stored file into a draft; a file that is no standard ends the job with the reason."""
    progress(0.1, str(_("Reading the file")))
    draft = services.take_in_stored(
        file_id=arguments["file_id"],
        source_uri=arguments["source_uri"],
        by=actor_of(arguments),
        at=timezone.now(),
    )
    return {"draft_id": draft.pk}


def register_jobs() -> None:
    """Tell the kit about this work and where its result is looked at."""
    registry.register(
        READ_FILE,
        _("Read a competency standard"),
        read_file,
        lambda result: reverse("standards:intake_check", args=[result["draft_id"]]),
    )
