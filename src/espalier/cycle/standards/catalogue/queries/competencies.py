"""Reading the competencies the organisation owns."""

from django.db.models import QuerySet

from espalier.cycle.standards.catalogue.models import Competency, Standard
from espalier.kit.errors import NotFound


def competencies(*, active_only: bool = True) -> QuerySet[Competency]:
    """The organisation's competencies by code, each with its source item and standard (one query)."""
    rows = Competency.objects.select_related("source_item__standard").order_by("code")
    return rows.filter(is_active=True) if active_only else rows


def competency(competency_id: int) -> Competency:
    """One competency with its source. Raises: NotFound."""
    found = competencies(active_only=False).filter(pk=competency_id).first()
    if found is None:
        raise NotFound(f"competency {competency_id}")
    return found


def competency_ids_by_code() -> dict[str, int]:
    """Code → id of every competency, active or not, for imports that name them by code."""
    return dict(Competency.objects.order_by("code").values_list("code", "pk"))


def adopted_standard_choices() -> list[tuple[str, str]]:
    """(id, code and name) of the standards some competency came from (one query)."""
    ids = Competency.objects.exclude(source_item=None).values("source_item__standard_id")
    rows = Standard.objects.filter(pk__in=ids).order_by("code_base", "version_no")
    return [(str(row.pk), f"{row.raw_code} {row.title}".strip()) for row in rows]
