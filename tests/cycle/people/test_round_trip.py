"""What the template of a sheet holds comes back through the real import without any change."""

from datetime import date

import pytest

from espalier.kit.imports import registry, services
from espalier.kit.imports.workbook import template_workbook
from tests.factories import people
from tests.factories.people import AT, BY

SHEETS = (
    "scales",
    "units",
    "grades",
    "positions",
    "employees",
    "holdings",
    "leaves",
    "licences",
    "wages",
    "source_rules",
    "ratings",
)


@pytest.fixture
def full(company):
    person, knot = company.people["002"], people.competency("OWN/K01")
    number = {"number": "002"}
    people.load_sheet(
        "scales", [{"scale_code": "P5", "level": n, "name": f"第{n}級"} for n in range(6)]
    )
    people.rate(person, knot, "self", 2.5)
    people.rate(person, knot, "supervisor", 3, rater=company.people["001"])
    people.load_sheet("leaves", [{**number, "kind": "育嬰", "starts_on": date(2026, 1, 1)}])
    people.load_sheet("licences", [{**number, "name": "堆高機", "issued_on": date(2025, 1, 1)}])
    people.load_sheet("wages", [{**number, "starts_on": date(2026, 1, 1), "monthly": 42_000}])
    people.load_sheet(
        "positions",
        [
            {
                "code": "X1",
                "name": "專員",
                "function_code": "HR",
                "function_name": "人資",
                "grade_code": "G1",
                "min_degree": "bachelor",
                "min_experience_years": 1.5,
                "summary": "第一行\n第二行",
            }
        ],
    )
    return company


@pytest.mark.parametrize("kind", SHEETS)
def test_the_template_uploaded_unchanged_changes_nothing(full, kind):
    workbook = template_workbook(registry.spec_of(kind))
    run = services.start_import(kind=kind, data=workbook, filename=f"{kind}.xlsx", by=BY, at=AT)
    run = services.plan_import(run_id=run.pk, by=BY, at=AT)
    assert run.counts["skip"] > 0
    assert (run.counts["add"], run.counts["change"], run.counts["refuse"]) == (0, 0, 0)


def test_a_roster_as_companies_have_it_comes_in(full):
    """Big5, a title row, 民國 dates, leading zeros, Chinese words for the choices."""
    text = (
        "青藤精密員工名冊,,,,,,,,\n"
        "員工編號,姓名,性別,員工類別,到職日,單位代碼,職位代碼,學歷,相關經驗年資\n"
        "00077,許小美,女,專業人員,114/03/01,LINE1,OP,大學,2.5\n"
        "00078,何大明,男,作業人員,113.12.05,NOWHERE,OP,高中職,\n"
    )
    run = services.start_import(
        kind="employees", data=text.encode("big5"), filename="名冊.csv", by=BY, at=AT
    )
    run = services.plan_import(run_id=run.pk, by=BY, at=AT)
    assert (run.counts["add"], run.counts["refuse"]) == (1, 1)
    services.apply_import(run_id=run.pk, by=BY, at=AT, accept_refused=True)
    record = next(r for r in people.exported("employees") if r["number"] == "00077")
    assert (record["hired_on"], record["degree"]) == (date(2025, 3, 1), "bachelor")
    assert record["position_since"] == date(2025, 3, 1)
