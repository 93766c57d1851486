"""``python -m benchmarks.planner.timetable_runs [SETS] [--only TEXT] [--again]``: what the timetable engine reaches.

Every instance runs in a process of its own and is written down as soon as it is done, so that a run can be stopped and
taken up again; what is there already is passed over. Limits are CPU seconds, since the machine is shared: those a
machine of two idle cores would have had in the seconds of the target (twice for what uses both, once for the rest).
Load, wall time, seed and versions stand beside each figure.
"""

import argparse
import csv
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.homes import ROOT
from benchmarks.measure import cpu_seconds, peak_rss_mb
from benchmarks.running import machine
from espalier.engines.planner.timetable.solver import versions

RESULTS = Path(__file__).parents[1] / "results" / "planner"
SEEDS = (0, 1, 2)
CORES = 2
Record = dict[str, Any]


def shared() -> Path:
    """The folder of published instances; never copied."""
    return (ROOT / os.environ.get("ESPALIER_SHARED", "../shared") / "data" / "planning").resolve()


def year(n_sessions: int, seed: int, seconds: float) -> Record:
    """A generated year: the first plan, and how near the bound the plan is when the time is over."""
    from benchmarks.planner.timetable_volume import made
    from espalier.engines.planner.timetable.check import check_plan
    from espalier.engines.planner.timetable.solution import Progress
    from espalier.engines.planner.timetable.solving import solve_timetable

    problem = made(n_sessions, seed)
    began = cpu_seconds()
    first: Record = {}

    def told(progress: Progress) -> None:
        if progress.incumbent is not None and not first:
            first.update(
                feasible_cpu_s=round(cpu_seconds() - began, 1),
                feasible_wall_s=round(progress.elapsed, 1),
                feasible_cost=progress.incumbent,
            )

    found = solve_timetable(
        problem,
        seed=0,
        work_limit=None,
        on_progress=told,
        stop=lambda: cpu_seconds() - began > seconds * CORES,
    )
    return {
        **first,
        "status": found.status,
        "objective": found.objective,
        "bound": found.bound,
        "gap_share": found.gap_share,
        "counts": asdict(found.counts) if found.counts else None,
        "checked": check_plan(problem, found.assignments).ok,
    }


def replan(n_sessions: int, seed: int, seconds: float) -> Record:
    """The busiest instructor is ill for fifteen working days of May."""
    from benchmarks.planner.timetable_volume import made
    from espalier.engines.planner.timetable.check import check_plan
    from espalier.engines.planner.timetable.events import InstructorAbsent, apply_events
    from espalier.engines.planner.timetable.replan import replan as replanned
    from espalier.engines.planner.timetable.solving import solve_timetable

    problem = made(n_sessions, seed)
    first = cpu_seconds()
    old = solve_timetable(
        problem, seed=0, work_limit=None, stop=lambda: cpu_seconds() - first > 12
    ).assignments
    begin, end = date(2026, 5, 4), date(2026, 5, 4) + timedelta(days=20)
    slots = problem.slot_of
    busy: dict[str, int] = {}
    for each in old:
        for code in each.instructors:
            busy[code] = busy.get(code, 0) + (begin <= slots[each.slots[0]].date <= end)
    ill = max(sorted(busy), key=lambda code: busy[code])
    after = apply_events(problem, [InstructorAbsent(ill, begin, end)])
    began = cpu_seconds()
    found = replanned(
        after,
        old,
        today=date(2026, 4, 27),
        seed=0,
        work_limit=None,
        stop=lambda: cpu_seconds() - began > seconds * CORES,
    )
    return {
        "replan_cpu_s": round(cpu_seconds() - began, 1),
        "hit": busy[ill],
        "changed": len(found.changes),
        "people_told": found.n_people_told,
        "change_cost": found.change_cost,
        "change_bound": found.change_bound,
        "minimal": found.is_minimal,
        "checked": check_plan(after, found.timetable.assignments).ok,
    }


def project(path: str, seconds: float) -> Record:
    """One instance of PSPLIB against its best known length."""
    from espalier.engines.planner.timetable.project_search import solve_project
    from espalier.engines.planner.timetable.projects import check_schedule, read_sm

    instance = read_sm((shared() / path).read_text(encoding="utf-8"))
    began = cpu_seconds()
    found = solve_project(
        instance, seed=0, work_limit=None, stop=lambda: cpu_seconds() - began > seconds * CORES
    )
    return {
        "objective": found.makespan,
        "bound": found.bound,
        "proven": found.is_optimal,
        "checked": check_schedule(instance, found.starts) == [],
    }


def courses(path: str, seconds: float) -> Record:
    """One instance of ITC-2007 against its best known cost."""
    from espalier.engines.planner.timetable.course_search import solve_courses
    from espalier.engines.planner.timetable.courses import read_ctt

    instance = read_ctt((shared() / path).read_text(encoding="utf-8"))
    found = solve_courses(
        instance, seed=0, moves=10**12, wall_limit=seconds, clock=time.process_time
    )
    costs = asdict(found.costs)
    return {"objective": found.costs.total, **costs, "checked": found.costs.broken == 0}


Work = Callable[..., Record]
WORKS: dict[str, Work] = {
    "year": year,
    "replan": replan,
    "project": project,
    "courses": courses,
}


def jobs() -> Iterator[tuple[str, str, str, dict[str, Any], int | None]]:
    """Set, instance, work, its arguments, and the best known value."""
    for name, work, size, seconds in (
        ("year_250", "year", 250, 60),
        ("replan_250", "replan", 250, 10),
        ("year_2500", "year", 2500, 180),
    ):
        for seed in SEEDS:
            given = {"n_sessions": size, "seed": seed, "seconds": seconds}
            yield name, f"seed {seed}", work, given, None
    with (shared() / "best_known.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for family, work, seconds in (
        ("psplib_j30", "project", 60),
        ("psplib_j60", "project", 60),
        ("psplib_j120", "project", 60),
        ("itc2007_cbctt", "courses", 300),
    ):
        for row in rows:
            if row["family"] == family:
                path = f"{family}/{row['instance']}"
                best = int(row["best_known"])
                yield family, row["instance"], work, {"path": path, "seconds": seconds}, best


def main(words: list[str] | None = None) -> None:
    """Run what is asked for and not there yet."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.planner.timetable_runs")
    parser.add_argument("sets", nargs="*", help="sets to run; all when none is named")
    parser.add_argument("--only", default="", help="instances whose name contains this")
    parser.add_argument("--again", action="store_true", help="run what is there already, too")
    parser.add_argument("--seconds", type=float, help="another limit than the target's")
    parser.add_argument("--child", help="for itself: one job as JSON")
    asked = parser.parse_args(words)
    if asked.child:
        job = json.loads(asked.child)
        print(json.dumps(WORKS[job["work"]](**job["arguments"])))
        return
    RESULTS.mkdir(parents=True, exist_ok=True)
    for name, instance, work, arguments, best in jobs():
        if (asked.sets and name not in asked.sets) or asked.only not in instance:
            continue
        if asked.seconds is not None:
            arguments["seconds"] = asked.seconds
        path = RESULTS / f"{name}.json"
        known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        if instance in known and not asked.again:
            continue
        known[instance] = _run(work, arguments, best)
        text = json.dumps(known, indent=1, sort_keys=True, ensure_ascii=False)
        path.write_text(f"{text}\n", encoding="utf-8")
        print(name, instance, json.dumps(known[instance]["found"]), flush=True)


def _run(work: str, arguments: dict[str, Any], best: int | None) -> Record:
    began, load = time.monotonic(), machine()
    child = json.dumps({"work": work, "arguments": arguments})
    command = [sys.executable, "-m", "benchmarks.planner.timetable_runs", "--child", child]
    before = cpu_seconds()
    done = subprocess.run(
        command, cwd=ROOT, check=True, capture_output=True, text=True, env=_environment()
    )
    found = json.loads(done.stdout.splitlines()[-1])
    if best is not None:
        found["best_known"] = best
        found["over_best_share"] = (found["objective"] - best) / best if best else None
    return {
        "found": found,
        "arguments": arguments,
        "cpu_s": round(cpu_seconds() - before, 1),
        "wall_s": round(time.monotonic() - began, 1),
        "peak_rss_mb": round(peak_rss_mb(), 1),
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": load,
        "load_after": round(os.getloadavg()[0], 1),
        "versions": versions(),
    }


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT)))}


if __name__ == "__main__":
    main()
