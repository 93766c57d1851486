"""Contracts of resources, and what budget lines and grants are worth."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from espalier.cycle.policy.resources import queries
from espalier.cycle.policy.resources.models import Contract, MoneyLine
from espalier.cycle.policy.resources.types import Kind
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import Problem, Refused
from espalier.kit.files.services import store_file
from espalier.kit.versions.services import record_changed

MONEY = {Kind.MONEY, Kind.GRANT}


@transaction.atomic
def save_contract(
    *,
    resource_id: int,
    values: Mapping[str, Any],
    file: tuple[str, bytes] | None = None,
    by: Actor,
    at: datetime,
) -> Contract:
    """Write a contract, or change the one with this number; ``file`` is name and bytes of the signed one.

    Raises: NotFound; Refused when it would end before it begins, or the file is of no accepted type.
    """
    resource = queries.resource_or_404(resource_id)
    if values["ends_on"] is not None and values["ends_on"] < values["starts_on"]:
        message = _("This day lies before the first one.")
        raise Refused([Problem("reversed", message, _("Until"))])
    plain = {name: values[name] for name in ("title", "starts_on", "ends_on", "amount")}
    plain["notice_days"] = values["notice_days"] or 0
    if file is not None:
        plain["file"] = store_file(data=file[1], name=file[0], by=by, at=at)
    made, _is_new = Contract.objects.update_or_create(
        resource=resource, number=values["number"], defaults=plain
    )
    after = {"resource": resource.code, "number": made.number, "ends_on": made.ends_on}
    log.record("policy.contract.saved", made, by=by, at=at, after=after)
    _tell(resource, by, at)
    return made


@transaction.atomic
def save_money_line(
    *, resource_id: int, values: Mapping[str, Any], by: Actor, at: datetime
) -> MoneyLine:
    """Write what a budget line or grant is worth in a year. Raises: NotFound; Refused for other resources."""
    resource = queries.resource_or_404(resource_id)
    if Kind(resource.kind) not in MONEY:
        message = _("Only budget lines and grants have an amount a year.")
        raise Refused([Problem("not_money", message, f"{resource.code} {resource.name}")])
    fields = ("amount", "spent", "rule", "source", "checked_on")
    made, _is_new = MoneyLine.objects.update_or_create(
        resource=resource, year=values["year"], defaults={name: values[name] for name in fields}
    )
    after = {"resource": resource.code, "year": made.year, "amount": made.amount}
    log.record("policy.money_line.saved", made, by=by, at=at, after=after)
    _tell(resource, by, at)
    return made


def _tell(resource: Any, by: Actor, at: datetime) -> None:
    label = f"{resource.code} {resource.name}"
    record_changed(
        kind="policy.Resource",
        record_id=resource.pk,
        label=label,
        reason=_("It changed."),
        by=by,
        at=at,
    )
