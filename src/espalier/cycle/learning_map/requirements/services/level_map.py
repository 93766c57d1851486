"""The editable map from levels of standards to levels on our own scale."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from espalier.cycle.learning_map.requirements import queries
from espalier.cycle.learning_map.requirements.models import LevelMap
from espalier.cycle.learning_map.scale import bounds
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import Problem, Refused


@transaction.atomic
def set_level_map(
    *, levels: Mapping[int, float | None], by: Actor, at: datetime
) -> dict[int, float]:
    """Say which required level a level of a standard proposes; None takes the line out.

    Only the levels named are touched. Requirements already set stay as they are.

    Raises: Refused with every level outside 1–6 or outside our scale.
    """
    scale = bounds()
    problems = []
    for standard_level, level in levels.items():
        place = _("Level %(level)s of the standard") % {"level": standard_level}
        if not 1 <= standard_level <= 6:
            message = _("A standard's level lies between 1 and 6.")
            problems.append(Problem("standard_level", message, place))
        if level is not None and not scale.lowest <= level <= scale.highest:
            message = _("A level lies between %(low)s and %(high)s.")
            limits = {"low": f"{scale.lowest:g}", "high": f"{scale.highest:g}"}
            problems.append(Problem("out_of_scale", message % limits, place))
    if problems:
        raise Refused(problems)
    before = queries.level_map()
    LevelMap.objects.filter(standard_level__in=list(levels)).delete()
    LevelMap.objects.bulk_create(
        LevelMap(standard_level=key, required_level=level)
        for key, level in sorted(levels.items())
        if level is not None
    )
    after = queries.level_map()
    if after != before:
        log.record(
            "learning_map.level_map.changed",
            "learning_map.LevelMap:",
            by=by,
            at=at,
            before={str(key): value for key, value in before.items()},
            after={str(key): value for key, value in after.items()},
        )
    return after
