"""Dating the sessions of a scenario, and mending the dates: frozen, solved in a process of its own, checked, stored."""

import threading
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from espalier.cycle.plan.annual_plan import queries as plans
from espalier.cycle.plan.timetable import events as happened
from espalier.cycle.plan.timetable import framing, queries, wording
from espalier.cycle.plan.timetable.framing import Frame, OtherVersion
from espalier.cycle.plan.timetable.holding import held_scenario, today_of
from espalier.cycle.plan.timetable.naming import names_of
from espalier.cycle.plan.timetable.services.applying import apply_timetable
from espalier.cycle.plan.timetable.services.cohorts import prepare_sessions
from espalier.cycle.plan.timetable.types import EventContent, EventKind
from espalier.engines.planner.running import Ended, Outcome
from espalier.engines.planner.running import Progress as Line
from espalier.engines.planner.timetable import tasks
from espalier.engines.planner.timetable.check import check_plan
from espalier.engines.planner.timetable.codec import problem_as_json
from espalier.engines.planner.timetable.events import apply_events
from espalier.engines.planner.timetable.faults import BadTimetable, Fault
from espalier.engines.planner.timetable.problem import TimetableProblem
from espalier.engines.planner.timetable.solution import Assignment, Status, Timetable, hash_of
from espalier.kit.accounts.types import Actor
from espalier.kit.audit import log
from espalier.kit.errors import Problem, Refused
from espalier.kit.files.queries import file_bytes
from espalier.kit.files.services import store_file
from espalier.kit.jobs.services import start_job
from espalier.kit.jobs.types import Cancelled
from espalier.kit.jobs.types import Progress as Report

TIMETABLE, REPLAN = "timetable", "replan"
JOBS = {TIMETABLE: "plan.timetable", REPLAN: "plan.replan"}
MEMORY_BYTES = 6 * 2**30
TELL_EVERY, KEEP_EVERY = 1.0, 5.0
Clock = Callable[[], datetime]


@transaction.atomic
def start_timetable(
    *,
    scenario_id: int,
    seconds: int | None = None,
    work: float | None = None,
    seed: int = 0,
    without: Sequence[str] = (),
    in_background: bool = True,
    by: Actor,
    at: datetime,
) -> Any:
    """Let the planner date every session. ``work`` limits by counted work, so that the same run answers the same.

    ``without``: codes of sessions that are left without a date this time. Not ``in_background``: the caller does the
    work at once with ``solve_timetable_run``.
    Raises: NotFound; Refused when it is already at work, or there is no line.
    """
    answer: dict[str, Any] = {"without": list(without)}
    run = _start(scenario_id, TIMETABLE, answer, (seconds, work, seed), by, at)
    return _given_to_worker(run, by, at) if in_background else run


@transaction.atomic
def start_replan(
    *,
    scenario_id: int,
    events: Sequence[EventContent],
    seconds: int | None = None,
    work: float | None = None,
    seed: int = 0,
    in_background: bool = True,
    by: Actor,
    at: datetime,
) -> Any:
    """Let the planner mend the dates after something happened, with the fewest changes. Nothing moves before a
    person took the answer over; sessions that had no date before stay without.

    Raises: NotFound; Refused with everything wrong with the events, or when it is already at work.
    """
    problems = [each for event in events for each in _problems_of(scenario_id, event)]
    if problems:
        raise Refused(problems)
    answer: dict[str, Any] = {
        "events": happened.as_data(events),
        "without": _undated(scenario_id, {event.subject for event in events}),
    }
    run = _start(scenario_id, REPLAN, answer, (seconds, work, seed), by, at)
    return _given_to_worker(run, by, at) if in_background else run


def _undated(scenario_id: int, wanted: Collection[str]) -> list[str]:
    """Codes of sessions without a date, but those somebody asks to mend."""
    rows = queries.sessions(scenario_id).filter(meetings=None)
    return sorted({queries.code_of(row) for row in rows}.difference(wanted))


def _start(
    scenario_id: int,
    kind: str,
    answer: dict[str, Any],
    limits: tuple[int | None, float | None, int],
    by: Actor,
    at: datetime,
) -> Any:
    scenario = held_scenario(scenario_id)
    for each in JOBS:
        if plans.working_run(scenario_id, each) is not None:
            message = _("The planner is already working on these dates.")
            remedy = _("Wait for its answer, or cancel that work.")
            raise Refused([Problem("working", message, scenario.name, remedy)])
    if not scenario.lines.exclude(state="cancelled").exists():
        message, remedy = (
            _("The scenario has no lines yet."),
            _("Let the planner choose them first."),
        )
        raise Refused([Problem("no_lines", message, scenario.name, remedy)])
    seconds, work, seed = limits
    run = scenario.runs.create(
        kind=kind,
        scenario_revision=scenario.revision,
        seed=seed,
        time_limit_seconds=seconds,
        answer=answer if work is None else {**answer, "work": work},
        started_at=at,
        started_by=by.label,
    )
    after = {"scenario": scenario.name, "kind": kind, "seconds": seconds, "seed": seed}
    log.record("plan.run.started", run, by=by, at=at, after=after)
    return run


def _given_to_worker(run: Any, by: Actor, at: datetime) -> Any:
    title = f"{run.get_kind_display()}：{run.scenario.plan.year} {run.scenario.name}"
    run.job = start_job(kind=JOBS[run.kind], title=title, arguments={"run": run.pk}, by=by, at=at)
    run.save(update_fields=["job"])
    return run


def _problems_of(scenario_id: int, event: EventContent) -> list[Problem]:
    """What is wrong with one event: nobody of this code, days the wrong way round."""
    found = []
    place = str(wording.EVENTS[event.kind])
    if event.kind in (EventKind.ABSENT, EventKind.ROOM_LOST, EventKind.DAY_CLOSED):
        if event.first is None or event.last is None:
            found.append(Problem("no_days", _("The days are missing."), place, _("Name them.")))
        elif event.last < event.first:
            found.append(Problem("reversed", _("This day lies before the first one."), place))
    known = names_of(scenario_id)
    there = known.sessions if event.kind is EventKind.CANCELLED else known.resources
    asks = event.kind in (EventKind.ABSENT, EventKind.ROOM_LOST, EventKind.CANCELLED)
    if asks and event.subject not in there:
        message, remedy = _("There is no %(what)s."), _("Correct the code.")
        told = message % {"what": event.subject or "—"}
        found.append(Problem("unknown", told, place, remedy))
    if event.kind is EventKind.CANCELLED and not event.reason.strip():
        found.append(Problem("no_reason", _("The reason is missing."), place))
    return found


def solve_timetable_run(
    *, run_id: int, report: Report, clock: Clock = timezone.now, by: Actor, at: datetime
) -> Any:
    """Do the work of a run. Called by the job, twice when its worker died: it goes on from the plan it had.

    Raises: Cancelled before the first plan.
    """
    run = plans.run_or_404(run_id)
    if run.finished_at is not None:
        return run
    report(0.02, _("Reading the records"))
    try:
        framed = frozen_frame(run=run, by=by, at=clock())
    except BadTimetable as refusal:
        return end_refused(run_id=run_id, faults=refusal.faults, by=by, at=clock())
    watch = _Watch(report, run.time_limit_seconds, lambda p: _keep(run_id, p, by, clock()))
    outcome = tasks.run_work(
        _work_of(run, framed),
        memory_bytes=MEMORY_BYTES,
        on_progress=watch.tell,
        on_kept=watch.keep,
        stop=watch.stops,
    )
    answer = _answer_of(outcome, framed, run)
    if answer is None:
        if watch.was_cancelled:
            raise Cancelled
        raise RuntimeError(outcome.detail)
    return store_answer(run_id=run_id, framed=framed, answer=answer, by=by, at=clock())


def _work_of(run: Any, framed: Frame) -> tasks.Work | tasks.Mending:
    events = happened.to_engine(happened.from_data(run.answer.get("events", [])))
    work = tasks.Work(
        apply_events(framed.problem, events),
        run.seed,
        run.answer.get("work"),
        run.time_limit_seconds,
        _plan_so_far(run) or framed.plan,
    )
    if run.kind == TIMETABLE:
        return work
    return tasks.Mending(work, framed.plan, framed.taken_on)


def _answer_of(outcome: Outcome, framed: Frame, run: Any) -> tasks.Answer | None:
    """What came back; where the solver was stopped or died, the best plan it kept."""
    if isinstance(outcome.answer, tasks.Answer):
        return outcome.answer
    kept = outcome.answer or _plan_so_far(run)
    if not kept:
        return None
    events = happened.to_engine(happened.from_data(run.answer.get("events", [])))
    checked = check_plan(apply_events(framed.problem, events), kept)
    return tasks.Answer(
        Timetable(
            Status.FEASIBLE,
            tuple(kept),
            checked.objective,
            counts=checked.counts,
            stopped=outcome.ended is not Ended.DONE,
        )
    )


@transaction.atomic
def frozen_frame(*, run: Any, by: Actor, at: datetime) -> Frame:
    """The problem of a run: sessions made from the lines, read once, and then always the same.

    Raises: BadTimetable.
    """
    if run.problem_file is not None:
        try:
            return framing.unpack(file_bytes(run.problem_file))
        except OtherVersion:
            run.problem_file = None  # nothing was solved yet: read it anew
    held = held_scenario(run.scenario_id)
    if run.kind == TIMETABLE:
        prepare_sessions(scenario_id=run.scenario_id, by=by, at=at)
    framed = _left(framing.frame(run.scenario_id, today_of(at)), run.answer.get("without", ()))
    run.problem_file = store_file(
        data=framing.pack(framed), name=f"timetable-run-{run.pk}.json.gz", by=by, at=at
    )
    run.problem_sha256 = hash_of(problem_as_json(framed.problem))
    run.scenario_revision = held.revision
    run.save(update_fields=["problem_file", "problem_sha256", "scenario_revision"])
    return framed


def _left(framed: Frame, without: Sequence[str]) -> Frame:
    """The frame without some sessions. Raises: BadTimetable when none is left."""
    if not without:
        return framed
    gone = set(without)
    problem = framed.problem
    return replace(
        framed,
        problem=replace(
            problem,
            sessions=tuple(s for s in problem.sessions if s.code not in gone),
            spacings=tuple(s for s in problem.spacings if not {s.before, s.after} & gone),
        ),
        plan=tuple(each for each in framed.plan if each.session not in gone),
    )


@transaction.atomic
def store_answer(
    *, run_id: int, framed: Frame, answer: tasks.Answer, by: Actor, at: datetime
) -> Any:
    """Keep an answer that passed the check; a timetable is taken over unless somebody changed a session meanwhile."""
    run = plans.run_or_404(run_id)
    found = answer.timetable
    events = happened.to_engine(happened.from_data(run.answer.get("events", [])))
    problem = apply_events(framed.problem, events)
    broken = check_plan(problem, found.assignments).broken if found.has_plan else ()
    run.is_verified = found.has_plan and not broken
    run.status = "failed" if broken else _status(found)
    run.objective, run.bound, run.gap_share = found.objective, found.bound, found.gap_share
    run.versions = dict(found.certificate.versions) if found.certificate else {}
    run.finished_at = at
    run.answer = {**run.answer, **_told(framed, problem, answer)}
    names = names_of(run.scenario_id)
    run.problem_text = "\n".join(
        [wording.broken_words(each, names) for each in broken]
        or [str(wording.fault_problem(each, names)) for each in found.faults]
    )
    if run.is_verified:
        _store_plan(run, found.assignments, by, at)
    run.save()
    after = {"status": run.status, "objective": run.objective, "bound": run.bound}
    after |= {"sha256": run.problem_sha256, "seed": run.seed, "is_verified": run.is_verified}
    log.record("plan.run.finished", run, by=by, at=at, after=after)
    if run.kind == TIMETABLE and run.is_verified and _is_untouched(run, framed):
        apply_timetable(run_id=run.pk, by=by, at=at)
        return plans.run_or_404(run.pk)
    return run


def _status(found: Timetable) -> str:
    """The words of the planner's runs; a plan without proof in the limit is feasible."""
    return "failed" if found.status is Status.UNKNOWN else str(found.status)


def _is_untouched(run: Any, framed: Frame) -> bool:
    scenario = held_scenario(run.scenario_id)
    rows = queries.sessions(run.scenario_id).prefetch_related("places")
    same = scenario.revision == run.scenario_revision
    return same and framing.stamp_of(rows) == framed.stamp


def _told(framed: Frame, problem: TimetableProblem, answer: tasks.Answer) -> dict[str, Any]:
    """What the pages say of an answer without opening its files."""
    found = answer.timetable
    told = set(framed.told)
    return {
        "method": found.certificate.method if found.certificate else "",
        "n_sessions": len(problem.sessions),
        "counts": asdict(found.counts) if found.counts else None,
        "faults": [asdict(each) for each in found.faults],
        "conflict": answer.conflict,
        "unavoidable": [asdict(each) for each in framed.unavoidable],
        "stopped": found.stopped,
        "taken_on": framed.taken_on.isoformat(),
        "changes": [
            {
                "session": each.session,
                "kinds": [str(kind) for kind in each.kinds],
                "before": asdict(each.before) if each.before else None,
                "after": asdict(each.after) if each.after else None,
                "people": len(problem.session_of[each.session].people)
                if each.session in problem.session_of and each.session in told
                else 0,
            }
            for each in answer.changes
        ],
        "change_cost": answer.change_cost,
        "change_bound": answer.change_bound,
        "is_minimal": answer.is_minimal,
    }


@transaction.atomic
def end_refused(*, run_id: int, faults: Sequence[Fault], by: Actor, at: datetime) -> Any:
    """Named before the solver started; the dates stay as they were."""
    run = plans.run_or_404(run_id)
    names = names_of(run.scenario_id)
    run.status, run.finished_at = "refused", at
    run.answer = {**run.answer, "faults": [asdict(each) for each in faults]}
    run.problem_text = "\n".join(str(wording.fault_problem(each, names)) for each in faults)
    run.save()
    log.record("plan.run.refused", run, by=by, at=at, after={"problems": len(faults)})
    return run


@transaction.atomic
def _keep(run_id: int, plan: Sequence[Assignment], by: Actor, at: datetime) -> None:
    """The best plan so far survives the worker; sessions move at the end of the run alone."""
    run = plans.run_or_404(run_id)
    _store_plan(run, plan, by, at)
    run.save(update_fields=["plan_file"])


def _store_plan(run: Any, plan: Sequence[Assignment], by: Actor, at: datetime) -> None:
    name = f"timetable-run-{run.pk}-plan.json"
    run.plan_file = store_file(data=framing.pack_plan(plan), name=name, by=by, at=at)


def _plan_so_far(run: Any) -> tuple[Assignment, ...]:
    return framing.unpack_plan(file_bytes(run.plan_file)) if run.plan_file is not None else ()


class _Watch:
    """Between the solver and the job: ``tell`` and ``keep`` only remember, ``stops`` writes, in the thread that may."""

    def __init__(
        self,
        report: Report,
        seconds: int | None,
        store: Callable[[Sequence[Assignment]], None],
    ) -> None:
        self._report, self._seconds, self._store = report, seconds, store
        self._began = time.monotonic()
        self._told_at = self._kept_at = 0.0
        self._last: Line | None = None
        self._plan: Sequence[Assignment] = ()
        self._lock = threading.Lock()
        self.was_cancelled = False

    def tell(self, line: Line) -> None:
        self._last = line

    def keep(self, plan: Sequence[Assignment]) -> None:
        with self._lock:
            self._plan = plan

    def stops(self) -> bool:
        """Write what was told, store the plan so far, and say whether the person cancelled."""
        now = time.monotonic()
        if not self.was_cancelled and now - self._told_at >= TELL_EVERY:
            self._told_at = now
            try:
                self._report(self._share(now), self.words())
            except Cancelled:
                self.was_cancelled = True
        if self._plan and now - self._kept_at >= KEEP_EVERY:
            self._kept_at = now
            with self._lock:
                plan, self._plan = self._plan, ()
            self._store(plan)
        return self.was_cancelled

    def words(self) -> str:
        """How many wishes the best plan misses, and how few are possible."""
        last = self._last
        if last is not None and last.stage == "conflict":
            return _("Looking for the rules that are in each other's way")
        if last is None or last.incumbent is None:
            return _("Looking for first dates")
        told = _("misses wishes worth %(n)s") % {"n": round(last.incumbent)}
        if last.bound is not None:
            told += " · " + _("at least %(n)s cannot be avoided") % {"n": round(last.bound)}
        return told

    def _share(self, now: float) -> float:
        done = (now - self._began) / self._seconds if self._seconds else 0.5
        return 0.1 + 0.8 * min(1.0, done)
