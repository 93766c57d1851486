"""O2.3.1: hurdles, sections, both languages, and a content that can be frozen."""

import json
from datetime import UTC, date, datetime

import pytest

from espalier.cycle.plan.annual_plan import services
from espalier.cycle.plan.report import content as contents
from espalier.cycle.plan.report import output
from espalier.cycle.plan.report.sections import document_of
from espalier.cycle.plan.timetable.models import Meeting, Session
from espalier.engines.documents.meta import Language
from espalier.engines.documents.tree import Figure, Heading, Table
from espalier.kit.outputs.types import Face
from tests.factories import plan as make
from tests.factories import strategy

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 2)
TEXTS = {
    "summary": "先保法定",
    "summary_en": "The law first",
    "risks": "講師請假",
    "risks_en": "Illness",
}


def frozen():
    return json.loads(json.dumps(contents.content(ON), ensure_ascii=False))


def hurdles():
    return {each.key: each.reason_allowed for each in output.hurdles(frozen())}


def tree(language=Language.ZH_HANT):
    return document_of(frozen(), Face(language, 1, ON, "draft"))


@pytest.fixture
def chosen(scenario):
    """Two lines by hand, one of them dated, in the scenario that was chosen."""
    told = {"by": make.BY, "at": make.AT}
    modules = {m.code: m for m in make_modules()}
    for code, people in (("M1", 4), ("M2", 3)):
        line = services.add_line(
            scenario_id=scenario.pk, module_id=modules[code].pk, content=make.content(), **told
        )
        services.add_people(line_id=line.pk, numbers=numbers()[:people], **told)
        if code == "M1":
            session = Session.objects.create(line=line, number=1, updated_at=make.AT)
            Meeting.objects.create(
                session=session,
                order=1,
                starts_at=datetime(2027, 3, 2, 1, tzinfo=UTC),
                ends_at=datetime(2027, 3, 2, 4, tzinfo=UTC),
            )
    services.choose_scenario(scenario_id=scenario.pk, **told)
    services.describe_plan(plan_id=scenario.plan_id, values=TEXTS, **told)
    return scenario


def make_modules():
    from espalier.cycle.learning_map.modules.models import Module

    return Module.objects.order_by("code")


def numbers():
    from espalier.cycle.people.employees.models import Employee

    return list(Employee.objects.order_by("number").values_list("number", flat=True))


def test_without_a_chosen_scenario_there_is_one_hurdle_and_a_page_that_says_so():
    assert hurdles() == {"no_plan": False}
    assert output.amount(frozen()) is None
    assert any("尚未選定情境" in str(block) for block in tree().blocks)


def test_every_hurdle_is_named_and_says_whether_a_reason_lifts_it(chosen):
    services.describe_plan(
        plan_id=chosen.plan_id, values=dict.fromkeys(TEXTS, ""), by=make.BY, at=make.AT
    )
    found = hurdles()
    assert found["text_missing:summary"] is False
    assert found["text_missing:risks"] is False
    assert found["undated"] is True  # M2 has no session
    assert found["no_assessment"] is True


def test_over_budget_is_a_hurdle_that_needs_a_reason(company):
    scenario = make.scenario(budget=1)
    told = {"by": make.BY, "at": make.AT}
    module = make_modules().get(code="M1")
    line = services.add_line(
        scenario_id=scenario.pk, module_id=module.pk, content=make.content(), **told
    )
    services.add_people(line_id=line.pk, numbers=numbers()[:2], **told)
    services.choose_scenario(scenario_id=scenario.pk, **told)
    broken = {key: allowed for key, allowed in hurdles().items() if key.startswith("broken_")}
    assert broken
    assert all(broken.values())


SECTIONS = (
    "control", "glance", "goals", "gaps", "plan", "reasons", "rules", "schedule", "legal", "budget",
    "methods", "assessment", "load", "risks", "changes", "one-page", "certificate",
)  # fmt: skip


@pytest.mark.parametrize("language", list(Language))
def test_every_section_of_the_house_is_there_in_both_languages(chosen, language):
    anchors = [block.anchor for block in tree(language).blocks if isinstance(block, Heading)]
    assert [anchor for anchor in anchors if anchor in SECTIONS] == list(SECTIONS)


def test_the_plan_table_has_the_columns_of_local_practice_and_adds_up(chosen):
    plan = next(
        b for b in tree().blocks if isinstance(b, Table) and b.caption == "2027 年度訓練計畫表"
    )
    assert len(plan.columns) == 16
    total = [cell.text for cell in plan.rows[-1]]
    cost = sum(line.cost for line in chosen.lines.all())
    assert f"{cost:,}" in total
    assert output.amount(frozen()) == cost


def test_dates_stand_in_the_gantt_chart_and_the_table(chosen):
    blocks = tree().blocks
    assert any(isinstance(b, Figure) and b.caption == "年度甘特圖" for b in blocks)
    sessions = next(b for b in blocks if isinstance(b, Table) and b.anchor == "sessions")
    assert [cell.text for cell in sessions.rows[0]][2] == "2027/03/02 09:00–12:00"


def test_how_a_course_is_assessed_stands_in_the_plan(chosen):
    strategy.record(
        "assessment_strategies", code="AM1", module="M1", decision="", focus="量測實作",
        instrument="practical", timing="end", pass_rule="三件全數合格", evaluation_level=2,
    )  # fmt: skip
    text = str(tree().blocks)
    for words in ("量測實作", "三件全數合格", "實作任務與評分規準 L2"):
        assert words in text
    assert "no_assessment" in hurdles()  # M2 still has none


def test_wages_of_few_people_are_not_shown(chosen):
    assert frozen()["wages"]["n"] == 0
    assert "有薪資紀錄的人數過少" in str(tree().blocks)


def test_the_same_content_gives_the_same_tree(chosen):
    kept = frozen()
    face = Face(Language.EN, 1, ON, "draft")
    assert document_of(kept, face) == document_of(json.loads(json.dumps(kept)), face)


def test_when_it_comes_into_force_the_plan_is_approved(chosen):
    output.come_into_force(frozen(), make.BY, make.AT)
    chosen.plan.refresh_from_db()
    assert chosen.plan.approved_at == make.AT
