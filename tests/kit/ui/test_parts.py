"""The parts pages are put together from say what they must, in words and not only in colour."""

import json
import re
from types import SimpleNamespace

import pytest
from django import forms
from django.template import Context, Template
from django.urls import reverse
from django.utils import translation

from espalier.kit.accounts.types import Role
from espalier.kit.errors import Problem
from espalier.kit.imports.types import Action, PlannedRow, Reason, Row
from espalier.kit.ui.types import Bucket, HeatCell, HeatColumn, HeatMap, HeatRow


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def drawn(source: str, **context) -> str:
    return Template("{% load espalier_ui %}" + source).render(Context(context))


def test_a_page_head_escapes_its_title_and_keeps_its_actions():
    page = drawn(
        '{% page_head title code="T1.2" %}<a href="/x">go</a>{% endpage_head %}', title="<b>"
    )
    assert "<h1>&lt;b&gt;</h1>" in page
    assert '<a href="/x">go</a>' in page
    assert "page-actions" not in drawn("{% page_head title %} {% endpage_head %}", title="x")


def test_a_figure_links_to_where_it_comes_from():
    page = drawn(
        '{% figure 1.25 unit="level" n=38 missing=0.125 period="2026" source="評核" href="/gaps" %}'
    )
    assert '<a class="figure-number" href="/gaps">1.25 level</a>' in page
    for note in ("n 38", "Period 2026", "Source 評核", "Missing 12%"):
        assert note in page


def test_a_figure_that_could_not_be_computed_is_no_zero():
    assert "no figure" in drawn("{% figure value %}", value=None)
    assert ">0<" in drawn("{% figure value %}", value=0)


@pytest.mark.django_db
def test_a_link_is_there_only_for_those_who_may_follow_it(person_with):
    asked = {True: person_with(Role.MANAGER), False: person_with(Role.LEARNER)}
    for may, user in asked.items():
        told = {
            "request": SimpleNamespace(user=user),
            "url": reverse("audit:list"),
            "word": "<log>",
        }
        assert ('href="/kit/audit/"' in drawn("{% link url word %}", **told)) is may
        assert "&lt;log&gt;" in drawn("{% link url word %}", **told)
        assert ("&lt;log&gt;" in drawn('{% link url word "btn" %}', **told)) is may
        assert "&lt;log&gt;" in drawn('{% link url word "btn" True %}', **told)


def test_a_text_without_han_says_its_language():
    assert drawn("<td{{ text|lang_of }}>", text="open") == '<td lang="en">'
    assert drawn("<td{{ text|lang_of }}>", text="Mager 目標") == "<td>"
    assert drawn("<td{{ text|lang_of }}>", text="2027-01-31") == "<td>"


STATES = [
    ("published", "good"),
    ("draft", "quiet"),
    ("in_review", "moving"),
    ("needs_update", "warning"),
    ("failed", "bad"),
    ("never heard of", "quiet"),
]


@pytest.mark.parametrize(("state", "tone"), STATES)
def test_a_state_has_a_tone_and_always_its_word(state, tone):
    page = drawn("{% state_badge state label %}", state=state, label="已發布")
    assert page.strip() == f'<span class="state is-{tone}">已發布</span>'


def test_facts_write_a_dash_for_what_is_missing():
    page = drawn("{% facts pairs %}", pairs=[("姓名", "林春美"), ("學歷", None), ("年資", 0)])
    assert re.findall(r"<dd>(.*?)</dd>", page) == ["林春美", "—", "0"]


def test_every_cell_of_a_heat_map_has_its_number_and_the_legend_what_is_used():
    table = HeatMap(
        "職能落差",
        "人員",
        (HeatColumn("需求分析"), HeatColumn("教材設計", "/c/2")),
        (
            HeatRow(
                "林春美",
                (
                    HeatCell("-2", Bucket.SHORT_2, "林春美：需求分析 低兩級", "/e/1"),
                    HeatCell("—", Bucket.NONE),
                ),
            ),
        ),
    )
    page = drawn("{% heat_map table %}", table=table)
    assert '-2<span class="visually-hidden"> 林春美：需求分析 低兩級</span></a>' in page
    assert "heat-cell heat-2-short" in page
    assert "two below" in page
    assert "not rated" in page
    assert "two or more above" not in page
    assert '<th scope="row">林春美</th>' in page


def test_an_import_plan_names_row_column_value_and_reason():
    rows = [
        PlannedRow(Row("人員", 4, {}), Action.CHANGE, "E002", {"name": ("陳明", "陳志明")}),
        PlannedRow(
            Row("人員", 5, {}),
            Action.REFUSE,
            "",
            {},
            (Reason("unit", "X9", "unknown", "無此單位"),),
        ),
    ]
    page = drawn(
        "{% import_plan rows columns %}", rows=rows, columns={"name": "姓名", "unit": "單位"}
    )
    assert "姓名：" in page
    assert "陳<ins>志</ins>明" in page
    assert re.search(r"<strong>單位</strong>「X9」：無此單位", page)
    assert re.findall(r"<strong>(\d+)</strong>", page) == ["0", "1", "0", "1"]


def test_a_chart_cannot_break_out_of_its_script_and_has_its_table():
    page = drawn(
        '{% chart spec key="gap" title="落差" head=head rows=rows %}',
        spec={"title": "</script><script>alert(1)</script>"},
        head=["單位", "落差"],
        rows=[["研發部", "-1.2"]],
    )
    data = re.search(r'<script data-chart data-target="gap-place"[^>]*>(.*?)</script>', page, re.S)
    assert json.loads(data[1])["title"].startswith("</script>")
    assert page.count("<script") == 1
    assert '<th scope="row">研發部</th>' in page


PROGRESS = [("running", True), ("waiting", True), ("done", False), ("failed", False)]


@pytest.mark.parametrize(("state", "asks"), PROGRESS)
def test_progress_is_asked_for_only_while_the_work_goes_on(state, asks):
    page = drawn(
        '{% progress title="T" share=0.456 state=state poll_url="/job/1" cancel_url="/job/1/cancel" %}',
        state=state,
    )
    assert ('hx-get="/job/1"' in page) is asks
    assert ('action="/job/1/cancel"' in page) is asks
    assert 'value="46"' in page


def test_all_problems_stand_with_place_and_remedy():
    found = [
        Problem("over_budget", "超出預算", "焊接班", "刪減一個梯次"),
        Problem("empty", "沒有梯次"),
    ]
    page = drawn("{% problems found %}", found=found)
    assert re.findall(r'data-problem="(\w+)"', page) == ["over_budget", "empty"]
    assert "刪減一個梯次" in page
    assert drawn("{% problems found %}", found=[]).strip() == ""


class SampleForm(forms.Form):
    name = forms.CharField(label="姓名", help_text="真實姓名")
    units = forms.MultipleChoiceField(
        label="單位", choices=[("1", "甲")], widget=forms.CheckboxSelectMultiple, required=False
    )
    agreed = forms.BooleanField(label="同意")
    level = forms.ChoiceField(label="級別", choices=[("1", "一")])
    file = forms.FileField(label="檔案", required=False)
    secret = forms.CharField(widget=forms.HiddenInput)


def test_every_field_has_its_label_and_its_error_tied_to_it():
    page = drawn("{% form_fields form %}", form=SampleForm(data={}))
    for name in ("name", "level", "file"):
        assert f'for="id_{name}"' in page
    assert '<legend class="form-label">單位</legend>' in page
    assert 'id="id_name_error"' in page
    described = re.search(r'<input[^>]*id="id_name"[^>]*>', page)[0]
    assert 'aria-invalid="true"' in described
    assert re.search(r'aria-describedby="id_name_help id_name_error"', described)
    assert "data-drop-zone" in page
    assert 'type="hidden" name="secret"' in page


def test_what_was_typed_wrongly_stays_in_the_field():
    page = drawn("{% form_fields form %}", form=SampleForm(data={"name": "<林>"}))
    assert 'value="&lt;林&gt;"' in page
