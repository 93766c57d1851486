"""The power × interest grid in words; its chart is the one that O2.1.1 shows."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from espalier.cycle.needs.need_charts import Chart, grid_chart
from espalier.cycle.needs.stakeholders.types import StakeholderRow


def field_words() -> dict[str, str]:
    """The four fields of the grid in words."""
    return {
        "manage": _("Manage closely"),
        "satisfy": _("Keep satisfied"),
        "inform": _("Keep informed"),
        "watch": _("Monitor"),
    }


def grid(rows: Sequence[StakeholderRow]) -> Chart | None:
    """Stakeholders by their codes, interest to the right and power upwards; None without any."""
    return grid_chart([(row.code, row.power, row.interest) for row in rows])
