"""Reading how modules can be run."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, F, OuterRef, QuerySet, Subquery

from espalier.cycle.learning_map.modules import queries as modules
from espalier.cycle.learning_map.modules.types import PublishedModule
from espalier.cycle.learning_map.norms import queries as norms
from espalier.cycle.learning_map.requirements import queries as requirements
from espalier.cycle.plan.offers import rules
from espalier.cycle.plan.offers.models import EntryLevel, Offer
from espalier.cycle.plan.offers.rules import Around, OfferProblem, ResourceFact
from espalier.cycle.plan.offers.types import OfferFacts, OfferKind
from espalier.cycle.policy.resources import queries as resources
from espalier.kit.errors import NotFound

KIND = "plan.Offer"


def offers() -> QuerySet[Offer]:
    """Every offer with what it names, by code of the module. Five queries when read."""
    return (
        Offer.objects.select_related("module", "money_line", "grant")
        .prefetch_related("instructors", "rooms", "equipment", "slot_kinds", "entry_levels")
        .order_by("module__code")
    )


def offer_or_404(offer_id: int) -> Offer:
    """Raises: NotFound."""
    found = offers().filter(pk=offer_id).first()
    if found is None:
        raise NotFound
    return found


def facts_of(offer: Any) -> OfferFacts:
    """What an offer says; no query when its parts were fetched before."""
    return OfferFacts(
        id=offer.pk,
        module_id=offer.module_id,
        kind=OfferKind(offer.kind),
        seats_min=offer.seats_min,
        seats_max=offer.seats_max,
        sessions_max=offer.sessions_max,
        session_cost=offer.session_cost,
        head_cost=offer.head_cost,
        meetings=offer.meetings,
        meeting_minutes=offer.meeting_minutes,
        instructor_ids=_ids(offer.instructors.all()),
        room_ids=_ids(offer.rooms.all()),
        equipment_ids=_ids(offer.equipment.all()),
        slot_kind_ids=_ids(offer.slot_kinds.all()),
        money_line_id=offer.money_line_id,
        grant_id=offer.grant_id,
        grant_per_session=offer.grant_per_session,
        months=rules.months_in(offer.preferred_months),
        spacing_days=offer.spacing_days,
        owner=offer.owner,
        longest_slot=max((each.minutes for each in offer.slot_kinds.all()), default=None),
        entry=tuple(sorted((e.competency_id, e.level) for e in offer.entry_levels.all())),
    )


def _ids(rows: Iterable[Any]) -> frozenset[int]:
    return frozenset(row.pk for row in rows)


def offers_by_module() -> dict[int, OfferFacts]:
    """Every offer by module id. Six queries, however many there are."""
    return {offer.module_id: facts_of(offer) for offer in offers()}


def modules_without_offer() -> list[PublishedModule]:
    """Modules in force that cannot be planned yet, by code. Four queries."""
    offered = set(Offer.objects.values_list("module_id", flat=True))
    return [each for pk, each in modules.published_modules().items() if pk not in offered]


def entry_levels() -> QuerySet[EntryLevel]:
    """What it takes to enter, by module and competency."""
    return EntryLevel.objects.select_related("offer__module", "competency").order_by(
        "offer__module__code", "competency__code"
    )


def kinds_of_resources() -> dict[str, str]:
    """The kind of every resource by its code. One query."""
    return dict(resources.resources().values_list("code", "kind"))


def around(year: int) -> Around:
    """What offers of a year are checked against. A fixed number of queries."""
    minutes = {
        load.resource.pk: sum(month.capacity_minutes for month in load.months)
        for load in resources.capacity_and_demand(year)
    }
    ends = resources.contract_ends()
    published = modules.published_modules()
    return Around(
        year=year,
        resources={
            row.pk: ResourceFact(
                row.pk, row.code, row.name, row.kind, row.seats, row.ended_on,
                ends.get(row.pk), minutes.get(row.pk, 0),
            )
            for row in resources.resources()
        },
        hours={pk: module.minutes for pk, module in published.items()},
        raises={
            (pk, competency): level
            for pk, module in published.items()
            for competency, level in module.raises
        },
        amounts={pk: amount for pk, (_year, amount) in resources.money_of_year(year).items()},
    )  # fmt: skip


def problems(year: int) -> list[tuple[Offer, list[tuple[OfferProblem, str]]]]:
    """Offers with something in the way of using them, by module code. A fixed number of queries."""
    known = around(year)
    found = [(each, rules.problems_of_offer(facts_of(each), known)) for each in offers()]
    return [(each, wrong) for each, wrong in found if wrong]


def offers_for_list() -> QuerySet[Offer]:
    """Offers with the name and hours of the module and how many instructors they name."""
    version = modules.newest_versions().filter(module_id=OuterRef("module_id")).order_by()
    return (
        Offer.objects.select_related("module", "money_line", "grant")
        .annotate(
            name=Subquery(version.values("name")[:1]),
            name_en=Subquery(version.values("name_en")[:1]),
            n_instructors=Count("instructors", distinct=True),
            n_rooms=Count("rooms", distinct=True),
            minutes=F("meetings") * F("meeting_minutes"),
        )
        .order_by("module__code")
    )


def wanted_without_offer(on: date) -> list[PublishedModule]:
    """Modules without an offer that serve a norm or raise what some position requires. Seven queries."""
    required = {row.competency_id for row in requirements.requirements_on(on)}
    serving = set(norms.module_links().values_list("module_id", flat=True))
    return [
        module
        for module in modules_without_offer()
        if module.id in serving or any(pk in required for pk, _level in module.raises)
    ]


def module_of(offer: Offer) -> PublishedModule | None:
    """The version in force of the module an offer is about; None when there is none. Three queries."""
    return modules.published_modules().get(offer.module_id)
