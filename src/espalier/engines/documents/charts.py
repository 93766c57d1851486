"""Charts: one Vega-Lite spec with inline data drawn to SVG or PNG, without network.

The page draws the same spec with vega-embed; `theme` gives both the same look.
"""

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from .fonts import FAMILY, font_folder
from .palette import CATEGORIES, INK, MUTED_INK, SEQUENCE

VEGA_LITE = "6.4"
_BASE_WIDTH = 640  # CSS pixels of a chart over the full text width; 17 cm on paper.


class ChartRefused(ValueError):
    """Vega-Lite could not draw the spec."""


def theme() -> dict[str, Any]:
    """The Vega-Lite config of every chart: fonts, colours, calm axes."""
    text = {
        "labelFontSize": 11,
        "titleFontSize": 12,
        "labelColor": f"#{INK}",
        "titleColor": f"#{INK}",
    }
    quiet = {**text, "labelLimit": 220, "titleFontWeight": 700, "domainColor": f"#{MUTED_INK}"}
    return {
        "font": FAMILY,
        "background": "white",
        "view": {"stroke": None},
        "axis": {**quiet, "gridColor": "#E4E7EB", "tickColor": f"#{MUTED_INK}", "titlePadding": 8},
        "legend": {**text, "titleFontWeight": 700, "labelLimit": 220},
        "header": {**text, "labelFontWeight": 700},
        "title": {"fontSize": 13, "color": f"#{INK}"},
        "range": {"category": list(CATEGORIES), "ramp": list(SEQUENCE), "heatmap": list(SEQUENCE)},
        "bar": {"color": CATEGORIES[0]},
    }


def render_svg(spec: Mapping[str, Any], fonts_dir: Path | None) -> str:
    """Draw `spec` as SVG; the same spec gives the same text.

    Parameters
    ----------
    spec : mapping
        Vega-Lite 6 with inline data; its own ``config`` wins over `theme`.
    fonts_dir : path or None
        Folder of the font files; without it text is measured with stand-in fonts, which is good
        enough where the reader's browser sets the type.

    Raises
    ------
    ChartRefused
        If the spec cannot be drawn, with what Vega-Lite says.
    FontsMissing
        If a folder is given that lacks the fonts.
    """
    folder = font_folder(fonts_dir) if fonts_dir is not None else ""
    return _svg(json.dumps(spec, ensure_ascii=False, sort_keys=True, default=str), folder)


def render_png(spec: Mapping[str, Any], fonts_dir: Path, scale: float = 2.0) -> bytes:
    """Draw `spec` as PNG at `scale` pixels per CSS pixel. Raises as `render_svg`."""
    return svg_to_png(render_svg(spec, fonts_dir), fonts_dir, scale)


def svg_to_png(svg: str, fonts_dir: Path, scale: float = 2.0) -> bytes:
    """Turn an SVG into PNG with the document fonts.

    Raises
    ------
    ChartRefused
        If it is no SVG that can be drawn.
    """
    return _png(svg, font_folder(fonts_dir), scale)


def svg_size(svg: str) -> tuple[float, float]:
    """Width and height of a drawn chart in CSS pixels."""
    head = svg[: svg.index(">")]
    width, height = (re.search(rf'\b{name}="([\d.]+)', head) for name in ("width", "height"))
    return (float(width[1]), float(height[1])) if width and height else (_BASE_WIDTH, _BASE_WIDTH)


def size_on_paper(svg: str, share: float, *, landscape: bool = False) -> tuple[float, float]:
    """Width and height in points of a chart on A4: its own size, made smaller where it must be.

    Parameters
    ----------
    svg : str
        A drawn chart.
    share : float
        Of the text width, above 0 up to 1: the most it may take.
    """
    width, height = (0.75 * side for side in svg_size(svg))
    text_width, text_height = (728.0, 390.0) if landscape else (481.0, 600.0)
    factor = min(1.0, share * text_width / width, text_height / height)
    return width * factor, height * factor


@lru_cache(maxsize=4)
def _register(folder: str) -> None:
    import vl_convert

    vl_convert.register_font_directory(folder)


@lru_cache(maxsize=64)
def _svg(spec_json: str, folder: str) -> str:
    import vl_convert

    if folder:
        _register(folder)
    try:
        svg = vl_convert.vegalite_to_svg(
            spec_json, vl_version=VEGA_LITE, config=theme(), allowed_base_urls=[]
        )
    except ValueError as error:
        raise ChartRefused(f"chart: {str(error).splitlines()[1:2] or str(error)}") from error
    return _steady_ids(svg)


@lru_cache(maxsize=64)
def _png(svg: str, folder: str, scale: float) -> bytes:
    import vl_convert

    _register(folder)
    try:
        return bytes(vl_convert.svg_to_png(svg, scale=scale))
    except ValueError as error:
        raise ChartRefused(f"picture: {str(error).splitlines()[0]}") from error


def _steady_ids(svg: str) -> str:
    """Vega counts gradients and clips for as long as the process lives; count per chart instead."""
    ids = {name: f"chart-{n}" for n, name in enumerate(re.findall(r'\bid="([^"]+)"', svg), start=1)}
    for name, steady in ids.items():
        svg = svg.replace(f'id="{name}"', f'id="{steady}"').replace(f"#{name})", f"#{steady})")
    return svg
