"""Child processes: answers come back, and nothing that happens to a child loses what it kept."""

import time

import pytest

from espalier.engines.planner.running import Ended, Limits, run_task

TASKS = "espalier.engines.planner.rehearsal:"


def test_an_answer_comes_back_with_its_progress():
    lines, kept = [], []
    outcome = run_task(
        TASKS + "count", 3, on_progress=lines.append, on_kept=lambda each: kept.append(each)
    )
    assert (outcome.ended, outcome.answer, outcome.detail) == (Ended.DONE, 3, "")
    assert [line.incumbent for line in lines] == [1, 2, 3]
    assert kept[-1] == 3
    assert outcome.peak_bytes > 0


def test_libraries_may_write_to_standard_output():
    assert run_task(TASKS + "chatter", "words\n" * 9000).answer == "said"


def test_a_crash_leaves_the_best_answer():
    outcome = run_task(TASKS + "crash", 7)
    assert (outcome.ended, outcome.answer) == (Ended.CRASHED, 7)
    assert "KeyError" in outcome.detail


def test_a_hard_end_leaves_the_best_answer():
    outcome = run_task(TASKS + "abort", 7)
    assert (outcome.ended, outcome.answer) == (Ended.CRASHED, 7)
    assert "code -6" in outcome.detail


def test_too_much_memory_is_named():
    outcome = run_task(TASKS + "swell", 7, limits=Limits(memory_bytes=1 << 30))
    assert (outcome.ended, outcome.answer) == (Ended.OUT_OF_MEMORY, 7)


def test_the_end_of_time_is_obeyed_or_enforced():
    polite = run_task(TASKS + "wait_politely", 7, limits=Limits(seconds=0.2))
    assert (polite.ended, polite.answer) == (Ended.DONE, 8)
    deaf = run_task(TASKS + "wait_deaf", 7, limits=Limits(seconds=0.2, grace=0.2))
    assert (deaf.ended, deaf.answer) == (Ended.TIMED_OUT, 7)
    assert "killed" in deaf.detail


def test_stopping():
    began = time.monotonic()
    outcome = run_task(TASKS + "wait_politely", 7, stop=lambda: time.monotonic() - began > 0.6)
    assert (outcome.ended, outcome.answer) == (Ended.STOPPED, 8)


def test_tasks_of_other_rooms_are_refused():
    with pytest.raises(ValueError):
        run_task("os:system", "true")
