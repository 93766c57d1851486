"""Tables of people who sign in, the opaque tree they are placed on, and the roles they hold there."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from espalier.kit.accounts.types import Role


class User(AbstractUser):
    """One person who may sign in. ``username`` is the employee number, or the e-mail when there is none."""

    first_name = None  # type: ignore[assignment]  # Taiwanese names are one field
    last_name = None  # type: ignore[assignment]
    display_name = models.CharField(_("Name"), max_length=120, blank=True)
    email = models.EmailField(_("E-mail"), blank=True)
    language = models.CharField(
        max_length=10,
        default="zh-hant",
        choices=[("zh-hant", _("Traditional Chinese")), ("en", _("English"))],
    )

    REQUIRED_FIELDS = ["email"]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_user_email_once",
                condition=~models.Q(email=""),
                violation_error_message=_("Another account already uses this e-mail address."),
            )
        ]


class ScopeNode(models.Model):
    """One place of the scope tree. Its path is the ids from the root, so "below me" is a prefix."""

    key = models.CharField(max_length=80, unique=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True)
    path = models.CharField(max_length=200, db_index=True)
    label = models.CharField(max_length=200)


class RoleGrant(models.Model):
    """A role held at a place and all below it; no scope means the whole organisation."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    scope = models.ForeignKey(ScopeNode, on_delete=models.CASCADE, null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "scope"],
                name="accounts_grant_once",
                violation_error_message=_("This person already holds this role there."),
            ),
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=models.Q(scope=None),
                name="accounts_grant_everywhere_once",
                violation_error_message=_("This person already holds this role everywhere."),
            ),
        ]
