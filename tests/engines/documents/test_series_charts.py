"""Charts over categories and time can be drawn and keep their order."""

import pytest

from espalier.engines.documents.chart_specs import Bar
from espalier.engines.documents.charts import render_svg
from espalier.engines.documents.series_charts import Stretch, gantt, lines_over, lying_bars

VALUES = [Bar("內訓", "法定", 3.0), Bar("內訓", "職能", 5.0), Bar("外訓", "法定", None)]


@pytest.mark.parametrize(
    "chart", [lying_bars, lambda v, **k: lines_over(v, group_title="類別", **k)]
)
def test_they_draw_every_value(chart):
    svg = render_svg(chart(VALUES, value_title="萬元"), None)
    assert "內訓" in svg
    assert "外訓" in svg
    assert "萬元" in svg


def test_values_twice_in_one_place_are_refused():
    with pytest.raises(ValueError, match="at most once"):
        lying_bars([*VALUES, VALUES[0]], value_title="")


def test_a_year_has_twelve_months():
    months = [f"{n}月" for n in range(1, 13)]
    bars = [
        Stretch("焊接", "2027-03-01", "2027-03-12", "法定"),
        Stretch("品保", "2027-12-01", "2027-12-31"),
    ]
    svg = render_svg(gantt(bars, year=2027, months=months), None)
    assert all(f">{month}<" in svg for month in months)
    with pytest.raises(ValueError, match="twelve"):
        gantt(bars, year=2027, months=months[:3])
