"""The thread through the strategy, and the broken links it finds."""

import pytest

from espalier.cycle.strategy.framework import services as framework
from espalier.cycle.strategy.programmes.models import Activity, Assessment, DesignOption, Programme
from espalier.kit.thread import registry
from espalier.kit.thread.queries import walk
from tests.factories import strategy as make

pytestmark = pytest.mark.django_db


def broken(code):
    check = next(each for each in registry.checks() if each.code == f"strategy.{code}")
    return [found.label for found in check.find()]


def test_from_a_need_down_to_the_assessment(programme):
    found = walk("needs.Need", str(programme.needs.get().pk), "down")
    kinds = {node.kind for node in found.nodes}
    assert {
        "strategy.Programme",
        "strategy.DesignOption",
        "strategy.TargetGroup",
        "strategy.Objective",
        "strategy.Activity",
        "strategy.Assessment",
    } <= kinds


def test_from_an_assessment_up_to_goal_and_competency(programme):
    found = walk("strategy.Assessment", str(Assessment.objects.get().pk), "up")
    told = {(node.kind, node.label.split(" ")[0]) for node in found.nodes}
    assert ("needs.StrategyGoal", "SG1") in told
    assert ("standards.Competency", "S1") in told


@pytest.mark.parametrize(
    ("indicator", "kind"), [("P2.2.2", "strategy.DesignOption"), ("P2.2.3", "strategy.Objective")]
)
def test_from_the_indicator_to_what_fulfils_it(programme, indicator, kind):
    found = walk("frame.Indicator", indicator, "down")
    assert kind in {node.kind for node in found.nodes}


def test_confirmations_fulfil_their_indicator(programme):
    draft = framework.take_draft(note="初稿", on=make.today(), by=make.BY, at=make.AT)
    framework.confirm(
        draft_id=draft.pk, group="learner", spokesperson="代表", confirmed_on=make.today(),
        by=make.BY, at=make.AT,
    )  # fmt: skip
    found = walk("frame.Indicator", "P2.2.4", "down")
    assert "strategy.Confirmation" in {node.kind for node in found.nodes}


def test_a_whole_programme_has_no_broken_link_but_the_missing_words_of_groups(programme):
    codes = {c.code for c in registry.checks() if c.code.startswith("strategy.") and list(c.find())}
    assert codes == {"strategy.group_not_confirmed"}


def test_each_break_is_found_and_named(programme):
    Activity.objects.get().objectives.clear()
    Assessment.objects.get().objectives.clear()
    DesignOption.objects.get(code="OPA1").needs.clear()
    DesignOption.objects.get(code="OPB1").delete()
    Programme.objects.get().goals.clear()
    make.goal("SG2", state="confirmed", target=1, due_on=make.today(), measure="件數")
    assert broken("objective_without_activity") == ["OB1 能量測標準件"]
    assert broken("objective_without_assessment") == ["OB1 能量測標準件"]
    assert broken("option_incomplete") == ["OPA1 做法OPA1"]
    assert broken("few_options") == ["PR1 方案PR1"]
    assert broken("programme_without_goal") == ["PR1 方案PR1"]
    assert broken("goal_without_programme") == ["SG2 目標SG2"]
    assert len(broken("group_not_confirmed")) == 4


def test_without_programmes_no_group_is_waited_for(company):
    assert broken("group_not_confirmed") == []
