"""Writing the map: pinning modules on paths. The document is led by `kit.outputs`."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from espalier.cycle.learning_map.freshness import map_rests_on_change
from espalier.cycle.learning_map.map.models import PathStep
from espalier.cycle.learning_map.map.queries import pins_of
from espalier.cycle.learning_map.map.types import Pin
from espalier.cycle.learning_map.modules import queries as modules
from espalier.cycle.people.positions import queries as positions
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import Problem, Refused


@transaction.atomic
def pin_modules(
    *, position_id: int, pins: Sequence[tuple[str, bool]], by: Actor, at: datetime
) -> dict[int, Pin]:
    """Set which modules stand on a position's path by hand: module codes in order, mandatory or not.

    Raises: NotFound for the position; Refused with every unknown or repeated module.
    """
    position = positions.position_or_404(position_id)
    known = modules.module_ids_by_code()
    codes = [code for code, _mandatory in pins]
    problems = [
        Problem("unknown_module", _("There is no module %(code)s.") % {"code": code}, position.code)
        for code in codes
        if code not in known
    ]
    problems += [
        Problem(
            "module_twice", _("The module %(code)s stands twice.") % {"code": code}, position.code
        )
        for code in dict.fromkeys(codes)
        if codes.count(code) > 1
    ]
    if problems:
        raise Refused(problems)
    names = {pk: code for code, pk in known.items()}
    before = {names[pk]: pin.is_mandatory for pk, pin in pins_of(position_id).items()}
    PathStep.objects.filter(position_id=position_id).delete()
    PathStep.objects.bulk_create(
        PathStep(
            position_id=position_id, module_id=known[code], order=order, is_mandatory=mandatory
        )
        for order, (code, mandatory) in enumerate(pins, start=1)
    )
    event = "learning_map.path.pinned"
    log.record(event, position, by=by, at=at, before=before, after=dict(pins))
    reason = _("The path of %(position)s was changed.") % {"position": position.code}
    map_rests_on_change(reason=reason, by=by, at=at)
    return pins_of(position_id)
