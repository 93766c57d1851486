"""The register comes in as a sheet and goes out the same."""

from datetime import date

import pytest

from espalier.cycle.needs.desk_research.models import DeskDocument
from tests.cycle.learning_map.sheets import actions, again, brought_in, planned, reasons

pytestmark = pytest.mark.django_db
ROW = {
    "code": "D-01",
    "title": "產業趨勢摘要",
    "type": "trend",
    "scope": "industry",
    "dated_on": date(2026, 6, 1),
    "relevance": 4,
    "credibility": 3,
    "reason": "整理自公開資料",
}


def test_rows_are_added_changed_and_left_alone():
    brought_in("desk_documents", ROW, ROW | {"code": "D-02"})
    assert actions(planned("desk_documents", ROW)) == ["skip"]
    brought_in("desk_documents", ROW | {"relevance": 5})
    assert dict(DeskDocument.objects.values_list("code", "relevance")) == {"D-01": 5, "D-02": 4}
    assert again("desk_documents") == ["skip", "skip"]


def test_a_column_the_file_does_not_have_stays_as_it_was():
    brought_in("desk_documents", ROW | {"title_en": "Industry trends"})
    brought_in("desk_documents", ROW | {"title": "產業趨勢"})
    assert DeskDocument.objects.get().title_en == "Industry trends"


def test_every_wrong_row_is_named_with_its_column():
    plan = planned("desk_documents", ROW | {"relevance": None, "reason": ""}, ROW)
    assert actions(plan) == ["refuse", "refuse"]
    assert set(reasons(plan)[0]) >= {("relevance", "bad_relevance"), ("reason", "no_reason")}
    assert ("code", "duplicate_in_file") in reasons(plan)[1]


def test_a_large_register_takes_as_many_statements(django_assert_max_num_queries):
    many = [ROW | {"code": f"D-{n:03}"} for n in range(200)]
    with django_assert_max_num_queries(20):
        brought_in("desk_documents", *many)
