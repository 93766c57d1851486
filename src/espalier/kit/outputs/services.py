"""Leading a document on its way: drafted, consulted on, submitted, approved, published."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from espalier.kit.accounts.types import Actor
from espalier.kit.approval import queries as approvals
from espalier.kit.approval import services as reviews
from espalier.kit.approval.types import SubjectRef
from espalier.kit.audit import log
from espalier.kit.errors import Problem, Refused
from espalier.kit.jobs.services import start_job
from espalier.kit.jobs.types import Progress
from espalier.kit.outputs import content as contents
from espalier.kit.outputs.models import EditionFace, Snapshot
from espalier.kit.outputs.registry import output_kind
from espalier.kit.outputs.types import Hurdle, OutputKind
from espalier.kit.outputs.writing import LANGUAGES, ON_SCREEN, silent, write_all
from espalier.kit.versions import queries as versions
from espalier.kit.versions import services as editions
from espalier.kit.versions.models import Edition
from espalier.kit.versions.states import State, Step

SUBJECT = "outputs.Edition"
WRITE_JOB = "outputs.write_files"


@transaction.atomic
def prepare(*, output: str, change_note: str, by: Actor, at: datetime) -> Edition:
    """Freeze today's records as the draft of the next edition, and name what its sections rest on.

    Raises: Refused while an edition is being reviewed, or without a change note.
    """
    kind, latest = output_kind(output), versions.latest(output)
    problems = _problems_of_note(change_note)
    if latest is not None and latest.state == State.IN_REVIEW:
        message = _("Edition %(n)s is being reviewed.") % {"n": latest.edition}
        remedy = _("Wait for the decision, or withdraw it from review.")
        problems.append(Problem("in_review", message, str(kind.title), remedy))
    if problems:
        raise Refused(problems)
    if latest is not None and latest.state == State.CONSULTING:
        editions.take_step(edition=latest, step=Step.SEND_BACK, by=by, at=at)
    content = contents.frozen(kind, timezone.localdate(at))
    content["changes"] = contents.changes_with(latest, change_note, by, at)
    draft = editions.create_draft(
        output=output,
        number=output,
        title=_chinese(kind),
        content=content,
        change_note=change_note.strip(),
        by=by,
        at=at,
    )
    EditionFace.objects.update_or_create(edition=draft, defaults={"reasons": [], "signatures": []})
    editions.name_sources(edition=draft, sources=kind.sources(draft.content), by=by, at=at)
    return draft


@transaction.atomic
def put_to_consultation(*, output: str, change_note: str, by: Actor, at: datetime) -> Edition:
    """Freeze a draft that the people concerned are asked about. Raises: Refused."""
    draft = prepare(output=output, change_note=change_note, by=by, at=at)
    _keep(draft, Snapshot.Purpose.CONSULTATION, by, at)
    return editions.take_step(edition=draft, step=Step.CONSULT, by=by, at=at)


@transaction.atomic
def submit(
    *,
    output: str,
    change_note: str,
    reasons: Mapping[str, str],
    procedure_code: str,
    by: Actor,
    at: datetime,
    amount: int | None = None,
) -> Edition:
    """Freeze the draft and hand it to its reviewers; ``reasons`` lift hurdles that allow one, by key.

    ``amount``: whole NT$ the document decides about, for authority by amount; a document that knows its own amount
    is asked for it.

    Raises: Refused with every hurdle not lifted, and with what the review procedure finds.
    """
    draft = prepare(output=output, change_note=change_note, by=by, at=at)
    kind = output_kind(output)
    given = _lifted(kind.hurdles(draft.content), reasons, by, timezone.localdate(at))
    EditionFace.objects.filter(edition=draft).update(reasons=given)
    _keep(draft, Snapshot.Purpose.REVIEW, by, at)
    submitted = editions.take_step(edition=draft, step=Step.SUBMIT, by=by, at=at)
    reviews.start_review(
        subject=SubjectRef(SUBJECT, str(draft.pk)),
        procedure_code=procedure_code,
        title=_("%(output)s %(title)s, edition %(n)s")
        % {"output": output, "title": _chinese(kind), "n": draft.edition},
        amount=amount if kind.amount is None else kind.amount(draft.content),
        summary=change_note,
        by=by,
        at=at,
    )
    return submitted


@transaction.atomic
def finish_review(*, edition_id: int, run_id: int, by: Actor, at: datetime) -> Edition:
    """The last step of the review agreed: sign the edition and have its files written."""
    found = versions.edition(edition_id)
    signed = [
        {**asdict(each), "dated": each.dated.isoformat()} for each in approvals.signatures(run_id)
    ]
    EditionFace.objects.update_or_create(edition=found, defaults={"signatures": signed})
    approved = editions.take_step(edition=found, step=Step.APPROVE, by=by, at=at)
    title = _("Write the files of %(output)s") % {"output": found.output}
    start_job(kind=WRITE_JOB, title=title, arguments={"edition": edition_id}, by=by, at=at)
    return approved


@transaction.atomic
def reopen(*, edition_id: int, by: Actor, at: datetime) -> Edition:
    """A reviewer sent it back, or its author withdrew it: it is a draft again."""
    found = versions.edition(edition_id)
    return editions.take_step(edition=found, step=Step.SEND_BACK, by=by, at=at)


@transaction.atomic
def write_files(
    *, edition_id: int, by: Actor, at: datetime, progress: Progress = silent
) -> Edition:
    """Write an approved edition in every format and language, once and for all; a second call changes nothing.

    Raises: Refused for an edition that is not approved.
    """
    found = versions.edition(edition_id)
    if found.state not in {State.APPROVED, State.PUBLISHED}:
        message = _("Only an approved edition is written as files.")
        raise Refused([Problem("not_approved", message, found.title)])
    kind = output_kind(found.output)
    formats = (*kind.formats, ON_SCREEN)
    if len(found.files.all()) == len(formats) * len(LANGUAGES):
        return found
    trees = {language: contents.tree_of(kind, found, language) for language in LANGUAGES}
    files = write_all(trees, formats, progress=progress)
    editions.store_files(edition=found, files=files, by=by, at=at)
    return found


@transaction.atomic
def publish(*, edition_id: int, by: Actor, at: datetime) -> Edition:
    """Put an approved edition in force; the one before is superseded.

    Raises: Refused when it is not approved, or its files are not written yet.
    """
    found = versions.edition(edition_id)
    if found.state != State.APPROVED:
        message = _("Only an approved edition is put in force.")
        raise Refused([Problem("not_approved", message, found.title)])
    published = editions.publish(edition=found, files={}, note=found.change_note, by=by, at=at)
    kind = output_kind(found.output)
    if kind.come_into_force is not None:
        kind.come_into_force(found.content, by, at)
    return published


@transaction.atomic
def write_draft(
    *, output: str, by: Actor, at: datetime
) -> tuple[int, dict[tuple[str, str], bytes]]:
    """Today's records as draft files: number of the edition they would become, and the files.

    No edition is made; the audit log keeps who had a draft written.
    """
    kind = output_kind(output)
    content = contents.frozen(kind, timezone.localdate(at))
    latest = versions.latest(output)
    number = contents.next_number(latest)
    content["changes"] = list(latest.content.get("changes", [])) if latest else []
    trees = {each: contents.draft_tree(kind, content, each, number) for each in LANGUAGES}
    files = write_all(trees, kind.formats)
    after = {"output": output, "edition": number, "files": len(files)}
    log.record("outputs.draft.written", "versions.Edition:", by=by, at=at, after=after)
    return number, files


def _keep(draft: Edition, purpose: Snapshot.Purpose, by: Actor, at: datetime) -> None:
    """Others will see this draft: it stays comparable with whatever follows it."""
    Snapshot.objects.create(
        edition=draft, purpose=purpose, content=draft.content, taken_at=at, taken_by=by.label
    )


def _problems_of_note(note: str) -> list[Problem]:
    if note.strip():
        return []
    remedy = _("Say in a sentence what is new in this edition.")
    return [Problem("no_note", _("The change note is empty."), _("Change note"), remedy)]


def _lifted(
    hurdles: list[Hurdle], reasons: Mapping[str, str], by: Actor, on: date
) -> list[list[Any]]:
    """The reasons that lift hurdles, as they are kept. Raises: Refused with all that remain."""
    given, problems = [], []
    for each in hurdles:
        reason = reasons.get(each.key, "").strip()
        if each.reason_allowed and reason:
            asked = str(each.problem.message)
            given.append([each.key, asked, reason, by.label, on.isoformat()])
        else:
            problems.append(each.problem)
    if problems:
        raise Refused(problems)
    return given


def _chinese(kind: OutputKind) -> str:
    """Editions are called by their Chinese title, whoever makes them."""
    with translation.override("zh-hant"):
        return str(kind.title)
