"""Rows held until the transaction ends, and what several services do to one: used by the services of this room."""

from collections.abc import Collection
from datetime import datetime

from espalier.cycle.needs.unit_requests import queries
from espalier.cycle.needs.unit_requests.models import AskedUnit, SurveyRound, UnitRequest
from espalier.kit.accounts.types import Actor
from espalier.kit.errors import NotFound
from espalier.kit.versions.services import record_changed


def locked_round(round_id: int) -> SurveyRound:
    """Raises: NotFound."""
    found = SurveyRound.objects.select_for_update().filter(pk=round_id).first()
    if found is None:
        raise NotFound
    return found


def locked_unit(round_id: int, unit_id: int) -> AskedUnit:
    """The unit's place in a round: of two people of one unit who write at once, one waits for the number.

    Raises: NotFound when the round does not ask it.
    """
    rows = AskedUnit.objects.select_for_update(of=("self",)).select_related("round", "unit")
    found = rows.filter(round_id=round_id, unit_id=unit_id).first()
    if found is None:
        raise NotFound
    return found


def locked_requests(request_ids: Collection[int]) -> list[UnitRequest]:
    """The requests in the order of their ids: of two who decide at once, one waits.

    Raises: NotFound when one of them is not there.
    """
    wanted = sorted(set(request_ids))
    rows = list(
        UnitRequest.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk")
    )
    if len(rows) != len(wanted):
        raise NotFound
    return rows


def tell_documents(row: UnitRequest, reason: str, by: Actor, at: datetime) -> None:
    """Tell the documents that rest on a request."""
    record_changed(
        kind=queries.KIND, record_id=row.pk, label=f"{row.code} {row.topic}".strip(),
        reason=reason, by=by, at=at,
    )  # fmt: skip
