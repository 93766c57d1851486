"""Pages of offers: the list with what is missing, and one offer with what is in its way."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from espalier.cycle.plan.offers import lists, pages, queries, rules
from espalier.cycle.plan.permissions import CHANGE, VIEW
from espalier.kit.accounts.scope import scope_of
from espalier.kit.http import SignedInRequest, reads
from espalier.kit.ui.listing import list_response

TEMPLATES = "plan/offers"


def _planned_year() -> int:
    """Plans are made for the year to come."""
    return timezone.localdate().year + 1


@reads(VIEW)
def offers(request: SignedInRequest) -> HttpResponse:
    """The register, the modules that have no row in it, and the rows that cannot be used."""
    context: dict[str, object] = {
        "may_change": bool(scope_of(request.user, CHANGE)),
        "missing": queries.modules_without_offer(),
        "in_the_way": [
            (offer, pages.told(found)) for offer, found in queries.problems(_planned_year())
        ],
        "year": _planned_year(),
    }
    return list_response(
        request,
        lists.OFFERS,
        queries.offers_for_list(),
        template=f"{TEMPLATES}/list.html",
        context=context,
    )


@reads(VIEW)
def offer(request: SignedInRequest, offer_id: int) -> HttpResponse:
    """One offer: what it says, what it names, what it takes to enter, and what is in its way."""
    found, year = queries.offer_or_404(offer_id), _planned_year()
    facts = queries.facts_of(found)
    wrong = rules.problems_of_offer(facts, queries.around(year))
    context = {
        "offer": found,
        "module": queries.module_of(found),
        "facts": pages.facts_of(found, facts),
        "named": pages.named(found),
        "entry": queries.entry_levels().filter(offer=found),
        "problems": pages.told(wrong),
        "year": year,
        "may_change": bool(scope_of(request.user, CHANGE)),
    }
    return render(request, f"{TEMPLATES}/offer.html", context)
