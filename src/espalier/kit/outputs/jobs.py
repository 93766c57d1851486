"""Writing the files of an approved edition as long work."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from espalier.kit.jobs import registry
from espalier.kit.jobs.services import actor_of
from espalier.kit.jobs.types import Progress
from espalier.kit.outputs import services


def write(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Write them; the result names the output so that the person comes back to its page."""
    edition = services.write_files(
        edition_id=int(arguments["edition"]),
        by=actor_of(arguments),
        at=timezone.now(),
        progress=progress,
    )
    return {"output": edition.output, "edition": edition.edition}


def _page(result: dict[str, Any]) -> str:
    return reverse("outputs:document", args=[result["output"]])


def register_jobs() -> None:
    registry.register(services.WRITE_JOB, _("Write the files of a document"), write, _page)
