"""Writing what is known about a norm: interpretations, that it was looked up again, learning information."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.cycle.learning_map.norms import queries, rules
from espalier.cycle.learning_map.norms.models import NormMaterial, NormNote
from espalier.cycle.learning_map.norms.telling import norm_changed
from espalier.cycle.learning_map.norms.wording import problem_in_words
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import Problem, Refused
from espalier.kit.files.services import store_file


@transaction.atomic
def add_note(
    *, norm_id: int, text: str, said_by: str, said_on: date, by: Actor, at: datetime
) -> NormNote:
    """Keep how somebody reads the norm. Notes are only added: a new reading does not erase the old one.

    Raises: NotFound; Refused without a text, without who said it, or for a day in the future.
    """
    norm = queries.locked_norm(norm_id)
    problems = []
    if not text.strip():
        remedy = _("Write how the norm is to be read.")
        problems.append(Problem("no_text", _("The note is empty."), _("Interpretation"), remedy))
    if not said_by.strip():
        remedy = _("Name the person, office or letter it comes from.")
        problems.append(
            Problem("no_source", _("It is not said whose reading this is."), _("Said by"), remedy)
        )
    if said_on > timezone.localdate(at):
        message = _("A note cannot be from the future: %(day)s") % {"day": said_on}
        problems.append(Problem("future", message, _("Said on")))
    if problems:
        raise Refused(problems)
    note = NormNote.objects.create(
        norm=norm,
        kind=NormNote.Kind.INTERPRETATION,
        text=text.strip(),
        said_by=said_by.strip()[:120],
        said_on=said_on,
        recorded_at=at,
        recorded_by=by.label[:120],
    )
    after = {"text": note.text, "said_by": note.said_by, "said_on": said_on}
    log.record("learning_map.norm.note_added", norm, by=by, at=at, after=after)
    norm_changed(norm=norm, reason=_("A new interpretation was noted."), by=by, at=at)
    return note


@transaction.atomic
def check_again(
    *, norm_id: int, status: str, review_on: date, finding: str, by: Actor, at: datetime
) -> NormNote:
    """The source was looked up today: set the day, the status and the next review, and keep what was found.

    Raises: NotFound; Refused when the next review is not later than today.
    """
    norm = queries.locked_norm(norm_id)
    today = timezone.localdate(at)
    if review_on <= today:
        about = review_on.isoformat()
        raise Refused([problem_in_words(rules.NormProblem.REVIEW_BEFORE_CHECK, about)])
    before = {
        "status": norm.status,
        "checked_on": norm.checked_on,
        "review_on": norm.review_on,
    }
    norm.status, norm.checked_on, norm.review_on, norm.updated_at = status, today, review_on, at
    norm.save(update_fields=["status", "checked_on", "review_on", "updated_at"])
    note = NormNote.objects.create(
        norm=norm,
        kind=NormNote.Kind.CHECKED,
        text=finding.strip(),
        said_by=by.label[:120],
        said_on=today,
        recorded_at=at,
        recorded_by=by.label[:120],
    )
    after = {
        "status": status,
        "checked_on": today,
        "review_on": review_on,
        "finding": finding.strip(),
    }
    log.record("learning_map.norm.checked", norm, by=by, at=at, before=before, after=after)
    norm_changed(norm=norm, reason=_("Its source was looked up again."), by=by, at=at)
    return note


@transaction.atomic
def add_material(
    *,
    norm_id: int,
    title: str,
    url: str = "",
    data: bytes = b"",
    filename: str = "",
    by: Actor,
    at: datetime,
) -> NormMaterial:
    """Attach learning information: an address or a file.

    Raises: NotFound; Refused without a title, or with neither or both of address and file.
    """
    norm = queries.locked_norm(norm_id)
    problems = []
    if not title.strip():
        problems.append(Problem("no_title", _("Give it a title."), _("Title")))
    if bool(url.strip()) == bool(data):
        message = _("Give either a file or an address.")
        problems.append(Problem("file_or_address", message, _("File or address")))
    if url.strip() and not url.strip().startswith(("https://", "http://")):
        problems.append(problem_in_words(rules.NormProblem.BAD_URL, url.strip()))
    if problems:
        raise Refused(problems)
    stored = store_file(data=data, name=filename, by=by, at=at) if data else None
    material = NormMaterial.objects.create(
        norm=norm,
        title=title.strip(),
        url=url.strip(),
        file=stored,
        added_at=at,
        added_by=by.label[:120],
    )
    after = {"title": material.title, "url": material.url, "file": stored.name if stored else ""}
    log.record("learning_map.norm.material_added", norm, by=by, at=at, after=after)
    return material


@transaction.atomic
def remove_material(*, material_id: int, by: Actor, at: datetime) -> None:
    """Take learning information off a norm; what it was stays in the audit log. Raises: NotFound."""
    material = queries.material_or_404(material_id)
    before = {
        "title": material.title,
        "url": material.url,
        "file": material.file.name if material.file else "",
    }
    event = "learning_map.norm.material_removed"
    log.record(event, material.norm, by=by, at=at, before=before)
    material.delete()
