"""Who sees what: roles held at a place reach everything below it and nothing beside it."""

from datetime import date

import pytest

from espalier.kit.accounts import scope, services
from espalier.kit.accounts.models import RoleGrant, ScopeNode
from espalier.kit.accounts.scope import Scope, scope_of
from espalier.kit.accounts.types import Role
from espalier.kit.errors import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree(system, monday):
    rows = [
        ("line", "plant", "一線"),
        ("plant", "hq", "製造部"),
        ("hq", None, "總公司"),
        ("sales", "hq", "業務部"),
    ]
    return services.sync_scope_tree(nodes=rows, by=system, at=monday)


@pytest.fixture
def permission(monkeypatch):
    monkeypatch.setattr(scope, "_ROLES", dict(scope._ROLES))
    scope.declare("test.view_thing", [Role.MANAGER, Role.SUPERVISOR])
    return "test.view_thing"


def test_parents_may_stand_in_any_order(tree):
    assert tree["line"].path.startswith(tree["plant"].path)
    assert tree["plant"].path.startswith(tree["hq"].path)


def test_a_circle_is_refused_and_named(tree, system, monday):
    with pytest.raises(Refused) as refusal:
        services.sync_scope_tree(nodes=[("a", "b", "A"), ("b", "a", "B")], by=system, at=monday)
    assert refusal.value.problems[0].place == "a, b"


def test_moving_a_unit_moves_all_below_it(tree, system, monday):
    rows = [
        ("hq", None, "總公司"),
        ("sales", "hq", "業務部"),
        ("plant", "sales", "製造部"),
        ("line", "plant", "一線"),
    ]
    services.sync_scope_tree(nodes=rows, by=system, at=monday)
    sales = ScopeNode.objects.get(key="sales")
    assert ScopeNode.objects.get(key="line").path.startswith(sales.path)


def test_the_tree_costs_the_same_queries_for_any_size(
    system, monday, django_assert_max_num_queries
):
    for size in (3, 300):
        rows = [(f"u{size}-{n}", None if n == 0 else f"u{size}-0", "U") for n in range(size)]
        with django_assert_max_num_queries(16):
            services.sync_scope_tree(nodes=rows, by=system, at=monday)


def test_a_role_reaches_down_and_not_sideways(tree, permission, person_with):
    found = scope_of(person_with(Role.SUPERVISOR, scope=tree["plant"]), permission)
    assert found.covers(tree["line"].path)
    assert not found.covers(tree["sales"].path)
    assert not found.is_everything


def test_a_role_without_place_reaches_everything(tree, permission, manager):
    assert scope_of(manager, permission).is_everything


def test_two_places_where_one_lies_below_the_other_are_one(tree, permission, person_with):
    person = person_with(Role.SUPERVISOR, scope=tree["plant"])
    RoleGrant.objects.create(user=person, role=Role.SUPERVISOR, scope=tree["line"])
    assert scope_of(person, permission).paths == (tree["plant"].path,)


def test_other_roles_and_strangers_have_nothing(tree, permission, person_with, stranger):
    assert not scope_of(person_with(Role.LEARNER), permission)
    assert not scope_of(stranger, permission)


@pytest.mark.parametrize(
    ("starts", "ends", "holds"),
    [
        (None, None, True),
        (date(2026, 1, 1), None, True),
        (date(2026, 11, 2), date(2026, 11, 2), True),
        (date(2026, 11, 3), None, False),
        (None, date(2026, 11, 1), False),
    ],
)
def test_a_role_holds_between_its_days(permission, person_with, starts, ends, holds, time_machine):
    time_machine.move_to("2026-11-02T09:00+08:00")
    person = person_with(Role.MANAGER)
    RoleGrant.objects.update(starts_on=starts, ends_on=ends)
    assert bool(scope_of(person, permission)) is holds


def test_an_account_that_is_closed_sees_nothing(permission, manager):
    manager.is_active = False
    assert not scope_of(manager, permission)


def test_grants_are_read_once_a_request(permission, manager, django_assert_num_queries):
    with django_assert_num_queries(1):
        scope_of(manager, permission)
        scope_of(manager, "kit.view_audit")


def test_an_undeclared_permission_is_a_bug(manager):
    with pytest.raises(LookupError):
        scope_of(manager, "test.never_declared")


def test_what_is_ones_own_is_in_the_filter():
    condition = Scope((), own_user_id=7).q("unit__scope__path", own_field="user_id")
    assert "('user_id', 7)" in str(condition)


def test_the_last_administrator_stays(person_with, system, monday):
    admin = person_with(Role.ADMINISTRATOR)
    with pytest.raises(Refused):
        services.revoke_role(grant=admin.grants.get(), by=system, at=monday)
    person_with(Role.ADMINISTRATOR)
    services.revoke_role(grant=admin.grants.get(), by=system, at=monday)


def test_two_accounts_never_share_number_or_address(system, monday):
    fields = {"display_name": "A", "password": None, "by": system, "at": monday}
    services.create_user(username="7", email="a@example.com", **fields)
    with pytest.raises(Refused) as refusal:
        services.create_user(username="7", email="A@example.com", **fields)
    assert [p.code for p in refusal.value.problems] == ["username_taken", "email_taken"]
