"""Making the slides of a presentation, and leading it on its way."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.cycle.plan.briefing import queries, rules, telling
from espalier.cycle.plan.briefing.models import Presentation, PresentationFile
from espalier.cycle.plan.briefing.registers import PRESENTATIONS
from espalier.cycle.plan.briefing.slides import deck_of
from espalier.cycle.plan.briefing.types import (
    BUILD_JOB,
    PresentationState,
    PresentationStep,
)
from espalier.cycle.plan.briefing.wording import in_words
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import NotFound, Refused
from espalier.kit.files.services import store_file
from espalier.kit.jobs.models import Job
from espalier.kit.jobs.services import start_job
from espalier.kit.jobs.types import Progress
from espalier.kit.outputs.writing import LANGUAGES, silent, written
from espalier.kit.versions.models import Edition
from espalier.kit.versions.services import record_changed

MEDIA_TYPES = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "html": "text/html; charset=utf-8",
}
Source = tuple[Mapping[str, Any] | None, Edition | None]


@transaction.atomic
def start_building(*, presentation_id: int, is_draft: bool, by: Actor, at: datetime) -> Job:
    """Have the slides made: from the edition in force, or from the records of the day as a draft.

    Raises: NotFound; Refused with everything that can be told before the work begins.
    """
    row = _locked(presentation_id)
    if not is_draft:
        edition = queries.edition_in_force()
        _refuse_building(row, edition.content if edition else None)
    elif row.state != PresentationState.PLANNED:
        _refuse_building(row, {"plan": {"id": row.plan_id}})
    arguments = {"presentation": row.pk, "is_draft": is_draft}
    title = _("Make the slides of %(code)s") % {"code": row.code}
    return start_job(kind=BUILD_JOB, title=title, arguments=arguments, by=by, at=at)


@transaction.atomic
def build_decks(
    *,
    presentation_id: int,
    is_draft: bool,
    by: Actor,
    at: datetime,
    progress: Progress = silent,
) -> Presentation:
    """Make PPTX and HTML in both languages from one content, and keep it with them; earlier ones are replaced.

    Raises: NotFound; Refused when the presentation took place, or the plan of its year is not there.
    """
    row = _locked(presentation_id)
    progress(0.05, _("Reading the plan"))
    content, edition = _source(is_draft, at)
    _refuse_building(row, content)
    assert content is not None
    files = _written(row, content, edition, progress)
    _keep(row, files, by, at)
    before = {"content_sha256": row.content_sha256, "edition": row.edition_id}
    row.edition, row.content = edition, content if edition is None else None
    row.content_sha256 = rules.fingerprint(content)
    row.built_at, row.built_by, row.updated_at = at, by.label[:120], at
    row.save()
    after = {
        "content_sha256": row.content_sha256,
        "edition": row.edition_id,
        "files": sorted(name for name, _language in files),
    }
    log.record("plan.presentation.built", row, by=by, at=at, before=before, after=after)
    _tell(row, _("Its slides were made."), by, at)
    return row


@transaction.atomic
def move_presentation(
    *, presentation_id: int, step: PresentationStep, by: Actor, at: datetime
) -> Presentation:
    """Lead a presentation one step on. Raises: NotFound; Refused with everything that stops it."""
    row = _locked(presentation_id)
    problems = rules.problems_before(
        step,
        state=PresentationState(row.state),
        has_deck=bool(row.content_sha256),
        held_on=row.held_on,
        today=timezone.localdate(at),
    )
    if problems:
        raise Refused(in_words(problems, PRESENTATIONS.label(row)))
    before = {"state": row.state}
    row.state = rules.TRANSITIONS[PresentationState(row.state), step]
    row.updated_at = at
    row.save(update_fields=["state", "updated_at"])
    after = {"state": row.state}
    log.record("plan.presentation.moved", row, by=by, at=at, before=before, after=after)
    _tell(row, str(row.get_state_display()), by, at)
    return row


def _locked(presentation_id: int) -> Presentation:
    row = Presentation.objects.select_for_update().filter(pk=presentation_id).first()
    if row is None:
        raise NotFound
    return row


def _source(is_draft: bool, at: datetime) -> Source:
    if is_draft:
        return queries.content_today(timezone.localdate(at)), None
    edition = queries.edition_in_force()
    return (edition.content, edition) if edition else (None, None)


def _refuse_building(row: Presentation, content: Mapping[str, Any] | None) -> None:
    problems = rules.problems_before_building(
        state=PresentationState(row.state), plan_id=row.plan_id, content=content
    )
    if problems:
        raise Refused(in_words(problems, PRESENTATIONS.label(row)))


def _written(
    row: Presentation, content: Mapping[str, Any], edition: Edition | None, progress: Progress
) -> dict[tuple[str, str], bytes]:
    """Every file by format and language."""
    # python-pptx is loaded only when slides are made.
    from espalier.engines.documents.deck.powerpoint import to_pptx

    found: dict[tuple[str, str], bytes] = {}
    for at, language in enumerate(LANGUAGES):
        asks = telling.asks_of(row, language)
        story = telling.story_of(content, language, edition=edition, asks=asks)
        progress(0.2 + 0.4 * at, f"PPTX {language.value}")
        found["pptx", language.value] = to_pptx(deck_of(story))
        progress(0.4 + 0.4 * at, f"HTML {language.value}")
        page = written(telling.document_of(story), "html", settings.FONTS_DIR)
        found["html", language.value] = page
    return found


def _keep(
    row: Presentation, files: Mapping[tuple[str, str], bytes], by: Actor, at: datetime
) -> None:
    """The bytes of replaced files stay stored: the audit log may still be asked what was shown."""
    row.files.all().delete()
    for (format_, language), data in sorted(files.items()):
        name = f"{row.code}_{row.title}_{language}.{format_}"
        stored = store_file(data=data, name=name, media_type=MEDIA_TYPES[format_], by=by, at=at)
        PresentationFile.objects.create(
            presentation=row, format=format_, language=language, file=stored
        )


def _tell(row: Presentation, reason: str, by: Actor, at: datetime) -> None:
    label = PRESENTATIONS.label(row)
    record_changed(
        kind=PRESENTATIONS.node, record_id=row.pk, label=label, reason=reason, by=by, at=at
    )
