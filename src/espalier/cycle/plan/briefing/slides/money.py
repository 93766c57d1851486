"""The slides about money: the budget by category, and what another budget would close."""

from django.utils.translation import gettext as _

from espalier.cycle.plan.briefing.slides.fitting import titled
from espalier.cycle.plan.briefing.story import Story, nt, percent
from espalier.engines.documents.deck.types import (
    Chart,
    ChartKind,
    Points,
    Series,
    Slide,
    points,
)

SMALLEST_GROUP = 5  # people behind a sum of wages


def budget_slide(story: Story) -> Slide:
    """Direct cost by category, sessions and participants added up."""
    groups, cost = story.categories, story.sums["cost"]
    source = story.source(_("lines of the plan"), len(story.lines))
    notes = _(
        "Direct cost is sessions times the cost of a session and people times the cost of a "
        "participant. Wages of learning time are shown beside it and are not part of the budget."
    )
    told = Points(tuple(_money_points(story)), _("Money of the year"))
    title = titled(
        _("%(cost)s of a budget of %(budget)s are planned")
        % {"cost": nt(cost), "budget": nt(story.budget)}
    )
    if not groups:
        return Slide(title, (told,), source=source, notes=notes)
    chart = Chart(
        ChartKind.STACKED,
        tuple(each.name for each in groups),
        (
            Series(_("Sessions"), tuple(float(each.session_cost) for each in groups)),
            Series(_("Participants"), tuple(float(each.head_cost) for each in groups)),
        ),
        _("Bars of the direct cost of each category, sessions and participants added up."),
        value_title="NT$",
    )
    return Slide(title, (chart, told), source=source, notes=notes)


def _money_points(story: Story) -> list[str]:
    cost, grants, wages = story.sums["cost"], story.sums["grants"], story.content["wages"]
    told = [_("Budget of the year: %(amount)s") % {"amount": nt(story.budget)}]
    told.append(_("Direct cost: %(amount)s") % {"amount": nt(cost)})
    if cost > story.budget:
        told.append(_("Above the budget by %(amount)s") % {"amount": nt(cost - story.budget)})
    elif cost < story.budget:
        told.append(
            _("Left for changes during the year: %(amount)s") % {"amount": nt(story.budget - cost)}
        )
    if grants:
        told.append(_("Grants expected: %(amount)s") % {"amount": nt(grants)})
    if wages["n"] >= SMALLEST_GROUP:
        text = _("Wages of the learning time: %(amount)s (n=%(n)s), not part of the budget")
        told.append(text % {"amount": nt(wages["amount"]), "n": f"{wages['n']:,}"})
    return told


def frontier_slide(story: Story) -> Slide:
    """What each budget closes, and the most any plan could close with it."""
    rows = story.figures["frontier"]
    source = story.source(_("runs of the planner, each checked"), len(rows))
    notes = _(
        "The upper line is proved: no plan with that money closes more. Where the lines turn "
        "flat, more money buys little; where they are steep, a cut costs much."
    )
    if not rows:
        text = _("The frontier was not computed yet; the planner's page draws it.")
        return Slide(
            _("What another budget would close"), (points(text),), source=source, notes=notes
        )
    chart = Chart(
        ChartKind.LINE,
        tuple(f"{row['budget']:,}" for row in rows),
        (
            Series(_("Gap closed"), tuple(row["closed"] for row in rows)),
            Series(_("At most possible (proved)"), tuple(row["bound"] for row in rows)),
        ),
        _("What each budget closes, and the most that any plan could close with it."),
        value_title=_("Share of all gaps and requests"),
        number_format="0.0%",
    )
    return Slide(titled(_step(story)), (chart,), source=source, notes=notes)


def _step(story: Story) -> str:
    """What the first budget of the frontier above this one would bring, in one line."""
    rows = story.figures["frontier"]
    now = [row for row in rows if row["budget"] <= story.budget]
    more = next((row for row in rows if row["budget"] > story.budget), None)
    if not now or more is None:
        return _("What another budget would close")
    told = {
        "budget": nt(more["budget"]),
        "a": percent(now[-1]["closed"]),
        "b": percent(more["closed"]),
    }
    return _("%(budget)s would close %(b)s rather than %(a)s") % told
