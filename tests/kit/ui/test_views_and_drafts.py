"""What people keep for themselves: saved views, drafts; and what happens when two edit one record."""

from datetime import UTC, datetime

import pytest
from django import forms

from espalier.kit.accounts.types import Actor
from espalier.kit.audit.models import Entry
from espalier.kit.errors import Conflict, NotFound, Refused
from espalier.kit.ui import queries, services
from espalier.kit.ui.concurrency import concurrent_edit_check, version_token
from espalier.kit.ui.drafts import draft_initial
from espalier.kit.ui.models import FormDraft, SavedView

pytestmark = pytest.mark.django_db


def save(user, monday, **changes):
    wanted = {"list_key": "people", "name": "研發部", "query": "unit=3", **changes}
    return services.save_view(**wanted, by=Actor.of_user(user), at=monday)


def test_the_same_name_replaces_the_view_and_both_are_logged(manager, monday):
    save(manager, monday)
    save(manager, monday, query="unit=4")
    assert [view.query for view in queries.saved_views(manager, "people")] == ["unit=4"]
    assert Entry.objects.filter(event="ui.view.saved").count() == 2


def test_a_view_without_name_and_too_long_names_both_problems(manager, monday):
    with pytest.raises(Refused) as refused:
        save(manager, monday, name="  ", query="q=" + "x" * 2000)
    assert [problem.code for problem in refused.value.problems] == ["view_name", "view_too_long"]
    assert not SavedView.objects.exists()


def test_somebody_else_cannot_delete_a_view(manager, stranger, monday, client_of):
    view = save(manager, monday)
    with pytest.raises(NotFound):
        services.delete_view(view_id=view.pk, by=Actor.of_user(stranger), at=monday)
    assert client_of(stranger).post(f"/kit/ui/views/{view.pk}/delete").status_code == 404
    assert SavedView.objects.filter(pk=view.pk).exists()


def test_the_system_keeps_no_views(system, monday):
    with pytest.raises(NotFound):
        services.save_view(list_key="people", name="x", query="", by=system, at=monday)


def test_saving_a_view_leads_back_to_the_list_in_that_state(manager, client_of):
    form = {"list_key": "people", "name": "研發部", "query": "unit=3", "next": "/people/list"}
    answer = client_of(manager).post("/kit/ui/views", form)
    assert answer.headers["Location"] == "/people/list?unit=3"


def test_no_way_out_to_a_foreign_site(manager, client_of):
    form = {"list_key": "p", "name": "x", "query": "", "next": "https://evil.example/"}
    assert client_of(manager).post("/kit/ui/views", form).headers["Location"] == "/?"


def test_a_refused_view_is_answered_with_its_problem(manager, client_of):
    answer = client_of(manager).post("/kit/ui/views", {"list_key": "p", "name": ""})
    assert answer.status_code == 422
    assert 'data-problem="view_name"' in answer.text


@pytest.mark.parametrize("address", ["/kit/ui/views", "/kit/ui/draft?form=x"])
def test_who_is_not_signed_in_is_sent_to_the_sign_in_page(client, address):
    assert client.post(address).headers["Location"].startswith("/account/login/")


class PlanForm(forms.Form):
    title = forms.CharField(initial="年度計畫")
    units = forms.MultipleChoiceField(
        choices=[("3", "甲"), ("13", "乙")], widget=forms.CheckboxSelectMultiple
    )
    urgent = forms.BooleanField()
    file = forms.FileField()
    note = forms.CharField(initial="原有")


def test_a_form_gets_back_what_was_typed(manager, monday, client_of):
    client_of(manager).post(
        "/kit/ui/draft?form=plan&subject=7",
        {
            "title": "草稿",
            "units": ["13"],
            "urgent": "on",
            "csrfmiddlewaretoken": "t",
            "new_password": "p",
        },
    )
    draft = queries.draft_for(manager, "plan", "7")
    assert draft.payload == {"title": ["草稿"], "units": ["13"], "urgent": ["on"]}
    assert draft_initial(draft, PlanForm()) == {"title": "草稿", "units": ["13"], "urgent": True}
    assert draft_initial(None, PlanForm()) == {}


def test_a_draft_belongs_to_one_person_form_and_subject(manager, stranger, monday):
    services.save_draft(
        form_key="plan", subject="7", payload={"a": ["1"]}, by=Actor.of_user(manager), at=monday
    )
    assert queries.draft_for(manager, "plan", "8") is None
    assert queries.draft_for(stranger, "plan", "7") is None
    gone = services.discard_draft(
        form_key="plan", subject="7", by=Actor.of_user(stranger), at=monday
    )
    assert gone is False
    assert FormDraft.objects.count() == 1


def test_saving_again_replaces_the_draft(manager, monday):
    for text in ("一", "二"):
        services.save_draft(
            form_key="f", subject="", payload={"a": [text]}, by=Actor.of_user(manager), at=monday
        )
    assert queries.draft_for(manager, "f").payload == {"a": ["二"]}


def test_a_form_of_a_million_characters_is_refused(manager, monday):
    with pytest.raises(Refused):
        services.save_draft(
            form_key="f",
            subject="",
            payload={"a": ["x" * 1_000_000]},
            by=Actor.of_user(manager),
            at=monday,
        )


def test_a_draft_without_a_form_is_not_found(manager, client_of):
    assert client_of(manager).post("/kit/ui/draft", {"a": "1"}).status_code == 404


NINE = datetime(2026, 11, 2, 1, tzinfo=UTC)


def test_the_version_of_the_open_form_lets_it_through():
    concurrent_edit_check(sent=version_token(NINE), current=NINE, theirs={"a": 1}, yours={"a": 2})
    concurrent_edit_check(sent="4", current=4, theirs={"a": 1}, yours={"a": 2})


def test_two_people_who_wrote_the_same_are_not_in_conflict():
    concurrent_edit_check(sent="3", current=4, theirs={"a": "x"}, yours={"a": "x"})


def test_the_second_is_shown_only_the_fields_that_differ():
    with pytest.raises(Conflict) as conflict:
        concurrent_edit_check(
            sent="3",
            current=4,
            theirs={"名稱": "甲", "說明": "同"},
            yours={"名稱": "乙", "說明": "同"},
        )
    assert conflict.value.theirs == {"名稱": "甲"}
    assert conflict.value.yours == {"名稱": "乙"}
