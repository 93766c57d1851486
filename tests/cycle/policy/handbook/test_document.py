"""O1.1.1 as a document: sixteen chapters, what stops it, what it rests on."""

import json
from dataclasses import replace
from datetime import date

import pytest

from espalier.cycle.policy.handbook import content as contents
from espalier.cycle.policy.handbook import output, services
from espalier.cycle.policy.handbook.chapters import CHAPTERS
from espalier.cycle.policy.handbook.sections import document_of
from espalier.engines.documents.meta import Language
from espalier.engines.documents.plain import plain_sections
from espalier.engines.documents.tree import Figure, Heading, Table
from espalier.kit.outputs.registry import output_kind
from espalier.kit.outputs.types import ChangeLine, Face, Signature
from tests.cycle.learning_map.sheets import brought_in
from tests.factories import learning_map
from tests.factories import policy as make
from tests.factories.policy import AT, BY, ON

pytestmark = pytest.mark.django_db
FACE = Face(
    language=Language.ZH_HANT,
    edition=2,
    dated=ON,
    state="published",
    signatures=(
        Signature("prepared", "承辦", "林芸芳", "訓練經理", ON),
        Signature("approved", "核准", "劉欣婷", "總經理", ON, on_paper=True, acted_for="陳董"),
    ),
    changes=(ChangeLine(2, ON, "改方針", "林芸芳"),),
    reasons=(("沒有方針對應 G5", "明年再議"),),
)


@pytest.fixture
def whole(db):
    """Everything the document can show, with one goal and one direction left loose."""
    company = learning_map.company()
    make.chain(owner_id=company.leader.pk)
    make.goal("G5", perspective="process")
    make.direction("6", owner_id=company.leader.pk)
    make.clause(1, 1, kind="message", owner_id=company.leader.pk)
    for chapter in range(2, 17):
        make.clause(chapter, 2)
    cells = ({"activity": "A1", "activity_name": "核定", "role": r, "role_name": r, "letters": x}
             for r, x in (("GM", "A"), ("TRN", "R")))  # fmt: skip
    brought_in("raci", *cells)
    brought_in(
        "training_categories",
        {"code": "F1", "name": "銲接", "kind": "function", "function": "MFG"},
        {"code": "L1", "name": "基層", "kind": "level", "tier": "base"},
        {"code": "N1", "name": "新進", "kind": "orientation"},
    )
    return company


def frozen(on: date = ON) -> dict:
    """As the edition keeps it."""
    return json.loads(json.dumps(contents.content(on)))


def words(document) -> str:
    return json.dumps([s.__repr__() for s in plain_sections(document)], ensure_ascii=False)


def test_the_document_has_control_and_sixteen_chapters_in_both_languages(whole):
    for language in Language:
        document = document_of(frozen(), replace(FACE, language=language))
        heads = [b for b in document.blocks if isinstance(b, Heading) and b.level == 1]
        assert [h.anchor for h in heads] == ["control", *(c.anchor for c in CHAPTERS)]
        assert [h.numbered for h in heads] == [False] + [True] * 16
    assert "Document control" in words(document)
    assert "目標G1" not in words(document)  # every text here has its English twin


def test_every_table_with_figures_says_n_period_and_source(whole):
    document = document_of(frozen(), FACE)
    captioned = [b for b in document.blocks if isinstance(b, Table | Figure) and b.caption]
    assert len(captioned) >= 8
    for block in captioned:
        note = block.source_note
        assert note is not None, block.caption
        assert (note.source, note.n is not None, note.period) == (
            note.source or None,
            True,
            "2026/11/02",
        )


def test_control_names_who_signed_and_for_whom(whole):
    text = words(document_of(frozen(), FACE))
    for told in ("林芸芳", "代理 陳董", "紙本簽署", "明年再議", "沒有方針對應 G5"):
        assert told in text
    unsigned = words(document_of(frozen(), replace(FACE, signatures=(), state="draft")))
    assert "尚未簽核" in unsigned


def test_the_same_records_give_the_same_document(whole):
    assert frozen() == frozen()
    assert document_of(frozen(), FACE) == document_of(frozen(), FACE)


def test_an_empty_installation_still_gives_a_document(db):
    document = document_of(
        frozen(), replace(FACE, signatures=(), changes=(), reasons=(), state="draft")
    )
    assert words(document).count("本章尚無條文") == 16


def keys(content) -> dict[str, bool]:
    return {hurdle.key: hurdle.reason_allowed for hurdle in output.hurdles(content)}


def test_a_whole_handbook_is_stopped_by_its_loose_ends_only_and_a_reason_lifts_them(whole):
    assert keys(frozen()) == {"goal_uncovered:G5": True, "direction_unjustified:6": True}


def test_everything_that_stops_it_is_named_at_once(whole):
    from espalier.cycle.policy.goals.services import save_goal
    from espalier.cycle.policy.goals.types import Level
    from espalier.cycle.policy.handbook.models import Clause, RaciCell

    save_goal(level=Level.DIRECTION, values=make.values("7"), by=BY, at=AT)
    services.begin_with_template(key="budget", by=BY, at=AT)
    Clause.objects.filter(chapter=5).delete()
    RaciCell.objects.filter(letters="A").delete()
    found = keys(frozen())
    assert {key for key, lifted in found.items() if not lifted} == {
        "direction_without_measure:7",
        "direction_without_owner:7",
        "clause_unadapted:13.3",
        "chapter_empty:5",
        "raci:A1:no_accountable",
    }
    places = [h.problem for h in output.hurdles(frozen()) if h.key.startswith("clause_unadapted")]
    assert "【" in str(places[0].message)


def test_without_any_direction_there_is_no_policy(db):
    assert "no_direction" in keys(frozen())


def test_every_source_stands_in_a_section_of_the_document(whole):
    content = frozen()
    document = document_of(content, FACE)
    anchors = {b.anchor for b in document.blocks if isinstance(b, Heading) and b.anchor}
    sources = set(output.sources(content))
    assert {source.section for source in sources} <= anchors
    assert {source.kind for source in sources if source.record_id == "*"} >= {
        "policy.BusinessGoal",
        "policy.DevelopmentGoal",
        "policy.Direction",
        "policy.Clause",
        "policy.RaciActivity",
        "policy.TrainingCategory",
    }


def test_the_inventory_is_shown_once_there_is_one(whole):
    content = frozen()
    content["resources"] = []
    assert "資源清冊" not in words(document_of(content, FACE))
    line = {
        "kind": "教室",
        "name": "一樓教室",
        "origin": "內部",
        "capacity": "30 人",
        "cost": "",
        "state": "可用",
    }
    content["resources"] = [line]
    assert "一樓教室" in words(document_of(content, FACE))


def test_it_is_registered_with_its_permissions():
    kind = output_kind("O1.1.1")
    assert (kind.view, kind.prepare, kind.publish) == (
        "policy.view_handbook",
        "policy.change_handbook",
        "policy.publish",
    )


@pytest.mark.parametrize("n", [1, 15])
def test_reading_the_content_asks_the_same_for_few_and_many(
    n, whole, django_assert_num_queries, monkeypatch
):
    # The inventory of resources has its own room and its own test.
    monkeypatch.setattr("espalier.cycle.policy.handbook.content.inventory_rows", lambda on: [])
    for k in range(n):
        make.clause(7, k + 10, make.direction(str(k + 20)), kind="message")
    with django_assert_num_queries(20):
        contents.content(ON)
