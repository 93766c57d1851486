"""Deciding between standards, and the notice of a newer version."""

import pytest

from espalier.cycle.standards.catalogue.models import Item, Standard
from espalier.cycle.strategy.adoption import queries, services
from espalier.cycle.strategy.adoption.models import AdoptionDecision
from espalier.kit.errors import Refused
from tests.factories import learning_map as company_of
from tests.factories import strategy as make

pytestmark = pytest.mark.django_db


def standard(code, version, *names, state="published"):
    made = Standard.objects.create(
        space="own", state=state, raw_code=f"{code}v{version}", code_base=code, version_no=version,
        title="檢驗", created_at=make.AT, published_at=make.AT,
    )  # fmt: skip
    for n, name in enumerate(names):
        Item.objects.create(standard=made, kind="S", code=f"S{n}", name=name, order=n)
    return made


@pytest.fixture
def decision(company):
    make.need(
        "N1", company_of.competency("S1", name="量測"), company_of.competency("S2", name="判讀")
    )
    standard("AAA-1", 1, "量測", state="superseded")
    standard("BBB-1", 1, "量測", "判讀")
    make.record("adoption_decisions", code="AD1", title="檢驗員", needs=("N1",))
    for code in ("AAA-1v1", "BBB-1v1"):
        make.record("adoption_candidates", decision="AD1", standard=code)
    return AdoptionDecision.objects.get()


def decide(decision, code, **changes):
    pk = Standard.objects.get(raw_code=code).pk if code else 0
    told = {"reason": "涵蓋較多", "on": make.today(), "by": make.BY, "at": make.AT}
    return services.decide(decision_id=decision.pk, standard_id=pk, **(told | changes))


def test_the_fit_table_says_what_each_candidate_covers(decision):
    rows = queries.candidates_of(decision, make.today())
    told = [(r.candidate.standard.raw_code, r.fit["parts"]["coverage"]) for r in rows]
    assert [(code, part["value"], part["about"]) for code, part in told] == [
        ("BBB-1v1", 1.0, []),
        ("AAA-1v1", 0.5, ["判讀"]),
    ]


def test_the_table_of_the_day_is_frozen_with_the_decision(decision):
    decide(decision, "BBB-1v1")
    Item.objects.all().delete()
    rows = queries.candidates_of(queries.decision_or_404(decision.pk), make.today())
    assert rows[0].fit["parts"]["coverage"]["value"] == 1.0
    assert (rows[0].is_chosen, rows[1].is_chosen) == (True, False)


def test_everything_that_stops_a_decision_is_told_at_once(decision):
    decision.candidates.first().delete()
    with pytest.raises(Refused) as refusal:
        decide(decision, "", reason=" ")
    assert [p.code for p in refusal.value.problems] == [
        "few_candidates",
        "no_candidate",
        "no_reason",
    ]


def test_a_newer_version_raises_a_notice_with_what_rests_on_the_old(
    decision, company, django_assert_max_num_queries
):
    decide(decision, "AAA-1v1")
    assert queries.newer_versions() == {}
    newer = standard("AAA-1", 2, "量測", "判讀")
    old = Standard.objects.get(raw_code="AAA-1v1")
    company.welder.adoptions.create(standard=old, starts_on=make.today(), recorded_by="test")
    item = Item.objects.filter(standard=old).first()
    company_of.competency("S9", name="量測二").__class__.objects.filter(code="S9").update(
        source_item=item
    )
    with django_assert_max_num_queries(6):
        notice = queries.newer_versions()[decision.pk]
    assert (notice.standard, notice.n_positions, notice.n_competencies) == (newer, 1, 1)
    assert notice.comparison_id is None
