"""The first anchor of the thread: the indicators of the training manager's own standard."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from espalier.kit.thread import frame
from espalier.kit.thread.registry import register_edge, register_node
from espalier.kit.thread.types import Edge, NodeKind

INDICATOR = "frame.Indicator"


def register() -> None:
    register_node(
        NodeKind(INDICATOR, _("Indicator of the frame"), "kit.thread", described, is_anchor=True)
    )


def described(ids: Sequence[str]) -> Iterable[tuple[str, str, str]]:
    """Code and title in the reader's language, with the page that fulfils the indicator."""
    english = (get_language() or "").startswith("en")
    for code in ids:
        found = frame.indicators().get(code)
        if found is not None:
            title = found.title_en if english else found.title
            yield code, f"{code} {title}", _page(found)


def _page(indicator: frame.FrameIndicator) -> str:
    try:
        return reverse(indicator.page) if indicator.page else ""
    except NoReverseMatch:
        return ""


def fulfils(kind: str, by_indicator: Mapping[str, Callable[[], Iterable[object]]]) -> None:
    """Say which records of a kind fulfil which indicators: code → a function that returns their ids.

    One call for each kind, with all the indicators it serves; one query for each function.
    """

    def down(codes: Sequence[str]) -> Iterable[tuple[str, str]]:
        return [
            (code, str(id)) for code in codes if code in by_indicator for id in by_indicator[code]()
        ]

    def up(ids: Sequence[str]) -> Iterable[tuple[str, str]]:
        # As every edge upwards: the record that was asked about first, then what lies above it.
        wanted = set(map(str, ids))
        return [
            (str(id), code)
            for code, records in by_indicator.items()
            for id in records()
            if str(id) in wanted
        ]

    why = _("the record fulfils the indicator")
    register_edge(Edge(INDICATOR, kind, why, down, up))
