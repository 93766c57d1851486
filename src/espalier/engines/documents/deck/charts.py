"""Charts that PowerPoint itself draws, from numbers that can be opened there."""

from typing import Any

from espalier.engines.documents import palette
from espalier.engines.documents.deck.places import Box
from espalier.engines.documents.deck.types import Chart, ChartKind, Timeline
from espalier.engines.documents.deck.words import style
from espalier.engines.documents.meta import Language

_TEXT_POINTS = 12
_LABELLED = 24  # more values than this would print numbers over each other
_MONTHS = {Language.ZH_HANT: '0"月"', Language.EN: '"M"0'}


def add_chart(sheet: Any, block: Chart, box: Box) -> None:
    """Draw `block` into `box`; its values are written at the marks as long as there is room."""
    chart = _placed(sheet, block, box)
    _titled(chart, block)
    chart.has_legend = len(block.series) > 1
    if chart.has_legend:
        _legend(chart)
    for plot, colour in zip(chart.plots[0].series, palette.CATEGORIES, strict=False):
        _paint(plot, colour, is_line=block.kind is ChartKind.LINE)
    plot = chart.plots[0]
    if len(block.categories) * len(block.series) <= _LABELLED:
        plot.has_data_labels = True
        plot.data_labels.number_format = block.number_format
        plot.data_labels.number_format_is_linked = False
        _typeset(plot.data_labels.font, 11)
    if block.kind is not ChartKind.LINE:
        plot.gap_width = 60
    _axes(chart, block)


def add_timeline(sheet: Any, block: Timeline, box: Box, language: Language) -> None:
    """Bars over the twelve months: the stretch before each bar is a series nobody sees."""
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE, XL_TICK_LABEL_POSITION

    data = CategoryChartData(number_format="0.0")
    data.categories = [bar.label for bar in block.bars]
    data.add_series("", [bar.start for bar in block.bars])
    data.add_series("■", [bar.end - bar.start for bar in block.bars])
    frame = sheet.shapes.add_chart(XL_CHART_TYPE.BAR_STACKED, *box, data)
    _describe(frame, block.alt)
    chart = frame.chart
    _typeset(chart.font, _TEXT_POINTS)
    chart.has_legend = chart.has_title = False
    before, shown = chart.plots[0].series
    before.format.fill.background()
    _paint(shown, palette.CATEGORIES[0], is_line=False)
    chart.plots[0].gap_width, chart.plots[0].overlap = 40, 100
    chart.category_axis.reverse_order = True
    months = chart.value_axis
    months.minimum_scale, months.maximum_scale, months.major_unit = 1, 13, 1
    months.tick_labels.number_format = _MONTHS[language]
    months.tick_labels.number_format_is_linked = False
    months.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
    _faint(months)


def _placed(sheet: Any, block: Chart, box: Box) -> Any:
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE

    kinds = {
        ChartKind.COLUMN: XL_CHART_TYPE.COLUMN_CLUSTERED,
        ChartKind.BAR: XL_CHART_TYPE.BAR_CLUSTERED,
        ChartKind.STACKED: XL_CHART_TYPE.BAR_STACKED,
        ChartKind.LINE: XL_CHART_TYPE.LINE_MARKERS,
    }
    data = CategoryChartData(number_format=block.number_format)
    data.categories = list(block.categories)
    for series in block.series:
        data.add_series(series.name, series.values)
    frame = sheet.shapes.add_chart(kinds[block.kind], *box, data)
    _describe(frame, block.alt)
    _typeset(frame.chart.font, _TEXT_POINTS)
    return frame.chart


def _describe(frame: Any, alt: str) -> None:
    """Words for those who cannot see the chart; python-pptx has no name for them."""
    frame._element.nvGraphicFramePr.cNvPr.set("descr", alt)


def _typeset(font: Any, points: int) -> None:
    from pptx.util import Pt

    font.size = Pt(points)
    style(font, palette.INK)


def _titled(chart: Any, block: Chart) -> None:
    chart.has_title = bool(block.title)
    if block.title:
        chart.chart_title.text_frame.text = block.title
        run = chart.chart_title.text_frame.paragraphs[0].runs[0]
        _typeset(run.font, 14)


def _legend(chart: Any) -> None:
    from pptx.enum.chart import XL_LEGEND_POSITION

    chart.legend.position = XL_LEGEND_POSITION.BOTTOM
    chart.legend.include_in_layout = False


def _paint(series: Any, colour: str, *, is_line: bool) -> None:
    from pptx.dml.color import RGBColor
    from pptx.util import Pt

    rgb = RGBColor.from_string(colour.removeprefix("#"))
    if is_line:
        series.format.line.color.rgb, series.format.line.width = rgb, Pt(2.5)
        series.smooth = False
        series.marker.format.fill.solid()
        series.marker.format.fill.fore_color.rgb = rgb
    else:
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = rgb


def _axes(chart: Any, block: Chart) -> None:
    if block.kind in {ChartKind.BAR, ChartKind.STACKED}:
        chart.category_axis.reverse_order = True  # first category on top, as in the table beside it
    axis = chart.value_axis
    axis.tick_labels.number_format = block.number_format
    axis.tick_labels.number_format_is_linked = False
    if all((value or 0) >= 0 for series in block.series for value in series.values):
        axis.minimum_scale = 0  # a bar's length is its meaning only from zero
    axis.has_title = bool(block.value_title)
    if block.value_title:
        axis.axis_title.text_frame.text = block.value_title
        _typeset(axis.axis_title.text_frame.paragraphs[0].runs[0].font, 11)
    _faint(axis)


def _faint(axis: Any) -> None:
    from pptx.dml.color import RGBColor

    axis.format.line.fill.background()
    axis.major_gridlines.format.line.color.rgb = RGBColor.from_string("E4E7EB")
