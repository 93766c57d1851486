"""Completions: recording, expiry, importing, taking back."""

from datetime import date

import pytest

from espalier.cycle.learning_map.completions import services
from espalier.cycle.learning_map.completions.models import Completion
from espalier.cycle.learning_map.completions.types import NewCompletion
from espalier.kit.audit.models import Entry
from espalier.kit.errors import NotFound, Refused
from tests.cycle.learning_map.sheets import actions, again, brought_in, planned, reasons
from tests.factories import learning_map as make

pytestmark = pytest.mark.django_db


def test_expiry_follows_the_validity_of_the_version(company, by_manager, monday):
    make.published("A", validity_months=12, minutes=90)
    row = NewCompletion("0001", "A", date(2028, 2, 29).replace(year=2024))
    assert services.record_completions(rows=[row], by=by_manager, at=monday) == 1
    held = Completion.objects.get()
    assert (held.expires_on, held.minutes, held.mode) == (date(2025, 2, 28), 90, "classroom")
    assert Entry.objects.filter(event="learning_map.completions.recorded").count() == 1


def test_every_bad_row_is_named_and_nothing_recorded(company, by_manager, monday):
    make.published("A")
    rows = [
        NewCompletion("0001", "A", date(2026, 1, 5)),
        NewCompletion("9999", "Q", date(2026, 12, 31)),
        NewCompletion("0001", "A", date(2026, 1, 5), expires_on=date(2025, 1, 1)),
    ]
    with pytest.raises(Refused) as refusal:
        services.record_completions(rows=rows, by=by_manager, at=monday)
    codes = [problem.code for problem in refusal.value.problems]
    assert codes == ["unknown_person", "unknown_version", "future", "expiry_first"]
    assert not Completion.objects.exists()


def test_recording_the_same_again_changes_nothing(company, by_manager, monday):
    make.published("A")
    row = NewCompletion("0001", "A", date(2026, 1, 5))
    assert services.record_completions(rows=[row, row], by=by_manager, at=monday) == 1
    assert services.record_completions(rows=[row], by=by_manager, at=monday) == 0


def test_taking_back_needs_a_reason_and_keeps_it_in_the_log(company, by_manager, monday):
    version = make.published("A")
    held = make.completion(company.ann, version, date(2026, 1, 5))
    who = {"by": by_manager, "at": monday}
    with pytest.raises(Refused):
        services.withdraw_completion(completion_id=held.pk, reason=" ", **who)
    services.withdraw_completion(completion_id=held.pk, reason="登錄錯人", **who)
    entry = Entry.objects.get(event="learning_map.completion.withdrawn")
    assert entry.payload.body["after"]["reason"] == "登錄錯人"
    with pytest.raises(NotFound):
        services.withdraw_completion(completion_id=held.pk, reason="再一次", **who)


def line(**changes):
    return {"number": "0001", "module_code": "A", "completed_on": date(2026, 1, 5), **changes}


def test_completions_come_in_and_again_change_nothing(company):
    make.published("A", validity_months=24)
    brought_in("completions", line(), line(number="0002", hours=2, note="夜班"))
    assert again("completions") == ["skip", "skip"]
    assert actions(planned("completions", line(note="補登"))) == ["change"]
    brought_in("completions", line(note="補登"))
    assert Completion.objects.get(employee__number="0001").note == "補登"
    assert Completion.objects.count() == 2


def test_bad_rows_of_the_sheet_name_their_columns(company):
    make.published("A")
    plan = planned(
        "completions",
        line(number="9", module_code="Q"),
        line(version=7),
        line(completed_on=date(2027, 1, 1)),
        line(),
        line(),
    )
    assert reasons(plan) == [
        [("number", "unknown"), ("module_code", "unknown")],
        [("version", "unknown")],
        [("completed_on", "future")],
        [],
        [("number", "duplicate_in_file")],
    ]


def test_many_completions_take_few_queries(company, django_assert_max_num_queries):
    version = make.published("A")
    days = [date(2020 + n // 300, 1 + n % 12, 1 + n % 25) for n in range(900)]
    lines = [line(completed_on=day) for day in dict.fromkeys(days)]
    # SQLite takes some hundred rows a statement; no query is made for a row alone.
    with django_assert_max_num_queries(30):
        brought_in("completions", *lines)
    assert Completion.objects.filter(version=version).count() == len(lines)
