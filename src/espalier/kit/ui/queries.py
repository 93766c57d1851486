"""Reading a person's saved views and drafts."""

from collections.abc import Sequence

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

from espalier.kit.accounts.models import User
from espalier.kit.ui.models import FormDraft, SavedView

Person = AbstractBaseUser | AnonymousUser


def saved_views(user: Person, list_key: str) -> Sequence[SavedView]:
    """The person's own views of a list, by name; a stranger has none."""
    if not isinstance(user, User):
        return []
    return list(SavedView.objects.filter(user_id=user.pk, list_key=list_key).order_by("name", "pk"))


def draft_for(user: User, form_key: str, subject: str = "") -> FormDraft | None:
    """What the person typed into this form about this subject and did not send."""
    return FormDraft.objects.filter(user_id=user.pk, form_key=form_key, subject=subject).first()
