"""What a review of an edition does to it, and what reviewers see before they decide."""

from collections.abc import Sequence
from datetime import datetime

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espalier.engines.documents.meta import Language
from espalier.kit.accounts.types import Actor
from espalier.kit.approval import queries as approvals
from espalier.kit.approval.registry import register_subject
from espalier.kit.approval.types import SubjectKind
from espalier.kit.outputs import queries, services
from espalier.kit.versions import queries as versions

PARTS = (
    ("since_review", gettext_lazy("Since it was before the reviewers the last time")),
    ("since_approval", gettext_lazy("Against the edition approved last")),
)


def register_review() -> None:
    """Editions can be reviewed; a procedure may be made for one output alone."""
    register_subject(
        SubjectKind(
            services.SUBJECT,
            gettext_lazy("Edition of a document"),
            _url,
            _approved,
            _sent_back,
            _difference,
            _parts,
            _withdrawn,
        )
    )


def _edition_id(run_id: int) -> int:
    return int(approvals.subject_of(run_id).id)


def _url(id: str) -> str:
    edition = versions.edition(int(id))
    return f"{reverse('outputs:document', args=[edition.output])}?edition={edition.pk}"


def _approved(run_id: int, by: Actor, at: datetime) -> None:
    services.finish_review(edition_id=_edition_id(run_id), run_id=run_id, by=by, at=at)


def _sent_back(run_id: int, comment: str, by: Actor, at: datetime) -> None:
    services.reopen(edition_id=_edition_id(run_id), by=by, at=at)


def _withdrawn(run_id: int, by: Actor, at: datetime) -> None:
    services.reopen(edition_id=_edition_id(run_id), by=by, at=at)


def _difference(id: str) -> SafeString | None:
    edition, language = versions.edition(int(id)), queries.reader_language()
    shown = []
    if again := queries.changes_since_review(edition, language):
        shown.append((PARTS[0][1], again))
    if queries.last_approved(edition) is not None or not shown:
        shown.append((PARTS[1][1], queries.changes_since_approval(edition, language)))
    pieces = [
        render_to_string("outputs/_review_changes.html", {"title": title, "changes": changes})
        for title, changes in shown
    ]
    return mark_safe("".join(pieces))  # each piece was escaped by its template


def _parts(id: str) -> Sequence[tuple[str, str]]:
    place = 2 if queries.reader_language() is Language.EN else 1
    rows = versions.edition(int(id)).content.get("sections", [])
    return [(row[0], row[place]) for row in rows if row[0]] or [("", _("The whole document"))]
