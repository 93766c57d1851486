"""Procedures and their steps from two sheets."""

import pytest

from espalier.kit.accounts.models import ScopeNode
from espalier.kit.approval import queries
from espalier.kit.approval.contents import content_of
from espalier.kit.imports import services as imports
from espalier.kit.imports.registry import spec_of

PROCEDURES = """程序代碼,程序名稱,英文名稱,適用文件,同一人可簽多步驟
DOC,正式文件審核,Review of documents,O1.1.1、O2.1.1,否
"""
STEPS = """程序代碼,順序,簽核類別,步驟名稱,角色,單位代碼,指定人員,金額下限,金額上限,期限工作天,同意人數,表決
DOC,1,承辦,訓練經理承辦,訓練經理,,,,,,,
DOC,2,會簽,品保處會簽,主管,D20,,,,3,,
DOC,3,核准,經理核准,訓練經理,,,,100000,5,,
DOC,3,核准,總經理核准,高階主管,,,100001,,5,,
"""


@pytest.fixture
def load(db, system, monday):
    """Take in one sheet; returns how many rows were planned for each action."""

    def take(kind: str, text: str) -> dict[str, int]:
        run = imports.start_import(
            kind=kind, data=text.encode("utf-8-sig"), filename=f"{kind}.csv", by=system, at=monday
        )
        run = imports.plan_import(run_id=run.pk, by=system, at=monday)
        counts = {a: n for a, n in run.counts.items() if n and a != "rows"}
        if not counts.get("refuse") and set(counts) - {"skip"}:
            imports.apply_import(run_id=run.pk, by=system, at=monday)
        return counts

    return take


@pytest.fixture
def unit(db):
    return ScopeNode.objects.create(key="unit:D20", path="/1/", label="品質保證處")


def test_two_sheets_make_a_procedure(load, unit):
    assert load("review_procedures", PROCEDURES) == {"add": 1}
    assert load("review_steps", STEPS) == {"add": 4}
    held = content_of(queries.procedures_with_steps()[0])
    assert (held.code, held.applies_to, held.allows_same_person) == (
        "DOC",
        ("O1.1.1", "O2.1.1"),
        False,
    )
    assert [(s.order, str(s.kind), s.scope_key, s.max_amount) for s in held.steps] == [
        (1, "prepared", "", None),
        (2, "cosigned", "unit:D20", None),
        (3, "approved", "", 100_000),
        (3, "approved", "", None),
    ]


def test_again_changes_nothing_and_one_changed_row_makes_a_version(load, unit):
    load("review_procedures", PROCEDURES)
    load("review_steps", STEPS)
    assert load("review_procedures", PROCEDURES) == {"skip": 1}
    assert load("review_steps", STEPS) == {"skip": 4}
    assert queries.procedures_with_steps()[0].version == 1
    assert load("review_steps", STEPS.replace("D20,,,,3", "D20,,,,4")) == {"skip": 3, "change": 1}
    found = queries.procedures_with_steps()[0]
    assert (found.version, content_of(found).steps[1].days) == (2, 4)


def test_what_is_exported_is_read_as_unchanged(load, unit):
    load("review_procedures", PROCEDURES)
    load("review_steps", STEPS)
    for kind in ("review_procedures", "review_steps"):
        spec = spec_of(kind)
        keys = {column.key for column in spec.columns}
        assert all(keys <= set(row) for row in spec.records())


# a row | what is wrong with it
WRONG = {
    "no such procedure": "NONE,1,核准,核准,高階主管,,,,,,,",
    "no such unit": "DOC,1,核准,核准,高階主管,D99,,,,,,",
    "no such person": "DOC,1,核准,核准,,,99999,,,,,",
    "nobody": "DOC,1,核准,核准,,,,,,,,",
    "nobody approves the rest": "DOC,1,核准,核准,高階主管,,,,100,,,",
    "nobody approves at all": "DOC,1,承辦,承辦,訓練經理,,,,,,,",
}


@pytest.mark.parametrize("row", WRONG.values(), ids=WRONG)
def test_a_step_that_cannot_be_is_refused(row, load, unit):
    load("review_procedures", PROCEDURES)
    assert load("review_steps", STEPS.splitlines()[0] + "\n" + row + "\n") == {"refuse": 1}
