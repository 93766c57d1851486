"""Who could take a step today: holders of the role at the place, the person named, and who acts for them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from espalier.kit.accounts.models import RoleGrant, User
from espalier.kit.approval import rules
from espalier.kit.approval.models import Delegation, RunStep, Step
from espalier.kit.errors import Problem, Refused


@dataclass(frozen=True, slots=True)
class _Grant:
    role: str
    user_id: int
    scope_id: int | None
    is_everywhere: bool


@dataclass(frozen=True, slots=True)
class Takers:
    """What was read about roles and absences of one day; ``names`` of active people by id."""

    names: Mapping[int, str]
    grants: Sequence[_Grant]
    delegations: Sequence[tuple[int, int]]

    def holders(self, step: Step | RunStep) -> set[int]:
        """Active people who stand in the place of the step themselves."""
        if step.person is not None:
            return {step.person.pk} if step.person.is_active else set()
        above = _ids_above(step)
        return {
            grant.user_id
            for grant in self.grants
            if grant.role == step.role and (grant.is_everywhere or grant.scope_id in above)
        }

    def able(self, step: Step | RunStep) -> list[int]:
        """The holders in the order of their names, then whoever acts for one of them today."""
        holders = self.holders(step)
        deputies = [
            d for person, deputies in self.deputies().items() if person in holders for d in deputies
        ]
        ordered = sorted(holders, key=lambda user_id: (self.names.get(user_id, ""), user_id))
        return list(dict.fromkeys([*ordered, *deputies]))

    def chairs(self, step: Step | RunStep, user_id: int) -> list[int | None]:
        """In whose place a person could decide: None is their own, else the one they act for."""
        holders = self.holders(step)
        own: list[int | None] = [None] if user_id in holders else []
        acted = rules.stands_in_for(self.delegations, user_id)
        return [*own, *(person for person in acted if person in holders)]

    def deputies(self) -> dict[int, list[int]]:
        """Who may act for whom today: by the person who is away."""
        found: dict[int, list[int]] = {}
        for delegate in dict.fromkeys(delegate for _person, delegate in self.delegations):
            for person in rules.stands_in_for(self.delegations, delegate):
                found.setdefault(person, []).append(delegate)
        return found


def takers_of_steps(steps: Iterable[Step | RunStep], *, on: date) -> Takers:
    """Everybody who could take these steps; two queries. Steps come with their person and scope."""
    roles = {step.role for step in steps if step.role}
    named = {step.person.pk: step.person for step in steps if step.person is not None}
    return _takers(Q(role__in=roles), on=on, known=named.values(), pairs=absences(on))


def takers_among(user_ids: Collection[int], pairs: Sequence[Delegation], *, on: date) -> Takers:
    """What these people could take; one query. ``pairs`` are the absences of the day."""
    return _takers(Q(user_id__in=user_ids), on=on, known=(), pairs=pairs)


def absences(on: date) -> list[Delegation]:
    """Who acts for whom on a day, where both can sign in; one query."""
    return list(
        Delegation.objects.filter(
            starts_on__lte=on,
            ends_on__gte=on,
            ended_at=None,
            person__is_active=True,
            delegate__is_active=True,
        )
        .select_related("person", "delegate")
        .order_by("pk")
    )


def name_of(user: User) -> str:
    """What a person is called on a page."""
    return user.display_name or user.username


def person_named(text: str) -> User:
    """The one active person with this employee number, e-mail or full name.

    Raises: Refused when there is none, or several of that name, who are then listed with their numbers.
    """
    typed = text.strip()
    active = User.objects.filter(is_active=True)
    by_login = active.filter(Q(username=typed) | Q(email__iexact=typed)).first()
    if by_login is not None:
        return by_login
    found = list(active.filter(display_name=typed).order_by("username")[:6]) if typed else []
    if len(found) == 1:
        return found[0]
    if found:
        numbers = "、".join(user.username for user in found)
        remedy = _("Type the employee number: %(numbers)s") % {"numbers": numbers}
        raise Refused([Problem("several", _("Several people have this name."), typed, remedy)])
    remedy = _("Check the number or the name; only people with an open account can be chosen.")
    raise Refused([Problem("unknown_person", _("There is no such person."), typed, remedy)])


def _takers(which: Q, *, on: date, known: Iterable[User], pairs: Sequence[Delegation]) -> Takers:
    in_force = (Q(starts_on=None) | Q(starts_on__lte=on)) & (Q(ends_on=None) | Q(ends_on__gte=on))
    rows = (
        RoleGrant.objects.filter(which, in_force, user__is_active=True)
        .order_by("pk")
        .values_list(
            "role",
            "user_id",
            "user__display_name",
            "user__username",
            "scope_id",
            "scope__parent_id",
        )
    )
    names = {user.pk: name_of(user) for user in known}
    grants = []
    for role, user_id, display_name, username, scope_id, parent_id in rows:
        names[user_id] = display_name or username
        # A role held at the root of the tree is held for the whole organisation.
        everywhere = scope_id is None or parent_id is None
        grants.append(_Grant(role, user_id, scope_id, everywhere))
    for pair in pairs:
        names[pair.person_id] = name_of(pair.person)
        names[pair.delegate_id] = name_of(pair.delegate)
    return Takers(names, grants, [(pair.person_id, pair.delegate_id) for pair in pairs])


def _ids_above(step: Step | RunStep) -> set[int]:
    """The place of the step and all above it, from its path "/1/5/9/"."""
    if step.scope is None:
        return set()
    return {int(part) for part in step.scope.path.split("/") if part}
