"""What the pages of offers show, from what the queries read."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from espalier.cycle.plan.offers.rules import OfferProblem
from espalier.cycle.plan.offers.types import OfferFacts
from espalier.cycle.plan.offers.wording import KINDS, PROBLEMS
from espalier.kit.errors import Problem, Text


def told(found: list[tuple[OfferProblem, str]]) -> list[Problem]:
    """What is in the way of an offer, in words."""
    lines = []
    for problem, about in found:
        message, remedy = PROBLEMS[problem]
        text = str(message) % {"about": about} if about else message
        lines.append(Problem(problem.value, text, "", remedy))
    return lines


@dataclass(frozen=True, slots=True)
class Named:
    """One or more resources by name, each with its page."""

    label: Text
    rows: tuple[tuple[str, str], ...]
    nothing: Text


def facts_of(offer: Any, facts: OfferFacts) -> list[tuple[Text, object]]:
    """The plain facts of an offer; what nobody wrote is left out."""
    times = {"meetings": facts.meetings, "minutes": facts.meeting_minutes}
    sessions = facts.sessions_max
    found: list[tuple[Text, object]] = [
        (_("Way of running it"), KINDS[offer.kind]),
        (_("Class size"), f"{facts.seats_min}–{facts.seats_max}"),
        (_("Meetings"), _("%(meetings)s × %(minutes)s minutes") % times),
        (_("Hours"), f"{facts.minutes / 60:g}"),
        (_("Cost of a session"), f"NT${facts.session_cost:,}"),
        (_("Cost of a participant"), f"NT${facts.head_cost:,}"),
        (_("One participant of a full session"), f"NT${facts.per_head:,.0f}"),
        (_("Grant for a session"), f"NT${facts.grant_per_session:,}" if facts.grant_id else ""),
        (
            _("Most sessions a year"),
            ""
            if sessions is None
            else ngettext("%(n)s session", "%(n)s sessions", sessions) % {"n": sessions},
        ),
        (_("Months wished"), "、".join(str(month) for month in facts.months)),
        (_("Working days after a prerequisite"), facts.spacing_days),
        (_("Person in charge"), offer.owner),
        (_("Note"), offer.note),
    ]
    return [(name, value) for name, value in found if value != ""]


def named(offer: Any) -> list[Named]:
    """What the offer names, by kind; no query when it was fetched before."""
    any_time, every_room = _("Any kind of slot"), _("Every room that is big enough")
    nobody, none = _("None named"), _("None needed")
    return [
        Named(_("Instructors"), _resources(offer.instructors), nobody),
        Named(_("Training rooms"), _resources(offer.rooms), every_room),
        Named(_("Equipment"), _resources(offer.equipment), none),
        Named(
            _("Kinds of slots"),
            tuple((f"{each.code} {each.name}", "") for each in offer.slot_kinds.all()),
            any_time,
        ),
        Named(_("Budget line"), _one(offer.money_line), _("The plan's budget")),
        Named(_("Grant"), _one(offer.grant), _("None")),
    ]


def _resources(rows: Any) -> tuple[tuple[str, str], ...]:
    return tuple(link for each in rows.all() for link in _one(each))


def _one(resource: Any) -> tuple[tuple[str, str], ...]:
    if resource is None:
        return ()
    address = reverse("policy:resource", args=[resource.pk])
    return ((f"{resource.code} {resource.name}", address),)
