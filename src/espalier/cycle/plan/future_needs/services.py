"""Saying what became of a staff change."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from espalier.cycle.plan.future_needs import queries, rules
from espalier.cycle.plan.future_needs.models import StaffChange
from espalier.cycle.plan.future_needs.types import ChangeState
from espalier.kit.accounts.scope import EVERYTHING, Scope
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import Problem, Refused
from espalier.kit.versions.services import record_changed


@transaction.atomic
def move_change(
    *, change_id: int, then: ChangeState, scope: Scope = EVERYTHING, by: Actor, at: datetime
) -> StaffChange:
    """Call a change settled, dropped, or expected again. Raises: NotFound; Refused."""
    change = queries.change_or_404(change_id, scope)
    before = ChangeState(change.state)
    if not rules.may_become(before, then):
        remedy = _("Look at the change again: somebody may have moved it meanwhile.")
        raise Refused(
            [Problem("not_open", _("It cannot become this from here."), change.code, remedy)]
        )
    change.state, change.updated_at = then, at
    change.save(update_fields=["state", "updated_at"])
    log.record(
        "plan.staff_change.moved",
        change,
        by=by,
        at=at,
        before={"state": before},
        after={"state": then},
    )
    record_changed(
        kind=queries.KIND,
        record_id=change.pk,
        label=change.code,
        reason=_("The staff change was settled or dropped."),
        by=by,
        at=at,
    )
    return change
