"""Competencies the organisation writes itself, and what it says about those it adopted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from espalier.cycle.standards.catalogue import queries, rules
from espalier.cycle.standards.catalogue.models import Competency
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import Conflict, Problem, Refused

EDITED = ("name", "name_en", "definition", "is_active")


@dataclass(frozen=True, slots=True)
class CompetencyRow:
    """One competency as a sheet gives it; no source item means that the organisation wrote it."""

    code: str
    kind: str
    name: str
    name_en: str = ""
    definition: str = ""
    source_item_id: int | None = None


@transaction.atomic
def save_competencies(*, rows: Sequence[CompetencyRow], by: Actor, at: datetime) -> tuple[int, int]:
    """Add new and change known competencies by code; returns how many of each (one statement each)."""
    wanted = {row.code: row for row in rows}
    known = {row.code: row for row in Competency.objects.filter(code__in=list(wanted))}
    fresh = [_fresh(row, at) for code, row in wanted.items() if code not in known]
    for code, found in known.items():
        row = wanted[code]
        found.kind, found.name, found.name_en = row.kind, row.name, row.name_en
        found.definition, found.source_item_id = row.definition, row.source_item_id
    Competency._default_manager.bulk_create(fresh)
    fields = ["kind", "name", "name_en", "definition", "source_item"]
    Competency.objects.bulk_update(list(known.values()), fields)
    if rows:
        after = {"added": [row.code for row in fresh], "changed": sorted(known)}
        subject = "standards.Competency:*"
        log.record("standards.competencies.saved", subject, by=by, at=at, after=after)
    return len(fresh), len(known)


def _fresh(row: CompetencyRow, at: datetime) -> Competency:
    return Competency(
        code=row.code,
        kind=row.kind,
        name=row.name,
        name_en=row.name_en,
        definition=row.definition,
        source_item_id=row.source_item_id,
        created_at=at,
    )


@transaction.atomic
def edit_competency(
    *,
    competency_id: int,
    values: Mapping[str, object],
    seen: Mapping[str, object],
    by: Actor,
    at: datetime,
) -> Competency:
    """Change the organisation's own words about a competency; code, kind and source stay.

    ``seen`` is what the form showed when it was opened.

    Raises: NotFound; Refused without a name; Conflict when somebody else changed it meanwhile.
    """
    row = queries.competency(competency_id)
    before = {field: getattr(row, field) for field in EDITED}
    wanted = {field: values.get(field, before[field]) for field in EDITED}
    _refuse_name(str(wanted["name"]).strip())
    theirs = {f: before[f] for f in EDITED if f in seen and before[f] != seen[f] != wanted[f]}
    if any(wanted[field] != value for field, value in theirs.items()):
        raise Conflict(theirs=theirs, yours={field: wanted[field] for field in theirs})
    if wanted != before:
        for field, value in wanted.items():
            setattr(row, field, value)
        row.save(update_fields=list(EDITED))
        log.record("standards.competency.edited", row, by=by, at=at, before=before, after=wanted)
    return row


def _refuse_name(name: str) -> None:
    if not name or len(name) > rules.LONGEST_NAME:
        message = _("A competency needs a name of 1 to 300 characters.")
        remedy = _("Type a short name; a longer text belongs to the definition.")
        raise Refused([Problem("competency_name", message, remedy=remedy)])
