"""Making, publishing and flagging editions of documents."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import Problem, Refused
from espalier.kit.files.services import store_file
from espalier.kit.versions.models import Edition, EditionFile, PublishLog
from espalier.kit.versions.states import State, Step, next_state


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
def publish(
    *,
    edition: Edition,
    files: Mapping[tuple[str, str], bytes],
    note: str,
    by: Actor,
    at: datetime,
) -> Edition:
    """Publish with its files, keyed (format, language); the edition in force before is superseded.

    Raises: Refused when the edition is not open for publishing, or there is no file.
    """
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    target = next_state(State(edition.state), Step.PUBLISH)
    problems = []
    if target is None:
        problems.append(Problem("not_open", _("This edition cannot be published from its state.")))
    if not files:
        problems.append(Problem("no_files", _("An edition without files cannot be published.")))
    if problems or target is None:
        raise Refused(problems)
    replaced = Edition.objects.filter(
        output=edition.output, subject=edition.subject, state=State.PUBLISHED
    ).first()
    if replaced is not None:
        replaced.state = State.SUPERSEDED
        replaced.save(update_fields=["state"])
    for (format_, language), data in sorted(files.items()):
        name = f"{edition.output}_{edition.number}_{edition.edition}_{language}.{format_}"
        stored = store_file(data=data, name=name, by=by, at=at)
        EditionFile.objects.create(edition=edition, format=format_, language=language, file=stored)
    edition.state, edition.published_at = target, at
    edition.published_by_id, edition.published_by_label = by.user_id, by.label
    edition.save()
    PublishLog.objects.create(edition=edition, replaced=replaced, at=at, by=by.label, note=note)
    after = {"output": edition.output, "edition": edition.edition, "files": len(files)}
    log.record("versions.edition.published", edition, by=by, at=at, after=after)
    return edition


@transaction.atomic
def mark_needs_update(
    *, output: str, subject: str = "", reason: str, by: Actor, at: datetime
) -> int:
    """Flag the published edition because a record it rests on changed; returns how many were flagged."""
    found = Edition.objects.filter(
        output=output, subject=subject, state=State.PUBLISHED, needs_update_since=None
    )
    n = 0
    for edition in found:
        edition.needs_update_reason, edition.needs_update_since = reason, at
        edition.save(update_fields=["needs_update_reason", "needs_update_since"])
        after = {"reason": reason}
        log.record("versions.edition.needs_update", edition, by=by, at=at, after=after)
        n += 1
    return n
