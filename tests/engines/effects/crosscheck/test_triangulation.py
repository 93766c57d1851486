"""What several instruments say together, as a table a manager could read."""

import pytest

from espalier.engines.effects.crosscheck.triangulation import (
    Convergence,
    Finding,
    Reason,
    triangulate,
)
from espalier.engines.figures.types import Interval, VerdictCode

CLEAR, LIKELY, UNCLEAR, NO = VerdictCode
CASES = {
    "all good": ([CLEAR, LIKELY, CLEAR], Convergence.CONVERGENT),
    "one open": ([CLEAR, UNCLEAR], Convergence.PARTLY),
    "all open": ([UNCLEAR, UNCLEAR], Convergence.PARTLY),
    "both nothing": ([NO, NO], Convergence.CONVERGENT),
    "good and nothing": ([LIKELY, NO], Convergence.DIVERGENT),
    "alone": ([CLEAR], Convergence.SINGLE),
}


@pytest.mark.parametrize(("codes", "expected"), CASES.values(), ids=CASES)
def test_convergence(codes, expected):
    found = triangulate(
        [Finding("sell", f"i{k}", "test", code, 30) for k, code in enumerate(codes)]
    )
    assert found.rows[0].convergence is expected
    assert bool(found.contradictions) is (expected is Convergence.DIVERGENT)


def test_reasons_of_a_contradiction():
    one = Finding("sell", "self", "rating", CLEAR, 30, reliability=0.6, measured_on_day=0)
    other = Finding(
        "sell", "exam", "test", LIKELY, 30, is_worse=True, measured_on_day=60, sd_ratio=0.5
    )
    found = triangulate([one, other, Finding("plan", "exam", "test", CLEAR, 30)])
    assert found.contradictions[0].reasons == tuple(Reason)
    assert found.rows[1].convergence is Convergence.SINGLE
    assert "1 diverge" in found.sentence.en
    bare = triangulate([Finding("s", "a", "test", CLEAR, 3), Finding("s", "b", "test", NO, 3)])
    assert bare.contradictions[0].reasons == ()


def test_intervals_that_do_not_touch_contradict():
    def pair(unit):
        return [
            Finding("s", "a", "test", CLEAR, 9, interval=Interval(1, 2), unit=unit),
            Finding("s", "b", "test", CLEAR, 9, interval=Interval(3, 4), unit="points"),
        ]

    assert triangulate(pair("points")).rows[0].convergence is Convergence.DIVERGENT
    assert triangulate(pair("percent")).rows[0].convergence is Convergence.CONVERGENT


def test_bad_findings_are_named():
    for wrong in (
        {"objective": ""},
        {"n": 0},
        {"reliability": 1.5},
        {"sd_ratio": 0.0},
    ):
        told = {"objective": "s", "instrument": "a", "method": "m", "code": CLEAR, "n": 5} | wrong
        with pytest.raises(ValueError):
            Finding(**told)
    with pytest.raises(ValueError, match="no finding"):
        triangulate([])
    with pytest.raises(ValueError, match="twice"):
        triangulate([Finding("s", "a", "m", CLEAR, 5)] * 2)
