"""Choosing options, taking starter tables, and what a programme shows."""

import pytest

from espalier.cycle.strategy.programmes import queries, services
from espalier.cycle.strategy.programmes.models import BloomVerb, DesignOption, MethodRule
from espalier.cycle.strategy.programmes.starter import STARTER_KINDS, starter_rows
from espalier.kit.audit.models import Entry
from espalier.kit.errors import Refused
from espalier.kit.registers import planning
from espalier.kit.registers import queries as registers
from tests.factories import strategy as make

pytestmark = pytest.mark.django_db


def chosen(code, **changes):
    option = DesignOption.objects.get(code=code)
    told = {"reason": "得分最高", "by": make.BY, "at": make.AT, **changes}
    return services.choose_option(option_id=option.pk, **told)


def problems(call):
    with pytest.raises(Refused) as refusal:
        call()
    return [problem.code for problem in refusal.value.problems]


def test_one_option_is_chosen_with_a_reason_and_may_be_chosen_anew(programme):
    chosen("OPA1")
    chosen("OPB1", reason="費用最低")
    assert [o.code for o in DesignOption.objects.filter(is_chosen=True)] == ["OPB1"]
    entry = Entry.objects.filter(event="strategy.option.chosen").latest("sequence")
    assert entry.payload.body["before"] == {"chosen": ["OPA1"]}


def test_everything_that_stops_a_choice_is_told_at_once(programme):
    option = DesignOption.objects.get(code="OPA1")
    option.groups.clear()
    option.positions.clear()
    DesignOption.objects.get(code="OPB1").delete()
    assert problems(lambda: chosen("OPA1", reason=" ")) == [
        "few_options",
        "option_without_group",
        "option_without_post",
        "no_reason",
    ]


def test_options_come_best_first_with_cost_and_turning_points(programme):
    view = queries.designs(make.today(), programme.pk)[0]
    assert [(o.option.code, o.place.score, o.total) for o in view.options] == [
        ("OPA1", 3.5, 8000),
        ("OPB1", 2.75, 8000),
    ]
    assert {t.criterion: t.to for t in view.turns} == {"EFFECT": "OPB1", "COST": "OPB1"}


def test_the_headcount_is_counted_from_the_holders_of_the_posts(programme):
    view = queries.designs(make.today(), programme.pk)[0]
    assert (view.groups[0].n_people, view.groups[0].constraints) == (
        2,
        ("shift", "small", "novice"),
    )


def test_advice_needs_every_condition_it_names(programme):
    for level, constraint in (
        ("apply", "shift"),
        ("create", "shift"),
        ("", "hazard"),
        ("", "novice"),
    ):
        make.record(
            "method_rules", code=f"R-{level}-{constraint}", level=level, constraint=constraint,
            method="法", reason="因", principle="理", source="書",
        )  # fmt: skip
    view = queries.designs(make.today(), programme.pk)[0]
    assert {rule.code for rule in view.groups[0].advice} == {"R-apply-shift", "R--novice"}


def test_starter_tables_add_what_is_missing_and_overwrite_nothing(programme):
    before = BloomVerb.objects.count()
    n = services.take_starter(kind="bloom_verbs", by=make.BY, at=make.AT)
    assert BloomVerb.objects.count() == before + n
    assert services.take_starter(kind="bloom_verbs", by=make.BY, at=make.AT) == 0
    assert services.take_starter(kind="method_rules", by=make.BY, at=make.AT) > 15
    assert not MethodRule.objects.filter(source="").exists()


@pytest.mark.parametrize("kind", STARTER_KINDS)
def test_every_starter_row_would_be_accepted_as_an_import(db, kind):
    register = registers.register_of(kind)
    known = planning.known_of(register)
    rows = starter_rows(kind)
    keys = [registers.key_of(register, row) for row in rows]
    assert len(set(keys)) == len(keys)
    assert [r for row in rows for r in planning.reasons(register, row, known)] == []


def test_queries_do_not_grow_with_the_programmes(company, django_assert_num_queries):
    make.programme(company, "PR1")
    with django_assert_num_queries(33):
        queries.designs(make.today())
    make.programme(company, "PR2")
    make.programme(company, "PR3")
    with django_assert_num_queries(33):
        queries.designs(make.today())
