"""Writing norms: versions judge their own time, everything is audited, documents are told."""

from datetime import date

import pytest

from espalier.cycle.learning_map.norms import queries, services
from espalier.cycle.learning_map.norms.models import NormExemption, NormNote, NormVersion
from espalier.cycle.learning_map.norms.storing import rule_of
from espalier.kit.audit.models import Entry
from espalier.kit.errors import Refused
from espalier.kit.versions import services as versions
from espalier.kit.versions.models import Edition
from espalier.kit.versions.states import Step
from espalier.kit.versions.types import Source
from tests.cycle.learning_map.norms.conftest import content, rule
from tests.factories import learning_map as make
from tests.factories.learning_map import AT, BY

pytestmark = pytest.mark.django_db
WHO = {"by": BY, "at": AT}


def codes(refusal) -> list[str]:
    return [problem.code for problem in refusal.value.problems]


def in_force(norm, day: date) -> NormVersion:
    return queries.version_in_force(queries.versions_of(norm.pk), day)


def test_a_norm_is_written_with_its_first_rule_and_audited(make_norm):
    norm = make_norm("OSH-1")
    assert (in_force(norm, date(2026, 1, 1)).version_no, rule_of(norm.versions.get())) == (
        1,
        rule(),
    )
    entry = Entry.objects.get(event="learning_map.norm.created")
    assert (entry.subject_kind, entry.subject_id) == ("learning_map.Norm", str(norm.pk))


def test_every_problem_is_told_and_nothing_written(make_norm):
    make_norm("A")
    with pytest.raises(Refused) as refusal:
        make_norm("A", title="", rule=rule(months=None))
    assert codes(refusal) == ["no_title", "code_taken", "no_months"]
    assert queries.norms().count() == 1


def test_a_changed_rule_is_a_new_version_and_the_old_one_keeps_its_time(make_norm):
    norm = make_norm("A")
    services.start_version(
        norm_id=norm.pk,
        rule=rule(minutes=360),
        effective_from=date(2027, 1, 1),
        change_note="修法",
        **WHO,
    )
    assert in_force(norm, date(2026, 12, 31)).minutes == 180
    assert in_force(norm, date(2027, 1, 1)).minutes == 360
    assert in_force(norm, date(2024, 12, 31)) is None
    (then,) = queries.obligation_norms(date(2026, 12, 31))
    (now,) = queries.obligation_norms(date(2027, 1, 1))
    assert (then.minutes, now.minutes) == (180, 360)
    assert now.first_effective_from == date(2025, 1, 1)


def test_a_new_version_needs_a_change_a_reason_and_a_later_day(make_norm):
    norm = make_norm("A")
    with pytest.raises(Refused) as refusal:
        services.start_version(
            norm_id=norm.pk, rule=rule(), effective_from=date(2025, 1, 1), change_note=" ", **WHO
        )
    assert codes(refusal) == ["same_rule", "not_later", "no_reason"]
    assert NormVersion.objects.count() == 1


def test_a_slip_is_corrected_in_place_with_its_reason(make_norm):
    norm = make_norm("A")
    told = {"rule": rule(minutes=60), "effective_from": date(2025, 3, 1), **WHO}
    with pytest.raises(Refused):
        services.correct_rule(version_id=norm.versions.get().pk, reason="", **told)
    services.correct_rule(version_id=norm.versions.get().pk, reason="看錯時數", **told)
    version = norm.versions.get()
    assert (version.minutes, version.effective_from) == (60, date(2025, 3, 1))
    entry = Entry.objects.get(event="learning_map.norm.rule_corrected")
    assert entry.payload.body["before"]["minutes"] == 180


def test_correcting_the_begin_moves_the_end_of_the_version_before(make_norm):
    norm = make_norm("A")
    second = services.start_version(
        norm_id=norm.pk,
        rule=rule(minutes=360),
        effective_from=date(2027, 1, 1),
        change_note="修法",
        **WHO,
    )
    services.correct_rule(
        version_id=second.pk,
        rule=rule(minutes=360),
        effective_from=date(2026, 7, 1),
        reason="公布日",
        **WHO,
    )
    first = norm.versions.get(version_no=1)
    assert first.effective_to == date(2026, 6, 30)
    with pytest.raises(Refused):
        services.correct_rule(
            version_id=second.pk,
            rule=rule(minutes=360),
            effective_from=date(2025, 1, 1),
            reason="x",
            **WHO,
        )


def test_an_ended_norm_binds_nobody_any_more(make_norm):
    norm = make_norm("A")
    with pytest.raises(Refused):
        services.end_norm(norm_id=norm.pk, last_day=date(2024, 1, 1), reason="廢止", **WHO)
    services.end_norm(norm_id=norm.pk, last_day=date(2026, 6, 30), reason="廢止", **WHO)
    assert [len(queries.norms_in_force(day)) for day in (date(2026, 6, 30), date(2026, 7, 1))] == [
        1,
        0,
    ]


def test_looking_it_up_sets_day_status_and_next_review(make_norm):
    norm = make_norm("A", status="known", checked_on=None, review_on=date(2026, 6, 30))
    assert list(queries.past_review(date(2026, 11, 2))) == [norm]
    services.check_again(
        norm_id=norm.pk, status="verified", review_on=date(2027, 11, 2), finding="未變", **WHO
    )
    norm.refresh_from_db()
    assert (norm.status, norm.checked_on, norm.review_on) == (
        "verified",
        date(2026, 11, 2),
        date(2027, 11, 2),
    )
    assert NormNote.objects.get().kind == "checked"
    assert not queries.past_review(date(2026, 11, 2)).exists()
    with pytest.raises(Refused):
        services.check_again(
            norm_id=norm.pk, status="verified", review_on=date(2026, 11, 2), finding="", **WHO
        )


def test_interpretations_are_only_added(make_norm):
    norm = make_norm("A")
    for text in ("先這樣解釋", "後來改採此說"):
        services.add_note(
            norm_id=norm.pk, text=text, said_by="法務", said_on=date(2026, 11, 2), **WHO
        )
    assert [note.text for note in queries.notes_of(norm.pk)] == ["後來改採此說", "先這樣解釋"]
    with pytest.raises(Refused) as refusal:
        services.add_note(norm_id=norm.pk, text="", said_by="", said_on=date(2026, 11, 3), **WHO)
    assert codes(refusal) == ["no_text", "no_source", "future"]


def test_links_are_set_as_a_whole_and_unknown_ones_refused(make_norm, company):
    norm = make_norm("A", rule=rule(target=rule().target.__class__()))
    make.published("M1")
    make.published("M2")
    told = {"norm_id": norm.pk, "clauses_": [], **WHO}
    services.set_links(
        modules_={"M1": (120, "消防"), "M2": (None, "")}, positions_=["MFG-1"], **told
    )
    services.set_links(modules_={"M2": (60, "")}, positions_=["MFG-1"], **told)
    (found,) = queries.norms_in_force(date(2026, 11, 2))
    assert [(link.code, link.credit_minutes) for link in found.modules] == [("M2", 60)]
    assert found.position_ids == (company.welder.pk,)
    with pytest.raises(Refused) as refusal:
        services.set_links(
            norm_id=norm.pk, modules_={"Q": (None, "")}, positions_=["Q"], clauses_=["99.9"], **WHO
        )
    assert codes(refusal) == ["unknown"] * 3


def exemption(norm, **changes):
    fields = {
        "employee_number": "0001",
        "reason": "育嬰留職停薪",
        "starts_on": date(2026, 1, 1),
        "until": date(2026, 12, 31),
        "approved_by": "人資處長",
    }
    return services.exempt(norm_id=norm.pk, **(fields | changes), **WHO)


def test_an_exemption_has_reason_end_and_approval(make_norm, company):
    norm = make_norm("A")
    row = exemption(norm)
    (held,) = queries.norm_exemptions()[company.ann.pk]
    assert (held.norm, held.reason, held.ends_on) == ("A", "育嬰留職停薪", date(2026, 12, 31))
    with pytest.raises(Refused) as refusal:
        exemption(norm, starts_on=date(2026, 12, 31), until=None)
    assert codes(refusal) == ["overlap"]
    with pytest.raises(Refused) as refusal:
        exemption(norm, employee_number="9", reason="", approved_by="", until=date(2025, 1, 1))
    assert codes(refusal) == ["unknown_person", "no_reason", "no_approval", "ends_first"]
    services.end_exemption(exemption_id=row.pk, last_day=date(2026, 6, 30), **WHO)
    assert NormExemption.objects.get().until == date(2026, 6, 30)


def test_learning_information_is_a_file_or_an_address(make_norm):
    norm = make_norm("A")
    with pytest.raises(Refused) as refusal:
        services.add_material(norm_id=norm.pk, title="", **WHO)
    assert codes(refusal) == ["no_title", "file_or_address"]
    with pytest.raises(Refused):
        services.add_material(norm_id=norm.pk, title="條文", url="javascript:x", **WHO)
    services.add_material(norm_id=norm.pk, title="條文", url="https://law.example.tw", **WHO)
    services.add_material(norm_id=norm.pk, title="簡報", data=b"text", filename="a.txt", **WHO)
    held = {each.title: each for each in queries.materials_of(norm.pk)}
    services.remove_material(material_id=held["簡報"].pk, **WHO)
    assert [each.title for each in queries.materials_of(norm.pk)] == ["條文"]


@pytest.mark.parametrize("record_id", ["*", "own"])
def test_documents_that_rest_on_a_norm_need_an_update(make_norm, record_id):
    norm = make_norm("A")
    named = str(norm.pk) if record_id == "own" else record_id
    draft = versions.create_draft(
        output="O9.9.9", number="1", title="x", content={}, change_note="x", **WHO
    )
    source = Source("norms", "learning_map.Norm", named)
    versions.name_sources(edition=draft, sources=[source], **WHO)
    for step in (Step.SUBMIT, Step.APPROVE):
        versions.take_step(edition=draft, step=step, **WHO)
    services.change_norm(norm_id=norm.pk, content=content(), **WHO)
    assert Edition.objects.get().needs_update_since is None
    services.change_norm(norm_id=norm.pk, content=content(title="新名稱"), **WHO)
    assert Edition.objects.get().needs_update_record == str(norm.pk)
