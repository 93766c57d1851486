"""P2.3.5 as the example company plays it: requests of the units are merged, decided, and asked back about."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from espalier.entrypoints.cli.acts.company import Company, Done

if TYPE_CHECKING:
    from espalier.cycle.needs.unit_requests.types import RequestContent

TEXTS = Path(__file__).with_name("needs_requests.toml")


def play(company: Company) -> Iterator[Done]:
    """After the sheets of the units came in; what was done before is left as it is."""
    from espalier.cycle.needs.unit_requests import queries

    told = tomllib.loads(TEXTS.read_text(encoding="utf-8"))
    held = queries.requests_by_key({told["round"]})
    rows = {code: row for (_round, code), row in held.items()}
    yield _answers(company, told)
    yield _merged(company, told, rows)
    yield _decided(company, told, rows)


def _answers(company: Company, told: Mapping[str, Any]) -> Done:
    """One unit asks for nothing, and one head has begun to write."""
    from espalier.cycle.needs.unit_requests import queries, services

    found, n = queries.round_codes().get(told["round"]), 0
    if found is None:
        return Done("answers of units", "no survey yet", False)
    units = {each.unit.code: each for each in queries.asked_units(found.pk)}
    for each in told["nothing"]:
        if units[each["unit"]].no_requests_at is None:
            services.say_nothing(
                round_id=found.pk,
                unit_id=units[each["unit"]].unit_id,
                asks_nothing=True,
                note=each["note"],
                by=company.actor("coordinator"),
                as_conductor=True,
                at=company.at,
            )
            n += 1
    for each in told["draft"]:
        unit_id = units[each["unit"]].unit_id
        if not queries.requests_of_unit(found.pk, unit_id):
            services.save_request(
                round_id=found.pk,
                unit_id=unit_id,
                request_id=None,
                content=_content(each),
                by=company.actor("supervisor"),
                as_conductor=True,
                at=company.at,
            )
            n += 1
    return Done("answers of units", f"{n} entered", n > 0)


def _content(each: Mapping[str, Any]) -> "RequestContent":
    from espalier.cycle.needs.unit_requests.types import RequestContent

    said = {name: value for name, value in each.items() if name != "unit"}
    return RequestContent(**{**said, "months": tuple(each["months"])})


def _merged(company: Company, told: Mapping[str, Any], rows: Mapping[str, Any]) -> Done:
    from espalier.cycle.needs.unit_requests import services

    n = 0
    for each in told["merge"]:
        chosen = [rows[code] for code in each["requests"] if code in rows]
        if len(chosen) < 2 or all(row.group_id is not None for row in chosen):
            continue
        services.merge_requests(
            request_ids=[row.pk for row in chosen],
            title=each["title"],
            by=company.actor("coordinator"),
            at=company.at,
        )
        n += 1
    return Done("requests of units", f"{n} groups merged", n > 0)


def _decided(company: Company, told: Mapping[str, Any], rows: Mapping[str, Any]) -> Done:
    """What somebody has decided since is left to them."""
    from espalier.cycle.needs.unit_requests import services
    from espalier.cycle.needs.unit_requests.types import Act

    n = 0
    for each in told["decide"]:
        ids = [
            rows[code].pk
            for code in each["requests"]
            if code in rows and rows[code].state == "sent" and rows[code].decided_at is None
        ]
        if ids:
            services.decide(
                request_ids=ids,
                act=Act(each["act"]),
                reason=each["reason"],
                by=company.actor("manager"),
                at=company.at,
            )
            n += len(ids)
    return Done("requests of units", f"{n} decided", n > 0)
