"""The import of accounts: people, roles, places; never passwords."""

import pytest

from espalier.kit.accounts.imports import ACCOUNTS
from espalier.kit.accounts.models import RoleGrant, ScopeNode, User
from espalier.kit.accounts.services import sync_scope_tree
from espalier.kit.audit.models import Entry
from espalier.kit.imports import services
from espalier.kit.imports.workbook import template_workbook

HEAD = "員工編號,電子郵件,姓名,角色,範圍單位,語言\n"
GOOD = (
    HEAD
    + "00001,a@x.tw,王小明,訓練經理,,\n"
    + "00002,b@x.tw,李大華,主管,HR,英文\n"
    + "00002,b@x.tw,李大華,學員,HR,英文\n"
)


@pytest.fixture
def units(db, system, monday):
    sync_scope_tree(nodes=[("unit:HR", None, "人資處")], by=system, at=monday)


@pytest.fixture
def plan(bring, units):
    return lambda text: bring(text.encode(), "accounts.csv", "accounts")


def reasons(run) -> list[tuple[int, str]]:
    return [(row["number"], r[2]) for row in run.plan["rows"] for r in row["reasons"]]


def test_people_and_their_roles_are_made(plan, system, monday):
    services.apply_import(run_id=plan(GOOD).pk, by=system, at=monday)
    grants = RoleGrant.objects.order_by("user__username", "role")
    assert list(grants.values_list("user__username", "role", "scope__key")) == [
        ("00001", "manager", None),
        ("00002", "learner", "unit:HR"),
        ("00002", "supervisor", "unit:HR"),
    ]
    users = {user.username: user for user in User.objects.all()}
    assert (users["00001"].language, users["00002"].language) == ("zh-hant", "en")
    assert not any(user.has_usable_password() for user in users.values())
    given = Entry.objects.select_related("payload").get(event="accounts.role.imported")
    assert ["00001", "manager", None] in given.payload.body["after"]["given"]


def test_the_same_file_again_and_the_template_change_nothing(plan, bring, system, monday):
    services.apply_import(run_id=plan(GOOD).pk, by=system, at=monday)
    assert plan(GOOD).counts["skip"] == 3
    run = bring(template_workbook(ACCOUNTS), "accounts.xlsx", "accounts")
    assert (run.counts["skip"], run.counts["rows"]) == (3, 3)


def test_a_known_person_keeps_password_and_language(plan, system, monday):
    user = User.objects.create_user(
        username="00001", email="old@x.tw", password="kept", display_name="王", language="en"
    )
    run = plan(HEAD + "00001,a@x.tw,王小明,訓練經理,,\n")
    services.apply_import(run_id=run.pk, by=system, at=monday)
    user.refresh_from_db()
    assert (user.email, user.display_name, user.language) == ("a@x.tw", "王小明", "en")
    assert user.check_password("kept")
    again = plan(HEAD + "00001,a@x.tw,王小民,訓練經理,,\n")
    assert again.counts["change"] == 1


BAD = {
    "unknown unit": ("1,a@x.tw,王,主管,XX,\n", [(2, "unknown_unit")]),
    "bad address": ("1,at-x.tw,王,主管,,\n", [(2, "bad_email")]),
    "unknown role": ("1,a@x.tw,王,校長,,\n", [(2, "unknown_choice")]),
    "one address, two people": (
        "1,a@x.tw,王,主管,,\n2,A@x.tw,李,主管,,\n",
        [(2, "email_twice"), (3, "email_twice")],
    ),
    "one person, two names": (
        "1,a@x.tw,王,主管,,\n1,a@x.tw,李,學員,,\n",
        [(2, "rows_differ"), (3, "rows_differ")],
    ),
    "one role twice": (
        "1,a@x.tw,王,主管,,\n1,a@x.tw,王,主管,,\n",
        [(2, "duplicate_in_file"), (3, "duplicate_in_file")],
    ),
    "all at once": ("1,at,王,校長,XX,\n", [(2, "unknown_choice")]),
    "language and unit": (
        "1,a@x.tw,王,主管,XX,法文\n",
        [(2, "unknown_choice"), (2, "unknown_unit")],
    ),
}


@pytest.mark.parametrize(("rows", "expected"), BAD.values(), ids=BAD)
def test_rows_that_cannot_be_are_refused_with_the_reason(plan, rows, expected):
    assert reasons(plan(HEAD + rows)) == expected


def test_an_address_of_an_existing_account_is_refused(plan):
    User.objects.create_user(username="9", email="A@x.tw", password="pw")
    assert reasons(plan(HEAD + "1,a@x.tw,王,主管,,\n")) == [(2, "email_twice")]


def test_many_accounts_need_a_fixed_number_of_statements(
    plan, system, monday, django_assert_max_num_queries
):
    rows = "".join(f"{i:05},p{i}@x.tw,學員{i},學員,HR,\n" for i in range(400))
    run = plan(HEAD + rows)
    with django_assert_max_num_queries(40):
        services.apply_import(run_id=run.pk, by=system, at=monday)
    assert User.objects.count() == 400
    assert ScopeNode.objects.count() == 1
