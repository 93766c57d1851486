"""Who acts, and in which role."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from espalier.kit.accounts.models import User


class Role(StrEnum):
    """The eight kinds of person; what each may do is declared by the rooms."""

    MANAGER = "manager"
    COORDINATOR = "coordinator"
    INSTRUCTOR = "instructor"
    LEARNER = "learner"
    SUPERVISOR = "supervisor"
    EXECUTIVE = "executive"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


ROLE_WORDS = {
    Role.MANAGER: _("Training manager"),
    Role.COORDINATOR: _("Training coordinator"),
    Role.INSTRUCTOR: _("Instructor"),
    Role.LEARNER: _("Learner"),
    Role.SUPERVISOR: _("Supervisor"),
    Role.EXECUTIVE: _("Executive"),
    Role.AUDITOR: _("Auditor"),
    Role.ADMINISTRATOR: _("Administrator"),
}


class ActorKind(StrEnum):
    USER = "user"
    INVITATION = "invitation"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever does something: a user, an invited person, or the system itself (with its reason)."""

    kind: ActorKind
    key: str
    label: str

    @classmethod
    def of_user(cls, user: User) -> Actor:
        return cls(ActorKind.USER, str(user.pk), user.display_name or user.username)

    @classmethod
    def system(cls, what: str) -> Actor:
        return cls(ActorKind.SYSTEM, what, what)

    @property
    def user_id(self) -> int | None:
        return int(self.key) if self.kind is ActorKind.USER else None
