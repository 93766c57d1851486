"""P2.3.2: making slides, holding a presentation, what was asked and decided, and what hangs in the air."""

from datetime import date, datetime, timedelta

import pytest

from espalier.cycle.plan.annual_plan import services as plans
from espalier.cycle.plan.briefing import queries, services, thread
from espalier.cycle.plan.briefing.models import Presentation
from espalier.cycle.plan.briefing.types import PresentationStep
from espalier.kit.audit.models import Entry
from espalier.kit.errors import Refused
from espalier.kit.files.queries import file_bytes
from espalier.kit.thread import queries as threads
from tests.cycle.plan.briefing.conftest import decision, question
from tests.factories import plan as make

HOLD = PresentationStep.HOLD


def move(presentation, step, at=make.AT):
    return services.move_presentation(presentation_id=presentation.pk, step=step, by=make.BY, at=at)


def test_slides_are_made_in_both_languages_and_kept(built):
    files = {(f.format, f.language): file_bytes(f.file) for f in built.files.all()}
    assert set(files) == {(f, x) for f in ("pptx", "html") for x in ("zh-Hant", "en")}
    assert files["pptx", "en"].startswith(b"PK")
    assert "訓練" in files["html", "zh-Hant"].decode()
    assert (built.edition, len(built.content_sha256)) == (None, 64)
    assert built.content["plan"]["id"] == built.plan_id
    assert Entry.objects.filter(event="plan.presentation.built", at=make.AT).count() == 1


def test_making_them_again_replaces_them(built):
    services.build_decks(presentation_id=built.pk, is_draft=True, by=make.BY, at=make.AT)
    assert built.files.count() == 4


def test_without_an_edition_in_force_only_a_draft_is_made(presentation):
    with pytest.raises(Refused) as refused:
        services.start_building(
            presentation_id=presentation.pk, is_draft=False, by=make.BY, at=make.AT
        )
    assert [p.code for p in refused.value.problems] == ["no_edition"]


def test_the_job_makes_them(presentation, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        job = services.start_building(
            presentation_id=presentation.pk, is_draft=True, by=make.BY, at=make.AT
        )
    job.refresh_from_db()
    assert (job.state, job.problem) == ("done", "")
    assert job.result_url.endswith(f"/presentations/{presentation.pk}/")
    assert Presentation.objects.get().files.count() == 4


def test_held_needs_slides_and_its_day(presentation):
    Presentation.objects.update(held_on=date(2026, 11, 3))
    with pytest.raises(Refused) as refused:
        move(presentation, HOLD)
    assert [p.code for p in refused.value.problems] == ["no_deck", "not_yet"]


def test_what_was_shown_is_kept(shown):
    move(shown, HOLD)
    assert list(queries.held_ids()) == [shown.pk]
    assert Entry.objects.filter(event="plan.presentation.moved").count() == 1
    with pytest.raises(Refused) as refused:
        services.build_decks(presentation_id=shown.pk, is_draft=True, by=make.BY, at=make.AT)
    assert [p.code for p in refused.value.problems] == ["not_planned"]


def test_the_slides_are_stale_once_the_plan_changes(shown, plan):
    assert not queries.has_changed(shown, queries.content_today(make.AT.date()))
    assert not queries.has_changed(shown, queries.content_today(date(2026, 11, 9)))
    line = plan.chosen.lines.first()
    plans.remove_line(line_id=line.pk, by=make.BY, at=make.AT)
    assert queries.has_changed(shown, queries.content_today(make.AT.date()))


WRONG = {
    "an answer nobody owes": (question, {"answer": ""}, {"unanswered"}),
    "owed before it was asked": (
        question, {"answer": "", "owner": "經理", "due_on": date(2026, 10, 1)}, {"due_before"},
    ),
    "decided before it was shown": (decision, {"due_on": date(2026, 10, 1)}, {"due_before"}),
    "done without a word": (decision, {"state": "done"}, {"no_outcome"}),
}  # fmt: skip


@pytest.mark.parametrize(("write", "values", "codes"), WRONG.values(), ids=WRONG)
def test_what_is_missing_is_named(presentation, write, values, codes):
    with pytest.raises(Refused) as refused:
        write(**values)
    assert {p.code for p in refused.value.problems} == codes


def test_what_is_still_to_be_done_comes_by_its_day(presentation):
    decision()
    decision(number=2, due_on=date(2026, 11, 10))
    decision(number=3, state="done", outcome="已增列兩梯")
    question(answer="", owner="人資長", due_on=date(2026, 11, 20))
    found = queries.follow_ups(date(2026, 11, 15))
    assert [(f.due_on.day, f.is_overdue) for f in found] == [(10, True), (20, False), (1, False)]


def test_what_hangs_in_the_air_is_listed(shown, plan):
    decision(due_on=date(2026, 11, 3))
    question(answer="", owner="人資長", due_on=date(2026, 11, 4))
    type(plan).objects.update(approved_at=make.AT)
    assert [b.label for b in thread.never_presented()] == ["2027 年度訓練計畫"]
    move(shown, HOLD)
    assert list(thread.never_presented()) == []
    assert {b.check for b in [*thread.decisions_overdue(), *thread.unanswered()]} <= {
        "plan.decision_overdue",
        "plan.question_overdue",
    }


def test_the_thread_leads_from_the_plan_to_the_decision(shown, plan):
    row = decision()
    move(shown, HOLD)
    down = {(n.kind, n.id) for n in threads.walk("plan.AnnualPlan", str(plan.pk), "down").nodes}
    assert {("plan.Presentation", str(shown.pk)), ("plan.Decision", str(row.pk))} <= down
    up = {(n.kind, n.id) for n in threads.walk("plan.Decision", str(row.pk), "up").nodes}
    assert ("frame.Indicator", "P2.3.2") in up


def test_the_clock_is_the_caller_s(shown):
    later = make.AT + timedelta(days=1)
    assert isinstance(move(shown, HOLD, at=later).updated_at, datetime)
