"""Reading the narrative sections."""

from espalier.cycle.strategy.report.models import Narrative


def narratives() -> dict[str, Narrative]:
    """The written sections by key. One query."""
    return {row.key: row for row in Narrative.objects.order_by("key")}
