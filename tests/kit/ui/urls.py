"""The product's addresses and one list over the accounts, only for these tests."""

from django.http import HttpResponse
from django.urls import include, path
from django.utils.html import format_html

from espalier.kit.accounts.models import User
from espalier.kit.ui.listing import list_response, selected_keys
from espalier.kit.ui.types import BulkAction, Column, EmptyState, Filter, ListSpec

PEOPLE = ListSpec(
    key="test.people",
    title="人員",
    columns=(
        Column("username", "編號", sort=("username",)),
        Column("display_name", "姓名", sort=("display_name",)),
        Column("is_active", "啟用", sort=("is_active",)),
        Column("n_roles", "角色數", value=lambda user: len(user.grants.all()), numeric=True),
        Column("email", "電子郵件", shown=False),
    ),
    filters=(
        Filter("is_active", "狀態", choices=[("True", "啟用"), ("False", "停用")]),
        Filter("language", "語言", choices=lambda: User._meta.get_field("language").choices),
        Filter("joined", "加入日", lookup="date_joined__date", kind="date"),
    ),
    search_fields=("username", "display_name"),
    default_sort="username",
    page_size=10,
    row_url=lambda user: f"/people/{user.pk}",
    bulk_actions=(BulkAction("close", "停用帳號", "close_people", danger=True),),
    empty=EmptyState("還沒有人員", "請先匯入人員名冊。", "home", "匯入"),
)


def people(request):
    return list_response(request, PEOPLE, User.objects.prefetch_related("grants"))


def nobody(request):
    return list_response(request, PEOPLE, User.objects.none())


def close_people(request):
    return HttpResponse(format_html("{}", sorted(selected_keys(request))))


urlpatterns = [
    path("people", people, name="people"),
    path("nobody", nobody, name="nobody"),
    path("close", close_people, name="close_people"),
    path("", include("espalier.config.urls")),
]
