"""Pages of the register: what they show, who may open them, and how many queries they take."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from espalier.cycle.learning_map.norms import queries, services
from espalier.cycle.learning_map.norms.models import Norm, NormExemption, NormVersion
from espalier.kit.accounts.types import Role
from tests.cycle.learning_map.norms.conftest import content, rule
from tests.factories import learning_map as make
from tests.factories.learning_map import AT, BY

pytestmark = pytest.mark.django_db

KNOWN = {
    "code": "OSH-1",
    "kind": "legal",
    "title": "一般安全訓練",
    "source": "某規則第 17 條",
    "status": "secondary",
    "is_applied": "on",
}
RULE = {
    "everyone": "on",
    "window": "once",
    "hours": "3",
    "mode_caps": "線上=2",
    "is_shareable": "on",
    "is_working_time": "on",
    "covers_incumbents": "on",
    "on_leave": "runs",
    "again_on_change": "function",
    "first_period": "full",
    "effective_from": "2026-01-01",
}
CHANGING = [
    "norm_edit",
    "norm_version",
    "norm_end",
    "norm_links",
    "norm_check",
    "norm_note",
    "norm_exempt",
    "norm_attach",
]


def url(name: str, *args: int) -> str:
    return reverse(f"learning_map:{name}", args=args)


@pytest.fixture
def client(client_of, manager):
    return client_of(manager)


@pytest.fixture
def today():
    return timezone.localdate()


def test_a_norm_is_written_with_a_rule_in_words(client):
    answer = client.post(url("norm_new"), {**KNOWN, **RULE})
    assert answer.status_code == 302, answer.content.decode()
    text = client.get(answer.url).content.decode()
    for said in ("一般安全訓練", "適用全體人員。", "到任前須完成一次：至少 3 小時。",
                 "線上最多採計 2 小時。", "轉換職系時須重新受訓。", "採用前請查證"):  # fmt: skip
        assert said in text, said


def test_every_problem_of_both_forms_is_told(client):
    bad = {
        **KNOWN,
        "source": "",
        "window": "none",
        "everyone": "on",
        "effective_from": "2026-01-01",
    }
    text = client.post(url("norm_new"), {**RULE, **bad}).content.decode()
    for code in ("no_source", "hours_without_window"):
        assert f'data-problem="{code}"' in text, code
    answer = client.post(url("norm_new"), {**KNOWN, **RULE, "mode_caps": "線上"})
    assert answer.status_code == 422
    assert "線上" in answer.content.decode()
    assert not Norm.objects.exists()


def test_the_preview_says_the_rule_while_it_is_typed(client):
    text = client.post(url("norm_preview"), RULE).content.decode()
    assert "到任前須完成一次：至少 3 小時。" in text
    assert "<html" not in text
    assert "目前沒有適用對象。" in client.post(url("norm_preview"), {**RULE, "everyone": ""}).text
    assert "尚無法讀取" in client.post(url("norm_preview"), {"window": "x"}).content.decode()


def test_the_preview_knows_the_positions_a_norm_binds(client, make_norm, company):
    norm = make_norm("A")
    links = {"modules": "", "positions": "MFG-1", "clauses": ""}
    client.post(url("norm_links", norm.pk), links)
    page = client.get(url("norm_version", norm.pk)).text
    assert f"/preview/?norm={norm.pk}" in page
    told = client.post(f"{url('norm_preview')}?norm={norm.pk}", {**RULE, "everyone": ""}).text
    assert "銲接技術員" in told


def test_a_changed_rule_shows_beside_the_old_one(client, make_norm):
    norm = make_norm("A")
    page = client.get(url("norm_version", norm.pk)).content.decode()
    assert "至少 3 小時" in page
    told = {**RULE, "window": "rolling", "months": "36", "hours": "6", "reason": "修法",
            "effective_from": "2027-01-01", "again_on_change": "none"}  # fmt: skip
    assert client.post(url("norm_version", norm.pk), told).status_code == 302
    text = client.get(url("norm", norm.pk)).content.decode()
    assert "要求第 2 版" in text
    assert "尚未生效" in text
    assert "修法" in text
    assert NormVersion.objects.get(version_no=1).effective_to == date(2026, 12, 31)
    assert client.post(url("norm_version", norm.pk), {**told, "reason": ""}).status_code == 422


def test_two_people_at_one_norm_are_told(client, make_norm):
    norm = make_norm("A")
    answer = client.post(url("norm_edit", norm.pk), {**KNOWN, "version": "2020-01-01"})
    assert answer.status_code == 409
    token = Norm.objects.get().updated_at.isoformat()
    told = {**KNOWN, "title": "新名稱", "version": token}
    assert client.post(url("norm_edit", norm.pk), told).status_code == 302
    assert Norm.objects.get().title == "新名稱"
    assert Norm.objects.get().code == "A"


def test_past_reviews_are_listed_and_looked_up_with_one_act(client, make_norm, today):
    late = make_norm("LATE", review_on=date(2026, 10, 20))
    make_norm("UNUSED", review_on=date(2026, 10, 20), is_applied=False)
    make_norm("INTIME", review_on=today)
    text = client.get(url("norms_past_review")).content.decode()
    assert "LATE" in text
    assert "UNUSED" not in text
    assert "INTIME" not in text
    told = {"status": "verified", "review_on": "2999-01-01", "finding": "條文未變"}
    assert client.post(url("norm_check", late.pk), told).status_code == 302
    assert "沒有逾期項目" in client.get(url("norms_past_review")).content.decode()
    assert "條文未變" in client.get(url("norm", late.pk)).content.decode()


def test_links_notes_information_and_exemptions_stand_on_the_page(client, make_norm, company):
    norm = make_norm("A")
    make.published("M1")
    links = {"modules": "M1 1.5 消防", "positions": "MFG-1", "clauses": ""}
    assert client.post(url("norm_links", norm.pk), links).status_code == 302
    note = {"text": "從寬解釋", "said_by": "法務", "said_on": "2026-11-01"}
    assert client.post(url("norm_note", norm.pk), note).status_code == 302
    info = {"title": "條文全文", "url": "https://law.example.tw/a"}
    assert client.post(url("norm_attach", norm.pk), info).status_code == 302
    exempt = {"employee_number": "0001", "reason": "育嬰", "starts_on": "2026-11-01",
              "approved_by": "處長"}  # fmt: skip
    assert client.post(url("norm_exempt", norm.pk), exempt).status_code == 302
    text = client.get(url("norm", norm.pk)).content.decode()
    for said in ("模組M1", "採計 1.5 小時", "銲接技術員", "從寬解釋", "條文全文", "林安", "育嬰"):
        assert said in text, said
    assert "M1 1.5 消防" in client.get(url("norm_links", norm.pk)).content.decode()
    row = NormExemption.objects.get()
    assert client.post(url("norm_exemption_end", row.pk)).status_code == 302
    bad = client.post(url("norm_links", norm.pk), {"modules": "M1 a b", "positions": "Q"})
    assert bad.status_code == 422


def test_a_file_of_information_is_only_downloaded(client, make_norm):
    norm = make_norm("A")
    held = services.add_material(
        norm_id=norm.pk, title="簡報", data=b"<script>", filename="a.html", by=BY, at=AT
    )
    answer = client.get(url("norm_file", held.pk))
    assert answer["Content-Type"] == "application/octet-stream"
    assert "attachment" in answer["Content-Disposition"]
    assert client.post(url("norm_detach", held.pk)).status_code == 302
    assert client.get(url("norm_file", held.pk)).status_code == 404


def test_the_starter_register_leads_to_a_plan(client):
    text = client.get(url("norms_starter")).content.decode()
    assert "請查證" in text
    assert client.get(url("norms_starter_file")).content.startswith(b"\xef\xbb\xbf")
    answer = client.post(url("norms_starter_take"))
    assert answer.status_code == 302
    assert answer.url.startswith("/kit/imports/runs/") or "/runs/" in answer.url
    assert not Norm.objects.exists()


def test_what_is_in_the_register_already_is_not_taken_over_again(client, make_norm):
    from espalier.cycle.learning_map.norms.starter_file import rows_not_in, starter_rows

    make_norm("OSH-1", title="公司自訂")
    client.post(url("norms_starter_take"))
    assert b"OSH-1," not in rows_not_in({"OSH-1"})
    for row in starter_rows():
        if row.code != "OSH-1":
            make_norm(row.code)
    answer = client.post(url("norms_starter_take"))
    assert answer.url == url("norms_starter")
    assert Norm.objects.get(code="OSH-1").title == "公司自訂"


def test_the_list_is_filtered_and_exported(client, make_norm):
    make_norm("LATE", review_on=date(2026, 10, 20))
    make_norm("ETH", kind="ethical", source="")
    assert "ETH" not in client.get(url("norms") + "?overdue=yes").content.decode()
    assert "LATE" not in client.get(url("norms") + "?kind=ethical").content.decode()
    text = client.get(url("norms") + "?export=csv").content.decode("utf-8-sig")
    assert "LATE" in text
    assert "3.0" in text


def test_a_stranger_finds_nothing(client_of, stranger, make_norm):
    norm = make_norm("A")
    for address in (url("norms"), url("norm", norm.pk), url("norms_past_review")):
        assert client_of(stranger).get(address).status_code == 404


@pytest.mark.parametrize("role", list(Role))
def test_everybody_reads_and_two_roles_change(client_of, person_with, make_norm, role):
    norm = make_norm("A")
    client = client_of(person_with(role))
    assert client.get(url("norm", norm.pk)).status_code == 200
    wanted = 200 if role in {Role.MANAGER, Role.COORDINATOR} else 404
    for name in CHANGING:
        assert client.get(url(name, norm.pk)).status_code == wanted, name
    assert client.get(url("norm_new")).status_code == wanted
    taken = client.post(url("norms_starter_take"))
    assert taken.status_code == (302 if wanted == 200 else 404)


def test_only_those_of_ones_own_scope_are_named(client_of, person_with, make_norm, company):
    norm = make_norm("A")
    for number in ("0001", "0002"):
        services.exempt(
            norm_id=norm.pk,
            employee_number=number,
            reason="理由",
            starts_on=date(2026, 1, 1),
            until=None,
            approved_by="處長",
            by=BY,
            at=AT,
        )
    north = client_of(person_with(Role.SUPERVISOR, scope=company.north.scope))
    text = north.get(url("norm", norm.pk)).content.decode()
    assert "林安" in text
    assert "陳博" not in text
    learner = client_of(person_with(Role.LEARNER))
    assert "林安" not in learner.get(url("norm", norm.pk)).content.decode()


@pytest.mark.parametrize("n", [1, 12])
def test_pages_take_the_same_queries_for_few_and_many(
    client, make_norm, company, n, django_assert_num_queries
):
    for k in range(n):
        norm = make_norm(f"N{k:02}", review_on=date(2026, 10, 20))
        make.published(f"M{k:02}")
    services.set_links(
        norm_id=norm.pk,
        modules_={f"M{k:02}": (None, "") for k in range(n)},
        positions_=["MFG-1"],
        clauses_=[],
        by=BY,
        at=AT,
    )
    for k in range(n):
        services.add_note(
            norm_id=norm.pk,
            text=f"第{k}說",
            said_by="法務",
            said_on=date(2026, 11, 1),
            by=BY,
            at=AT,
        )
    for address, wanted in (
        (url("norms"), 8),
        (url("norms_past_review"), 4),
        (url("norm", norm.pk), 15),
    ):
        client.get(address)
        with django_assert_num_queries(wanted):
            client.get(address)


def test_the_register_is_pinned_too(make_norm, django_assert_num_queries):
    make_norm("A", rule=rule(minutes=None), title=content().title)
    with django_assert_num_queries(1):
        assert [norm.minutes for norm in queries.norms()] == [None]
