"""Accounts and roles, for the administrator."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espalier.kit.accounts import queries, services
from espalier.kit.accounts.forms import ROLES, AccountForm, GrantForm
from espalier.kit.accounts.types import Role
from espalier.kit.errors import Refused
from espalier.kit.http import SignedInRequest, reads, writes
from espalier.kit.ui.listing import list_response
from espalier.kit.ui.types import Column, EmptyState, Filter, ListSpec

ACCOUNTS = ListSpec(
    key="kit.accounts",
    title=gettext_lazy("Accounts and roles"),
    columns=(
        Column("username", gettext_lazy("Employee number"), sort=("username",)),
        Column("display_name", gettext_lazy("Name"), sort=("display_name",)),
        Column("email", gettext_lazy("E-mail"), sort=("email",)),
        Column("roles", gettext_lazy("Roles"), value=lambda u: queries.roles_in_words(u)),
        Column(
            "is_active",
            gettext_lazy("May sign in"),
            value=lambda u: _("Yes") if u.is_active else _("No"),
        ),
        Column("last_login", gettext_lazy("Last sign-in"), sort=("last_login",)),
    ),
    filters=(Filter("role", gettext_lazy("Role"), choices=ROLES, lookup="grants__role"),),
    search_fields=("username", "display_name", "email"),
    default_sort="username",
    row_url=lambda u: f"/kit/accounts/{u.pk}/",
    empty=EmptyState(gettext_lazy("No account yet")),
)


@reads("kit.manage_accounts")
def account_list(request: SignedInRequest) -> HttpResponse:
    return list_response(
        request, ACCOUNTS, queries.users_with_grants(), template="accounts_admin/list.html"
    )


@writes("kit.manage_accounts", form=True)
def new_account(request: SignedInRequest) -> HttpResponse:
    form = AccountForm(request.POST or None)
    problems = []
    if request.method == "POST" and form.is_valid():
        try:
            user = services.create_user(**form.cleaned_data, by=request.actor, at=timezone.now())
            return redirect("accounts_admin:account", user.pk)
        except Refused as refusal:
            problems = refusal.problems
    context = {"form": form, "found_problems": problems}
    status = 422 if problems or form.errors else 200
    return render(request, "accounts_admin/new.html", context, status=status)


@reads("kit.manage_accounts")
def account(request: SignedInRequest, user_id: int) -> HttpResponse:
    context = {"person": queries.account(user_id), "form": GrantForm()}
    return render(request, "accounts_admin/account.html", context)


@writes("kit.manage_accounts")
def grant(request: SignedInRequest, user_id: int) -> HttpResponse:
    person, form = queries.account(user_id), GrantForm(request.POST)
    if not form.is_valid():
        context = {"person": person, "form": form}
        return render(request, "accounts_admin/account.html", context, status=422)
    values = dict(form.cleaned_data, role=Role(form.cleaned_data["role"]))
    services.grant_role(user=person, **values, by=request.actor, at=timezone.now())
    messages.success(request, _("The role was given."))
    return redirect("accounts_admin:account", user_id)


@writes("kit.manage_accounts")
def revoke(request: SignedInRequest, grant_id: int) -> HttpResponse:
    found = queries.grant(grant_id)
    services.revoke_role(grant=found, by=request.actor, at=timezone.now())
    return redirect("accounts_admin:account", found.user_id)


@writes("kit.manage_accounts")
def set_active(request: SignedInRequest, user_id: int) -> HttpResponse:
    person = queries.account(user_id)
    is_active = request.POST.get("active") == "1"
    services.set_active(user=person, is_active=is_active, by=request.actor, at=timezone.now())
    return redirect("accounts_admin:account", user_id)
