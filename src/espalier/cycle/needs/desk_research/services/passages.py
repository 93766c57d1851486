"""Taking passages from documents, changing and removing them."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from espalier.cycle.needs.desk_research import queries, rules, wording
from espalier.cycle.needs.desk_research.models import DeskDocument, Extract
from espalier.cycle.needs.desk_research.types import PassageContent
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import Problem, Refused
from espalier.kit.versions.services import record_changed


@transaction.atomic
def mark_passage(*, document_id: int, content: PassageContent, by: Actor, at: datetime) -> Extract:
    """Take a passage from a page. On a page without text the words are taken as typed.

    Raises: NotFound; Refused with every problem, also when the words do not stand on the page.
    """
    document = queries.document_or_404(document_id)
    place = _checked_place(document, content)
    number = queries.next_extract_number(document.pk)
    extract = Extract(document=document, number=number, code=f"{document.code}-{number}")
    _set(extract, content, place)
    extract.marked_at, extract.marked_by = at, by.label
    extract.save()
    log.record("needs.extract.marked", extract, by=by, at=at, after=asdict(content))
    _tell(extract, _("A passage was marked."), by, at)
    return extract


@transaction.atomic
def change_passage(*, extract_id: int, content: PassageContent, by: Actor, at: datetime) -> Extract:
    """Change what a passage says or speaks of.

    Raises: NotFound; Refused with every problem.
    """
    extract = queries.extract_or_404(extract_id)
    before = {"page": extract.page, "text": extract.text, "kind": extract.kind}
    place = _checked_place(extract.document, content)
    _set(extract, content, place)
    extract.save()
    log.record("needs.extract.changed", extract, by=by, at=at, before=before, after=asdict(content))
    _tell(extract, _("The passage was changed."), by, at)
    return extract


@transaction.atomic
def remove_passage(*, extract_id: int, by: Actor, at: datetime) -> None:
    """Take a passage back.

    Raises: NotFound; Refused when something rests on it, with the list.
    """
    extract = queries.extract_or_404(extract_id)
    before = {"code": extract.code, "page": extract.page, "text": extract.text}
    key, label = extract.pk, extract.code
    try:
        with transaction.atomic():
            extract.delete()
    except ProtectedError as error:
        raise Refused([_still_used(label, error)]) from error
    log.record("needs.extract.removed", f"{queries.EXTRACT}:{key}", by=by, at=at, before=before)
    record_changed(
        kind=queries.EXTRACT,
        record_id=key,
        label=label,
        reason=_("The passage was removed."),
        by=by,
        at=at,
    )


def _still_used(label: str, error: ProtectedError) -> Problem:
    resting = sorted(
        {getattr(each, "code", "") or str(each.pk) for each in error.protected_objects}
    )
    return Problem(
        "still_used",
        _("These records rest on the passage: %(codes)s") % {"codes": "、".join(resting[:20])},
        label,
        _("Take the passage out of them first."),
    )


def _checked_place(document: DeskDocument, content: PassageContent) -> tuple[int, int] | None:
    """The span on the page; None where the page has no text.

    Raises: Refused.
    """
    found = rules.problems_of_passage(
        content,
        kinds=[value for value, _label in queries.kind_choices()],
        aspects=[value for value, _label in queries.aspect_choices()],
        n_pages=document.n_pages,
    )
    place = None
    if not found and queries.has_text(document.pk, content.page):
        place = queries.place_of(document.pk, content.page, content.words.strip(), content.start)
        if place is None:
            found.append(rules.PassageProblem.NOT_ON_PAGE)
    if found:
        raise Refused([wording.passage_problem(kind) for kind in found])
    return place


def _set(extract: Extract, content: PassageContent, place: tuple[int, int] | None) -> None:
    extract.page, extract.text = content.page, content.words.strip()
    extract.start, extract.end = place or (None, None)
    if place is not None:
        held = queries.page_of(extract.document_id, content.page)
        extract.text = held.text[slice(*place)] if held else extract.text
    extract.text_en, extract.kind = content.words_en.strip(), content.kind
    extract.aspect, extract.comment = content.aspect, content.comment.strip()
    extract.comment_en = content.comment_en.strip()
    extract.competency_id = content.competency_id


def _tell(extract: Extract, reason: str, by: Actor, at: datetime) -> None:
    record_changed(
        kind=queries.EXTRACT, record_id=extract.pk, label=extract.code, reason=reason, by=by, at=at
    )
