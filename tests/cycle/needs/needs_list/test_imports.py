"""The sheets of needs, and the checks of the thread."""

from datetime import date
from decimal import Decimal

import pytest

from espalier.cycle.needs.needs_list import queries
from espalier.cycle.needs.needs_list.models import CauseCheck, Need, NeedCriterion, NeedRating
from espalier.cycle.needs.needs_list.thread import unused_extracts, without_goal, without_source
from espalier.cycle.needs.needs_list.types import NeedLinks
from espalier.kit.thread import registry
from tests.factories import needs, people

pytestmark = pytest.mark.django_db
DAY = date(2026, 10, 15)
NEED = {"code": "N1", "title": "量測", "view": "task", "headcount": 12, "source": "客戶"}
CRITERION = {"code": "impact", "name": "影響", "weight": Decimal(3), "score_from": "people",
             "lower_is_better": False}  # fmt: skip
RATING = {"need": "N1", "respondent_kind": "learner", "respondent": "L1",
          "importance": Decimal(5), "degree": Decimal(2), "rated_on": DAY}  # fmt: skip
SCORE = {"need": "N1", "criterion": "impact", "value": Decimal(4), "reason": "急"}
CAUSE = {"need": "N1", "matters": "yes", "could": "no", "reason": "抽測", "alternative": "",
         "checked_on": DAY}  # fmt: skip
SHEETS = [("needs", NEED), ("need_criteria", CRITERION), ("need_ratings", RATING),
          ("need_scores", SCORE), ("need_causes", CAUSE)]  # fmt: skip


def test_the_sheets_are_taken_in_and_taken_in_again_change_nothing():
    for kind, row in SHEETS:
        assert people.actions(people.load_sheet(kind, [row])) == ["add"], kind
    for kind, row in SHEETS:
        assert people.actions(people.plan_sheet(kind, [row])) == ["skip"], kind
    assert CauseCheck.objects.get().verdict == "training"
    assert [(row.code, row.rank) for row in queries.needs()] == [("N1", 1)]


def test_a_changed_row_changes_only_what_it_says():
    for kind, row in SHEETS:
        people.load_sheet(kind, [row])
    people.load_sheet("needs", [{"code": "N1", "title": "量測不確定度", "view": "task"}])
    people.load_sheet("need_criteria", [{**CRITERION, "weight": Decimal(5)}])
    people.load_sheet("need_ratings", [{**RATING, "degree": Decimal(4)}])
    need = Need.objects.get()
    assert (need.title, need.headcount) == ("量測不確定度", 12)
    assert NeedCriterion.objects.get().weight == 5
    assert NeedRating.objects.get().degree == 4


def test_links_are_codes_of_records_that_are_there():
    people.load_sheet("needs", [NEED])
    people.competency("K1")
    rows = [
        {"need": "N1", "kind": "competencies", "record": "K1"},
        {"need": "N9", "kind": "competencies", "record": "K1"},
        {"need": "N1", "kind": "extracts", "record": "D-01-1"},
    ]
    planned = people.load_sheet("need_links", rows)
    assert people.actions(planned) == ["add", "refuse", "refuse"]
    assert people.reasons(planned) == {3: ["unknown"], 4: ["unknown"]}
    assert people.actions(people.plan_sheet("need_links", rows[:1])) == ["skip"]
    assert [row["record"] for row in people.exported("need_links")] == ["K1"]


def test_a_criterion_counted_from_records_is_scored_by_nobody():
    people.load_sheet("needs", [NEED])
    people.load_sheet("need_criteria", [{**CRITERION, "score_from": "headcount"}])
    planned = people.plan_sheet("need_scores", [SCORE, {**SCORE, "criterion": "x"}])
    assert people.reasons(planned) == {2: ["counted"], 3: ["unknown"]}


def test_a_cause_without_alternative_is_refused_in_the_sheet_too():
    people.load_sheet("needs", [NEED])
    planned = people.plan_sheet("need_causes", [{**CAUSE, "could": "yes", "obstacles": "yes"}])
    assert people.reasons(planned) == {2: ["no_alternative"]}


def test_breaks_needs_nobody_can_trace_and_training_needs_without_goal():
    bare, told = needs.need("N1"), needs.need("N2", source="業務月會")
    assert [each.label for each in without_source()] == ["N1 需求N1"]
    for row in (bare, told):
        needs.cause(row, **needs.TRAINING)
    goal = needs.goal("SG1", (told,))
    assert [each.label for each in without_goal()] == ["N1 需求N1"]
    goal.needs.clear()
    assert len(list(without_goal())) == 2
    assert list(unused_extracts()) == []


def test_the_thread_runs_from_competency_to_need():
    competency = people.competency("K1")
    row = needs.need("N1", NeedLinks(competencies=(competency.pk,)))
    edges = {(edge.source, edge.target): edge for edge in registry.edges()}
    down = edges["standards.Competency", "needs.Need"].down([str(competency.pk)])
    assert list(down) == [(str(competency.pk), str(row.pk))]
    up = edges["frame.Indicator", "needs.Need"].up([str(row.pk)])
    assert list(up) == [(str(row.pk), "P2.1.2")]
    assert ("needs.Extract", "needs.Need") in edges
    assert ("needs.Consideration", "needs.Need") in edges
