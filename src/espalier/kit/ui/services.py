"""Saved views and drafts: what a person keeps for themselves."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import NotFound, Problem, Refused
from espalier.kit.ui.models import FormDraft, SavedView

# Never kept in a draft: both tokens belong to the page that was open, not to what was typed.
NOT_KEPT = frozenset({"csrfmiddlewaretoken", "version"})
MAX_DRAFT_CHARS = 200_000


@transaction.atomic
def save_view(*, list_key: str, name: str, query: str, by: Actor, at: datetime) -> SavedView:
    """Keep the state of a list under a name; the same name again replaces it.

    Raises: Refused when the name is empty or too long, or the state too long to keep.
    """
    problems = []
    name = " ".join(name.split())
    if not 1 <= len(name) <= 80:
        problems.append(
            Problem(
                "view_name",
                _("A view needs a name of 1 to 80 characters."),
                remedy=_("Type a short name, such as the unit it shows."),
            )
        )
    if len(query) > 2000:
        problems.append(Problem("view_too_long", _("This view has too many conditions to keep.")))
    if problems:
        raise Refused(problems)
    view, _made = SavedView.objects.update_or_create(
        user_id=_owner(by), list_key=list_key, name=name, defaults={"query": query, "saved_at": at}
    )
    after = {"list": list_key, "name": name, "query": query}
    log.record("ui.view.saved", view, by=by, at=at, after=after)
    return view


@transaction.atomic
def delete_view(*, view_id: int, by: Actor, at: datetime) -> None:
    """Forget a view of one's own. Raises: NotFound for somebody else's."""
    view = SavedView.objects.filter(pk=view_id, user_id=_owner(by)).first()
    if view is None:
        raise NotFound
    before = {"list": view.list_key, "name": view.name, "query": view.query}
    log.record("ui.view.deleted", view, by=by, at=at, before=before)
    view.delete()


@transaction.atomic
def save_draft(
    *, form_key: str, subject: str, payload: Mapping[str, Sequence[str]], by: Actor, at: datetime
) -> FormDraft:
    """Keep what was typed so far. Fields named like a password are left out.

    A draft is no record yet and is written every few seconds, so it has no audit entry; sending the
    form has.

    Raises: Refused when the form is larger than a draft may be.
    """
    kept = {
        name: [str(value) for value in values]
        for name, values in payload.items()
        if name not in NOT_KEPT and "password" not in name.lower()
    }
    if sum(len(value) for values in kept.values() for value in values) > MAX_DRAFT_CHARS:
        raise Refused(
            [
                Problem(
                    "draft_too_large",
                    _("This form is too large to be kept as a draft."),
                    remedy=_("Send it in parts."),
                )
            ]
        )
    draft, _made = FormDraft.objects.update_or_create(
        user_id=_owner(by),
        form_key=form_key,
        subject=subject,
        defaults={"payload": kept, "saved_at": at},
    )
    return draft


@transaction.atomic
def discard_draft(*, form_key: str, subject: str, by: Actor, at: datetime) -> bool:
    """Drop the draft, because it was sent or is not wanted; tells whether there was one."""
    n_gone, _by_model = FormDraft.objects.filter(
        user_id=_owner(by), form_key=form_key, subject=subject
    ).delete()
    return n_gone > 0


def _owner(by: Actor) -> int:
    """Views and drafts are kept for people who sign in, not for invitations or the system."""
    if by.user_id is None:
        raise NotFound
    return by.user_id
