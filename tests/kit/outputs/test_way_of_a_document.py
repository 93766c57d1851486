"""A document on its way: drafted, reviewed, sent back, approved, published, overtaken by its records."""

from datetime import timedelta

import pytest

from espalier.kit.accounts.types import Actor, Role
from espalier.kit.approval import queries as approvals
from espalier.kit.approval import services as reviews
from espalier.kit.audit.models import Entry
from espalier.kit.errors import Refused
from espalier.kit.outputs import queries, services
from espalier.kit.outputs.thread import SECTION, section_id
from espalier.kit.thread import queries as thread
from espalier.kit.thread import registry as kinds
from espalier.kit.thread.types import NodeKind
from espalier.kit.versions import queries as versions
from espalier.kit.versions import services as editions
from tests.kit.outputs.conftest import CODE

pytestmark = pytest.mark.django_db


def submit(people, at, *, note="首版", reasons=None):
    return services.submit(
        output=CODE,
        change_note=note,
        reasons=reasons or {},
        procedure_code="USUAL",
        by=Actor.of_user(people[Role.MANAGER]),
        at=at,
    )


def decide_all(people, at, *, last="agree", comment=""):
    """Everybody agrees in turn; the last step gets ``last``."""
    edition = versions.latest(CODE)
    while True:
        run = approvals.latest_run(services.SUBJECT, edition.pk)
        waiting = [
            (step, user)
            for user in people.values()
            for step in approvals.waiting_for(user)
            if step.run_id == run.pk
        ]
        if run.state != "running" or not waiting:
            return versions.edition(edition.pk)
        step, user = waiting[0]
        is_last = step.kind == "approved"
        reviews.decide(
            step_id=step.step_id,
            decision=last if is_last else "agree",
            comment=comment if is_last else "",
            part_comments={},
            by=Actor.of_user(user),
            at=at,
        )


def approved(people, at):
    submit(people, at)
    edition = decide_all(people, at)
    assert edition.state == "approved"
    services.write_files(edition_id=edition.pk, by=Actor.system("worker"), at=at)
    return versions.edition(edition.pk)


def test_nothing_goes_to_review_without_a_note(records, people, monday):
    with pytest.raises(Refused) as refusal:
        submit(people, monday, note=" ")
    assert [problem.code for problem in refusal.value.problems] == ["no_note"]
    assert versions.latest(CODE) is None


def test_hurdles_are_all_named_and_a_reason_lifts_only_where_allowed(records, people, monday):
    records.uncovered, records.empty = ["G5"], ["第三章"]
    with pytest.raises(Refused) as refusal:
        submit(people, monday, reasons={"empty-第三章": "沒時間"})
    assert [problem.code for problem in refusal.value.problems] == ["uncovered", "empty"]
    assert versions.latest(CODE) is None  # half-written state does not exist


def test_a_recorded_reason_is_part_of_the_document(records, people, monday):
    records.uncovered = ["G5"]
    edition = submit(people, monday, reasons={"goal-G5": "明年納入"})
    assert edition.state == "in_review"
    shown = queries.on_screen(edition, queries.reader_language())
    assert "目標 G5 沒有守則：明年納入" in shown


def test_the_last_signature_approves_and_has_the_files_written(
    records, people, monday, django_capture_on_commit_callbacks
):
    submit(people, monday)
    with django_capture_on_commit_callbacks(execute=True):
        edition = decide_all(people, monday)
    assert edition.state == "approved"
    edition = versions.edition(edition.pk)
    kept = {(f.format, f.language) for f in edition.files.all()}
    assert kept == {(f, lang) for f in ("docx", "html", "screen") for lang in ("zh-Hant", "en")}
    html = versions.edition_file(edition, "html", "zh-Hant").decode()
    assert "approved executive" in html
    assert "prepared manager" in html


def test_what_was_approved_is_exported_byte_for_byte(records, people, monday):
    edition = approved(people, monday)
    before = {
        (f.format, f.language): versions.edition_file(edition, f.format, f.language)
        for f in edition.files.all()
    }
    records.rules[1] = "每季檢討一次"
    services.write_files(edition_id=edition.pk, by=Actor.system("test"), at=monday)
    services.publish(edition_id=edition.pk, by=Actor.of_user(people[Role.MANAGER]), at=monday)
    number, state, files = queries.approved_files(CODE, 1)
    assert (number, state) == (1, "published")
    assert files == {key: data for key, data in before.items() if key[0] != "screen"}


def test_sent_back_it_is_a_draft_and_the_next_review_shows_what_differs(records, people, monday):
    submit(people, monday)
    back = decide_all(people, monday, last="send_back", comment="請補頻率")
    assert back.state == "draft"
    records.rules[2] = "完訓須於一週內評量"
    again = submit(people, monday + timedelta(hours=2), note="補充頻率")
    assert again.pk == back.pk
    (change,) = queries.changes_since_review(again, queries.reader_language())
    assert (change.anchor, change.before, change.after) == (
        "rules",
        "完訓須評量",
        "完訓須於一週內評量",
    )


def test_nobody_drafts_while_it_is_reviewed(records, people, monday):
    submit(people, monday)
    with pytest.raises(Refused) as refusal:
        submit(people, monday)
    assert [problem.code for problem in refusal.value.problems] == ["in_review"]


def test_a_new_edition_supersedes_and_its_change_log_keeps_both(records, people, monday):
    first = approved(people, monday)
    by = Actor.of_user(people[Role.MANAGER])
    services.publish(edition_id=first.pk, by=by, at=monday)
    records.rules[3] = "講師每年評鑑"
    submit(people, monday + timedelta(days=30), note="增列講師評鑑")
    second = decide_all(people, monday + timedelta(days=30))
    services.write_files(edition_id=second.pk, by=by, at=monday + timedelta(days=30))
    services.publish(edition_id=second.pk, by=by, at=monday + timedelta(days=31))
    assert [(e.edition, e.state) for e in versions.editions(CODE)] == [
        (2, "published"),
        (1, "superseded"),
    ]
    assert [line["note"] for line in second.content["changes"]] == ["增列講師評鑑", "首版"]


@pytest.mark.parametrize(
    ("kind", "record", "is_flagged"),
    [
        ("test.Rule", 2, True),  # a record a section names
        ("test.Rule", 99, False),  # one it does not
        ("test.Goal", 7, True),  # any of a register that a section lists
        ("test.Other", 2, False),
    ],
)
def test_a_changed_record_flags_the_edition_with_reason_and_record(
    records, people, monday, kind, record, is_flagged
):
    edition = approved(people, monday)
    n = editions.record_changed(
        kind=kind,
        record_id=record,
        label="守則 2",
        reason="內容修改",
        by=Actor.system("test"),
        at=monday,
    )
    edition.refresh_from_db()
    assert (n, bool(edition.needs_update_since)) == (int(is_flagged), is_flagged)
    if is_flagged:
        assert edition.needs_update_reason == "守則 2：內容修改"
        assert (edition.needs_update_kind, edition.needs_update_record) == (kind, str(record))
        assert Entry.objects.filter(event="versions.edition.needs_update").count() == 1


def test_a_draft_is_not_flagged(records, people, monday):
    services.prepare(output=CODE, change_note="x", by=Actor.system("test"), at=monday)
    by = Actor.system("test")
    flagged = editions.record_changed(
        kind="test.Rule", record_id=1, label="", reason="r", by=by, at=monday
    )
    assert flagged == 0


def test_what_was_consulted_on_stays_comparable(records, people, monday):
    by = Actor.of_user(people[Role.MANAGER])
    asked = services.put_to_consultation(output=CODE, change_note="草案", by=by, at=monday)
    assert asked.state == "consulting"
    records.rules[1] = "每半年檢討一次"
    edition = submit(people, monday + timedelta(days=3))
    (change,) = queries.changes_since_consultation(edition, queries.reader_language())
    assert change.after == "每半年檢討一次"


def test_the_broken_link_report_names_the_overtaken_edition(records, people, monday):
    approved(people, monday)
    editions.record_changed(
        kind="test.Rule",
        record_id=1,
        label="守則 1",
        reason="刪除",
        by=Actor.system("t"),
        at=monday,
    )
    found = [each for each in thread.broken_links() if each.check == "outputs.outdated"]
    assert [(str(each.message), each.label) for each in found] == [
        ("守則 1：刪除", f"{CODE} 訓練守則")
    ]


def test_the_thread_leads_from_a_section_up_to_its_records(records, people, monday, monkeypatch):
    monkeypatch.setattr(kinds, "_NODES", dict(kinds.node_kinds()))
    kinds.register_node(
        NodeKind("test.Rule", "守則", "tests", lambda ids: [(i, f"守則 {i}", "") for i in ids])
    )
    submit(people, monday)
    [edition] = versions.editions(CODE)
    up = thread.walk(SECTION, section_id(edition.pk, "rules"), "up")
    assert [(node.kind, node.id) for node in up.nodes if node.distance] == [
        ("test.Rule", "1"),
        ("test.Rule", "2"),
    ]


def test_a_draft_is_never_published(records, people, monday):
    by = Actor.of_user(people[Role.MANAGER])
    draft = services.prepare(output=CODE, change_note="草稿", by=by, at=monday)
    with pytest.raises(Refused) as refusal:
        services.publish(edition_id=draft.pk, by=by, at=monday)
    assert [problem.code for problem in refusal.value.problems] == ["not_approved"]
