"""Writing needs: state, audit entry, the order that follows, and the documents that are told."""

import pytest

from espalier.cycle.needs.needs_list import queries, services
from espalier.cycle.needs.needs_list.models import CauseCheck, Need, NeedGap, NeedRating
from espalier.cycle.needs.needs_list.types import NeedContent, NeedLinks
from espalier.kit.audit.models import Entry
from espalier.kit.errors import NotFound, Refused
from espalier.kit.organisation import services as organisation
from espalier.kit.versions.models import Edition, EditionSource
from tests.conftest import MONDAY
from tests.factories import learning_map as maps
from tests.factories import needs, people

pytestmark = pytest.mark.django_db
BY = needs.BY


def codes(refusal) -> list[str]:
    return [problem.code for problem in refusal.value.problems]


def published_resting_on(kind: str, record_id: object = "*") -> Edition:
    edition = Edition.objects.create(
        output="O2.1.1", number="O2.1.1", edition=1, title="報告", state="published", content={},
        content_sha256="0" * 64, created_at=MONDAY, published_at=MONDAY,
    )  # fmt: skip
    EditionSource.objects.create(
        edition=edition, section="needs", kind=kind, record_id=str(record_id)
    )
    return edition


def test_a_need_is_written_with_its_links_and_logged():
    competency = people.competency("K1")
    row = needs.need("N1", NeedLinks(competencies=(competency.pk,)), headcount=12)
    assert list(row.competencies.all()) == [competency]
    entry = Entry.objects.get(event="needs.need.created")
    assert entry.subject_id == str(row.pk)


def test_every_problem_of_a_need_is_named_and_nothing_is_written():
    needs.need("N1")
    with pytest.raises(Refused) as refusal:
        services.save_need(
            need_id=None,
            content=NeedContent("N1", " ", "task"),
            links=NeedLinks(),
            by=BY,
            at=MONDAY,
        )
    assert codes(refusal) == ["code_taken", "no_title"]
    assert Need.objects.count() == 1


def test_changing_a_need_tells_the_documents_that_rest_on_it():
    row = needs.need("N1")
    edition = published_resting_on(queries.KIND, row.pk)
    content = NeedContent("N1", "改過的需求", "task")
    services.save_need(need_id=row.pk, content=content, links=NeedLinks(), by=BY, at=MONDAY)
    edition.refresh_from_db()
    assert edition.needs_update_record == str(row.pk)
    assert "改過的需求" in edition.needs_update_reason


def test_scores_make_the_order_and_changed_weights_turn_it():
    impact, cost = needs.criterion("impact", 3), needs.criterion("cost", 1, lower_is_better=True)
    one, two = needs.need("N1"), needs.need("N2")
    for row, marks in ((one, (5, 5)), (two, (1, 1))):
        told = {impact.pk: (marks[0], "影響大"), cost.pk: (marks[1], "")}
        services.score_need(need_id=row.pk, scores=told, by=BY, at=MONDAY)
    assert [(r.code, r.rank) for r in queries.needs()] == [("N1", 1), ("N2", 2)]
    services.set_weights(weights={impact.pk: 1, cost.pk: 9}, by=BY, at=MONDAY)
    assert [(r.code, r.rank) for r in queries.needs()] == [("N2", 1), ("N1", 2)]
    assert Entry.objects.filter(event="needs.weights.changed").count() == 1
    assert services.set_weights(weights={impact.pk: 1}, by=BY, at=MONDAY) == 0


def test_weights_and_marks_out_of_range_are_refused():
    impact = needs.criterion("impact", 3)
    counted = needs.criterion("people", 1, score_from="headcount")
    row = needs.need("N1")
    with pytest.raises(Refused) as refusal:
        services.set_weights(weights={impact.pk: -1, counted.pk: 0}, by=BY, at=MONDAY)
    assert codes(refusal) == ["negative_weight", "no_weight"]
    with pytest.raises(Refused) as refusal:
        services.score_need(
            need_id=row.pk, scores={impact.pk: (6, ""), counted.pk: (9, "")}, by=BY, at=MONDAY
        )
    assert codes(refusal) == ["out_of_scale"]


def test_headcount_and_norms_are_counted_from_the_records():
    needs.criterion("people", 1, score_from="headcount")
    needs.need("N1", headcount=10)
    needs.need("N2", headcount=40)
    needs.need("N3")
    assert [(r.code, r.rank) for r in queries.needs()] == [("N2", 1), ("N1", 2), ("N3", None)]


def test_a_need_put_aside_has_no_place_and_one_with_a_goal_stays():
    needs.criterion("people", 1, score_from="headcount")
    row = needs.need("N1", headcount=3)
    goal = needs.goal("SG1", (row,))
    with pytest.raises(Refused) as refusal:
        services.set_active(need_id=row.pk, is_active=False, by=BY, at=MONDAY)
    assert codes(refusal) == ["goal_rests_on_it"]
    assert goal.code in str(refusal.value.problems[0])
    goal.needs.clear()
    services.set_active(need_id=row.pk, is_active=False, by=BY, at=MONDAY)
    row.refresh_from_db()
    assert (row.is_active, row.rank) == (False, None)


def test_a_checked_cause_is_kept_with_its_verdict():
    row = needs.need("N1")
    needs.cause(row, **needs.TRAINING)
    assert queries.needs()[0].is_training is True
    check = CauseCheck.objects.get(need=row)
    assert (check.verdict, check.checked_on) == ("training", MONDAY.date())
    needs.cause(row, alternative="補足刀具", matters="yes", could="yes", obstacles="yes")
    assert queries.needs()[0].is_training is False
    assert Entry.objects.filter(event="needs.cause.checked").count() == 2


def test_a_cause_training_does_not_remove_asks_for_an_alternative():
    row = needs.need("N1")
    with pytest.raises(Refused) as refusal:
        needs.cause(row, matters="yes", could="yes", obstacles="yes")
    assert codes(refusal) == ["no_alternative"]
    assert not CauseCheck.objects.exists()


def test_a_respondent_rates_once_and_may_correct_it():
    row = needs.need("N1")
    for mark in (5, 3):
        services.rate_needs(
            respondent_kind="learner", respondent="L1", marks={row.pk: (mark, 2)},
            on=MONDAY.date(), by=BY, at=MONDAY,
        )  # fmt: skip
    assert NeedRating.objects.get().importance == 3
    assert queries.ratings_board().rows[0].n == 1


def test_all_problems_of_ratings_at_once():
    row = needs.need("N1")
    with pytest.raises(Refused) as refusal:
        services.rate_needs(
            respondent_kind="learner", respondent=" ", marks={row.pk: (None, None)},
            on=MONDAY.date(), by=BY, at=MONDAY,
        )  # fmt: skip
    assert codes(refusal) == ["no_respondent", "nothing_rated"]


def test_an_unknown_need_is_not_found():
    with pytest.raises(NotFound):
        services.score_need(need_id=404, scores={}, by=BY, at=MONDAY)


@pytest.fixture
def plant(system):
    """Two operators required at level 4 and rated 2, one seller required at 2 and rated 2."""
    organisation.change_settings(
        values={"name": "測試公司", "suppression_minimum": 2}, by=system, at=MONDAY
    )
    people.scale()
    company = people.small_company()
    company.competency = people.competency("K1", name="讀圖")
    maps.requirement(company.positions["OP"], company.competency, 4)
    maps.requirement(company.positions["REP"], company.competency, 2)
    for number in ("002", "003", "004"):
        people.rate(company.people[number], company.competency, "supervisor", 2)
    return company


def test_a_gap_is_measured_over_the_people_the_need_concerns(plant):
    wanted = (plant.competency.pk,)
    everybody = needs.need("N1", NeedLinks(competencies=wanted))
    line = needs.need("N2", NeedLinks(competencies=wanted, units=(plant.units["MFG"].pk,)))
    sellers = needs.need(
        "N3", NeedLinks(competencies=wanted, positions=(plant.positions["REP"].pk,))
    )
    services.measure_gaps(on=MONDAY.date(), by=BY, at=MONDAY)
    found = {row.need_id: row for row in NeedGap.objects.all()}
    # Σ max(0, required − current) ÷ Σ required: 4 of 10 for all, 4 of 8 for the line.
    assert found[everybody.pk].gap_index == pytest.approx(0.4)
    assert found[line.pk].gap_index == pytest.approx(0.5)
    assert (found[line.pk].mean_required, found[line.pk].n_used) == (4, 2)
    # One seller is fewer than the minimum of two.
    assert found[sellers.pk].is_hidden
    assert found[sellers.pk].gap_index is None


def test_measuring_again_replaces_and_tells(plant):
    needs.need("N1", NeedLinks(competencies=(plant.competency.pk,)))
    edition = published_resting_on(queries.KIND)
    for _time in range(2):
        services.measure_gaps(on=MONDAY.date(), by=BY, at=MONDAY)
    assert NeedGap.objects.count() == 1
    assert queries.last_measured_on() == MONDAY.date()
    edition.refresh_from_db()
    assert edition.needs_update_since == MONDAY
