"""Error pages stand when the rest does not, and name every problem."""

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from espalier.kit.accounts.models import User
from espalier.kit.errors import Conflict, NotFound, Problem, Refused
from espalier.kit.http import errors_to_answers


@pytest.mark.parametrize("name", ["500.html", "400.html", "403_csrf.html"])
def test_a_plain_page_needs_nothing_from_anybody(name):
    page = render_to_string(name)
    assert "<h1>" in page
    assert "shell/plain.css" in page


def answer_to(error: Exception, db_user):
    request = RequestFactory().get("/plan")
    request.user = db_user
    middleware = errors_to_answers(lambda _request: None)
    return middleware.process_exception(request, error)


@pytest.fixture
def reader(db):
    return User.objects.create_user(username="reader")


def test_a_refusal_names_all_problems(reader):
    found = [Problem("a", "第一點", "第 3 列", "改正日期"), Problem("b", "第二點")]
    answer = answer_to(Refused(found), reader)
    assert answer.status_code == 422
    for words in ("第一點", "第 3 列", "改正日期", "第二點"):
        assert words in answer.text


def test_not_found_and_not_yours_look_the_same(reader):
    assert answer_to(NotFound(), reader).status_code == 404


def test_a_conflict_shows_both_texts_and_loses_neither(reader):
    error = Conflict(theirs={"目的": "提升職能"}, yours={"目的": "提升核心職能"})
    answer = answer_to(error, reader)
    assert answer.status_code == 409
    assert ">提升職能<" in answer.text
    assert ">提升核心職能</textarea>" in answer.text
    assert "提升<ins>核心</ins>職能" in answer.text
