"""Pages of requirements: matrix, proposals, adoption, level map."""

import json
from datetime import date

import pytest
from django.urls import reverse

from espalier.cycle.learning_map.requirements.models import Adoption, LevelMap, Requirement
from espalier.kit.audit.models import Entry
from tests.factories import learning_map as make
from tests.factories import standards

pytestmark = pytest.mark.django_db
MATRIX = "/map/matrix/"


@pytest.fixture
def client(client_of, manager):
    return client_of(manager)


@pytest.fixture
def held(company):
    skill = make.competency("S1", name="銲接技能")
    company.row = make.requirement(company.welder, skill, 2.0)
    company.skill = skill
    return company


def name(position, competency) -> str:
    return f"c-{position.pk}-{competency.pk}"


def sent(company, **changes):
    cell = name(company.welder, company.skill)
    told = {cell: "3", "seen": json.dumps({cell: 2.0}), "starts_on": "2026-12-01"}
    return {**told, **changes}


def test_the_matrix_shows_levels_in_named_fields(client, held):
    text = client.get(MATRIX).content.decode()
    assert f'name="{name(held.welder, held.skill)}" value="2"' in text
    assert 'aria-label="銲接技術員 × S1 銲接技能"' in text
    assert "data-matrix" in text


def test_saving_changes_only_what_was_changed(client, held):
    other = make.requirement(held.leader, held.skill, 4.0)
    cell = name(held.leader, held.skill)
    seen = json.dumps({name(held.welder, held.skill): 2.0, cell: 4.0})
    answer = client.post(MATRIX, sent(held, **{cell: "4", "seen": seen}))
    assert answer.status_code == 302
    rows = Requirement.objects.filter(ends_on=None).order_by("position__code")
    assert list(rows.values_list("level", "starts_on")) == [
        (3.0, date(2026, 12, 1)),
        (4.0, other.starts_on),
    ]
    assert Entry.objects.filter(event="learning_map.requirements.saved").count() == 1


def test_full_width_digits_are_read(client, held):
    client.post(MATRIX, sent(held, **{name(held.welder, held.skill): "４．５"}))
    assert Requirement.objects.get(ends_on=None).level == 4.5


def test_all_problems_are_shown_and_what_was_typed_stays(client, held):
    cell, wild = name(held.welder, held.skill), name(held.leader, held.skill)
    answer = client.post(
        MATRIX,
        sent(held, **{cell: "abc", wild: "9", f"c-{held.welder.pk}-99999": "1", "starts_on": "x"}),
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    for code in ("not_a_number", "bad_date", "out_of_scale", "unknown_competency"):
        assert f'data-problem="{code}"' in text, code
    assert 'value="abc"' in text
    assert Requirement.objects.count() == 1


def test_somebody_elses_change_is_told(client, held):
    held.row.level = 5.0
    held.row.save()
    answer = client.post(MATRIX, sent(held))
    assert answer.status_code == 409
    assert Requirement.objects.get().level == 5.0


@pytest.mark.parametrize("n", [1, 60])
def test_the_matrix_takes_the_same_queries_for_few_and_many(
    client, held, n, django_assert_num_queries
):
    for k in range(n):
        make.requirement(held.welder, make.competency(f"X{k:02}"), 2.0)
    client.get(MATRIX)
    with django_assert_num_queries(6):
        client.get(MATRIX)


def test_adopting_leads_to_the_proposals_and_they_are_taken_over(client, company):
    LevelMap.objects.create(standard_level=3, required_level=3.0)
    standard = standards.applied()
    answer = client.post(
        reverse("learning_map:adopt", args=[company.welder.pk]),
        {"standard": standard.pk, "starts_on": "2026-11-01", "reason": "對應職務"},
    )
    assert answer.status_code == 302
    assert Adoption.objects.get().reason == "對應職務"
    page = client.get(answer.url).content.decode()
    assert "果樹修剪原理" in page
    fields = {
        f"c-{company.welder.pk}-{pk}": level
        for pk, level in (
            standard.items.filter(code__in=["K01", "S01"])
            .order_by("code")
            .values_list("competencies__pk", "competencies__kind")
        )
    }
    sent_levels = dict.fromkeys(fields, "3") | {"seen": "{}", "starts_on": "2026-11-01"}
    answer = client.post(answer.url, sent_levels)
    assert answer.status_code == 302
    assert set(Requirement.objects.values_list("origin", "level")) == {("proposed", 3.0)}


def test_an_adoption_without_reason_is_not_made(client, company):
    standard = standards.applied()
    answer = client.post(
        reverse("learning_map:adopt", args=[company.welder.pk]),
        {"standard": standard.pk, "starts_on": "2026-11-01", "reason": ""},
    )
    assert answer.status_code == 422
    assert not Adoption.objects.exists()


def test_the_level_map_is_saved_and_bad_levels_are_refused(client, company):
    good = client.post("/map/levels/", {"level_1": "1", "level_3": "2.5"})
    assert good.status_code == 302
    assert dict(LevelMap.objects.values_list("standard_level", "required_level")) == {1: 1, 3: 2.5}
    bad = client.post("/map/levels/", {"level_1": "9"})
    assert bad.status_code == 422
    assert "等級介於 0 與 5" in bad.content.decode()


def test_who_may_not_change_cannot_post(client_of, person_with, held):
    other = client_of(person_with("supervisor"))
    assert other.post(MATRIX, sent(held)).status_code == 404
    assert Requirement.objects.get().level == 2.0
