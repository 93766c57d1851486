"""Writing procedures: everything that is wrong is told, versions count, the usual one."""

from dataclasses import replace

import pytest

from espalier.kit.accounts.types import Role
from espalier.kit.approval import queries, services
from espalier.kit.approval.contents import content_of
from espalier.kit.approval.types import ProcedureContent, StepContent, StepKind
from espalier.kit.audit.models import Entry
from espalier.kit.errors import NotFound, Refused
from tests.kit.approval.conftest import APPROVED, COSIGNED, PREPARED

# what | steps | codes
WRONG = {
    "no steps": ((), ["no_steps"]),
    "no approving step": ((PREPARED,), ["approval_gap"]),
    "a gap of amounts": (
        (replace(APPROVED, max_amount=100), replace(APPROVED, title="二", min_amount=102)),
        ["approval_gap"],
    ),
    "neither role nor person": ((replace(APPROVED, role=""),), ["role_or_person"]),
    "both": ((replace(APPROVED, person="manager"),), ["role_or_person"]),
    "no such role": ((replace(APPROVED, role="king"),), ["unknown_role"]),
    "no such person": ((replace(APPROVED, role="", person="nobody"),), ["unknown_person"]),
    "no such unit": ((replace(APPROVED, scope_key="unit:X"),), ["unknown_place"]),
    "limits the wrong way": (
        (APPROVED, replace(COSIGNED, min_amount=5, max_amount=4)),
        ["amounts"],
    ),
    "numbers below one": ((replace(APPROVED, days=0),), ["numbers"]),
    "prepared after signing": ((replace(PREPARED, order=3), APPROVED), ["prepared_late"]),
    "a vote of one": ((replace(APPROVED, role="", person="manager", is_vote=True),), ["quorum_of_one"]),
    "several at once": ((replace(APPROVED, order=0, title=" ", days=0),), ["no_title", "order", "numbers"]),
}  # fmt: skip


@pytest.mark.parametrize(("steps", "codes"), WRONG.values(), ids=WRONG)
def test_everything_that_is_wrong_is_told(steps, codes, procedure_of, manager):
    with pytest.raises(Refused) as refused:
        procedure_of(*steps)
    assert [problem.code for problem in refused.value.problems] == codes
    assert all(problem.remedy for problem in refused.value.problems)


def test_what_is_saved_is_what_is_read(procedure_of, manager, person_with):
    person = StepContent(
        3, StepKind.REVIEWED, "指定", "Named", person=manager.username, quorum=None
    )
    voted = replace(COSIGNED, quorum=2, is_vote=True, on_paper=False)
    steps = (PREPARED, voted, person, replace(APPROVED, order=4))
    made = procedure_of(*steps, applies_to=("O1.1.1",), allows_same_person=True)
    held = content_of(queries.procedure_or_404(made.pk))
    assert held.steps == steps
    assert (held.applies_to, held.allows_same_person) == (("O1.1.1",), True)
    assert Entry.objects.filter(event="approval.procedure.saved").count() == 1


def test_only_changed_steps_make_a_new_version(usual, system, monday):
    content = content_of(usual)
    saved = services.save_procedure(
        content=replace(content, title="新名稱"), procedure_id=usual.pk, by=system, at=monday
    )
    assert saved.version == 1
    saved = services.save_procedure(
        content=replace(content, steps=content.steps[2:]),
        procedure_id=usual.pk,
        by=system,
        at=monday,
    )
    assert (saved.version, saved.steps.count()) == (2, 1)


def test_two_procedures_never_share_a_code(usual, procedure_of):
    with pytest.raises(Refused) as refused:
        procedure_of(APPROVED)
    assert [p.code for p in refused.value.problems] == ["code_taken"]


def test_the_usual_one_is_prepared_cosigned_approved(db, system, monday):
    made = services.make_usual_procedure(by=system, at=monday)
    held = content_of(queries.procedure_or_404(made.pk))
    assert [(s.order, s.kind, s.role) for s in held.steps] == [
        (1, "prepared", Role.MANAGER),
        (2, "cosigned", Role.SUPERVISOR),
        (3, "approved", Role.EXECUTIVE),
    ]
    assert held.steps[0].title == "訓練經理承辦"
    assert held.steps[0].title_en == "Training manager: Prepared"


def test_those_made_for_an_output_come_first(procedure_of):
    procedure_of(APPROVED, code="A")
    procedure_of(APPROVED, code="B", applies_to=("O1.1.1",))
    procedure_of(APPROVED, code="C", applies_to=("O2.1.1",))
    procedure_of(APPROVED, code="D", is_active=False)
    assert [c.code for c in queries.procedures_for("O1.1.1")] == ["B", "A"]
    assert [c.code for c in queries.procedures_for("O2.2.1")] == ["A"]


def test_an_unknown_procedure_is_not_found(db, system, monday):
    with pytest.raises(NotFound):
        services.set_active(procedure_id=9, is_active=True, by=system, at=monday)
    with pytest.raises(NotFound):
        services.save_procedure(
            content=ProcedureContent("X", "x"), procedure_id=9, by=system, at=monday
        )
