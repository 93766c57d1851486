"""What an edition of O1.2.1 consists of: its change log, its files, and what must be there before."""

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.cycle.learning_map.freshness import OUTPUT
from espalier.cycle.learning_map.map import content as frozen
from espalier.cycle.learning_map.map.sections import document_of
from espalier.cycle.learning_map.writing import FORMATS, LANGUAGES, written
from espalier.kit.accounts.types import Actor
from espalier.kit.errors import Problem, Refused
from espalier.kit.jobs.types import Progress
from espalier.kit.organisation import queries as organisation
from espalier.kit.versions import queries as versions
from espalier.kit.versions.models import Edition
from espalier.kit.versions.states import State

WRITERS = 2
SLOW_FIRST = sorted(FORMATS, key=lambda format_: format_ not in {"pdf", "docx"})


def silent(share: float, step: str = "") -> None:
    """Who does not watch is told nothing."""


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
    progress: Progress = silent,
) -> dict[tuple[str, str], bytes]:
    """All files of an edition, by format and language."""
    reference = organisation.current().reference_docx
    documents = {
        language: document_of(content, language=language, edition=edition, is_draft=is_draft)
        for language in LANGUAGES
    }
    wanted = [(format_, language) for language in LANGUAGES for format_ in SLOW_FIRST]
    found: dict[tuple[str, str], bytes] = {}
    # Typst and the chart renderer work outside Python's lock, so two writers share the time of one.
    with ThreadPoolExecutor(WRITERS) as pool:
        writing = {
            pool.submit(written, documents[language], format_, settings.FONTS_DIR, reference): (
                format_,
                language.value,
            )
            for format_, language in wanted
        }
        for done in as_completed(writing):
            format_, language_code = writing[done]
            found[format_, language_code] = done.result()
            share = 0.1 + 0.85 * len(found) / len(wanted)
            progress(share, f"{format_.upper()} {language_code}")
    return found


def draft_files(*, on: date) -> tuple[int, str, dict[tuple[str, str], bytes]]:
    """Number, state and files of the next edition as the records of a day would make it; nothing is written."""
    latest = versions.latest(OUTPUT)
    number = 1 if latest is None else latest.edition + (latest.state != State.DRAFT)
    content = json.loads(json.dumps(frozen.map_content(on), cls=DjangoJSONEncoder))
    if latest is not None:
        content["changes"] = latest.content.get("changes", [])
    return number, "draft", files_of(content, edition=number, is_draft=True)


def refuse_unready(content: Mapping[str, Any], change_note: str) -> None:
    """Say everything that stops a publication. Raises: Refused."""
    problems = _problems_before_publish(content, change_note)
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
