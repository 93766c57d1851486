"""Two people press Apply at the same moment: one wins, the other is told."""

from espalier.kit.accounts.models import ScopeNode
from espalier.kit.audit.models import Entry
from espalier.kit.imports import services
from tests.kit.imports.sample import csv

DATA = csv("地點代碼,地點名稱\n001,北廠\n002,南廠\n")


def planned(system, monday, name: str) -> int:
    run = services.start_import(kind="places", data=DATA, filename=name, by=system, at=monday)
    return services.plan_import(run_id=run.pk, by=system, at=monday).pk


def counts() -> tuple[int, int]:
    return (
        ScopeNode.objects.count(),
        Entry.objects.filter(event="kit.import.applied").count(),
    )


def test_of_two_appliers_of_one_run_one_wins(each_in_a_thread, system, monday):
    run_id = planned(system, monday, "a.csv")

    def apply() -> str:
        return services.apply_import(run_id=run_id, by=system, at=monday).state

    assert sorted(each_in_a_thread(apply, apply)) == ["applied", "wrong_state"]
    assert each_in_a_thread(counts) == [(2, 1)]


def test_two_runs_with_the_same_rows_write_them_once(each_in_a_thread, system, monday):
    first, second = planned(system, monday, "a.csv"), planned(system, monday, "b.csv")

    def apply_first() -> str:
        return services.apply_import(run_id=first, by=system, at=monday).state

    def apply_second() -> str:
        return services.apply_import(run_id=second, by=system, at=monday).state

    assert sorted(each_in_a_thread(apply_first, apply_second)) == ["applied", "records_moved"]
    assert each_in_a_thread(counts) == [(2, 1)]
