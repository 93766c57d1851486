"""The slides of the plan, built from a story alone: the same content gives the same slides."""

from django.utils import translation
from django.utils.translation import gettext as _

from espalier.cycle.plan.briefing.slides import closing, money, opening, running
from espalier.cycle.plan.briefing.story import Story
from espalier.engines.documents.deck.types import Deck
from espalier.kit.outputs.face import TAGS, meta_of

MOST_SLIDES = 14  # with the title page: what a meeting sits through
SLIDES = (
    opening.key_figures_slide,
    opening.goals_slide,
    opening.gaps_slide,
    opening.categories_slide,
    opening.courses_slide,
    money.budget_slide,
    money.frontier_slide,
    running.timeline_slide,
    running.legal_slide,
    running.assessment_slide,
    running.load_slide,
    closing.proof_slide,
    closing.asks_slide,
)


def deck_of(story: Story) -> Deck:
    """The presentation in the language of the story's face, fourteen slides at most."""
    with translation.override(TAGS[story.face.language]):
        meta = meta_of(
            story.face,
            story.content["organisation"],
            output=str(story.content["output"]),
            title=story.title,
            subtitle=_("What the year is to reach, what it costs, and what has to be decided"),
        )
        edition = _("edition %(n)s") % {"n": story.face.edition}
        return Deck(
            title=meta.title,
            company=meta.company,
            dated=meta.dated,
            slides=tuple(slide(story) for slide in SLIDES),
            language=story.face.language,
            subtitle=meta.subtitle,
            state=f"{meta.number} {edition}" if story.face.is_final else meta.draft_mark,
        )
