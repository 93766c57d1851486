"""The product's addresses and one list over the accounts, only for these tests."""

from django.http import HttpResponse
from django.template import RequestContext, Template
from django.urls import include, path
from django.utils.html import format_html

from espalier.kit.accounts.models import User
from espalier.kit.errors import Conflict
from espalier.kit.ui.listing import list_response, selected_keys
from espalier.kit.ui.types import (
    Bucket,
    BulkAction,
    Column,
    EmptyState,
    Filter,
    HeatCell,
    HeatColumn,
    HeatMap,
    HeatRow,
    ListSpec,
)

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


PARTS = """{% extends "base.html" %}{% load espalier_ui %}
{% block title %}元件{% endblock %}
{% block main %}
  {% page_head "元件" code="T1.2" %}<a class="btn" href="/people">人員</a>{% endpage_head %}
  {% heat_map heat %}
  {% chart spec key="gap" title="落差" head=head rows=rows %}
  {% progress title="計算" share=0.4 state="running" state_label="執行中" %}
  {% state_badge "published" %}{% difference "年度" "季度" %}
  <form method="post" data-guard>
    {% csrf_token %}
    <p id="pasted" role="status"></p>
    <table class="table" data-matrix data-status-id="pasted" data-pasted="{filled}/{refused}/{outside}">
      {% for row in grid %}<tr>{% for name in row %}<td><input name="{{ name }}" aria-label="{{ name }}"></td>
      {% endfor %}</tr>{% endfor %}
    </table>
    {% draft_keeper "parts" %}
    <button class="btn btn-primary">儲存</button>
    <button class="btn" type="button" hx-post="/conflict" hx-target="#pasted">同時編輯</button>
  </form>
{% endblock %}"""


def people(request):
    return list_response(request, PEOPLE, User.objects.prefetch_related("grants"))


def nobody(request):
    return list_response(request, PEOPLE, User.objects.none())


def close_people(request):
    return HttpResponse(format_html("{}", sorted(selected_keys(request))))


BARS = {
    "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
    "data": {"values": [{"unit": "研發部", "gap": 1.2}]},
    "mark": "bar",
    "encoding": {
        "y": {"field": "unit", "type": "nominal"},
        "x": {"field": "gap", "type": "quantitative"},
    },
}


def parts(request):
    """A page with every part that has a behaviour."""
    cells = (
        HeatCell("−2", Bucket.SHORT_2, "研發部：低兩級", "/people"),
        HeatCell("—", Bucket.NONE),
    )
    context = {
        "heat": HeatMap(
            "落差", "單位", (HeatColumn("分析"), HeatColumn("教材")), (HeatRow("研發部", cells),)
        ),
        "spec": BARS,
        "head": ["單位", "落差"],
        "rows": [["研發部", "1.2"]],
        "grid": [[f"cell-{row}-{column}" for column in range(3)] for row in range(3)],
    }
    return HttpResponse(Template(PARTS).render(RequestContext(request, context)))


def conflict(request):
    raise Conflict(theirs={"目的": "提升職能"}, yours={"目的": "提升核心職能"})


urlpatterns = [
    path("conflict", conflict, name="conflict"),
    path("parts", parts, name="parts"),
    path("people", people, name="people"),
    path("nobody", nobody, name="nobody"),
    path("close", close_people, name="close_people"),
    path("", include("espalier.config.urls")),
]
