"""P2.3.2: every number on the slides is one of the plan; fourteen slides at most, in both languages."""

import io
import re

import pytest

from espalier.cycle.plan.briefing import queries, telling
from espalier.cycle.plan.briefing.slides import MOST_SLIDES, deck_of
from espalier.cycle.plan.briefing.slides.fitting import fitted, titled
from espalier.engines.documents.deck.powerpoint import titles, to_pptx
from espalier.engines.documents.deck.types import Chart, Slide, Timeline, points
from espalier.engines.documents.meta import Language
from espalier.engines.documents.plain import plain_sections
from espalier.kit.outputs import content as contents
from espalier.kit.outputs.registry import output_kind
from tests.cycle.plan.briefing.conftest import TODAY

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?%?")
LANGUAGES = (Language.ZH_HANT, Language.EN)


def session(number, day, **values):
    """A session as the content keeps it."""
    meetings = [[f"{day}T01:00:00+00:00", f"{day}T04:00:00+00:00"]]
    told = {"id": number, "number": number, "state": "planned", "instructor": "", "room": ""}
    return {**told, "meetings": meetings, "deadline": "2027-06-30", **values}


@pytest.fixture
def content(plan):
    """The records, with dates, duties, goals, a frontier and a proof such as a solved plan has."""
    found = queries.content_today(TODAY)
    found["lines"][0]["dated"] = [session(1, "2027-03-05"), session(2, "2027-09-30")]
    found["lines"][0]["counts"] = {"people": {"legal": 4}, "closed": 321}
    found["figures"]["frontier"] = [
        {"budget": 90_000, "closed": 0.5, "bound": 0.52},
        {"budget": 120_000, "closed": 0.61, "bound": None},
    ]
    found["figures"]["proof"] = {
        "status": "feasible", "objective": 387_825, "bound": 394_087, "gap_share": 0.0159,
        "is_verified": True, "is_current": True, "sha256": "4f" * 32, "seed": 0,
        "versions": {"highs": "1.15.1"}, "finished_at": "2026-11-02T01:00:00+00:00",
        "taken_on": "2026-11-02", "weight_total": 652_173, "gaps_closed": 141_525,
        "weight_gaps": 397_773, "n_legal": 4, "legal_missing": 1,
    }  # fmt: skip
    found["goals"] = [
        {
            "id": 1, "code": "SG1", "text": "不良率下降", "text_en": "Fewer rejects", "measure": "不良率",
            "measure_en": "Reject rate", "unit": "%", "unit_en": "%", "baseline": 2.5, "target": 1.8,
            "period": "2026", "n": 12, "source": "", "due_on": "2027-12-31",
        }
    ]  # fmt: skip
    found["load"] = [
        {"id": 1, "code": "R1", "name": "教室", "name_en": "Room", "kind": "room",
         "open": [600] * 12, "taken": [0, 0, 300, *[60] * 9]},
    ]  # fmt: skip
    found["plan"]["risks"] = "講師臨時取消：由第二講師代課。"
    return found


def told_by(deck):
    """Every text a slide shows, with the numbers of its charts as they are written there."""
    for section in plain_sections(telling.as_document(deck, year=2027)):
        yield section.title
        yield from section.lines
    for slide in deck.slides:
        yield slide.source


def numbers(texts):
    return {found.strip(",") for text in texts for found in NUMBER.findall(text)}


def values_in(value):
    """Everything a content holds, as any document may write it."""
    if isinstance(value, dict):
        for each in value.values():
            yield from values_in(each)
    elif isinstance(value, list):
        yield str(len(value))
        for each in value:
            yield from values_in(each)
    elif isinstance(value, str):
        yield from NUMBER.findall(value.replace("-", "/"))
        yield from NUMBER.findall(value)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield from (f"{value:,}", f"{value:g}", f"{value / 60:,.0f}", f"{value / 60:,.1f}")
        yield from (f"{value:,.1f}", f"{value:.0%}", f"{value:.1%}", f"{value:.2%}", f"{value}%")


@pytest.mark.parametrize("language", LANGUAGES, ids=str)
def test_every_number_on_the_slides_is_one_of_the_plan(content, language):
    story = telling.story_of(content, language)
    document = output_kind("O2.3.1").tree(content, contents.blank_face(language, TODAY))
    told = [line for section in plain_sections(document) for line in section.lines]
    known = numbers(told) | set(values_in(content))
    # Months of the axis, places on it, and the counts of what a slide itself shows.
    own = {str(n) for n in range(1, 14)} | {"2.3", "256", "100%"}
    bars = [
        b
        for s in deck_of(story).slides
        for each in s.blocks
        if isinstance(each, Timeline)
        for b in each.bars
    ]
    own.add(f"{story.sums['cost'] - story.budget:,}")
    own |= {f"{place:.1f}" for bar in bars for place in (bar.start, bar.end)}
    shown = numbers(told_by(deck_of(story)))
    assert len(shown) > 40
    assert shown - known - own == set()


@pytest.mark.parametrize("language", LANGUAGES, ids=str)
def test_sums_are_those_of_the_document_and_of_the_planner(content, language):
    story = telling.story_of(content, language)
    assert sum(each.cost for each in story.categories) == story.sums["cost"]
    assert sum(each.n_seats for each in story.categories) == story.sums["seats"]
    assert sum(each.n_sessions for each in story.categories) == story.sums["sessions"]
    assert story.categories[0].name in {"法定", "Required by law"}


@pytest.mark.parametrize("language", LANGUAGES, ids=str)
def test_fourteen_slides_with_source_and_notes(content, language):
    deck = deck_of(telling.story_of(content, language, asks=("核定五軸機台時數。",)))
    assert len(titles(deck)) <= MOST_SLIDES
    for slide in deck.slides:
        assert "n=" in slide.source
        assert "2027" in slide.source
        assert slide.notes
    assert deck.slides[-1].blocks[0].items[0] == "核定五軸機台時數。"


def test_the_charts_stay_charts_in_powerpoint(content):
    from pptx import Presentation

    deck = deck_of(telling.story_of(content, Language.ZH_HANT))
    show = Presentation(io.BytesIO(to_pptx(deck)))
    kinds = [str(s.chart.chart_type) for slide in show.slides for s in slide.shapes if s.has_chart]
    assert len(kinds) == sum(isinstance(b, Chart | Timeline) for s in deck.slides for b in s.blocks)
    assert sum("STACKED" in kind for kind in kinds) == 2  # the budget and the timeline
    assert any("LINE" in kind for kind in kinds)
    assert all(slide.has_notes_slide for slide in list(show.slides)[1:])


def test_a_draft_says_so_on_every_slide(content):
    assert deck_of(telling.story_of(content, Language.ZH_HANT)).state == "草稿"


def test_a_plan_with_little_in_it_still_has_every_slide(plan):
    found = queries.content_today(TODAY)
    found |= {"lines": [], "competencies": [], "goals": [], "load": [], "left_out": []}
    found["figures"] |= {"frontier": [], "proof": None}
    for language in LANGUAGES:
        deck = deck_of(telling.story_of(found, language))
        assert len(titles(deck)) == MOST_SLIDES
        assert to_pptx(deck)


def test_what_does_not_fit_a_slide_is_left_to_the_document():
    many = [f"一項很長的說明文字，需要一整行才放得下，第 {n} 項" for n in range(40)]
    slide = fitted(many, lambda rows: Slide("題", (points(*rows),)))
    assert 5 < len(slide.blocks[0].items) < 40
    assert len(titled("長" * 80)) == 60
