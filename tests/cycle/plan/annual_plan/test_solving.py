"""The planner put to work: frozen, solved in its own process, checked, taken over."""

import threading
from dataclasses import replace

import pytest

from espalier.cycle.plan.annual_plan import framing, queries, services
from espalier.cycle.plan.annual_plan.services import solving
from espalier.cycle.plan.annual_plan.types import PinContent
from espalier.cycle.plan.annual_plan.watching import Watch
from espalier.engines.planner import check
from espalier.engines.planner.running import Progress
from espalier.kit.audit.models import Entry
from espalier.kit.errors import Refused
from espalier.kit.files.queries import file_bytes
from espalier.kit.jobs.models import Job
from espalier.kit.jobs.types import Cancelled
from tests.factories import plan as make

pytestmark = pytest.mark.django_db


def told(scenario):
    return [
        (line.module.code, line.sessions, line.headcount) for line in queries.lines(scenario.pk)
    ]


def test_a_run_fills_the_scenario_and_proves_it(company, scenario, solve):
    run = solve(scenario)
    assert (run.status, run.is_verified, run.is_applied) == ("optimal", True, True)
    assert told(scenario) == [("M1", 2, 10), ("M2", 1, 5), ("M3", 1, 4)]
    assert run.bound >= run.objective == run.answer["worth"]["gap_closed"]
    assert queries.totals(scenario.pk).closed == run.objective
    assert run.job.state == Job.State.DONE
    events = ["plan.run.started", "plan.run.finished", "plan.run.applied"]
    assert all(Entry.objects.filter(event=event).count() == 1 for event in events)


def test_what_was_frozen_can_be_checked_again(company, scenario, solve):
    run = solve(scenario)
    framed = framing.unpack(file_bytes(run.problem_file))
    answer = framing.unpack_answer(file_bytes(run.plan_file))
    assert check.data_sha256(framed.problem) == run.problem_sha256
    assert check.check_plan(framed.problem, answer.plan) == ()
    assert check.worth_of(framed.problem, answer.plan).gap_closed == run.objective
    assert answer.certificate.bound == run.bound


def test_a_file_of_another_version_is_told(company, scenario, monkeypatch):
    framed = framing.frame(scenario.pk, make.AT.date())
    older = framing.pack(framed)
    monkeypatch.setattr(framing, "SCHEMA", "espalier-frame/2")
    with pytest.raises(framing.OtherVersion):
        framing.unpack(older)


def test_the_same_seed_gives_the_same_plan(company, scenario, solve):
    other = services.copy_scenario(scenario_id=scenario.pk, name="再算", by=make.BY, at=make.AT)
    first, again = solve(scenario, work=50), solve(other, work=50)
    assert first.problem_sha256 == again.problem_sha256
    assert told(scenario) == told(other)


def test_less_money_leaves_modules_out(company, solve):
    run = solve(make.scenario(budget=50_000))
    assert run.answer["worth"]["cost_minor"] <= 50_000
    # One session of M1 and one of M2 close eleven gaps, two of M1 only ten; for M3 nothing is left.
    assert [line.module.code for line in queries.lines(run.scenario_id)] == ["M1", "M2"]
    assert company.modules["M3"].pk in {price["module_id"] for price in run.answer["prices"]}


def test_lines_by_hand_and_words_stay(company, scenario, solve):
    solve(scenario)
    by_hand, written = queries.lines(scenario.pk)[1:3]
    services.change_line(
        line_id=by_hand.pk,
        content=replace(queries.line_content(by_hand), sessions=2, reason="分兩梯"),
        seen=by_hand.updated_at.isoformat(),
        by=make.BY,
        at=make.AT,
    )
    services.change_line(
        line_id=written.pk,
        content=replace(
            queries.line_content(written), owner="王大明", reason="客戶要求", evaluation_level=3
        ),
        seen=written.updated_at.isoformat(),
        by=make.BY,
        at=make.AT,
    )
    solve(scenario)
    kept, words = queries.line_or_404(by_hand.pk), queries.line_or_404(written.pk)
    assert (kept.is_by_hand, kept.sessions, kept.number) == (True, 2, by_hand.number)
    assert (words.is_by_hand, words.owner, words.evaluation_level) == (False, "王大明", 3)


def test_an_answer_to_an_older_question_waits_for_a_word(
    company, scenario, solve, select, monkeypatch
):
    def somebody_pins(problem, **changes):
        pin = PinContent(company.modules["M3"].pk, is_ban=True, reason="教室整修")
        services.add_pin(
            scenario_id=scenario.pk, content=pin, on=make.AT.date(), by=make.BY, at=make.AT
        )
        return select(problem, **changes)

    monkeypatch.setattr(solving, "select", somebody_pins)
    run = solve(scenario)
    assert (run.is_verified, run.is_applied, told(scenario)) == (True, False, [])
    services.apply_run(run_id=run.pk, by=make.BY, at=make.AT)
    assert told(scenario) == [("M1", 2, 10), ("M2", 1, 5), ("M3", 1, 4)]


def test_a_wrong_answer_never_becomes_lines(company, scenario, solve, select, monkeypatch):
    def boasting(problem, **changes):
        found = select(problem, **changes)
        return replace(found, certificate=replace(found.certificate, bound=1))

    monkeypatch.setattr(solving, "select", boasting)
    run = solve(scenario)
    assert (run.status, run.is_verified, told(scenario)) == ("failed", False, [])
    assert run.problem_text


def test_a_refused_problem_says_what_to_mend(company, solve):
    scenario = make.scenario(budget=1_000)
    pin = PinContent(company.modules["M1"].pk, sessions_min=1, reason="客戶要求")
    with pytest.raises(Refused) as refused:
        services.add_pin(
            scenario_id=scenario.pk, content=pin, on=make.AT.date(), by=make.BY, at=make.AT
        )
    assert "budget_below_pins" in {problem.code for problem in refused.value.problems}
    scenario.pins.create(
        module=company.modules["M1"], sessions_min=1, reason="r", by="x", at=make.AT
    )
    run = solve(scenario)
    assert (run.status, run.job.state) == ("refused", Job.State.DONE)
    assert run.answer["findings"][0]["code"] == "budget_below_pins"


def test_a_broken_solver_leaves_the_plan_before(company, scenario, solve, monkeypatch):
    solve(scenario)
    before = told(scenario)

    def breaks(problem, **changes):
        raise RuntimeError("out of order")

    monkeypatch.setattr(solving, "select", breaks)
    run = solve(scenario)
    assert (run.status, run.problem_text, run.job.state) == ("failed", "out of order", "failed")
    assert told(scenario) == before


def test_cancelling_keeps_the_best_plan_so_far(company, scenario, solve, select, monkeypatch):
    def long_work(problem, **changes):
        found = select(problem, **{**changes, "stop": None, "on_better": None})
        changes["on_better"](found)
        Job.objects.update(cancel_asked=True)
        assert changes["stop"]()
        return replace(found, status=type(found.status).STOPPED)

    monkeypatch.setattr(solving, "select", long_work)
    run = solve(scenario)
    assert (run.status, run.is_applied, run.job.state) == ("stopped", True, Job.State.DONE)
    assert told(scenario) == [("M1", 2, 10), ("M2", 1, 5), ("M3", 1, 4)]


def test_only_one_run_at_a_time(company, scenario, monkeypatch):
    services.start_run(scenario_id=scenario.pk, by=make.BY, at=make.AT)
    with pytest.raises(Refused) as refused:
        services.start_run(scenario_id=scenario.pk, by=make.BY, at=make.AT)
    assert [problem.code for problem in refused.value.problems] == ["working"]


def test_a_frontier_says_what_each_budget_closes(company, scenario, solve):
    run = solve(scenario, kind="frontier", seconds=None)
    points = run.answer["points"]
    closed = [point["closed"] for point in points if point["closed"] is not None]
    assert len(points) >= 8
    assert closed == sorted(closed)
    assert all(point["bound"] >= point["closed"] for point in points if point["bound"] is not None)
    assert {dot["key"] for dot in run.answer["dots"]} == {
        "adaptive_greedy",
        "gap_per_money",
        "needs_list",
    }
    assert run.answer["next"]["gain"] >= 0


def test_the_watch_writes_from_one_thread_and_tells_how_far_it_is():
    said, where = [], []

    def report(share, step=""):
        said.append((round(share, 2), step))
        where.append(threading.current_thread())
        if len(said) == 2:
            raise Cancelled

    watch = Watch(report, weight_total=1000, seconds=10)
    line = Progress("gap", 1.0, incumbent=500, bound=550)
    hand = threading.Thread(target=watch.tell, args=[line])
    hand.start()
    hand.join()
    assert watch.stops() is False
    assert watch.stops() is False  # not again within the second
    watch._told_at = 0
    assert watch.stops() is True
    assert watch.stops() is True
    assert "50.0%" in said[0][1]
    assert "55.0%" in said[0][1]
    assert set(where) == {threading.current_thread()}
