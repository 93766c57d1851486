"""The import of accounts: who may sign in, in which roles, at which place of the tree.

One row is one role; a person with two roles stands on two rows. Passwords are never imported: a new account has
none until the person sets it by the reset mail.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espalier.kit.accounts.models import RoleGrant, ScopeNode, User
from espalier.kit.accounts.types import Actor, Role
from espalier.kit.audit import log
from espalier.kit.imports.compare import plan_by_key
from espalier.kit.imports.types import Action, CellKind, Column, ImportSpec, PlannedRow, Reason, Row

UNIT_PREFIX = "unit:"  # the key people gives the nodes of its units
ROLE_TEXTS = {
    "訓練經理": Role.MANAGER,
    "課程承辦人": Role.COORDINATOR,
    "講師": Role.INSTRUCTOR,
    "學員": Role.LEARNER,
    "主管": Role.SUPERVISOR,
    "高階主管": Role.EXECUTIVE,
    "稽核員": Role.AUDITOR,
    "系統管理員": Role.ADMINISTRATOR,
}
LANGUAGES = {"繁體中文": "zh-hant", "中文": "zh-hant", "英文": "en", "English": "en"}
DEFAULT_LANGUAGE = "zh-hant"
PERSON = ("email", "display_name", "language")
COLUMNS = (
    Column(
        "login",
        "員工編號",
        "Employee number",
        CellKind.CODE,
        required=True,
        aliases=("帳號", "登入帳號", "account"),
        max_length=150,
        help=gettext_lazy("What the person signs in with; an e-mail address works too."),
    ),
    Column("email", "電子郵件", "E-mail", required=True, max_length=254),
    Column("display_name", "姓名", "Name", required=True, aliases=("顯示名稱",), max_length=120),
    Column(
        "role",
        "角色",
        "Role",
        CellKind.CHOICE,
        required=True,
        choices={
            **{text: role.value for text, role in ROLE_TEXTS.items()},
            **{role.value: role.value for role in Role},
        },
    ),
    Column(
        "unit_code",
        "範圍單位",
        "Scope unit",
        CellKind.CODE,
        aliases=("單位代碼", "unit"),
        max_length=75,
        help=gettext_lazy("Code of the unit the role holds for; empty means everywhere."),
    ),
    Column(
        "language",
        "語言",
        "Language",
        CellKind.CHOICE,
        choices={**LANGUAGES, "zh-hant": "zh-hant", "en": "en"},
    ),
)


def plan(rows: Sequence[Row], today: date) -> list[PlannedRow]:
    """Compare by person, role and place; three queries whatever the rows."""
    users = {user.username: user for user in User.objects.all()}
    existing = {
        (str(r["login"]), str(r["role"]), str(r["unit_code"])): r for r in _granted(users.values())
    }
    told = [_with_language(row, users) for row in rows]
    check = _Check(told, users)
    planned = plan_by_key(
        told,
        existing,
        key=("login", "role", "unit_code"),
        compare_columns=PERSON,
        check=check.reasons,
    )
    return [replace(row, key=_label(row.row)) for row in planned]


def apply(planned: Sequence[PlannedRow], by: Actor, at: datetime) -> dict[str, object]:
    """Make accounts and grants with one statement per table; existing passwords stay as they are."""
    rows = [row.row.values for row in planned]
    users = {user.username: user for user in User.objects.all()}
    fresh = {str(r["login"]): r for r in rows if str(r["login"]) not in users}
    made = [_new_user(values) for values in fresh.values()]
    for user in User.objects.bulk_create(made, batch_size=500):
        users[user.username] = user
    changed = _update_people(rows, users)
    nodes = dict(ScopeNode.objects.filter(key__startswith=UNIT_PREFIX).values_list("key", "pk"))
    grants = [
        RoleGrant(
            user=users[str(values["login"])],
            role=str(values["role"]),
            scope_id=nodes[f"{UNIT_PREFIX}{values['unit_code']}"] if _unit(values) else None,
        )
        for values in (row.row.values for row in planned if row.action is Action.ADD)
    ]
    RoleGrant.objects.bulk_create(grants, batch_size=500)
    given = [[g.user.username, g.role, g.scope_id] for g in grants]
    log.record(
        "accounts.role.imported", "accounts.RoleGrant:*", by=by, at=at, after={"given": given}
    )
    return {"accounts": len(made), "changed": changed, "roles": len(grants)}


def records() -> Iterator[Mapping[str, object]]:
    """Every grant of everybody who may sign in."""
    return iter(_granted(User.objects.filter(is_active=True).order_by("username")))


def drop_downs() -> dict[str, list[str]]:
    keys = ScopeNode.objects.filter(key__startswith=UNIT_PREFIX).order_by("path")
    return {"unit_code": [key[len(UNIT_PREFIX) :] for key in keys.values_list("key", flat=True)]}


ACCOUNTS = ImportSpec(
    kind="accounts",
    title=gettext_lazy("Accounts and roles"),
    permission="kit.manage_accounts",
    columns=COLUMNS,
    plan=plan,
    apply=apply,
    records=records,
    drop_downs=drop_downs,
    order=95,
    purpose=gettext_lazy("Who may sign in, in which role and for which unit."),
)


def _granted(users: Iterable[User]) -> list[dict[str, object]]:
    """One row per grant, in the order of the users; a scope that is no unit has its whole key."""
    grants: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = RoleGrant.objects.order_by("role", "scope__key")
    for user_id, role, key in rows.values_list("user_id", "role", "scope__key"):
        grants[user_id].append((role, (key or "").removeprefix(UNIT_PREFIX)))
    return [
        {
            "login": user.username,
            "email": user.email,
            "display_name": user.display_name,
            "role": role,
            "unit_code": unit,
            "language": user.language,
        }
        for user in users
        for role, unit in grants[user.pk]
    ]


def _with_language(row: Row, users: Mapping[str, User]) -> Row:
    """An empty language keeps what the person chose; a new person reads zh-Hant."""
    if row.values.get("language"):
        return row
    known = users.get(str(row.values["login"]))
    language = known.language if known else DEFAULT_LANGUAGE
    return replace(row, values={**row.values, "language": language})


class _Check:
    """What is wrong with a row: its address, its unit, or that rows of one person differ."""

    def __init__(self, rows: Sequence[Row], users: Mapping[str, User]) -> None:
        self._units = set(
            ScopeNode.objects.filter(key__startswith=UNIT_PREFIX).values_list("key", flat=True)
        )
        self._owner = {user.email.lower(): user.username for user in users.values() if user.email}
        self._logins: dict[str, set[str]] = defaultdict(set)
        self._people: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        for row in rows:
            self._logins[str(row.values["email"]).lower()].add(str(row.values["login"]))
            self._people[str(row.values["login"])].add(_person(row))

    def reasons(self, row: Row) -> Iterator[Reason]:
        login, email = str(row.values["login"]), str(row.values["email"])
        unit = _unit(row.values)
        if unit and f"{UNIT_PREFIX}{unit}" not in self._units:
            message = _("There is no such unit; import the units first or correct the code.")
            yield Reason("unit_code", unit, "unknown_unit", message)
        try:
            validate_email(email)
        except ValidationError:
            message = _("This is no e-mail address.")
            yield Reason("email", email, "bad_email", message)
        others = self._logins[email.lower()] | {self._owner.get(email.lower(), login)}
        if others - {login}:
            message = _(
                "This address also belongs to %(others)s; each person has one of their own."
            )
            named = ", ".join(sorted(others - {login})[:3])
            yield Reason("email", email, "email_twice", message % {"others": named})
        if len(self._people[login]) > 1:
            message = _("The rows of this person differ in e-mail, name or language.")
            yield Reason("login", login, "rows_differ", message)


def _person(row: Row) -> tuple[str, ...]:
    return tuple(str(row.values.get(column, "")) for column in PERSON)


def _label(row: Row) -> str:
    """Person and role in words, as the plan shows them."""
    role = next(text for text, role in ROLE_TEXTS.items() if role == row.values["role"])
    return " · ".join(part for part in (str(row.values["login"]), role, _unit(row.values)) if part)


def _unit(values: Mapping[str, object]) -> str:
    return str(values.get("unit_code") or "")


def _new_user(values: Mapping[str, object]) -> User:
    return User(
        username=str(values["login"]),
        email=str(values["email"]),
        display_name=str(values["display_name"]),
        language=str(values["language"]),
        password=make_password(None),
    )


def _update_people(rows: Sequence[Mapping[str, object]], users: Mapping[str, User]) -> int:
    """Bring address, name and language of known people to what the file says; returns how many."""
    changed: dict[int, User] = {}
    for values in rows:
        user = users[str(values["login"])]
        wanted = {column: str(values[column]) for column in PERSON}
        if any(getattr(user, column) != value for column, value in wanted.items()):
            for column, value in wanted.items():
                setattr(user, column, value)
            changed[user.pk] = user
    User.objects.bulk_update(changed.values(), PERSON, batch_size=400)
    return len(changed)
