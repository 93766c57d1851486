"""Writing the map: publishing O1.2.1, and pinning modules on paths."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.cycle.learning_map.freshness import OUTPUT, map_rests_on_change
from espalier.cycle.learning_map.map import content as frozen
from espalier.cycle.learning_map.map.models import PathStep
from espalier.cycle.learning_map.map.queries import pins_of
from espalier.cycle.learning_map.map.sections import document_of
from espalier.cycle.learning_map.map.types import Pin
from espalier.cycle.learning_map.modules import queries as modules
from espalier.cycle.learning_map.writing import FORMATS, LANGUAGES, written
from espalier.cycle.people.positions import queries as positions
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import Problem, Refused
from espalier.kit.jobs.types import Progress
from espalier.kit.organisation import queries as organisation
from espalier.kit.versions import queries as versions
from espalier.kit.versions import services as editions
from espalier.kit.versions.models import Edition
from espalier.kit.versions.states import State


def _silent(share: float, step: str = "") -> None:
    """Who does not watch is told nothing."""


@transaction.atomic
def publish_map(
    *, change_note: str, by: Actor, at: datetime, progress: Progress = _silent
) -> Edition:
    """Freeze today's map and publish it with its files in every format and language.

    Raises: Refused without a change note, or while the map has neither positions nor requirements.
    """
    content = frozen.map_content(timezone.localdate(at))
    _refuse(_problems_before_publish(content, change_note))
    latest = versions.latest(OUTPUT)
    content["changes"] = changes_with(latest, change_note, by, at)
    draft = editions.create_draft(
        output=OUTPUT,
        number=OUTPUT,
        title=_("Competency learning map"),
        content=content,
        change_note=change_note.strip(),
        by=by,
        at=at,
    )
    files = files_of(draft.content, edition=draft.edition, progress=progress)
    return editions.publish(edition=draft, files=files, note=change_note.strip(), by=by, at=at)


def changes_with(
    latest: Edition | None, note: str, by: Actor, at: datetime
) -> list[dict[str, str]]:
    """The change log with this edition on top; earlier lines come from the edition before."""
    earlier = list(latest.content.get("changes", [])) if latest else []
    number = str(latest.edition + 1 if latest else 1)
    if latest is not None and latest.state == State.DRAFT:
        earlier, number = earlier[1:], str(latest.edition)
    on = timezone.localdate(at).isoformat()
    return [{"edition": number, "on": on, "note": note.strip(), "by": by.label}, *earlier]


def files_of(
    content: Mapping[str, Any],
    *,
    edition: int,
    is_draft: bool = False,
    progress: Progress = _silent,
) -> dict[tuple[str, str], bytes]:
    """All files of an edition, by format and language."""
    reference = organisation.current().reference_docx
    found: dict[tuple[str, str], bytes] = {}
    for language in LANGUAGES:
        document = document_of(content, language=language, edition=edition, is_draft=is_draft)
        for format_ in FORMATS:
            share = 0.1 + 0.85 * len(found) / (len(LANGUAGES) * len(FORMATS))
            progress(share, f"{format_.upper()} {language.value}")
            data = written(document, format_, settings.FONTS_DIR, reference)
            found[format_, language.value] = data
    return found


def draft_files(*, on: date) -> tuple[int, str, dict[tuple[str, str], bytes]]:
    """Number, state and files of the next edition as the records of a day would make it; nothing is written."""
    latest = versions.latest(OUTPUT)
    number = 1 if latest is None else latest.edition + (latest.state != State.DRAFT)
    content = json.loads(json.dumps(frozen.map_content(on), cls=DjangoJSONEncoder))
    if latest is not None:
        content["changes"] = latest.content.get("changes", [])
    return number, "draft", files_of(content, edition=number, is_draft=True)


def refuse_unready(on: date, change_note: str) -> None:
    """Say before the long work begins what would stop it. Raises: Refused."""
    _refuse(_problems_before_publish(frozen.map_content(on), change_note))


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise Refused(problems)


def _problems_before_publish(content: Mapping[str, Any], note: str) -> list[Problem]:
    problems = []
    if not note.strip():
        remedy = _("Say in a sentence what is new in this edition.")
        problems.append(
            Problem("no_note", _("The change note is empty."), _("Change note"), remedy)
        )
    if not content["positions"]:
        remedy = _("Import or add positions first.")
        problems.append(Problem("no_positions", _("There is no position in use."), remedy=remedy))
    elif not content["requirements"]:
        remedy = _("Adopt a standard for a position and accept its levels, or type them.")
        message = _("No position requires a competency yet.")
        problems.append(Problem("no_requirements", message, remedy=remedy))
    return problems


@transaction.atomic
def pin_modules(
    *, position_id: int, pins: Sequence[tuple[str, bool]], by: Actor, at: datetime
) -> dict[int, Pin]:
    """Set which modules stand on a position's path by hand: module codes in order, mandatory or not.

    Raises: NotFound for the position; Refused with every unknown or repeated module.
    """
    position = positions.position_or_404(position_id)
    known = modules.module_ids_by_code()
    codes = [code for code, _mandatory in pins]
    problems = [
        Problem("unknown_module", _("There is no module %(code)s.") % {"code": code}, position.code)
        for code in codes
        if code not in known
    ]
    problems += [
        Problem(
            "module_twice", _("The module %(code)s stands twice.") % {"code": code}, position.code
        )
        for code in dict.fromkeys(codes)
        if codes.count(code) > 1
    ]
    if problems:
        raise Refused(problems)
    names = {pk: code for code, pk in known.items()}
    before = {names[pk]: pin.is_mandatory for pk, pin in pins_of(position_id).items()}
    PathStep.objects.filter(position_id=position_id).delete()
    PathStep.objects.bulk_create(
        PathStep(
            position_id=position_id, module_id=known[code], order=order, is_mandatory=mandatory
        )
        for order, (code, mandatory) in enumerate(pins, start=1)
    )
    event = "learning_map.path.pinned"
    log.record(event, position, by=by, at=at, before=before, after=dict(pins))
    reason = _("The path of %(position)s was changed.") % {"position": position.code}
    map_rests_on_change(reason=reason, by=by, at=at)
    return pins_of(position_id)
