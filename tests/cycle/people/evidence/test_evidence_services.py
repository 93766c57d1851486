"""Ratings are kept as given; the kept levels always equal what the rule makes of them."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from espalier.cycle.people.employees.models import Employee
from espalier.cycle.people.evidence import queries, services
from espalier.cycle.people.evidence.models import CurrentLevel, Rating
from espalier.cycle.people.evidence.types import NewRating, SourceWeight
from espalier.kit.audit.models import Entry
from espalier.kit.errors import Refused
from tests.factories import people
from tests.factories.people import AT, BY, rate

TODAY = date(2026, 11, 2)


@pytest.fixture
def knot(company):
    return people.competency("OWN/K01")


def levels(on=TODAY, **more):
    return {
        (level.employee_id, level.competency_id): level.level
        for level in queries.levels_on(on=on, **more)
    }


def test_a_rating_is_kept_with_who_when_and_from_where(company, knot):
    rate(company.people["002"], knot, "supervisor", 3, rater=company.people["001"])
    rating = Rating.objects.get()
    assert (rating.level, rating.rater, rating.recorded_by) == (3, company.people["001"], "test")
    assert rating.scale.highest == 5
    assert Entry.objects.filter(event="people.rating.recorded").count() == 1


def test_the_level_follows_at_once(company, knot):
    person = company.people["002"]
    rate(person, knot, "supervisor", 3)
    rate(person, knot, "self", 5)
    assert levels() == {(person.pk, knot.pk): pytest.approx(11 / 3)}
    kept = CurrentLevel.objects.get()
    assert (kept.n_ratings, kept.disagrees, kept.newest_on) == (2, True, date(2026, 10, 1))
    assert kept.holds_until == date(2027, 10, 1)


def test_the_same_rating_again_is_left_alone(company, knot):
    for _again in range(2):
        rate(company.people["002"], knot, "supervisor", 3)
    assert Rating.objects.count() == 1


def test_another_level_for_the_same_day_is_refused_and_nothing_is_kept(company, knot):
    rate(company.people["002"], knot, "supervisor", 3)
    other = people.competency("OWN/K02")
    fresh = [
        NewRating(company.people["002"].pk, other.pk, "supervisor", 2, date(2026, 10, 1)),
        NewRating(company.people["002"].pk, knot.pk, "supervisor", 4, date(2026, 10, 1)),
    ]
    with pytest.raises(Refused) as refusal:
        services.record_ratings(ratings=fresh, origin="", by=BY, at=AT)
    assert [problem.code for problem in refusal.value.problems] == ["rating_recorded"]
    assert Rating.objects.get().level == 3


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"level": 5.5}, "off_scale"),
        ({"rated_on": date(2026, 11, 3)}, "future_rating"),
        ({"source": "gossip"}, "unknown_source"),
        ({"employee_id": 999_999}, "unknown"),
        ({"scale_id": 999_999}, "unknown_scale"),
    ],
)
def test_what_cannot_be_is_refused(company, knot, change, problem):
    fields = {
        "employee_id": company.people["002"].pk,
        "competency_id": knot.pk,
        "source": "self",
        "level": 3,
        "rated_on": date(2026, 10, 1),
    }
    with pytest.raises(Refused) as refusal:
        services.record_ratings(
            ratings=[NewRating(**{**fields, **change})], origin="", by=BY, at=AT
        )
    assert problem in [each.code for each in refusal.value.problems]


def test_a_past_day_is_computed_from_the_ratings_known_for_it(company, knot):
    person = company.people["002"]
    rate(person, knot, "supervisor", 2, date(2025, 1, 10))
    rate(person, knot, "supervisor", 4, date(2026, 2, 10))
    cell = (person.pk, knot.pk)
    assert levels(date(2025, 6, 1)) == {cell: 2}
    assert levels(date(2026, 6, 1)) == {cell: 4}
    assert levels(date(2024, 6, 1)) == {}
    assert levels(TODAY) == {cell: 4}


def test_a_level_that_no_longer_holds_is_computed_again_even_before_the_daily_job(company, knot):
    person = company.people["002"]
    rate(person, knot, "self", 5, date(2026, 10, 1))
    rate(person, knot, "supervisor", 3, date(2026, 10, 1))
    cell = (person.pk, knot.pk)
    assert levels(date(2027, 9, 30)) == {cell: pytest.approx(11 / 3)}
    assert levels(date(2027, 10, 1)) == {cell: 3}
    assert levels(date(2028, 4, 1)) == {}
    at = datetime(2027, 10, 1, 1, tzinfo=UTC)
    assert services.refresh_levels(on=date(2027, 10, 1), by=BY, at=at) == 1
    assert CurrentLevel.objects.get().level == 3
    assert services.refresh_levels(on=date(2027, 10, 1), by=BY, at=at) == 0


def test_a_full_refresh_equals_what_was_kept_step_by_step(company, knot):
    for n, person in enumerate(company.people.values()):
        rate(person, knot, "self", n % 5)
        rate(person, knot, "supervisor", (n + 2) % 5)
    before = levels()
    assert services.refresh_levels(on=TODAY, by=BY, at=AT) == 0
    assert services.refresh_all_levels(on=TODAY, by=BY, at=AT) == 5
    named = [person.pk for person in company.people.values()][:2]
    assert services.refresh_levels(employee_ids=named, on=TODAY, by=BY, at=AT) == 2
    assert levels() == before


def test_levels_may_be_asked_of_some_people_and_competencies(company, knot):
    other = people.competency("OWN/K02")
    for number in ("002", "003"):
        rate(company.people[number], knot, "self", 1)
        rate(company.people[number], other, "self", 2)
    second = Employee.objects.filter(number="002")
    for on in (TODAY, date(2026, 10, 15)):
        assert levels(on, employees=second, competency_ids=[other.pk]) == {
            (company.people["002"].pk, other.pk): 2
        }


@pytest.mark.parametrize("on", [TODAY, date(2026, 10, 15), date(2027, 10, 5), date(2029, 1, 1)])
@pytest.mark.parametrize("numbers", [None, ["002"], []], ids=["everybody", "one person", "nobody"])
def test_levels_as_arrays_are_the_same_levels(company, knot, on, numbers):
    other = people.competency("OWN/K02")
    for number in ("001", "002"):
        rate(company.people[number], knot, "self", 1)
        rate(company.people[number], other, "test", 2)
    some = None if numbers is None else Employee.objects.filter(number__in=numbers)
    for only in (None, [other.pk]):
        found = queries.level_columns_on(on=on, employees=some, competency_ids=only)
        ids = zip(found.employee_ids.tolist(), found.competency_ids.tolist(), strict=True)
        columns = dict(zip(ids, found.levels.tolist(), strict=True))
        assert columns == levels(on, employees=some, competency_ids=only)


@pytest.mark.parametrize("on", [TODAY, date(2026, 10, 15), date(2027, 10, 5)])
def test_levels_ask_the_same_number_of_queries_for_more_people(company, knot, on):
    def count():
        with CaptureQueriesContext(connection) as captured:
            queries.levels_on(on=on)
        return len(captured)

    rate(company.people["002"], knot, "self", 1)
    few = count()
    for number in ("001", "003", "004", "005"):
        rate(company.people[number], knot, "self", 1)
    assert count() == few <= 5


def test_recording_asks_the_same_number_of_queries_for_more_ratings(company, knot):
    def count(n_people, day):
        new = [
            NewRating(person.pk, knot.pk, "self", 2, day)
            for person in list(company.people.values())[:n_people]
        ]
        with CaptureQueriesContext(connection) as captured:
            services.record_ratings(ratings=new, origin="", by=BY, at=AT)
        return len(captured)

    people.scale()
    assert count(1, date(2026, 9, 1)) == count(5, date(2026, 9, 2))


def test_changed_weights_change_every_level(company, knot):
    person = company.people["002"]
    rate(person, knot, "self", 5)
    rate(person, knot, "supervisor", 3)
    services.set_source_rules(weights={"self": SourceWeight(0, 12)}, by=BY, at=AT)
    assert levels() == {(person.pk, knot.pk): 3}
    with pytest.raises(Refused):
        services.set_source_rules(weights={"self": SourceWeight(-1, 12)}, by=BY, at=AT)


def test_the_inputs_of_a_level_are_shown_with_weights_and_reasons(
    company, knot, django_assert_num_queries
):
    person = company.people["002"]
    rate(person, knot, "supervisor", 2, date(2025, 1, 10))
    rate(person, knot, "supervisor", 4, date(2026, 2, 10), rater=company.people["001"])
    with django_assert_num_queries(2):
        shown = queries.level_with_inputs(employee_id=person.pk, competency_id=knot.pk, on=TODAY)
    assert shown.merged.level == 4
    assert [(u.rating.level, u.weight, u.use.ignored) for u in shown.uses] == [
        (4, 2, None),
        (2, 2, "too_old"),
    ]


def test_people_whose_ratings_are_all_too_old_are_found(company, knot):
    rate(company.people["002"], knot, "self", 2, date(2025, 1, 10))
    rate(company.people["003"], knot, "self", 2, date(2025, 1, 10))
    rate(company.people["003"], knot, "test", 2, date(2025, 1, 10))
    assert [p.number for p in queries.people_with_only_old_ratings(TODAY)] == ["002"]
