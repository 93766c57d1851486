"""Reading a long document while the person goes on."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from espalier.cycle.needs.desk_research import services
from espalier.kit.jobs import registry
from espalier.kit.jobs.services import actor_of
from espalier.kit.jobs.types import Progress


def read_document(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Read the text of a document's file page by page."""
    document = services.read_text(
        document_id=arguments["document_id"],
        by=actor_of(arguments),
        at=timezone.now(),
        progress=progress,
    )
    return {"document_id": document.pk, "pages": document.n_pages}


def register_jobs() -> None:
    """Tell the kit about this work and where its result is looked at."""
    registry.register(
        services.READ_DOCUMENT,
        _("Read the text of a document"),
        read_document,
        lambda result: reverse("needs:document", args=[result["document_id"]]),
    )
