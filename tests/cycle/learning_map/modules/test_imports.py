"""The sheets ``modules`` and ``module_competencies``."""

from decimal import Decimal

import pytest

from espalier.cycle.learning_map.modules import queries
from espalier.cycle.learning_map.modules.models import ModuleVersion
from tests.cycle.learning_map.sheets import actions, again, brought_in, planned, reasons
from tests.factories import learning_map as make

pytestmark = pytest.mark.django_db


def line(code: str, **changes):
    return {
        "code": code,
        "name": f"模組{code}",
        "name_en": "",
        "objectives": "能說明\n能操作",
        "hours": Decimal("1.5"),
        "mode": "classroom",
        "mix": "formal",
        "prerequisites": (),
        "validity_months": None,
        **changes,
    }


def test_modules_come_in_with_prerequisites_of_the_same_sheet(company):
    brought_in("modules", line("A", prerequisites=("B",)), line("B"))
    found = queries.contents()
    a = found[ModuleVersion.objects.get(module__code="A").pk]
    assert (a.minutes, a.prerequisites, a.objectives) == (90, ("B",), ("能說明", "能操作"))


def test_importing_the_same_again_changes_nothing(company):
    make.competency("S1")
    brought_in("modules", line("A", prerequisites=("B",)), line("B", validity_months=24))
    level = {"module_code": "A", "competency_code": "S1", "level": Decimal(3)}
    brought_in("module_competencies", level)
    assert again("modules") == ["skip", "skip"]
    assert again("module_competencies") == ["skip"]
    assert ModuleVersion.objects.count() == 2


def test_a_changed_module_is_published_as_the_next_version(company):
    make.competency("S1")
    brought_in("modules", line("A"))
    brought_in("module_competencies", {"module_code": "A", "competency_code": "S1", "level": 3})
    brought_in("modules", {"code": "A", "hours": Decimal(4)})
    newest = queries.contents()[ModuleVersion.objects.get(state="published").pk]
    assert (newest.minutes, newest.name, newest.competencies) == (240, "模組A", (("S1", 3.0),))
    assert ModuleVersion.objects.get(state="published").version_no == 2


def test_every_module_of_a_cycle_is_refused_with_the_cycle(company):
    make.published("C", requires=())
    plan = planned(
        "modules", line("A", prerequisites=("B",)), line("B", prerequisites=("A",)), line("D")
    )
    assert actions(plan) == ["refuse", "refuse", "add"]
    assert "A → B → A" in str(plan[0].reasons[0].message)


def test_bad_rows_name_their_columns(company):
    plan = planned(
        "modules",
        line("A", name=" ", hours=Decimal(0), prerequisites=("Q",), validity_months=0),
        line("B"),
        line("B"),
    )
    assert reasons(plan) == [
        [
            ("name", "no_name"),
            ("hours", "no_time"),
            ("validity_months", "validity_zero"),
            ("prerequisites", "unknown_prerequisite"),
        ],
        [("code", "duplicate_in_file")],
        [("code", "duplicate_in_file")],
    ]


def test_unknown_modules_competencies_and_levels_are_refused(company):
    plan = planned(
        "module_competencies", {"module_code": "Q", "competency_code": "Z", "level": Decimal(9)}
    )
    assert reasons(plan) == [
        [("module_code", "unknown"), ("competency_code", "unknown"), ("level", "out_of_scale")]
    ]


@pytest.mark.parametrize("n", [3, 60])
def test_planning_takes_the_same_queries_for_few_and_many(company, n, django_assert_num_queries):
    brought_in("modules", line("A"))
    with django_assert_num_queries(8 + 1):
        planned("modules", *(line(f"X{k}") for k in range(n)))
