"""Writing the map: publishing O1.2.1, and pinning modules on paths."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.cycle.learning_map.freshness import OUTPUT, map_rests_on_change
from espalier.cycle.learning_map.map import content as frozen
from espalier.cycle.learning_map.map.models import PathStep
from espalier.cycle.learning_map.map.publication import (
    changes_with,
    draft_files,
    files_of,
    refuse_unready,
    silent,
)
from espalier.cycle.learning_map.map.queries import pins_of
from espalier.cycle.learning_map.map.types import Pin
from espalier.cycle.learning_map.modules import queries as modules
from espalier.cycle.people.positions import queries as positions
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import Problem, Refused
from espalier.kit.jobs.types import Progress
from espalier.kit.versions import queries as versions
from espalier.kit.versions import services as editions
from espalier.kit.versions.models import Edition


@transaction.atomic
def publish_map(
    *, change_note: str, by: Actor, at: datetime, progress: Progress = silent
) -> Edition:
    """Freeze today's map and publish it with its files in every format and language.

    Raises: Refused without a change note, or while the map has neither positions nor requirements.
    """
    content = frozen.map_content(timezone.localdate(at))
    refuse_unready(content, change_note)
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


@transaction.atomic
def write_draft(*, by: Actor, at: datetime) -> tuple[int, str, dict[tuple[str, str], bytes]]:
    """Write today's records as the draft of the next edition: its number, state and files.

    No edition is made; the audit log keeps who had a draft written.
    """
    number, state, files = draft_files(on=timezone.localdate(at))
    after = {"output": OUTPUT, "edition": number, "files": len(files)}
    log.record("learning_map.draft.written", "versions.Edition:", by=by, at=at, after=after)
    return number, state, files


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
