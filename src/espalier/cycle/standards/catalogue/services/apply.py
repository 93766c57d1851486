"""A parsed standard becomes a published version in the catalogue."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from espalier.cycle.standards.catalogue import queries, refusals, rules
from espalier.cycle.standards.catalogue.layout import heading_of, insert_layout, layout_of
from espalier.cycle.standards.catalogue.models import (
    Standard,
)
from espalier.cycle.standards.catalogue.types import Presence, Space
from espalier.engines.intake.types import ParsedStandard
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import Refused
from espalier.kit.versions.states import State


@transaction.atomic
def apply_standard(
    *,
    parsed: ParsedStandard,
    space: Space,
    by: Actor,
    at: datetime,
    source_file_id: int | None = None,
    source_uri: str = "",
    fetched_at: datetime | None = None,
) -> Standard:
    """Store and publish one version of a standard; the same version with the same content is kept.

    Older versions of the same code become superseded, and an older version brought in later is
    superseded from the start. The number of queries does not depend on the number of items.

    Raises: Refused when the version is here with other content, or when a part cannot be stored.
    """
    refusals.refuse_unfit(parsed, space)
    found = queries.here(parsed)
    if found.presence is Presence.OTHER:
        raise Refused([refusals.other_content(parsed, found.differing)])
    if found.standard_id is not None:
        return queries.standard(found.standard_id)
    origin = {"source_file_id": source_file_id, "source_uri": source_uri, "fetched_at": fetched_at}
    standard = _insert(parsed, space, at, origin)
    after = {
        "code": standard.raw_code,
        "title": standard.title,
        "state": standard.state,
        "n_warnings": len(parsed.warnings),
        "n_unplaced": len(parsed.unplaced),
    }
    log.record("standards.standard.applied", standard, by=by, at=at, after=after)
    return standard


def _insert(
    parsed: ParsedStandard, space: Space, at: datetime, origin: Mapping[str, object]
) -> Standard:
    row = rules.version_row_of(parsed)
    standard = Standard.objects.create(
        **heading_of(parsed),
        **origin,
        space=space.value,
        state=_state_beside_others(parsed),
        updated_on=row.updated_on if row else None,
        created_at=at,
        published_at=at,
    )
    insert_layout(layout_of(parsed, standard))
    return standard


def _state_beside_others(parsed: ParsedStandard) -> State:
    """Supersede the older versions, and tell whether a newer one is already in force."""
    if not parsed.code_base:
        return State.PUBLISHED
    family = Standard.objects.filter(code_base=parsed.code_base, state=State.PUBLISHED)
    family.filter(version_no__lt=parsed.version_no).update(state=State.SUPERSEDED)
    newer = family.filter(version_no__gt=parsed.version_no).exists()
    return State.SUPERSEDED if newer else State.PUBLISHED
