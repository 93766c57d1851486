"""A file is read, a person corrects what was understood, and the standard is applied."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from espalier.cycle.standards.catalogue import queries as catalogue_queries
from espalier.cycle.standards.catalogue import services as catalogue
from espalier.cycle.standards.catalogue.types import Presence
from espalier.cycle.standards.intake import queries, rules
from espalier.cycle.standards.intake.models import IntakeDraft
from espalier.cycle.standards.intake.path_labels import path_labels
from espalier.cycle.standards.intake.refusals import FileRefused, refused
from espalier.cycle.standards.intake.types import Imported, Outcome, WrongValue
from espalier.engines.intake import (
    IntakeRefused,
    NeutralDocument,
    parse_standard,
    read_document,
    to_json,
)
from espalier.engines.intake.types import ParsedStandard
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import Problem, Refused
from espalier.kit.files.queries import file_bytes, stored_file
from espalier.kit.files.services import store_file
from espalier.kit.ui.concurrency import concurrent_edit_check, version_token

__all__ = [
    "FileRefused",
    "apply_draft",
    "correct_draft",
    "discard_draft",
    "import_standard",
    "take_in",
    "take_in_stored",
]


def _read_standard(
    *, data: bytes, name: str, password: str | None = None
) -> tuple[NeutralDocument, ParsedStandard]:
    """Understand a file without keeping anything.

    Raises: Refused with the reason and the remedy when the file is no standard.
    """
    try:
        document = read_document(data, filename=name, password=password)
        return document, parse_standard(document)
    except IntakeRefused as refusal:
        raise refused(refusal, name) from refusal


@transaction.atomic
def take_in(
    *,
    data: bytes,
    name: str,
    by: Actor,
    at: datetime,
    password: str | None = None,
    source_uri: str = "",
) -> IntakeDraft:
    """Read a file and keep it as a draft to be checked; a file that is refused is not kept.

    Raises: Refused.
    """
    document, parsed = _read_standard(data=data, name=name, password=password)
    file = store_file(data=data, name=name, by=by, at=at)
    return _draft(document, parsed, file.pk, source_uri, by, at)


@transaction.atomic
def take_in_stored(*, file_id: int, source_uri: str, by: Actor, at: datetime) -> IntakeDraft:
    """The same for a file that was stored first because reading it takes long.

    Raises: Refused.
    """
    file = stored_file(file_id)
    document, parsed = _read_standard(data=file_bytes(file), name=file.name)
    return _draft(document, parsed, file.pk, source_uri, by, at)


def _draft(
    document: NeutralDocument,
    parsed: ParsedStandard,
    file_id: int,
    source_uri: str,
    by: Actor,
    at: datetime,
) -> IntakeDraft:
    draft = IntakeDraft.objects.create(
        file_id=file_id,
        source_uri=source_uri,
        understood=to_json(parsed),
        rows=[_row(row.place.page, row.place.line, row.cells) for row in document.rows],
        created_at=at,
        created_by_id=by.user_id,
    )
    after = {
        "code": parsed.raw_code,
        "title": parsed.title,
        "n_warnings": len(parsed.warnings),
        "n_unplaced": len(parsed.unplaced),
    }
    log.record("standards.draft.taken_in", draft, by=by, at=at, after=after)
    return draft


def _row(page: int, line: int, cells: tuple[str | None, ...]) -> dict[str, Any]:
    return {"page": page, "line": line, "cells": list(cells)}


@transaction.atomic
def correct_draft(
    *, draft_id: int, revision: str, values: Mapping[str, str], by: Actor, at: datetime
) -> IntakeDraft:
    """Keep a person's corrections, all fields of the form at once.

    Raises: Conflict when somebody else saved other values since the form was opened; Refused when
        the draft is no longer open or a value cannot be taken (all of them are named).
    """
    draft = _open_draft(draft_id)
    understood = queries.checked(draft).read
    sent = rules.changed_values(understood, values)
    before = dict(draft.corrections)
    if sent == before:
        return draft
    touched = sorted({path for path in (*sent, *before) if sent.get(path) != before.get(path)})
    concurrent_edit_check(
        sent=revision,
        current=draft.revision,
        theirs=_labelled(understood, before, touched),
        yours=_labelled(understood, sent, touched),
    )
    _refuse_wrong(queries.checked(draft, sent))
    draft.corrections, draft.revision = sent, draft.revision + 1
    draft.save(update_fields=["corrections", "revision"])
    log.record(
        "standards.draft.corrected",
        draft,
        by=by,
        at=at,
        before={path: before.get(path) for path in touched},
        after={path: sent.get(path) for path in touched},
    )
    return draft


@transaction.atomic
def apply_draft(*, draft_id: int, revision: str, by: Actor, at: datetime) -> IntakeDraft:
    """Publish the draft's standard as corrected; the same version with the same content is not doubled.

    Raises: Conflict when the draft changed since it was shown; Refused when it is no longer open, a
        value cannot be taken, or the version is here with other content.
    """
    draft = _open_draft(draft_id)
    concurrent_edit_check(
        sent=revision,
        current=draft.revision,
        theirs={"revision": version_token(draft.revision)},
        yours={"revision": revision},
    )
    checked = queries.checked(draft)
    _refuse_wrong(checked)
    return _publish(draft, checked.corrected, by, at)


def _publish(draft: IntakeDraft, parsed: ParsedStandard, by: Actor, at: datetime) -> IntakeDraft:
    known = catalogue_queries.here(parsed)
    standard = catalogue.apply_standard(
        parsed=parsed,
        space=catalogue_queries.space_of(parsed.raw_code),
        by=by,
        at=at,
        source_file_id=draft.file_id,
        source_uri=draft.source_uri,
        fetched_at=draft.created_at,
    )
    draft.standard, draft.state = standard, IntakeDraft.State.APPLIED
    draft.save(update_fields=["standard", "state"])
    after = {"standard": standard.pk, "already_here": known.presence is Presence.SAME}
    log.record("standards.draft.applied", draft, by=by, at=at, after=after)
    return draft


@transaction.atomic
def import_standard(
    *,
    data: bytes,
    name: str,
    apply: bool,
    by: Actor,
    at: datetime,
    password: str | None = None,
    source_uri: str = "",
) -> Imported:
    """Bring a file in without the check page, or only tell what would happen (``apply=False``).

    What is already here is left alone: bringing the same file again writes nothing.

    Raises: FileRefused when the file is no standard; Refused when it cannot be stored.
    """
    document, parsed = _read_standard(data=data, name=name, password=password)
    known = catalogue_queries.here(parsed)
    standard_id, outcome = known.standard_id, Outcome(known.presence)
    if apply and known.presence is not Presence.SAME:
        file = store_file(data=data, name=name, by=by, at=at)
        draft = _draft(document, parsed, file.pk, source_uri, by, at)
        standard_id = _publish(draft, parsed, by, at).standard_id
        outcome = Outcome.APPLIED
    return Imported(
        code=parsed.raw_code,
        title=parsed.title,
        outcome=outcome,
        standard_id=standard_id,
        differing=known.differing,
        n_warnings=len(parsed.warnings),
        n_unplaced=len(parsed.unplaced),
    )


@transaction.atomic
def discard_draft(*, draft_id: int, by: Actor, at: datetime) -> IntakeDraft:
    """Put a draft aside; the file and what was read stay on record. Raises: Refused."""
    draft = _open_draft(draft_id)
    draft.state = IntakeDraft.State.DISCARDED
    draft.save(update_fields=["state"])
    log.record("standards.draft.discarded", draft, by=by, at=at)
    return draft


def _open_draft(draft_id: int) -> IntakeDraft:
    """The draft, locked against a second save. Raises: NotFound, Refused when no longer open."""
    queries.draft(draft_id)
    draft = IntakeDraft.objects.select_for_update().get(pk=draft_id)
    if draft.state != IntakeDraft.State.OPEN:
        message = _("This draft is closed: it was applied or put aside.")
        remedy = _("Take the file in again to start a new draft.")
        raise Refused([Problem("draft_closed", message, remedy=remedy)])
    return draft


def _labelled(
    understood: ParsedStandard, values: Mapping[str, str], paths: list[str]
) -> dict[str, str]:
    """Values by what the fields are called, as the page about two people editing shows them."""
    labels = path_labels(understood)
    read = {field.path: field.read for field in rules.flat_fields(understood)}
    return {labels.get(path, path): values.get(path, read.get(path, "")) for path in paths}


def _refuse_wrong(checked: queries.Checked) -> None:
    if checked.wrong:
        labels = path_labels(checked.read)
        raise Refused(
            [_wrong_value(wrong, labels.get(wrong.path, wrong.path)) for wrong in checked.wrong]
        )


def _wrong_value(wrong: WrongValue, place: str) -> Problem:
    words = {
        "level": (
            _("“%(value)s” is no level."),
            _("Type a number from 1 to 6, or leave the field empty when the document states none."),
        ),
        "empty": (
            _("A task and an item need a text."),
            _("Type the text, or tick “remove”."),
        ),
        "code": (
            _("“%(value)s” cannot be read as the code of a standard."),
            _("Type it as printed, such as ABC1234-001v2, or your own code, such as ORG-001v1."),
        ),
    }
    message, remedy = words[wrong.reason]
    params: dict[str, object] = {"value": wrong.value, "path": wrong.path}
    return Problem(f"wrong_{wrong.reason}", message % params, place, remedy, params)
