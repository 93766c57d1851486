"""The power × interest grid: its chart and its table."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from espalier.cycle.needs.charts import Point, quadrants
from espalier.cycle.needs.stakeholders import rules
from espalier.cycle.needs.stakeholders.types import StakeholderRow

DOMAIN = (0.5, 5.5)


def field_words() -> dict[str, str]:
    """The four fields of the grid in words."""
    return {
        "manage": _("Manage closely"),
        "satisfy": _("Keep satisfied"),
        "inform": _("Keep informed"),
        "watch": _("Keep an eye on"),
    }


def grid_spec(rows: Sequence[StakeholderRow], *, width: int = 460) -> dict[str, Any]:
    """Stakeholders by their codes: interest to the right, power upwards.

    Raises: ValueError without a stakeholder.
    """
    words = field_words()
    middle = rules.MIDDLE + 0.5  # between the marks, so that nobody stands on the line
    return quadrants(
        [Point(row.code, row.interest, row.power) for row in rows],
        x_title=_("Interest (1–5)"),
        y_title=_("Power (1–5)"),
        lines=(middle, middle),
        corners=(words["satisfy"], words["manage"], words["watch"], words["inform"]),
        x_domain=DOMAIN,
        y_domain=DOMAIN,
        width=width,
    )


def grid_table(rows: Sequence[StakeholderRow]) -> tuple[list[str], list[list[object]]]:
    """The same numbers as a table: code, name, power, interest, field."""
    words = field_words()
    head = [_("Code"), _("Stakeholder"), _("Power"), _("Interest"), _("Field of the grid")]
    body: list[list[object]] = [
        [
            row.code,
            row.name,
            row.power,
            row.interest,
            words[rules.field_of(row.power, row.interest)],
        ]
        for row in rows
    ]
    return head, body
