"""Reading editions of published documents."""

from django.db.models import Max, QuerySet

from espalier.kit.errors import NotFound
from espalier.kit.files.queries import file_bytes
from espalier.kit.versions.models import Edition
from espalier.kit.versions.states import State


def editions(output: str, subject: str = "") -> QuerySet[Edition]:
    """All editions, newest first."""
    found = Edition.objects.filter(output=output, subject=subject)
    return found.prefetch_related("files__file", "log").order_by("-edition")


def latest(output: str, subject: str = "", state: State | None = None) -> Edition | None:
    """The newest edition, or the newest in a state; None when there is none."""
    found = editions(output, subject)
    return (found.filter(state=state) if state else found).first()


def newest_by_output() -> dict[str, Edition]:
    """The newest edition of every output that has one, without its content, in one query."""
    newest = Edition.objects.values("output").annotate(newest=Max("pk")).values("newest")
    return {row.output: row for row in Edition.objects.filter(pk__in=newest).defer("content")}


def edition(edition_id: int) -> Edition:
    """Raises NotFound."""
    found = Edition.objects.prefetch_related("files__file", "log").filter(pk=edition_id).first()
    if found is None:
        raise NotFound
    return found


def edition_file(edition: Edition, format: str, language: str) -> bytes:
    """The bytes as they were published, never made anew.

    Raises: NotFound when this edition has no such file.
    """
    for stored in edition.files.all():
        if (stored.format, stored.language) == (format, language):
            return file_bytes(stored.file)
    raise NotFound
