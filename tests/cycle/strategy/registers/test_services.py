"""The one way small records are written: sheet and form follow the same rules."""

import pytest

from espalier.cycle.strategy.programmes.models import Activity, DesignOption, Objective, Programme
from espalier.kit.audit.models import Entry
from espalier.kit.errors import Refused
from espalier.kit.imports.types import Action, Row
from espalier.kit.registers import planning, queries, services
from espalier.kit.versions.models import Edition, EditionSource
from tests.factories import strategy as make

pytestmark = pytest.mark.django_db


def plan(kind, *rows):
    register = queries.register_of(kind)
    return planning.plan(
        register, [Row("s", n, row) for n, row in enumerate(rows, 2)], make.today()
    )


def test_a_sheet_that_says_what_is_there_changes_nothing(programme):
    for register in queries.registers():
        rows = list(queries.held(register).values())
        assert {p.action for p in plan(register.kind, *rows)} <= {Action.SKIP}, register.kind


def test_a_column_that_is_not_in_the_file_stays_as_it_was(programme):
    services.import_rows(
        register=queries.register_of("objectives"),
        rows=[{"code": "OB1", "programme": "PR1", "degree": "五件合格"}],
        by=make.BY,
        at=make.AT,
    )
    row = Objective.objects.get(code="OB1")
    assert (row.degree, row.behaviour) == ("五件合格", "能量測標準件")
    assert [c.code for c in row.competencies.all()] == ["S1"]


def test_every_wrong_cell_is_refused_with_its_reason(programme):
    make.record("programmes", code="PR2", title="另一方案")
    row = {
        "programme": "PR2", "code": "OPX", "name": "甲", "source": "buy", "delivery": "online",
        "groups": ("TG1", "TG9"), "needs": ("N7",), "positions": (), "scores": "EFFECT 6\nNONE 3",
        "costs": "鐘點 | 十 | 800",
    }  # fmt: skip
    (planned,) = plan("design_options", row)
    assert planned.action is Action.REFUSE
    assert {(r.column, r.code) for r in planned.reasons} == {
        ("groups", "other_whole"),
        ("groups", "unknown"),
        ("needs", "unknown"),
        ("scores", "bad_line"),
        ("scores", "unknown"),
        ("costs", "bad_line"),
    }


def test_saving_logs_what_changed_and_flags_the_document(programme, by_manager):
    edition = Edition.objects.create(
        output="O2.2.1", edition=1, number="1", title="報告", content={}, state="published",
        created_at=make.AT, published_at=make.AT,
    )  # fmt: skip
    EditionSource.objects.create(
        edition=edition, section="objectives", kind="strategy.Objective", record_id="*"
    )
    row = Objective.objects.get(code="OB1")
    register = queries.register_of("objectives")
    values = queries.values_of(register, row) | {"degree": "五件合格"}
    services.save_record(
        register=register, record_id=row.pk, values=values, by=by_manager, at=make.AT
    )
    edition.refresh_from_db()
    assert "OB1 能量測標準件" in edition.needs_update_reason
    assert (edition.needs_update_kind, edition.needs_update_record) == (
        "strategy.Objective",
        str(row.pk),
    )
    body = Entry.objects.filter(event="registers.record.saved").latest("sequence").payload.body
    assert (body["before"], body["after"]) == ({"degree": "三件合格"}, {"degree": "五件合格"})


def test_a_key_is_used_once(programme):
    with pytest.raises(Refused) as refusal:
        make.objective(code="OB1")
    assert [p.code for p in refusal.value.problems] == ["taken"]


def test_what_others_rest_on_is_not_removed(programme):
    register = queries.register_of("programmes")
    told = {"register": register, "record_id": programme.pk, "by": make.BY, "at": make.AT}
    with pytest.raises(Refused) as refusal:
        services.remove_record(**told)
    message = str(refusal.value.problems[0].message)
    assert "OPA1" in message
    assert "OB1" in message
    activity = Activity.objects.get()
    services.remove_record(
        register=queries.register_of("activities"), record_id=activity.pk, by=make.BY, at=make.AT
    )
    assert not Activity.objects.exists()
    assert Programme.objects.exists()


def test_scores_and_cost_lines_are_replaced_as_written(programme):
    register = queries.register_of("design_options")
    option = DesignOption.objects.get(code="OPA1")
    values = queries.values_of(register, option)
    assert values["scores"] == "EFFECT 4\nCOST 2"
    assert values["costs"] == "鐘點 | Fee | 10 | 800"
    values |= {"scores": "COST 5", "costs": "耗材 | Parts | 2.5 | 100\n鐘點 | Fee | 1 | 800"}
    services.save_record(
        register=register, record_id=option.pk, values=values, by=make.BY, at=make.AT
    )
    after = queries.values_of(register, option)
    assert (after["scores"], after["costs"]) == (values["scores"], values["costs"])


def test_the_statements_of_an_import_do_not_grow_with_its_rows(
    programme, django_assert_max_num_queries
):
    rows = [
        {"programme": "PR1", "code": f"X{n}", "audience": "員", "behaviour": "能量測", "level": "apply",
         "knowledge": "factual", "competencies": ("S1",)}
        for n in range(60)
    ]  # fmt: skip
    with django_assert_max_num_queries(30):
        make.rows("objectives", *rows)
    assert Objective.objects.count() == 61
