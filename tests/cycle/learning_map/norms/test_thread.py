"""Norms on the thread: from the indicator to modules, positions and clauses; what is broken."""

from datetime import date

import pytest
from django.apps import apps

from espalier.cycle.learning_map.norms import services, thread
from espalier.cycle.learning_map.norms.types import Rule
from espalier.kit.thread.registry import checks, edges, node_kinds
from tests.factories import learning_map as make
from tests.factories.learning_map import AT, BY

pytestmark = pytest.mark.django_db


def edge(source: str, target: str):
    return next(each for each in edges() if (each.source, each.target) == (source, target))


@pytest.fixture
def linked(make_norm, company):
    norm = make_norm("A")
    version = make.published("M1")
    clause = apps.get_model("policy", "Clause").objects.create(
        chapter=15, number=3, title="法定訓練", text="x", updated_at=AT
    )
    services.set_links(
        norm_id=norm.pk,
        modules_={"M1": (None, "")},
        positions_=["MFG-1"],
        clauses_=["15.3"],
        by=BY,
        at=AT,
    )
    return norm, version, company.welder, clause


def test_the_chain_runs_from_the_indicator_to_what_serves_the_norm(linked):
    norm, version, position, clause = linked
    assert ("P1.2.2", str(norm.pk)) in edge("frame.Indicator", "learning_map.Norm").down(["P1.2.2"])
    for target, row in (
        ("learning_map.ModuleVersion", version),
        ("people.Position", position),
        ("policy.Clause", clause),
    ):
        found = edge("learning_map.Norm", target)
        assert list(found.down([str(norm.pk)])) == [(str(norm.pk), str(row.pk))]
        assert list(found.up([str(row.pk)])) == [(str(row.pk), str(norm.pk))]
    (described,) = node_kinds()["learning_map.Norm"].describe([str(norm.pk)])
    assert described[1] == "A 安全訓練"


def test_norms_not_in_use_fulfil_nothing(make_norm):
    make_norm("A", is_applied=False)
    assert edge("frame.Indicator", "learning_map.Norm").down(["P1.2.2"]) == []


def broken(code: str) -> list[str]:
    find = next(check.find for check in checks() if check.code == code)
    return [each.label.split()[0] for each in find()]


def test_each_check_names_exactly_its_own(make_norm, linked):
    make_norm("BARE")
    make_norm("PRINCIPLE", rule=Rule())
    make_norm("UNUSED", is_applied=False, status="doubtful", review_on=date(2026, 10, 20))
    make_norm("LATE", rule=Rule(), review_on=date(2026, 10, 20))
    make_norm("DOUBT", rule=Rule(), status="doubtful")
    make_norm("OURS", kind="organisational", source="")
    assert broken(thread.WITHOUT_MODULE) == ["BARE", "OURS"]
    assert broken(thread.WITHOUT_CLAUSE) == ["BARE"]
    assert broken(thread.PAST_REVIEW) == ["LATE"]
    assert broken(thread.DOUBTFUL) == ["DOUBT"]


def test_a_check_takes_one_query_however_many_norms(make_norm, django_assert_num_queries):
    for k in range(12):
        make_norm(f"N{k}", status="doubtful", review_on=date(2026, 10, 20))
    for find in (
        thread.without_module,
        thread.without_clause,
        thread.past_review,
        thread.doubtful,
    ):
        with django_assert_num_queries(1):
            assert len(list(find())) == 12
