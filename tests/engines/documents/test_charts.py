"""Charts: drawn from inline data, with our fonts, the same every time."""

import re

import pytest

from espalier.engines.documents import (
    Bar,
    ChartRefused,
    FontsMissing,
    HeatCell,
    Step,
    charts,
    grouped_bars,
    heat_map,
    path_lanes,
    render_png,
    render_svg,
    theme,
)

from . import sample

FIGURES = {
    "heat": sample.heat_figure(),
    "lanes": sample.lanes_figure(),
    "bars": sample.bars_figure(),
}


@pytest.mark.parametrize("figure", FIGURES.values(), ids=FIGURES)
def test_a_chart_is_the_same_text_each_time_it_is_drawn(figure, fonts_dir):
    first = render_svg(figure.spec, fonts_dir)
    charts._svg.cache_clear()
    assert render_svg(figure.spec, fonts_dir) == first
    assert "NaN" not in first


def test_a_chart_is_set_in_the_document_font(fonts_dir):
    svg = render_svg(sample.heat_figure().spec, fonts_dir)
    assert set(re.findall(r'font-family="([^"]+)"', svg)) == {"Noto Sans TC"}
    for word in (*sample.MODULES, *sample.POSITIONS):
        assert word in svg


def test_a_missing_value_is_a_grey_dash_not_a_zero(fonts_dir):
    cells = [HeatCell("a", "b", None), HeatCell("c", "b", 0)]
    spec = heat_map(cells, x_title="x", y_title="y", value_title="v", domain=(0, 5))
    svg = render_svg(spec, fonts_dir)
    assert ">–<" in svg
    assert re.search("#D9D9D9|rgb\\(217, 217, 217\\)", svg, re.IGNORECASE)


def test_png_is_larger_with_scale(fonts_dir):
    small, large = (render_png(sample.bars_figure().spec, fonts_dir, s) for s in (1, 2))
    width = [int.from_bytes(data[16:20], "big") for data in (small, large)]
    assert width[1] == 2 * width[0]


def test_a_spec_that_cannot_be_drawn_is_refused(fonts_dir):
    with pytest.raises(ChartRefused, match="chart: "):
        render_svg({"mark": "nonsense"}, fonts_dir)


def test_the_network_is_never_asked(fonts_dir):
    spec = {"data": {"url": "https://example.com/x.json"}, "mark": "bar"}
    with pytest.raises(ChartRefused, match="not allowed"):
        render_svg(spec, fonts_dir)


def test_missing_fonts_are_named(tmp_path):
    with pytest.raises(FontsMissing, match="NotoSansTC_700Bold"):
        render_svg({"mark": "bar"}, tmp_path)


def test_a_chart_is_made_smaller_to_fit_never_larger():
    wide = '<svg width="2000" height="100">'
    small = '<svg width="100" height="100">'
    assert charts.size_on_paper(wide, 1.0)[0] == pytest.approx(481)
    assert charts.size_on_paper(wide, 0.5)[0] == pytest.approx(240.5)
    assert charts.size_on_paper(small, 1.0) == (75, 75)


PATHS = {
    "unknown lane": ([Step("x", 1, "a")], "unknown lane 'x'"),
    "unknown predecessor": ([Step("基層", 1, "a", after=("z",))], "'a' follows unknown 'z'"),
    "label twice": ([Step("基層", 1, "a"), Step("基層", 2, "a")], "'a' is used twice"),
    "place twice": ([Step("基層", 1, "a"), Step("基層", 1, "b")], "two steps at 1"),
    "order zero": ([Step("基層", 0, "a")], "count from 1"),
    "nothing": ([], "has no step"),
}


@pytest.mark.parametrize(("steps", "message"), PATHS.values(), ids=PATHS)
def test_a_path_that_cannot_be_drawn_is_refused(steps, message):
    with pytest.raises(ValueError, match=message):
        path_lanes(steps, lanes=["基層"], lane_title="", order_title="")


def test_charts_without_values_or_with_two_in_one_place_are_refused():
    titles = {"x_title": "", "y_title": "", "value_title": "", "domain": (0, 1)}
    for cells in ([], [HeatCell("a", "b", 1), HeatCell("a", "b", 2)]):
        with pytest.raises(ValueError, match="heat map"):
            heat_map(cells, **titles)
    for bars in ([], [Bar("a", "b", 1), Bar("a", "b", 2)]):
        with pytest.raises(ValueError, match="bars"):
            grouped_bars(bars, group_title="", value_title="")


def test_the_theme_uses_one_font():
    assert theme()["font"] == "Noto Sans TC"
