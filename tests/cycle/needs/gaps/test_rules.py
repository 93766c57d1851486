"""How figures are classed and written: a table a manager can read."""

import pytest

from espalier.cycle.needs.gaps import rules
from espalier.cycle.needs.gaps.types import GroupCell, Measure, PersonCell

GROUPS = {
    "all that is asked": (Measure.ATTAINMENT, 1.0, "0", "100%"),
    "a tenth lacking is still fine": (Measure.ATTAINMENT, 0.9, "0", "90%"),
    "a fifth lacking": (Measure.ATTAINMENT, 0.8, "1-short", "80%"),
    "two fifths lacking": (Measure.ATTAINMENT, 0.6, "2-short", "60%"),
    "more than half lacking": (Measure.ATTAINMENT, 0.4, "3-short", "40%"),
    "gap index runs the other way": (Measure.GAP_INDEX, 0.4, "2-short", "0.40"),
    "one level short on average": (Measure.SIGNED_GAP, 1.0, "1-short", "+1.0"),
    "more than is asked": (Measure.SIGNED_GAP, -0.5, "0", "−0.5"),
    "a third never rated": (Measure.MISSING, 1 / 3, "2-short", "33%"),
    "a count has no colour": (Measure.N, 12.0, "0", "12"),
}


@pytest.mark.parametrize(("measure", "value", "severity", "text"), GROUPS.values(), ids=GROUPS)
def test_a_group_is_classed_and_written(measure, value, severity, text):
    cell = GroupCell(value, n=10, n_missing=0)
    assert (rules.severity(measure, cell), rules.written(measure, cell)) == (severity, text)


def test_hidden_and_unrated_never_look_like_a_figure():
    hidden, unrated = GroupCell(None, 0, 0, hidden=True), GroupCell(None, 0, 3)
    assert (rules.severity(Measure.N, hidden), rules.written(Measure.N, hidden)) == ("hidden", "＊")
    assert (rules.severity(Measure.N, unrated), rules.written(Measure.N, unrated)) == ("none", "—")


PEOPLE = {
    "three short": (4, 1, "3-short", "1/4"),
    "two short": (4, 2, "2-short", "2/4"),
    "half a level short": (3, 2.5, "1-short", "2.5/3"),
    "as required": (3, 3, "0", "3/3"),
    "one above": (3, 4, "1-over", "4/3"),
    "two above": (2, 4, "2-over", "4/2"),
    "never rated": (3, None, "none", "—/3"),
    "not required": (None, 4, "none", ""),
}


@pytest.mark.parametrize(("required", "current", "severity", "text"), PEOPLE.values(), ids=PEOPLE)
def test_a_person_is_classed_and_written(required, current, severity, text):
    cell = PersonCell(required, current)
    assert (rules.person_severity(cell), rules.person_written(cell)) == (severity, text)
