"""What holds for every norm and every person."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from espalier.engines.obligations.bulk.columns import people_of
from espalier.engines.obligations.bulk.grid import evaluate_all, forecast
from espalier.engines.obligations.evaluate import evaluate
from espalier.engines.obligations.results import Status
from espalier.engines.obligations.types import Organisation
from tests.engines.obligations.strategies import days, norms, people

ORGANISATION = Organisation(100, ((1, 12), (2, 5)))
three_norms = st.tuples(norms(1), norms(2), norms(3))


@settings(max_examples=50, deadline=None)
@given(st.lists(people(), min_size=1, max_size=4), three_norms, days)
def test_everybody_at_once_equals_one_by_one(everybody, asked, on):
    grid = evaluate_all(people_of(everybody), asked, on=on, organisation=ORGANISATION)
    for row, person in enumerate(everybody):
        alone = evaluate(person, asked, on=on, organisation=ORGANISATION)
        for column, one in enumerate(alone):
            found = (
                Status(grid.status[row, column]),
                bool(grid.is_fulfilled[row, column]),
                int(grid.done[row, column]),
                int(grid.left[row, column]),
                grid.due_on(row, column),
            )
            wanted = (one.status, one.is_fulfilled, one.minutes_done, one.minutes_left, one.due_on)
            assert found == wanted, (asked[column], person, one)


@settings(max_examples=50, deadline=None)
@given(people(), norms(), days, st.integers(1, 400))
def test_within_a_window_status_never_improves(person, norm, on, later_by):
    """Facts unchanged: nothing completed, begun or ended between the two days."""
    later = on + timedelta(days=later_by)
    before = evaluate(person, [norm], on=on, organisation=ORGANISATION)[0]
    after = evaluate(person, [norm], on=later, organisation=ORGANISATION)[0]
    in_order = {Status.VALID, Status.DUE_SOON, Status.OVERDUE}
    if not {before.status, after.status} <= in_order or _facts_change(person, on, later):
        return
    same_window = (before.window_start, before.window_end) == (after.window_start, after.window_end)
    if same_window:
        assert after.status >= before.status


def _facts_change(person, on: date, later: date) -> bool:
    """Whether a day of the person's facts lies after the one day and not after the other."""
    changing = [h.completed_on for h in person.hours]
    for span in (*person.holdings, *person.duties, *person.exemptions):
        changing += [
            span.starts_on,
            (span.ends_on or date.max - timedelta(days=1)) + timedelta(days=1),
        ]
    changing += [licence.issued_on for licence in person.licences]
    return any(on < day <= later for day in changing)


@settings(max_examples=50, deadline=None)
@given(people(), three_norms, days)
def test_every_minute_is_counted_once_or_said_why_not(person, asked, on):
    for norm, one in zip(
        asked, evaluate(person, asked, on=on, organisation=ORGANISATION), strict=True
    ):
        if one.status < Status.VALID:
            assert not one.counted
            continue
        minutes = {h.id: h.minutes for h in person.hours}
        told: dict[int, int] = {}
        for part in (*one.counted, *one.not_counted):
            told[part.hours] = told.get(part.hours, 0) + part.minutes
        assert told == {hours: minutes[hours] for hours in told}, norm
        assert one.minutes_done == sum(part.minutes for part in one.counted)


@settings(max_examples=50, deadline=None)
@given(people(), three_norms, days)
def test_hours_that_one_norm_does_not_share_serve_nobody_twice(person, asked, on):
    found = evaluate(person, asked, on=on, organisation=ORGANISATION)
    for hours in person.hours:
        alone, together = 0, 0
        for norm, one in zip(asked, found, strict=True):
            counted = sum(part.minutes for part in one.counted if part.hours == hours.id)
            if norm.shares_hours:
                together = max(together, counted)
            else:
                alone += counted
        assert alone + together <= hours.minutes


@settings(max_examples=50, deadline=None)
@given(
    st.lists(people(), min_size=1, max_size=3), three_norms, st.lists(days, min_size=1, max_size=3)
)
def test_forecast_counts_the_grid_of_each_day(everybody, asked, on_days):
    columns = people_of(everybody)
    counts = forecast(columns, asked, days=on_days, organisation=ORGANISATION)
    assert (counts.sum(axis=2) == len(everybody)).all()
    for place, day in enumerate(on_days):
        grid = evaluate_all(columns, asked, on=day, organisation=ORGANISATION)
        for value in Status:
            assert (counts[place, :, value] == (grid.status == value).sum(axis=0)).all()
