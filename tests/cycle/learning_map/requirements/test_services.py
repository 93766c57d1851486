"""Adopting standards, accepting proposals, saving the matrix, importing."""

from datetime import date

import pytest

from espalier.cycle.learning_map.requirements import queries, services
from espalier.cycle.learning_map.requirements.models import Adoption, LevelMap, Requirement
from espalier.cycle.learning_map.requirements.types import Cell, CellEdit
from espalier.cycle.standards.catalogue.models import Competency
from espalier.kit.audit.models import Entry
from espalier.kit.errors import Conflict, Refused
from tests.cycle.learning_map.sheets import actions, again, brought_in, planned, reasons
from tests.factories import learning_map as make
from tests.factories import standards

pytestmark = pytest.mark.django_db
JUNE, JULY = date(2026, 6, 1), date(2026, 7, 1)


@pytest.fixture
def who(by_manager, monday):
    return {"by": by_manager, "at": monday}


@pytest.fixture
def adopted(company, who):
    LevelMap.objects.bulk_create(
        LevelMap(standard_level=n, required_level=float(n)) for n in (1, 2, 3)
    )
    return services.adopt_standard(
        position=company.welder, standard=standards.applied(), starts_on=JUNE, reason="對應", **who
    )


def proposals(company):
    found = queries.propose_requirements(company.welder.pk, JULY)
    return {each.code.split("/")[1]: each for each in found}


def test_adopting_makes_competencies_and_is_audited(adopted):
    codes = set(Competency.objects.values_list("code", flat=True))
    assert codes == {f"ZZZ9999-001/{c}" for c in ("K01", "K02", "S01", "S02", "A01")}
    assert Entry.objects.filter(event="learning_map.standard.adopted").count() == 1


def test_blocks_propose_levels_and_nothing_is_guessed(adopted, company):
    found = proposals(company)
    # K01 stands in a block of level 3 and in one without level; K02 in 3 and in 2.
    assert {code: each.level for code, each in found.items()} == {
        "K01": 3.0,
        "K02": 3.0,
        "S01": 3.0,
        "S02": None,
        "A01": None,
    }
    assert found["K01"].task_codes == ("T1.1", "T1.2")
    assert found["K01"].current is None


def test_accepted_proposals_remember_their_block_and_edits_are_marked(adopted, company, who):
    found = proposals(company)
    services.accept_proposals(
        position_id=company.welder.pk,
        levels={found["K01"].competency_id: 3.0, found["S02"].competency_id: 2.0},
        starts_on=JULY,
        **who,
    )
    rows = {r.competency.code[-3:]: r for r in Requirement.objects.select_related("competency")}
    assert (rows["K01"].origin, rows["K01"].source_block_id) == ("proposed", found["K01"].block_id)
    assert (rows["S02"].origin, rows["S02"].source_block_id) == ("edited", None)
    assert proposals(company)["K01"].current == 3.0


def test_a_standard_is_adopted_once_and_another_version_by_migration(adopted, company, who):
    second = standards.applied(standards.small_standard(2))
    for standard, code in ((adopted.standard, "already_adopted"), (second, "other_version")):
        with pytest.raises(Refused) as refusal:
            services.adopt_standard(
                position=company.welder, standard=standard, starts_on=JULY, reason="", **who
            )
        assert [problem.code for problem in refusal.value.problems] == [code]
    assert Adoption.objects.count() == 1


def test_ending_an_adoption_keeps_it(adopted, who):
    services.end_adoption(adoption_id=adopted.pk, ends_on=JULY, **who)
    assert Adoption.objects.get().ends_on == JULY
    with pytest.raises(Refused):
        services.end_adoption(adoption_id=adopted.pk, ends_on=JULY, **who)


def edit(position, competency, level, seen=None):
    return CellEdit(Cell(position.pk, competency.pk), level, seen)


def test_saving_the_matrix_keeps_the_history(company, who):
    skill = make.competency("S1")
    make.requirement(company.welder, skill, 2.0, starts_on=JUNE, weight=3)
    plan = services.save_requirements(
        edits=[edit(company.welder, skill, 4.0, seen=2.0)], starts_on=JULY, **who
    )
    assert plan.n_changes == 1
    rows = Requirement.objects.order_by("starts_on").values_list(
        "level", "weight", "starts_on", "ends_on"
    )
    assert list(rows) == [(2.0, 3.0, JUNE, date(2026, 6, 30)), (4.0, 3.0, JULY, None)]
    entry = Entry.objects.get(event="learning_map.requirements.saved")
    assert entry.payload.body["before"] == {"MFG-1 × S1": 2.0}


def test_a_past_day_still_answers_with_the_old_level(company, who):
    skill = make.competency("S1")
    make.requirement(company.welder, skill, 2.0, starts_on=JUNE)
    services.save_requirements(
        edits=[edit(company.welder, skill, None, seen=2.0)], starts_on=JULY, **who
    )
    levels = {
        day: [r.level for r in queries.requirements_on(day)]
        for day in (date(2026, 5, 31), JUNE, date(2026, 6, 30), JULY)
    }
    assert list(levels.values()) == [[], [2.0], [2.0], []]


def test_all_problems_of_a_matrix_are_told_and_nothing_is_written(company, who):
    skill = make.competency("S1")
    make.requirement(company.leader, skill, 2.0, starts_on=JULY)
    edits = [
        edit(company.welder, skill, 9.0),
        CellEdit(Cell(company.welder.pk, 999), 1.0, None),
        CellEdit(Cell(999, skill.pk), 1.0, None),
        edit(company.leader, skill, 3.0, seen=None),
    ]
    with pytest.raises(Refused) as refusal:
        services.save_requirements(edits=edits, starts_on=JUNE, **who)
    assert [problem.code for problem in refusal.value.problems] == [
        "out_of_scale",
        "unknown_competency",
        "unknown_position",
        "starts_later",
    ]
    assert Requirement.objects.count() == 1


def test_two_people_at_one_place_are_told_and_nothing_is_lost(company, who):
    skill = make.competency("S1")
    make.requirement(company.welder, skill, 5.0, starts_on=JUNE)
    with pytest.raises(Conflict) as conflict:
        services.save_requirements(
            edits=[edit(company.welder, skill, 4.0, seen=3.0)], starts_on=JULY, **who
        )
    assert (conflict.value.theirs, conflict.value.yours) == (
        {"MFG-1 × S1": "5"},
        {"MFG-1 × S1": "4"},
    )


def test_saving_many_places_takes_few_queries(company, who, django_assert_max_num_queries):
    skills = [make.competency(f"S{n:03}") for n in range(300)]
    edits = [edit(p, s, 3.0) for p in (company.welder, company.leader) for s in skills]
    with django_assert_max_num_queries(24):
        services.save_requirements(edits=edits, starts_on=JUNE, **who)
    changed = [edit(p, s, 4.0, seen=3.0) for p in (company.welder, company.leader) for s in skills]
    with django_assert_max_num_queries(24):
        services.save_requirements(edits=changed, starts_on=JULY, **who)
    assert Requirement.objects.filter(ends_on=None, level=4.0).count() == 600


def line(code="S1", level=3.0, **changes):
    told = {"position_code": "MFG-1", "competency_code": code, "level": level, "starts_on": JUNE}
    return {**told, "weight": None, "ends_on": None, **changes}


def test_requirements_come_in_with_their_history_and_again_change_nothing(company):
    make.competency("S1")
    brought_in("requirements", line(level=2.0), line(level=3.0, starts_on=JULY, weight=2))
    rows = Requirement.objects.order_by("starts_on").values_list("level", "ends_on", "weight")
    assert list(rows) == [(2.0, date(2026, 6, 30), 1.0), (3.0, None, 2.0)]
    assert again("requirements") == ["skip", "skip"]
    brought_in("requirements", line(level=4.0, starts_on=date(2026, 8, 1)))
    assert queries.requirements_on(date(2026, 8, 1))[0].level == 4.0
    assert queries.requirements_on(date(2026, 7, 31))[0].level == 3.0


def test_bad_requirements_name_their_columns(company):
    make.competency("S1")
    plan = planned(
        "requirements",
        line(code="Q", level=9, weight=0, ends_on=date(2026, 1, 1)),
        line(ends_on=JULY),
        line(starts_on=JULY),
    )
    assert reasons(plan) == [
        [
            ("competency_code", "unknown"),
            ("level", "out_of_scale"),
            ("weight", "weight"),
            ("ends_on", "ends_before_start"),
        ],
        [("starts_on", "overlaps")],
        [("starts_on", "overlaps")],
    ]


def test_adoptions_and_the_level_map_come_in(company):
    standards.applied()
    told = {
        "position_code": "MFG-1",
        "standard_code": "zzz9999-001V1",
        "starts_on": JUNE,
        "reason": "對應職務",
    }
    brought_in("level_map", {"standard_level": 3, "required_level": 3.5})
    brought_in("adoptions", told)
    assert again("adoptions") == ["skip"]
    assert again("level_map") == ["skip"]
    assert proposals(company)["K01"].level == 3.5
    bad = planned("adoptions", {**told, "position_code": "Q", "standard_code": "R"})
    assert reasons(bad) == [[("position_code", "unknown"), ("standard_code", "unknown")]]
    bad_map = planned("level_map", {"standard_level": 7, "required_level": 8})
    assert actions(bad_map) == ["refuse"]
