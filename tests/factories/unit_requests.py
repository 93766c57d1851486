"""Surveys of the units and their requests for tests."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from espalier.cycle.needs.unit_requests import services
from espalier.cycle.needs.unit_requests.models import SurveyRound, UnitRequest
from espalier.cycle.needs.unit_requests.types import Act, RequestContent, RoundAct, RoundContent
from espalier.kit.accounts.types import Actor

AT = datetime(2026, 11, 2, 1, tzinfo=UTC)
BY = Actor.system("test")
OPENS, DEADLINE = date(2026, 11, 2), date(2026, 11, 20)


def survey(
    units: Iterable[Any], *, is_open: bool = True, by: Actor = BY, **changes: Any
) -> SurveyRound:
    """A round for 2027 from 2 to 20 November, open unless told otherwise."""
    told = {"code": "2027", "year": 2027, "title": "2027 年度訓練需求調查"}
    told |= {"opens_on": OPENS, "deadline": DEADLINE, "contact": "訓練發展課 分機 721"}
    content = RoundContent(**(told | changes))
    found = services.save_round(
        round_id=None, content=content, unit_ids=[unit.pk for unit in units], by=by, at=AT
    )
    if is_open:
        found = services.move_round(round_id=found.pk, act=RoundAct.OPEN, by=by, at=AT)
    return found


def content(**changes: Any) -> RequestContent:
    """A request that lacks nothing."""
    told = {
        "topic": "刀具壽命管理",
        "reason_kind": "gap",
        "reason": "換刀時機全憑經驗，刀具費用偏高。",
    }
    return RequestContent(**(told | {"headcount": 6, "months": (3, 4)} | changes))


def ask(
    found: SurveyRound,
    unit: Any,
    *,
    sends: bool = True,
    by: Actor = BY,
    at: datetime = AT,
    **changes: Any,
) -> UnitRequest:
    """A request of a unit, handed in unless told otherwise."""
    return services.save_request(
        round_id=found.pk,
        unit_id=unit.pk,
        request_id=None,
        content=content(**changes),
        sends=sends,
        as_conductor=True,
        by=by,
        at=at,
    )


def accept(*rows: UnitRequest, reason: str = "符合年度重點") -> None:
    ids = [row.pk for row in rows]
    services.decide(request_ids=ids, act=Act.ACCEPT, reason=reason, by=BY, at=AT)
