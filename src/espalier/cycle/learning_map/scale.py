"""The proficiency scale that required and taught levels are held against."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from espalier.cycle.people.evidence import queries as evidence
from espalier.kit.imports.rows import reason
from espalier.kit.imports.types import Reason, Row


@dataclass(frozen=True, slots=True)
class Bounds:
    """The lowest and highest level of the scale in force, with its names and anchors."""

    lowest: float
    highest: float
    code: str = ""
    name: str = ""
    name_en: str = ""
    anchors: tuple[dict[str, Any], ...] = ()


# Before an installation has a scale of its own, levels run as the model's defaults do.
UNSET = Bounds(0.0, 5.0)


def bounds() -> Bounds:
    """The default scale, or 0 to 5 before one is set. One query."""
    scale = evidence.default_scale()
    if scale is None:
        return UNSET
    return Bounds(
        scale.lowest, scale.highest, scale.code, scale.name, scale.name_en, tuple(scale.anchors)
    )


def outside_scale(row: Row, column: str, lowest: float, highest: float) -> Reason:
    """Why a sheet's level is refused that does not lie on the scale."""
    message = _("A level lies between %(low)s and %(high)s.")
    limits = {"low": f"{lowest:g}", "high": f"{highest:g}"}
    return reason(row, column, "out_of_scale", message % limits)
