"""O1.1.1: clauses begun, adapted and ended; the RACI table; the training system."""

import pytest

from espalier.cycle.policy.goals import queries as goals
from espalier.cycle.policy.handbook import queries, services
from espalier.cycle.policy.handbook.models import Clause, RaciActivity, RaciRole, TrainingCategory
from espalier.cycle.policy.handbook.types import ClauseValues
from espalier.kit.audit.models import Entry
from espalier.kit.errors import NotFound, Refused
from espalier.kit.versions.services import name_sources
from espalier.kit.versions.types import EVERY_RECORD, Source
from tests.factories import learning_map
from tests.factories import policy as make
from tests.factories.policy import AT, BY, ON

pytestmark = pytest.mark.django_db


def resaved(clause: Clause, **changes) -> Clause:
    told = {"title": clause.title, "text": clause.text, "text_en": clause.text_en} | changes
    values = ClauseValues(clause.chapter, clause.number, **told)
    return services.save_clause(clause_id=clause.pk, values=values, by=BY, at=AT)


def test_a_template_is_to_be_adapted_until_it_is_changed_and_filled_in():
    clause = services.begin_with_template(key="ethics", by=BY, at=AT)
    assert (clause.chapter, clause.number, clause.is_adapted) == (4, 1, False)
    assert not resaved(clause).is_adapted
    half = resaved(clause, text="改過，但還有【窗口】。")
    assert not half.is_adapted
    done = resaved(clause, text="改過，沒有空格。", text_en="Changed.")
    assert done.is_adapted
    assert queries.unadapted_clauses() == []


def test_a_template_that_fits_is_confirmed_unless_places_are_left():
    clause = services.begin_with_template(key="elearning", by=BY, at=AT)
    with pytest.raises(Refused) as refusal:
        resaved(clause, read_as_is=True)
    assert [problem.code for problem in refusal.value.problems] == ["unfilled"]
    text = clause.text.replace("【條件】", "全部單元")
    Clause.objects.filter(pk=clause.pk).update(text=text, text_en="All units.")
    clause.refresh_from_db()
    assert resaved(clause, read_as_is=True).is_adapted


def test_an_unknown_template_is_not_found():
    with pytest.raises(NotFound):
        services.begin_with_template(key="nothing", by=BY, at=AT)


def test_all_problems_at_once_and_nothing_written():
    make.clause(3, 1)
    with pytest.raises(Refused) as refusal:
        services.save_clause(values=ClauseValues(3, 1, "", " "), by=BY, at=AT)
    assert [p.code for p in refusal.value.problems] == ["no_title", "no_text", "number_taken"]
    assert Clause.objects.count() == 1


def test_a_new_clause_flags_a_handbook_that_lists_the_register():
    edition = make.published_edition()
    source = Source("control", "policy.Clause", EVERY_RECORD)
    name_sources(edition=edition, sources=[source], by=BY, at=AT)
    make.clause(5, 1)
    edition.refresh_from_db()
    assert edition.needs_update_kind == "policy.Clause"
    assert "5.1 條文5.1" in edition.needs_update_reason


def test_linking_a_clause_is_logged_and_told():
    first, second = make.direction("1"), make.direction("2")
    clause = make.clause(3, 1, first)
    edition = make.published_edition()
    name_sources(
        edition=edition,
        sources=[Source("directions", "policy.Clause", str(clause.pk))],
        by=BY,
        at=AT,
    )
    resaved(clause, title_en=clause.title_en, direction_ids=frozenset([second.pk]))
    assert goals.direction_ids_of_clauses() == {clause.pk: [second.pk]}
    entry = Entry.objects.filter(event="policy.clause.directions_set").latest("sequence")
    assert entry.payload.body["before"] == {"directions_and_clauses": [[first.pk, clause.pk]]}
    edition.refresh_from_db()
    assert edition.needs_update_since == AT


def test_an_ended_clause_keeps_its_number_and_leaves_the_handbook():
    clause = make.clause(5, 1)
    services.end_clause(clause_id=clause.pk, on=ON, reason="併入 5.2", by=BY, at=AT)
    assert not queries.clauses_in_force().exists()
    assert queries.next_number(5) == 2
    with pytest.raises(Refused):
        services.end_clause(clause_id=clause.pk, on=ON, reason="", by=BY, at=AT)


@pytest.fixture
def roles(db):
    return [RaciRole.objects.create(code=c, name=c, order=n) for n, c in enumerate("XYZ")]


def test_a_line_of_the_table_has_exactly_one_who_answers(roles):
    x, y, z = (role.pk for role in roles)
    with pytest.raises(Refused) as refusal:
        services.save_activity(code="A1", name="", letters={x: "A", y: "A"}, by=BY, at=AT)
    assert sorted(p.code for p in refusal.value.problems) == [
        "no_name",
        "no_responsible",
        "several_accountable",
    ]
    letters = {x: "ar", y: "", z: "c"}
    made = services.save_activity(code="A1", name="核定", letters=letters, by=BY, at=AT)
    [line] = queries.raci_table().lines
    assert (line.letters, line.problems) == ({x: "RA", z: "C"}, ())
    services.delete_activity(activity_id=made.pk, by=BY, at=AT)
    assert not RaciActivity.objects.exists()
    before = Entry.objects.get(event="policy.raci.deleted").payload.body["before"]
    assert before["X"] == "RA"


def test_a_part_of_the_system_needs_its_level_or_function():
    learning_map.company()
    told = {"code": "L1", "name": "基層", "name_en": "", "kind": "level", "tier": "", "function_id": None,
            "text": "", "text_en": ""}  # fmt: skip
    with pytest.raises(Refused) as refusal:
        services.save_category(values=told, by=BY, at=AT)
    assert [problem.code for problem in refusal.value.problems] == ["no_tier"]
    made = services.save_category(values=told | {"tier": "base"}, by=BY, at=AT)
    with pytest.raises(Refused) as refusal:
        services.save_category(values=told | {"kind": "function"}, by=BY, at=AT)
    assert [p.code for p in refusal.value.problems] == ["no_function", "code_taken"]
    services.delete_category(category_id=made.pk, by=BY, at=AT)
    assert not TrainingCategory.objects.exists()
