"""P2.3.3: weighing, deciding with a reason, and the assessment of modules, as people do it."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains

from espalier.cycle.plan.methods import queries, services, thread
from espalier.cycle.plan.methods.models import AssessmentStrategy, MethodDecision
from espalier.kit.accounts.types import Role
from espalier.kit.audit.models import Entry
from espalier.kit.errors import Refused
from tests.factories import learning_map
from tests.factories import strategy as make

ON = date(2026, 11, 2)


@pytest.fixture
def decision(db):
    """Two options for how a programme is taught, both scored; nothing decided."""
    make.record("programmes", code="PR1", title="量測", goals=(), needs=())
    for code, weight in (("D1", 3), ("D2", 1)):
        make.record(
            "method_criteria",
            code=code,
            side="delivery",
            name=f"準則{code}",
            weight=weight,
            order=1,
        )
    found = make.record(
        "method_decisions",
        code="MD1",
        programme="PR1",
        side="delivery",
        title="怎麼教",
        context="三班",
    )
    for code, scores in (("MO1", "D1 4\nD2 2"), ("MO2", "D1 3\nD2 4")):
        make.record("method_options", decision="MD1", code=code, name=f"做法{code}", scores=scores)
    return found


def option(code):
    return queries.MethodOption.objects.get(code=code)


def test_deciding_freezes_what_it_was_decided_on(decision):
    services.decide(
        decision_id=decision.pk,
        option_id=option("MO1").pk,
        reason="做得到",
        on=ON,
        by=make.BY,
        at=make.AT,
    )
    held = MethodDecision.objects.get(pk=decision.pk)
    assert (held.chosen.code, held.decided_on, held.decided_by) == ("MO1", ON, make.BY.label)
    assert held.frozen["totals"] == {"MO1": 3.5, "MO2": 3.25}
    assert held.frozen["weights"] == {"D1": 0.75, "D2": 0.25}
    assert Entry.objects.filter(event="plan.method.decided", at=make.AT).count() == 1
    assert list(queries.decided_ids()) == [decision.pk]


def test_the_page_says_when_scores_changed_since(client_of, manager, decision):
    services.decide(
        decision_id=decision.pk,
        option_id=option("MO1").pk,
        reason="做得到",
        on=ON,
        by=make.BY,
        at=make.AT,
    )
    url = reverse("plan:method_decision", args=[decision.pk])
    assert "判定之後權重或評分已有變更" not in client_of(manager).get(url).text
    option("MO2").scores.update(score=5)
    assertContains(client_of(manager).get(url), "判定之後權重或評分已有變更")


def test_everything_missing_is_named_and_nothing_is_stored(client_of, manager, decision):
    option("MO2").scores.all().delete()
    url = reverse("plan:method_decide", args=[decision.pk])
    answer = client_of(manager).post(url, {"option": "0", "reason": "照我寫的"})
    for words in ("所選的不在選項之中", "有選項未依全部準則評分"):
        assertContains(answer, words, status_code=422)
    assertContains(answer, "照我寫的", status_code=422)
    assert MethodDecision.objects.get(pk=decision.pk).chosen is None


def test_the_page_shows_totals_and_flips(client_of, manager, decision):
    page = client_of(manager).get(reverse("plan:method_decision", args=[decision.pk]))
    for words in ("3.50", "3.25", "若「準則D1」的權重低於 67%（目前 75%），改由「做法MO2」勝出。"):
        assertContains(page, words)


PAGES = ("plan:method_decisions", "plan:method_criteria", "plan:assessment_strategies")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.MANAGER, 200), (Role.AUDITOR, 200), (Role.SUPERVISOR, 200), (Role.LEARNER, 404)],
)
def test_who_may_look(client_of, person_with, decision, page, role, status):
    assert client_of(person_with(role)).get(reverse(page)).status_code == status


def test_only_who_may_change_decides(client_of, person_with, decision):
    url = reverse("plan:method_decide", args=[decision.pk])
    assert client_of(person_with(Role.AUDITOR)).post(url).status_code == 404


def test_lists_and_a_decision_take_as_many_queries_for_many(client_of, manager, decision):
    client = client_of(manager)
    url = reverse("plan:method_decision", args=[decision.pk])
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for number in range(3, 9):
        make.record(
            "method_options",
            decision="MD1",
            code=f"MO{number}",
            name=f"做法{number}",
            scores="D1 1\nD2 1",
        )
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) == len(few) <= 14


def test_starter_criteria_are_taken_once(decision):
    assert services.take_starter_criteria(by=make.BY, at=make.AT) == 9
    assert services.take_starter_criteria(by=make.BY, at=make.AT) == 0


def test_what_hangs_in_the_air_is_listed(decision):
    learning_map.competency("A1", "A")
    learning_map.published("M1", raises={"A1": 2.0})
    make.goal("SG1")
    make.record("programmes", code="PR2", title="合作", goals=("SG1",), needs=())
    make.record("programme_modules", programme="PR2", module="M1", order=1)
    told = {"focus": "團隊合作", "timing": "end", "pass_rule": "八成", "evaluation_level": 2}
    make.record(
        "assessment_strategies", code="AM1", module="M1", decision="", instrument="test", **told
    )
    assert [b.label for b in thread.undecided()] == ["MD1 怎麼教"]
    assert [b.label for b in thread.unserving()] == ["AM1 團隊合作"]
    assert [b.label for b in thread.tested()] == ["AM1 團隊合作"]
    make.record(
        "assessment_strategies", code="AM2", module="M1", decision="", instrument="bars", **told
    )
    assert list(thread.tested()) == []
    assert {
        a.instrument
        for a in queries.assessments_of_modules()[AssessmentStrategy.objects.first().module_id]
    } == {"test", "bars"}


def test_a_decision_needs_two_options(decision):
    option("MO2").delete()
    with pytest.raises(Refused) as refused:
        services.decide(
            decision_id=decision.pk,
            option_id=option("MO1").pk,
            reason="好",
            on=ON,
            by=make.BY,
            at=make.AT,
        )
    assert [p.code for p in refused.value.problems] == ["few_options"]
