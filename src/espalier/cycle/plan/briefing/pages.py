"""What the pages of this room draw: the strategy on one page, what changed since, and the card of a first page."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.cycle.plan.briefing import queries, rules, telling, wording
from espalier.cycle.plan.briefing.models import Presentation
from espalier.cycle.plan.briefing.slides.closing import asks_of
from espalier.cycle.plan.briefing.story import Story, percent
from espalier.cycle.plan.briefing.types import (
    FollowUp,
    PresentationState,
    PresentationStep,
)
from espalier.cycle.plan.permissions import VIEW
from espalier.engines.documents.meta import Language
from espalier.kit.accounts.models import User
from espalier.kit.accounts.scope import roles_of
from espalier.kit.accounts.types import Role
from espalier.kit.errors import Text
from espalier.kit.outputs.difference import SectionChange, section_changes
from espalier.kit.outputs.queries import reader_language
from espalier.kit.ui.navigation import Card, register_card
from espalier.kit.versions.models import Edition

SHOWN_GOALS, SHOWN_GAPS, SHOWN_FOLLOW_UPS = 5, 6, 8


@dataclass(frozen=True, slots=True)
class OnePage:
    """The year on one page, in the reader's language."""

    story: Story
    edition: Edition | None
    headline: list[list[str]]
    goals: list[tuple[str, str, str]]
    gaps: list[tuple[str, str, int]]
    months: list[tuple[str, int]]
    risks: list[str]
    asks: list[str]


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether the plan says something else than the slides did, and where."""

    has_changed: bool
    changes: list[SectionChange]


def one_page() -> OnePage | None:
    """From the edition in force, otherwise from the records of today as a draft; None without a plan."""
    edition = queries.edition_in_force()
    content = edition.content if edition else queries.content_today(timezone.localdate())
    if content.get("plan") is None:
        return None
    return _one_page(telling.story_of(content, reader_language(), edition=edition), edition)


def one_page_of(presentation: Presentation) -> OnePage | None:
    """The page as it was when the slides were made; None before they were."""
    content, language = queries.content_of(presentation), reader_language()
    if content is None:
        return None
    asks = telling.asks_of(presentation, language)
    edition = presentation.edition
    return _one_page(telling.story_of(content, language, edition=edition, asks=asks), edition)


def _one_page(story: Story, edition: Edition | None) -> OnePage:
    return OnePage(
        story=story,
        edition=edition,
        headline=story.headline,
        goals=[_goal(story, row) for row in story.content["goals"][:SHOWN_GOALS]],
        gaps=[(name, percent(share), n) for name, share, n in story.top_competencies(SHOWN_GAPS)],
        months=_months(story),
        risks=story.texts("risks"),
        asks=[*story.asks, *asks_of(story)],
    )


def _goal(story: Story, row: Mapping[str, Any]) -> tuple[str, str, str]:
    target = "–" if row["target"] is None else f"{row['target']:g} {story.word(row, 'unit')}"
    return f"{row['code']} {story.word(row, 'text')}", story.word(row, "measure"), target.strip()


def _months(story: Story) -> list[tuple[str, int]]:
    """How many sessions begin in each month; empty while nothing has a date."""
    begun = Counter(day.month for day in story.session_days)
    if not begun:
        return []
    return [(_("month %(n)s") % {"n": n}, begun[n]) for n in range(1, 13)]


def standing(presentation: Presentation) -> Standing | None:
    """Compared with the records of today; None before slides were made. Slow: the plan is checked anew."""
    before = queries.content_of(presentation)
    if before is None:
        return None
    today = queries.content_today(timezone.localdate())
    if not queries.has_changed(presentation, today):
        return Standing(False, [])
    language = reader_language()
    old = telling.plain_slides(_told(presentation, before, language))
    if today.get("plan") is None or today["plan"]["id"] != presentation.plan_id:
        return Standing(True, section_changes(old, []))
    return Standing(
        True, section_changes(old, telling.plain_slides(_told(presentation, today, language)))
    )


def _told(presentation: Presentation, content: Mapping[str, Any], language: Language) -> Story:
    """Both as drafts, so that only the plan can differ and not the number of the edition."""
    asks = telling.asks_of(presentation, language)
    return telling.story_of(
        {**content, "on": presentation.held_on.isoformat()}, language, asks=asks
    )


def steps(presentation: Presentation) -> list[tuple[PresentationStep, Text]]:
    """The buttons that lead on from here."""
    found = rules.steps_from(PresentationState(presentation.state))
    return [(step, wording.STEPS[step]) for step in found]


def _card(user: User) -> dict[str, object] | None:
    """The strategy on a page for the management, and for who runs training what is still to be done."""
    roles = roles_of(user)
    follow_ups: list[FollowUp] = []
    if Role.EXECUTIVE not in roles and Role.MANAGER not in roles:
        return None
    if Role.MANAGER in roles:
        follow_ups = queries.follow_ups(timezone.localdate())
    if Role.EXECUTIVE not in roles and not follow_ups:
        return None
    shown = follow_ups[:SHOWN_FOLLOW_UPS]
    return {"follow_ups": shown, "n": len(follow_ups), "is_executive": Role.EXECUTIVE in roles}


def register_cards() -> None:
    register_card(Card("plan.briefing", "plan/briefing/_card.html", _card, VIEW, 30))
