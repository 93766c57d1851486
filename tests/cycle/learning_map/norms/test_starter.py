"""The starter register is taken over through the import's plan, and every line asks to be verified."""

import re
from datetime import UTC, datetime

import pytest

from espalier.cycle.learning_map.norms import queries, starter_file
from espalier.kit.imports import services as imports
from espalier.kit.imports.models import ImportRun
from tests.factories.learning_map import BY

pytestmark = pytest.mark.django_db
# The lines were looked up after the usual day of the tests; before that day a plan refuses them.
LATER = datetime(2027, 1, 4, 1, tzinfo=UTC)


def taken_over() -> ImportRun:
    run = imports.start_import(
        kind="norms", data=starter_file.starter_bytes(), filename="norms.csv", by=BY, at=LATER
    )
    return imports.plan_import(run_id=run.pk, by=BY, at=LATER)


def test_it_comes_in_whole_and_again_changes_nothing():
    run = taken_over()
    assert run.counts["refuse"] == 0, run.plan
    imports.apply_import(run_id=run.pk, by=BY, at=LATER)
    n = len(starter_file.starter_rows())
    assert n >= 35
    assert queries.norms().count() == n
    again = taken_over()
    assert (again.counts["skip"], again.counts["add"], again.counts["change"]) == (n, 0, 0)


def test_every_line_has_source_status_and_the_wish_to_be_verified():
    imports.apply_import(run_id=taken_over().pk, by=BY, at=LATER)
    notes = queries.newest_interpretations()
    for norm in queries.norms():
        assert norm.source, norm.code
        assert norm.title_en, norm.code
        assert norm.summary_en, norm.code
        assert norm.review_on is not None, norm.code
        assert re.search("請於採用前至出處查證", notes[norm.pk].text), norm.code
        if norm.status in {"verified", "secondary"}:
            assert norm.checked_on is not None, norm.code
        if norm.status == "doubtful":
            assert not norm.is_applied, norm.code
