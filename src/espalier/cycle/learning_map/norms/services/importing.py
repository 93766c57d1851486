"""Writing many norms, links and exemptions at once, with one statement per table and act."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.cycle.learning_map.modules import queries as modules
from espalier.cycle.learning_map.norms import queries
from espalier.cycle.learning_map.norms.models import (
    Norm,
    NormClause,
    NormExemption,
    NormModule,
    NormNote,
    NormPosition,
    NormVersion,
)
from espalier.cycle.learning_map.norms.storing import (
    CONTENT_FIELDS,
    rule_of,
    set_content,
    version_row,
)
from espalier.cycle.learning_map.norms.telling import norms_imported
from espalier.cycle.learning_map.norms.types import NORM, ExemptionRow, LinkRow, NormRow
from espalier.cycle.people.employees import queries as employees
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log

SUBJECT = f"{NORM}:"
BATCH = 200
Held = Mapping[str, tuple[Norm, NormVersion]]


@transaction.atomic
def import_norms(*, rows: Mapping[str, NormRow], by: Actor, at: datetime) -> dict[str, int]:
    """Put norms in the register or change them, by code; a changed rule becomes the next version.

    Rows are what the plan accepted. Returns how many are new, changed and got a next version of their rule.
    """
    held = queries.newest_by_code()
    fresh = {code: row for code, row in rows.items() if code not in held}
    known = {code: row for code, row in rows.items() if code in held}
    _write_norms(fresh, known, held, at)
    ids = queries.ids_by_code()
    n_versions = _write_versions(fresh, known, held, ids, by, at)
    _write_notes(rows, ids, by, at)
    counts = {"new": len(fresh), "changed": len(known), "new_versions": n_versions}
    after = {**counts, "codes": sorted(rows)}
    log.record("learning_map.norms.imported", SUBJECT, by=by, at=at, after=after)
    norms_imported(changed_ids=[ids[code] for code in sorted(known)], by=by, at=at)
    return counts


def _write_norms(
    fresh: Mapping[str, NormRow], known: Mapping[str, NormRow], held: Held, at: datetime
) -> None:
    new = []
    for code, row in fresh.items():
        norm = Norm(code=code)
        set_content(norm, row.content, at)
        new.append(norm)
    Norm.objects.bulk_create(new, batch_size=BATCH)
    for code, row in known.items():
        set_content(held[code][0], row.content, at)
    Norm.objects.bulk_update(
        [held[code][0] for code in known], [*CONTENT_FIELDS, "updated_at"], batch_size=BATCH
    )


def _write_versions(
    fresh: Mapping[str, NormRow],
    known: Mapping[str, NormRow],
    held: Held,
    ids: Mapping[str, int],
    by: Actor,
    at: datetime,
) -> int:
    """First versions of new norms, next versions of changed rules, the end of versions; how many are next."""
    ended, new = [], []
    for code, row in known.items():
        newest = held[code][1]
        if rule_of(newest) != row.rule:
            newest.effective_to = row.effective_from - timedelta(days=1)
            new.append(_version(ids[code], newest.version_no + 1, row, by, at))
        else:
            newest.effective_to = row.effective_to
        ended.append(newest)
    n_next = len(new)
    NormVersion.objects.bulk_update(ended, ["effective_to"], batch_size=BATCH)
    new += [_version(ids[code], 1, row, by, at) for code, row in fresh.items()]
    NormVersion.objects.bulk_create(new, batch_size=BATCH)
    return n_next


def _version(norm_id: int, number: int, row: NormRow, by: Actor, at: datetime) -> NormVersion:
    version = version_row(
        norm_id,
        number,
        row.rule,
        effective_from=row.effective_from,
        change_note=_("Imported") if number > 1 else "",
        recorded_by=by.label,
        at=at,
    )
    version.effective_to = row.effective_to
    return version


def _write_notes(
    rows: Mapping[str, NormRow], ids: Mapping[str, int], by: Actor, at: datetime
) -> None:
    """An interpretation that differs from the newest one is added to it."""
    newest = queries.newest_interpretations()
    NormNote.objects.bulk_create(
        NormNote(
            norm_id=ids[code],
            kind=NormNote.Kind.INTERPRETATION,
            text=row.interpretation,
            said_by=by.label[:120],
            said_on=timezone.localdate(at),
            recorded_at=at,
            recorded_by=by.label[:120],
        )
        for code, row in rows.items()
        if row.interpretation
        and (ids[code] not in newest or newest[ids[code]].text != row.interpretation)
    )


@transaction.atomic
def import_links(*, rows: Sequence[LinkRow], by: Actor, at: datetime) -> int:
    """Add or change links from norms to modules and positions; returns how many."""
    norm_ids, module_ids = queries.ids_by_code(), modules.module_ids_by_code()
    position_ids = queries.position_ids_by_code()
    of_modules = [row for row in rows if row.kind == "module"]
    NormModule.objects.bulk_create(
        [
            NormModule(
                norm_id=norm_ids[row.norm_code],
                module_id=module_ids[row.code],
                credit_minutes=row.credit_minutes,
                content_tag=row.content_tag,
            )
            for row in of_modules
        ],
        update_conflicts=True,
        unique_fields=["norm", "module"],
        update_fields=["credit_minutes", "content_tag"],
    )
    NormPosition.objects.bulk_create(
        [
            NormPosition(norm_id=norm_ids[row.norm_code], position_id=position_ids[row.code])
            for row in rows
            if row.kind == "position"
        ],
        ignore_conflicts=True,
    )
    _linked({row.norm_code for row in rows}, norm_ids, len(rows), by, at)
    return len(rows)


@transaction.atomic
def import_clauses(*, rows: Sequence[tuple[str, str]], by: Actor, at: datetime) -> int:
    """Add links from norms to clauses of the policy: (norm code, clause number); returns how many."""
    norm_ids, clause_ids = queries.ids_by_code(), queries.clause_ids_by_number()
    NormClause.objects.bulk_create(
        [NormClause(norm_id=norm_ids[norm], clause_id=clause_ids[number]) for norm, number in rows],
        ignore_conflicts=True,
    )
    _linked({norm for norm, _number in rows}, norm_ids, len(rows), by, at)
    return len(rows)


def _linked(
    codes: Collection[str], ids: Mapping[str, int], n_links: int, by: Actor, at: datetime
) -> None:
    after = {"n": n_links, "codes": sorted(codes)}
    log.record("learning_map.norms.linked", SUBJECT, by=by, at=at, after=after)
    norms_imported(changed_ids=[ids[code] for code in sorted(codes)], by=by, at=at)


@transaction.atomic
def import_exemptions(*, rows: Sequence[ExemptionRow], by: Actor, at: datetime) -> int:
    """Add exemptions or change their reason, end and approval; returns how many."""
    norm_ids, people = queries.ids_by_code(), employees.ids_by_number()
    NormExemption.objects.bulk_create(
        [
            NormExemption(
                norm_id=norm_ids[row.norm_code],
                employee_id=people[row.employee_number],
                reason=row.reason,
                starts_on=row.starts_on,
                until=row.until,
                approved_by=row.approved_by,
                recorded_at=at,
                recorded_by=by.label[:120],
            )
            for row in rows
        ],
        update_conflicts=True,
        unique_fields=["norm", "employee", "starts_on"],
        update_fields=["reason", "until", "approved_by", "recorded_at", "recorded_by"],
    )
    after = {
        "n": len(rows),
        "rows": [[row.norm_code, row.employee_number, row.starts_on, row.until] for row in rows],
    }
    log.record("learning_map.norms.exempted", SUBJECT, by=by, at=at, after=after)
    return len(rows)
