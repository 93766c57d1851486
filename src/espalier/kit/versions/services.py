"""Making, publishing and flagging editions of documents."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import Problem, Refused
from espalier.kit.files.services import store_file
from espalier.kit.versions.models import Edition, EditionFile, EditionSource, PublishLog
from espalier.kit.versions.states import State, Step, next_state
from espalier.kit.versions.types import EVERY_RECORD, Source

# From the moment of approval a document promises to say what the records say.
IN_FORCE = (State.APPROVED, State.PUBLISHED)


@transaction.atomic
def create_draft(
    *,
    output: str,
    subject: str = "",
    number: str,
    title: str,
    content: Mapping[str, object],
    change_note: str,
    by: Actor,
    at: datetime,
) -> Edition:
    """Freeze the data of a document as the next edition. An unpublished draft is replaced in place."""
    existing = Edition.objects.select_for_update().filter(output=output, subject=subject)
    draft = existing.filter(state=State.DRAFT).first() or Edition(
        output=output,
        subject=subject,
        edition=(existing.aggregate(n=Max("edition"))["n"] or 0) + 1,
    )
    text = json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True)
    draft.number, draft.title, draft.change_note = number, title, change_note
    draft.content, draft.created_at = json.loads(text), at
    draft.content_sha256 = hashlib.sha256(text.encode()).hexdigest()
    draft.save()
    after = {"output": output, "edition": draft.edition, "sha256": draft.content_sha256}
    log.record("versions.edition.drafted", draft, by=by, at=at, after=after)
    return draft


@transaction.atomic
def take_step(*, edition: Edition, step: Step, by: Actor, at: datetime) -> Edition:
    """Lead an edition one step further on the table of states.

    Raises: Refused when the step is not open from its state.
    """
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    before = edition.state
    edition.state = _target(edition, step)
    edition.save(update_fields=["state"])
    event = f"versions.edition.{step}"
    log.record(
        event, edition, by=by, at=at, before={"state": before}, after={"state": edition.state}
    )
    return edition


@transaction.atomic
def store_files(
    *, edition: Edition, files: Mapping[tuple[str, str], bytes], by: Actor, at: datetime
) -> int:
    """Keep the files of an edition, keyed (format, language); those kept before stay as they are."""
    kept = set(edition.files.values_list("format", "language"))
    new = {key: data for key, data in sorted(files.items()) if key not in kept}
    for (format_, language), data in new.items():
        name = f"{edition.output}_{edition.number}_{edition.edition}_{language}.{format_}"
        stored = store_file(data=data, name=name, by=by, at=at)
        EditionFile.objects.create(edition=edition, format=format_, language=language, file=stored)
    after = {"output": edition.output, "edition": edition.edition, "files": len(new)}
    log.record("versions.edition.files_stored", edition, by=by, at=at, after=after)
    return len(new)


@transaction.atomic
def publish(
    *,
    edition: Edition,
    files: Mapping[tuple[str, str], bytes],
    note: str,
    by: Actor,
    at: datetime,
) -> Edition:
    """Publish with its files, keyed (format, language); the edition in force before is superseded.

    An approved edition has its files already: ``files`` may then be empty.

    Raises: Refused when the edition is not open for publishing, or there is no file.
    """
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    target = _target(edition, Step.PUBLISH)
    if not files and not edition.files.exists():
        message = _("An edition without files cannot be published.")
        remedy = _("Wait until its files are written, or have them written again.")
        raise Refused([Problem("no_files", message, remedy=remedy)])
    replaced = Edition.objects.filter(
        output=edition.output, subject=edition.subject, state=State.PUBLISHED
    ).first()
    if replaced is not None:
        replaced.state = State.SUPERSEDED
        replaced.save(update_fields=["state"])
    if files:
        store_files(edition=edition, files=files, by=by, at=at)
    edition.state, edition.published_at = target, at
    edition.published_by_id, edition.published_by_label = by.user_id, by.label
    edition.save()
    PublishLog.objects.create(edition=edition, replaced=replaced, at=at, by=by.label, note=note)
    after = {"output": edition.output, "edition": edition.edition, "files": len(files)}
    log.record("versions.edition.published", edition, by=by, at=at, after=after)
    return edition


def _target(edition: Edition, step: Step) -> State:
    """Where the step leads. Raises: Refused."""
    target = next_state(State(edition.state), step)
    if target is None:
        message = _("The edition is not in a state from which this step is open.")
        remedy = _("Open the document again: somebody may have moved it on meanwhile.")
        raise Refused([Problem("not_open", message, remedy=remedy)])
    return target


@transaction.atomic
def name_sources(*, edition: Edition, sources: Iterable[Source], by: Actor, at: datetime) -> int:
    """Remember which records each section of a draft rests on; returns how many."""
    rows = [
        EditionSource(edition=edition, section=s.section, kind=s.kind, record_id=s.record_id)
        for s in sorted(set(sources))
    ]
    edition.sources.all().delete()
    EditionSource.objects.bulk_create(rows, batch_size=500)
    after = {"output": edition.output, "edition": edition.edition, "sources": len(rows)}
    log.record("versions.edition.sources_named", edition, by=by, at=at, after=after)
    return len(rows)


@transaction.atomic
def record_changed(
    *, kind: str, record_id: object, label: str, reason: str, by: Actor, at: datetime
) -> int:
    """Tell the documents that rest on a record that it changed; returns how many were flagged.

    Every service that changes, adds or ends a record which documents name calls this. Approved and
    published editions that name the record, or its whole register, need an update from then on.
    """
    resting = EditionSource.objects.filter(kind=kind, record_id__in=[str(record_id), EVERY_RECORD])
    found = Edition.objects.filter(
        pk__in=resting.values("edition"), state__in=IN_FORCE, needs_update_since=None
    )
    text = f"{label}：{reason}" if label else reason
    return _flag(list(found), text, by, at, kind=kind, record=str(record_id))


@transaction.atomic
def mark_needs_update(
    *, output: str, subject: str = "", reason: str, by: Actor, at: datetime
) -> int:
    """Flag the published edition because a record it rests on changed; returns how many were flagged."""
    found = Edition.objects.filter(
        output=output, subject=subject, state__in=IN_FORCE, needs_update_since=None
    )
    return _flag(list(found), reason, by, at)


def _flag(
    editions: list[Edition],
    reason: str,
    by: Actor,
    at: datetime,
    *,
    kind: str = "",
    record: str = "",
) -> int:
    for edition in editions:
        edition.needs_update_reason, edition.needs_update_since = reason, at
        edition.needs_update_kind, edition.needs_update_record = kind, record
    fields = [
        "needs_update_reason",
        "needs_update_since",
        "needs_update_kind",
        "needs_update_record",
    ]
    Edition.objects.bulk_update(editions, fields)
    for edition in editions:
        after = {"reason": reason, "kind": kind, "record": record}
        log.record("versions.edition.needs_update", edition, by=by, at=at, after=after)
    return len(editions)
