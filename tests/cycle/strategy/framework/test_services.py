"""Drafts, confirmations and the review procedure."""

from datetime import timedelta

import pytest

from espalier.cycle.strategy.framework import queries, services
from espalier.cycle.strategy.framework.models import Confirmation
from espalier.kit.approval.models import Procedure, Step
from espalier.kit.errors import Refused
from tests.factories import strategy as make

pytestmark = pytest.mark.django_db
GROUPS = ("learner", "instructor", "supervisor", "coordinator")


def draft(note="初稿"):
    return services.take_draft(note=note, on=make.today(), by=make.BY, at=make.AT)


def confirm(made, group="learner", **changes):
    told = {"spokesperson": "王代表", "confirmed_on": make.today(), "by": make.BY, "at": make.AT}
    return services.confirm(draft_id=made.pk, group=group, **(told | changes))


def problems(call):
    with pytest.raises(Refused) as refusal:
        call()
    return [problem.code for problem in refusal.value.problems]


def procedure(*, with_step=True):
    made = Procedure.objects.create(code="DOC", title="文件審核", updated_at=make.AT)
    if with_step:
        Step.objects.create(
            procedure=made, order=1, kind="approved", title="核准", role="executive", days=3
        )
    return made


def test_a_draft_freezes_the_framework_and_the_next_shows_what_changed(programme):
    first = draft()
    assert any("能量測標準件" in line for line in first.lines)
    assert problems(draft) == ["unchanged"]
    make.record("transfer_designs", programme="PR1", when="before", who="learner", action="帶數據")
    second = draft("加入訓前準備")
    assert [(c.sign, c.line) for c in queries.changes_since(second)] == [
        ("+", "PR1｜移轉　before×learner 帶數據")
    ]


def test_without_a_programme_there_is_nothing_to_ask_about(company):
    assert problems(draft) == ["empty"]


def test_each_group_confirms_and_a_change_afterwards_takes_its_word_back(programme):
    made = draft()
    for group in GROUPS:
        confirm(made, group)
    assert queries.unconfirmed_groups(make.today()) == []
    make.objective(code="OB9")
    assert len(queries.unconfirmed_groups(make.today())) == 4
    assert problems(lambda: confirm(made, "executive")) == ["stale"]


def test_everything_wrong_with_a_confirmation_is_told_at_once(programme):
    made = draft()
    confirm(made)
    late = make.today() + timedelta(days=1)
    assert problems(lambda: confirm(made, spokesperson=" ", confirmed_on=late)) == [
        "no_person",
        "future",
        "twice",
    ]
    early = make.today() - timedelta(days=1)
    assert problems(lambda: confirm(made, "nobody", confirmed_on=early)) == [
        "no_group",
        "too_early",
    ]
    assert Confirmation.objects.count() == 1


def test_the_procedure_is_kept_as_it_stood(programme):
    made = procedure()
    told = {"procedure_id": made.pk, "on": make.today(), "by": make.BY, "at": make.AT}
    services.confirm_procedure(criteria="目標可觀察", **told)
    Step.objects.all().delete()
    kept = queries.procedure_confirmation()
    assert [(s["kind"], s["role"], s["days"]) for s in kept.steps] == [("approved", "executive", 3)]
    assert problems(lambda: services.confirm_procedure(criteria=" ", **told)) == [
        "no_steps",
        "no_criteria",
    ]


def test_the_training_unit_is_who_the_work_was_divided_among(programme):
    make.record("division_of_work", position="MFG-1", work="開班", part="leads", indicator="P2.3.1")
    unit = queries.training_unit(make.today())
    assert [(m.position.code, m.n_people, len(m.work)) for m in unit.members] == [("MFG-1", 2, 1)]
