"""A value is kept as long as nobody acts on the records it was worked out from, and not a moment longer."""

import pytest
from django.utils import timezone

from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.audit.kept import Kept
from espalier.kit.audit.models import ChainHead, Entry, Payload

BY = Actor.system("test")
pytestmark = pytest.mark.django_db(transaction=True)


def act(event):
    log.record(event, "test.Thing:1", by=BY, at=timezone.now())


@pytest.fixture
def counted():
    """What was worked out, in order."""
    return []


@pytest.fixture
def ask(counted):
    kept = Kept(("people.", "learning_map."), size=2)

    def of(key="a"):
        def work_out():
            counted.append(key)
            return f"{key}{len(counted)}"

        return kept.of(key, work_out)

    return of


def test_a_value_is_worked_out_once_until_an_act_on_its_records(ask, counted):
    act("people.employee.hired")
    assert [ask(), ask(), ask()] == ["a1", "a1", "a1"]
    act("notify.people.told")
    assert ask() == "a1"
    act("learning_map.completions.recorded")
    assert [ask(), ask()] == ["a2", "a2"]
    act("people.employee.left")
    act("notify.people.told")
    assert ask() == "a3"
    assert counted == ["a", "a", "a"]


def test_only_so_many_values_are_kept(ask, counted):
    act("people.employee.hired")
    for key in ("a", "b", "a", "c", "a", "b"):
        ask(key)
    assert counted == ["a", "b", "c", "b"]


def test_another_database_in_its_place_is_noticed(ask):
    act("people.employee.hired")
    ask()
    for model in (Payload, Entry, ChainHead):
        model.objects.all()._raw_delete("default")
    act("people.employee.hired")
    assert ask() == "a2"


def test_without_any_act_nothing_is_kept(ask):
    assert [ask(), ask()] == ["a1", "a2"]


def test_looking_whether_anything_changed_takes_one_query(ask, django_assert_num_queries):
    act("people.employee.hired")
    ask()
    with django_assert_num_queries(1):
        ask()


def test_inside_a_transaction_nothing_is_kept(ask):
    from django.db import transaction

    act("people.employee.hired")
    with transaction.atomic():
        assert [ask(), ask()] == ["a1", "a2"]
