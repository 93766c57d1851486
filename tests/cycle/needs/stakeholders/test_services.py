"""Stakeholders, considerations, reasons and the climate: state, audit entry, refusals."""

from datetime import timedelta

import pytest

from espalier.cycle.needs.stakeholders import queries, sampling, services
from espalier.cycle.needs.stakeholders.models import ClimateSurvey, Consideration, Stakeholder
from espalier.cycle.needs.stakeholders.types import (
    AnalysisContent,
    ConsiderationContent,
    VoiceContent,
)
from espalier.kit.accounts.types import Actor, ActorKind
from espalier.kit.audit.models import Entry
from espalier.kit.consultation import queries as rounds
from espalier.kit.consultation import services as consultation
from espalier.kit.errors import NotFound, Refused
from espalier.kit.thread.queries import broken_links, walk
from espalier.kit.versions.models import Edition, EditionSource
from tests.conftest import MONDAY
from tests.cycle.learning_map.sheets import actions, again, brought_in, planned, reasons
from tests.cycle.needs.stakeholders.conftest import BY, ON, begun, heard, stakeholder
from tests.factories import learning_map as make

pytestmark = pytest.mark.django_db


def codes(refusal) -> set[str]:
    return {str(problem.code) for problem in refusal.value.problems}


def consideration(analysis, code="C-01", **changes):
    told = {"kind": "consensus", "text": "量測優先", "basis": "會議"}
    return services.save_consideration(
        analysis_id=analysis.pk,
        consideration_id=None,
        content=ConsiderationContent(code=code, **(told | changes)),
        by=BY,
        at=MONDAY,
    )


def test_a_stakeholder_is_added_and_all_problems_come_together():
    stakeholder("S-01")
    assert Entry.objects.get().event == "needs.stakeholder.added"
    with pytest.raises(Refused) as refusal:
        stakeholder("S-01", name="", unit_code="X9", employee_number="99")
    assert codes(refusal) == {"no_name", "code_taken", "unknown"}
    assert len(refusal.value.problems) == 4
    assert Stakeholder.objects.count() == 1


def test_one_of_our_people_answers_with_their_own_account(person_with):
    company = make.company()
    user = person_with("learner")
    company.ann.user = user
    company.ann.save()
    row = stakeholder("S-01", employee_number=company.ann.number)
    assert row.user_id == user.pk
    assert queries.parties()[0].user_id == user.pk


def test_who_was_heard_counts_for_the_current_analysis_only(analysis, four):
    heard(analysis, four["learner"])
    assert {row.code for row in queries.stakeholders() if row.is_heard} == {"S-01"}
    begun(2028)
    assert not [row for row in queries.stakeholders() if row.is_heard]


def test_unheard_groups_are_listed_until_heard_and_keep_their_reason(analysis, four):
    stakeholder("S-09", "vendor")
    heard(analysis, *four.values())
    (each,) = queries.unheard()
    assert (each.group, each.n, each.reason) == ("vendor", 1, "")
    for reason in ("第一季補行諮詢", "採購處彙整"):
        services.record_unheard_reason(
            analysis_id=analysis.pk, group="vendor", reason=reason, by=BY, at=MONDAY
        )
    assert queries.unheard()[0].reason == "採購處彙整"
    assert Entry.objects.filter(event="needs.unheard.explained").count() == 2


def test_a_reason_names_a_group_or_a_person_and_says_something(analysis):
    row = stakeholder()
    for told in ({}, {"group": "vendor", "stakeholder_id": row.pk}, {"group": "aliens"}):
        with pytest.raises(Refused) as refusal:
            services.record_unheard_reason(
                analysis_id=analysis.pk, reason=" ", by=BY, at=MONDAY, **told
            )
        assert codes(refusal) == {"no_reason", "no_subject"}
    with pytest.raises(NotFound):
        services.record_unheard_reason(
            analysis_id=analysis.pk, stakeholder_id=999, reason="理由", by=BY, at=MONDAY
        )


def test_the_broken_links_name_who_is_unheard_without_a_reason(analysis, four):
    key = stakeholder("S-08", "supervisor", power=5, interest=5, name="夜班班長代表")
    heard(analysis, *four.values())
    found = [b for b in broken_links() if b.check == "needs.stakeholder_unheard"]
    assert [b.label for b in found] == ["夜班班長代表"]
    services.record_unheard_reason(
        analysis_id=analysis.pk, stakeholder_id=key.pk, reason="輪休", by=BY, at=MONDAY
    )
    assert not [b for b in broken_links() if b.check == "needs.stakeholder_unheard"]


def test_without_an_analysis_nobody_is_a_broken_link(four):
    assert not [b for b in broken_links() if b.check == "needs.stakeholder_unheard"]


def test_one_analysis_a_year(analysis):
    with pytest.raises(Refused) as refusal:
        begun(2027)
    assert codes(refusal) == {"year_taken"}
    with pytest.raises(Refused):
        services.save_analysis(analysis_id=None, content=AnalysisContent(year=19), by=BY, at=MONDAY)


def test_a_consideration_keeps_its_round_voices_and_support(analysis, four):
    round_ = heard(analysis, four["learner"])
    made = consideration(
        analysis,
        n_for=3,
        n_neutral=1,
        round_id=round_.pk,
        voices=(VoiceContent(four["learner"].pk, "for", "先做量測"),),
    )
    (row,) = queries.considerations()
    assert (row.n, row.support_share, row.round_title) == (4, 0.75, "訪談")
    assert row.stakeholder_names == ("關係人S-01",)
    found = {(n.kind, n.id) for n in walk("frame.Indicator", "P2.1.1", "down").nodes}
    assert ("needs.Consideration", str(made.pk)) in found
    assert ("needs.Stakeholder", str(four["learner"].pk)) in found


def test_all_problems_of_a_consideration_come_together(analysis):
    consideration(analysis)
    with pytest.raises(Refused) as refusal:
        consideration(analysis, text="", round_id=777, voices=(VoiceContent(999, "for"),))
    assert codes(refusal) == {"no_text", "code_taken", "unknown"}
    assert len(refusal.value.problems) == 4


def test_changing_a_consideration_tells_the_documents_that_rest_on_it(analysis):
    made = consideration(analysis)
    edition = Edition.objects.create(
        output="O2.1.1", number="O2.1.1", edition=1, title="報告", state="published",
        created_at=MONDAY, published_at=MONDAY, content={},
    )  # fmt: skip
    EditionSource.objects.create(
        edition=edition, section="voices", kind="needs.Consideration", record_id=str(made.pk)
    )
    services.save_consideration(
        analysis_id=analysis.pk,
        consideration_id=made.pk,
        content=ConsiderationContent("C-01", "consensus", "改寫", basis="會議"),
        by=BY,
        at=MONDAY,
    )
    edition.refresh_from_db()
    assert "C-01" in edition.needs_update_reason
    services.remove_consideration(consideration_id=made.pk, by=BY, at=MONDAY)
    assert not Consideration.objects.exists()


def survey(analysis, n=6, answered=None, values=(4, 2)):
    """A closed survey among employees; everybody answers all with the values in turn."""
    company = make.company()
    people = sampling.parties_of_units((), every=1, on=ON)
    people = [*people, *(_more(k, people) for k in range(n - len(people)))][:n]
    asked = services.open_climate_survey(
        analysis_id=analysis.pk,
        title="氣候調查",
        closes_on=ON + timedelta(days=7),
        parties=people,
        sends=False,
        by=BY,
        at=MONDAY,
    )
    questions = [q for q in rounds.questions_of(asked.round_id) if q.part]
    invitations = rounds.invitations_of(asked.round_id)[: n if answered is None else answered]
    for at, invitation in enumerate(invitations):
        consultation.answer(
            invitation_id=invitation.pk,
            answers={q.pk: values[at % len(values)] for q in questions},
            by=Actor(ActorKind.INVITATION, str(invitation.pk), "受邀者"),
            at=MONDAY,
        )
    assert company
    return asked


def _more(k, people):
    from dataclasses import replace

    return replace(people[0], id=f"x{k}", label=f"某{k}")


def close(asked):
    consultation.close_round(round_id=asked.round_id, by=BY, at=MONDAY)


def test_the_climate_is_told_by_factor_with_n_mean_and_spread(analysis):
    asked = survey(analysis, n=6, values=(4, 2))
    close(asked)
    found = queries.climate(ON)
    assert (found.n_invited, found.n_answered, found.why_hidden) == (6, 6, "")
    assert [f.code for f in found.factors][:2] == ["supervisor", "peers"]
    first = found.factors[0]
    assert (first.n, first.n_answers, first.mean, first.support_share) == (6, 18, 3.0, 0.5)
    assert first.spread == pytest.approx((18 / 17) ** 0.5)
    assert not first.is_weak
    assert ClimateSurvey.objects.get().question_set


def test_a_weak_factor_is_said_to_hinder(analysis):
    close(survey(analysis, n=6, values=(2, 3)))
    assert all(factor.is_weak for factor in queries.climate(ON).factors)


def test_an_open_survey_and_a_small_group_show_no_figure(analysis):
    asked = survey(analysis, n=6, answered=3)
    assert queries.climate(ON).why_hidden == "open"
    close(asked)
    found = queries.climate(ON)
    assert found.why_hidden == "small"
    assert all(f.is_hidden and f.mean is None and f.n_answers == 0 for f in found.factors)


def test_there_is_no_climate_before_the_first_survey(analysis):
    assert queries.climate(ON) is None
    survey(analysis)
    assert queries.climate(ON - timedelta(days=1)) is None


def test_a_survey_asks_somebody(analysis):
    with pytest.raises(Refused) as refusal:
        services.open_climate_survey(
            analysis_id=analysis.pk, title="調查", closes_on=ON, parties=[], by=BY, at=MONDAY
        )
    assert codes(refusal) == {"nobody"}
    assert not ClimateSurvey.objects.exists()


ROW = {"code": "S-01", "name": "學員代表", "group": "learner", "power": 2, "interest": 5}


def test_the_register_comes_in_and_goes_out_the_same():
    brought_in("stakeholders", ROW, ROW | {"code": "S-02", "stance": "for"})
    assert actions(planned("stakeholders", ROW)) == ["skip"]
    brought_in("stakeholders", ROW | {"power": 4})
    assert again("stakeholders") == ["skip", "skip"]
    plan = planned("stakeholders", ROW | {"power": None, "unit_code": "X", "employee_number": "9"})
    assert set(reasons(plan)[0]) == {
        ("power", "bad_power"), ("unit_code", "unknown"), ("employee_number", "unknown"),
    }  # fmt: skip
