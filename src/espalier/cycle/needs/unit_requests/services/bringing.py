"""Rounds and requests brought in from a file, many at once; used by the imports."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.cycle.needs.unit_requests import queries, rules
from espalier.cycle.needs.unit_requests.models import AskedUnit, SurveyRound, UnitRequest
from espalier.cycle.needs.unit_requests.services.answering import PLAIN
from espalier.cycle.needs.unit_requests.types import RequestContent, RequestState, RoundState
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.versions.services import record_changed

Key = tuple[str, str]  # round, number


@transaction.atomic
def save_rounds(
    *,
    contents: Mapping[str, Mapping[str, object]],
    units: Mapping[str, Collection[int]],
    by: Actor,
    at: datetime,
) -> None:
    """Add and change rounds by code; ``units`` are those asked besides the ones asked already.

    A new round is in the state its days say; nobody is told, since it may be one of the past.
    """
    today, held = timezone.localdate(at), queries.round_codes()
    fresh: list[SurveyRound] = []
    changed: list[SurveyRound] = []
    names: set[str] = {"updated_at"}
    for code, values in contents.items():
        row = held.get(code) or SurveyRound(code=code)
        for name, value in values.items():
            setattr(row, name, value)
        names |= set(values)
        row.updated_at = at
        if code not in held:
            row.state = rules.state_on(row.opens_on, row.deadline, today)
            row.closed_at = at if row.state == RoundState.CLOSED else None
        (changed if code in held else fresh).append(row)
    SurveyRound.objects.bulk_create(fresh)
    SurveyRound.objects.bulk_update(changed, sorted(names), batch_size=100)
    found = queries.round_codes()
    AskedUnit.objects.bulk_create(
        [AskedUnit(round=found[code], unit_id=pk) for code, ids in units.items() for pk in ids],
        ignore_conflicts=True,
        batch_size=300,
    )
    after = {"rounds": list(contents)}
    log.record("needs.survey_rounds.imported", "needs.SurveyRound:", by=by, at=at, after=after)


@transaction.atomic
def save_requests(
    *,
    contents: Mapping[Key, RequestContent],
    units: Mapping[Key, int],
    by: Actor,
    at: datetime,
) -> None:
    """Add and change requests by round and number, and hand them in: the file is the unit's answer."""
    rounds = queries.round_codes()
    held = queries.requests_by_key({code for code, _number in contents})
    fresh = [UnitRequest(round=rounds[key[0]], code=key[1]) for key in contents if key not in held]
    new = {(row.round.code, row.code): row for row in fresh}
    rows = {key: held.get(key) or new[key] for key in contents}
    for key, row in rows.items():
        _fill(row, contents[key], units[key], at)
    UnitRequest.objects.bulk_create(fresh, batch_size=200)
    changed = [row for key, row in rows.items() if key in held]
    fields = [*PLAIN, "unit", "state", "sent_at", "updated_at"]
    UnitRequest.objects.bulk_update(changed, _columns(fields), batch_size=50)
    _name_people([(row, contents[key].employee_ids) for key, row in rows.items()])
    _count_as_answered(list(rows.values()))
    after = {"n": len(rows), "rounds": sorted({code for code, _number in contents})}
    log.record("needs.unit_requests.imported", f"{queries.KIND}:", by=by, at=at, after=after)
    record_changed(
        kind=queries.KIND, record_id="*", label=_("Unit requests"),
        reason=_("records were imported"), by=by, at=at,
    )  # fmt: skip


def _fill(row: UnitRequest, content: RequestContent, unit_id: int, at: datetime) -> None:
    for name in PLAIN:
        setattr(row, name, getattr(content, name))
    row.months, row.unit_id = sorted(set(content.months)), unit_id
    row.state, row.sent_at, row.updated_at = RequestState.SENT, at, at


def _columns(names: Sequence[str]) -> list[str]:
    """Names of fields as ``bulk_update`` wants them."""
    return [name.removesuffix("_id") for name in names]


def _name_people(named: Sequence[tuple[UnitRequest, Collection[int]]]) -> None:
    through = UnitRequest.employees.through
    through.objects.filter(unitrequest_id__in=[row.pk for row, _ids in named]).delete()
    through.objects.bulk_create(
        [through(unitrequest_id=row.pk, employee_id=pk) for row, ids in named for pk in ids],
        batch_size=400,
    )


def _count_as_answered(rows: Sequence[UnitRequest]) -> None:
    """Who hands in a request no longer asks for nothing."""
    for round_id in sorted({row.round_id for row in rows}):
        units = {row.unit_id for row in rows if row.round_id == round_id}
        asked = AskedUnit.objects.filter(round_id=round_id, unit_id__in=units)
        asked.exclude(no_requests_at=None).update(no_requests_at=None, no_requests_by="", note="")
