"""The register as the obligation engine reads it."""

from datetime import date

import pytest

from espalier.cycle.learning_map.norms import queries, services
from espalier.cycle.learning_map.norms.types import Rule, Target
from espalier.engines.obligations import types as engine
from tests.cycle.learning_map.norms.conftest import rule
from tests.factories import learning_map as make
from tests.factories.learning_map import AT, BY

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 2)
LIMITS = {"min_headcount": 30}


def test_each_way_of_coming_under_a_norm_is_a_target_with_all_limits(make_norm, company):
    target = Target(categories=("manager",), tiers=("top",), duties=("急救人員",), **LIMITS)
    norm = make_norm("A", rule=rule(target=target))
    services.set_links(
        norm_id=norm.pk, modules_={}, positions_=["MFG-1"], clauses_=[], by=BY, at=AT
    )
    (duty,) = queries.obligation_norms(ON)
    assert duty.targets == (
        engine.Target(categories=frozenset({"manager"}), **LIMITS),
        engine.Target(tiers=frozenset({"top"}), **LIMITS),
        engine.Target(duties=frozenset({"急救人員"}), **LIMITS),
        engine.Target(positions=frozenset({company.welder.pk}), **LIMITS),
    )


def test_everybody_is_one_target_and_nobody_none(make_norm):
    make_norm("A", rule=rule(target=Target(everyone=True, tiers=("top",), **LIMITS)))
    make_norm("B", rule=rule(target=Target()))
    everybody, nobody = queries.obligation_norms(ON)
    assert everybody.targets == (engine.Target(**LIMITS),)
    assert nobody.targets == ()


def test_hours_caps_contents_and_leave_are_handed_on(make_norm, company):
    told = rule(
        modes=("classroom", "online"),
        mode_caps=(("online", 120),),
        content_minutes=(("消防", 60),),
        on_leave="pauses",
        is_shareable=False,
        notice_days=30,
    )
    norm = make_norm("A", rule=told)
    version = make.published("M1")
    services.set_links(
        norm_id=norm.pk,
        modules_={"M1": (90, "消防")},
        positions_=[],
        clauses_=[],
        by=BY,
        at=AT,
    )
    (duty,) = queries.obligation_norms(ON)
    assert duty.accepted == (engine.Accepted(version.module_id, 90, frozenset({"消防"})),)
    assert duty.caps == (engine.Cap(120, mode="online"),)
    assert duty.minima == (engine.Minimum("消防", 60),)
    assert (duty.leave_extends, duty.shares_hours, duty.notice_days) == (True, False, 30)
    assert queries.module_tags() == {version.module_id: frozenset({"消防"})}


def test_a_licence_cycle_names_its_licence(make_norm):
    target = Target(licences=("執業執照",))
    make_norm("A", rule=rule(window="licence", months=72, target=target))
    (duty,) = queries.obligation_norms(ON)
    assert duty.licences == frozenset({"執業執照"})
    assert duty.targets == (engine.Target(licences=frozenset({"執業執照"})),)


def test_principles_and_norms_not_in_use_are_no_duties(make_norm):
    make_norm("A", rule=Rule())
    make_norm("B", is_applied=False)
    assert queries.obligation_norms(ON) == ()
    assert [norm.code for norm in queries.norms_in_force(ON)] == ["A"]
    assert [norm.code for norm in queries.norms_in_force(ON, applied_only=False)] == ["A", "B"]


@pytest.mark.parametrize("n", [2, 15])
def test_reading_takes_the_same_queries_for_few_and_many(
    make_norm, company, n, django_assert_num_queries
):
    make.published("M1")
    for k in range(n):
        norm = make_norm(f"N{k:02}")
        services.set_links(
            norm_id=norm.pk,
            modules_={"M1": (None, "")},
            positions_=["MFG-1"],
            clauses_=[],
            by=BY,
            at=AT,
        )
    with django_assert_num_queries(4):
        queries.norms_in_force(ON)
    with django_assert_num_queries(1):
        queries.norm_exemptions()
    with django_assert_num_queries(1):
        assert len(queries.norm_faces()) == n
