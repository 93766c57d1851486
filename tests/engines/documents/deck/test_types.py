"""A deck that cannot be shown well is not made."""

import pytest

from espalier.engines.documents.deck.types import (
    Bar,
    Chart,
    ChartKind,
    KeyFigures,
    Series,
    Slide,
    points,
)


def test_what_cannot_be_shown_is_refused():
    with pytest.raises(ValueError, match="at most 60"):
        Slide("長" * 61, (points("一"),))
    with pytest.raises(ValueError, match="side by side"):
        Slide("三塊", (points("一"),) * 3)
    with pytest.raises(ValueError, match="one to eight"):
        KeyFigures(())
    with pytest.raises(ValueError, match="2 values for 1 categories"):
        Chart(ChartKind.BAR, ("一",), (Series("甲", (1.0, 2.0)),), "說明")
    with pytest.raises(ValueError, match="in the year"):
        Bar("課程", 12, 14)
