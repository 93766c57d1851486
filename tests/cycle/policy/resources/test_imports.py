"""Sheets of resources: in, out again, and in once more without a change."""

import pytest

from espalier.cycle.policy.resources.imports import ALL
from espalier.cycle.policy.resources.models import BookedSlot, Evaluation, Resource
from espalier.kit.imports import services
from espalier.kit.imports.types import CellKind

pytestmark = pytest.mark.django_db
SHEETS = {
    "resources": "資源代碼,資源類別,資源名稱,座位數,單位成本,計價單位\n"
    "R1,教室,第一教室,20,0,小時\nT1,講師,林講師,,1600,小時\nB1,預算,訓練預算,,,\n",
    "instructors": "資源代碼,授課主題,授課語言\nT1,量測不確定度,中文\n",
    "resource_hours": "資源代碼,起日,星期,每日分鐘\nR1,2027/01/01,12345,480\n",
    "resource_contracts": "資源代碼,契約編號,契約名稱,起日,迄日,契約金額\n"
    "T1,C-1,講師聘約,2026/01/01,2026/12/31,90000\n",
    "selection_criteria": "資源類別,評選項目,權重\n講師,專業,2\n講師,表達,1\n",
    "resource_evaluations": "資源代碼,評鑑日,評鑑者,評選項目,分數\n"
    "T1,2026/06/01,訓練單位,專業,5\nT1,2026/06/01,訓練單位,表達,4\n",
    "money_lines": "資源代碼,年度,金額,規則\nB1,2027,3000000,薪資總額 1.5%\n",
    "resource_demands": "資源代碼,年度,月份,需求來源,分鐘\nR1,2027,3,政策方針,600\n",
    "resource_bookings": "資源代碼,日期,開始時間,結束時間,用途,人數\n"
    "R1,2027/03/01,09:00,12:00,量測班,12\n",
}


def take_in(kind, text, system, monday):
    data = text.encode("utf-8-sig")
    run = services.start_import(kind=kind, data=data, filename=f"{kind}.csv", by=system, at=monday)
    run = services.plan_import(run_id=run.pk, by=system, at=monday)
    counts = dict(run.counts)
    if counts["add"] + counts["change"] and not counts["refuse"]:
        services.apply_import(run_id=run.pk, by=system, at=monday)
    return counts, run


def test_every_sheet_goes_in_and_again_without_a_change(system, monday):
    for again in (False, True):
        for kind, text in SHEETS.items():
            counts, run = take_in(kind, text, system, monday)
            n_rows = len(text.strip().splitlines()) - 1
            assert counts["refuse"] == 0, (kind, run.plan)
            assert counts["skip" if again else "add"] == n_rows, (kind, counts)
    assert Evaluation.objects.get().scores == {"專業": 5.0, "表達": 4.0}
    assert BookedSlot.objects.count() == 12


def test_a_changed_cell_is_a_change(system, monday):
    take_in("resources", SHEETS["resources"], system, monday)
    changed = SHEETS["resources"].replace("20", "24")
    counts, _run = take_in("resources", changed, system, monday)
    assert (counts["change"], counts["skip"]) == (1, 2)
    assert Resource.objects.get(code="R1").seats == 24


def test_rows_that_clash_are_refused_with_their_reason(system, monday):
    take_in("resources", SHEETS["resources"], system, monday)
    clash = SHEETS["resource_bookings"] + "R1,2027/03/01,11:00,13:00,五軸班,8\n"
    counts, run = take_in("resource_bookings", clash, system, monday)
    assert (counts["add"], counts["refuse"]) == (1, 1)
    refused = [row for row in run.plan["rows"] if row["action"] == "refuse"]
    assert [reason[2] for reason in refused[0]["reasons"]] == ["double_booking"]


def test_sheets_ask_for_known_resources_of_the_right_kind(system, monday):
    take_in("resources", SHEETS["resources"], system, monday)
    counts, _run = take_in(
        "money_lines", "資源代碼,年度,金額\nR1,2027,5\nX9,2027,5\n", system, monday
    )
    assert counts["refuse"] == 2


def test_what_is_exported_is_what_is_read(system, monday):
    for kind, text in SHEETS.items():
        take_in(kind, text, system, monday)
    for spec in ALL:
        required = {column.key for column in spec.columns if column.required}
        kinds = {column.key: column.kind for column in spec.columns}
        rows = list(spec.records())
        assert rows, spec.kind
        for row in rows:
            assert required <= set(row), (spec.kind, row)
            assert all(row[key] not in ("", None) for key in required), (spec.kind, row)
            choices = [
                key for key, kind in kinds.items() if kind is CellKind.CHOICE and row.get(key)
            ]
            for key in choices:
                column = next(each for each in spec.columns if each.key == key)
                assert row[key] in column.choices or row[key] in column.choices.values()
