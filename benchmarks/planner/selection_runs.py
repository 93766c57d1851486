"""``python -m benchmarks.planner.selection_runs [SETS] [--clock cpu] [--again]``: how near the best selections come.

Every instance runs in a process of its own and is written down as soon as it is done, so that a run can be stopped and
taken up again; what is there already is passed over. The rivals (a column "gap per NT$" in a spreadsheet, adaptive
greedy, the needs list) plan the same company with the same money; every plan and every bound is recomputed by
the checker. ``--clock cpu`` holds limits against CPU seconds, for a machine that is shared.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.homes import ROOT
from benchmarks.measure import cpu_seconds, peak_rss_mb
from benchmarks.planner.company import company
from benchmarks.planner.parameters import STANDARD
from benchmarks.running import machine
from espalier.engines.planner.baselines import BASELINES
from espalier.engines.planner.bound import bound_from_prices
from espalier.engines.planner.check import Rule, check_plan, worth_of
from espalier.engines.planner.child import Channel
from espalier.engines.planner.problem import SelectionProblem
from espalier.engines.planner.selection.columns import solve as solve_columns
from espalier.engines.planner.selection.milp import solve as solve_milp
from espalier.engines.planner.selection.types import Answer, Task

RESULTS = Path(__file__).parents[1] / "results" / "planner"
SEEDS = (0, 1, 2)
LESS_MONEY = 0.8  # the part of the money with which ours should still do what the spreadsheet does
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Instance:
    """``seconds`` for our solver; the distance and memory wanted at that time."""

    name: str
    people: int
    modules: int
    per_head: int
    seed: int
    seconds: float
    gap_percent: float
    memory_mb: float | None = None


def instances() -> Iterator[Instance]:
    """The cheap ones first."""
    for seed in SEEDS:
        yield Instance("selection_200", 200, 40, 3500, seed, 30, 0.01)
    for per_head in (1500, 2500, 3500):
        for seed in SEEDS:
            yield Instance("selection_2000", 2000, 150, per_head, seed, 60, 1.0)
    for seed in SEEDS:
        yield Instance("selection_20000", 20_000, 400, 3500, seed, 60, 1.0, 1000)
    for seed in SEEDS:
        yield Instance("selection_100000", 100_000, 600, 3500, seed, 300, 1.5, 1500)


class Watch(Channel):
    """A channel that keeps the clock asked for and writes down when the first plan stood and how it grew."""

    def __init__(self, seconds: float, clock: str) -> None:
        super().__init__()
        self.clock = cpu_seconds if clock == "cpu" else time.perf_counter
        self.began = self.clock()
        self.limit = seconds
        self.course: list[Record] = []

    def seconds_left(self) -> float | None:
        return max(0.0, self.limit - (self.clock() - self.began))

    def report(
        self,
        stage: str,
        *,
        incumbent: float | None = None,
        bound: float | None = None,
        **figures: Any,
    ) -> None:
        at = round(self.clock() - self.began, 1)
        self.course.append({"at": at, "stage": stage, "closed": incumbent, "bound": bound})


def measure(instance: Instance, clock: str) -> Record:
    """Plan the company by every method and check everything."""
    problem = _problem(instance)
    whole = int(problem.needs.weight.sum())
    ours = _ours(problem, instance, clock)
    rivals = _rivals(problem)
    found = {
        **ours,
        **{f"{name}_percent": each["percent"] for name, each in rivals.items()},
        "rivals": rivals,
        "whole_gap": whole,
        "pairs": int(problem.pairs.module.size),
    }
    sheet = rivals["gap_per_money"]
    if 500 < instance.people <= 20_000:
        less = _problem(replace(instance, per_head=round(instance.per_head * LESS_MONEY)))
        cheaper = _ours(less, instance, clock)
        found["less_money"] = {
            "share_of_money": LESS_MONEY,
            "closed_percent": cheaper["closed_percent"],
            "spreadsheet_percent": sheet["percent"],
        }
    return found


def _problem(instance: Instance) -> SelectionProblem:
    return company(instance.people, instance.modules, instance.per_head, instance.seed)


def _ours(problem: SelectionProblem, instance: Instance, clock: str) -> Record:
    watch = Watch(instance.seconds, clock)
    cpu, wall = cpu_seconds(), time.perf_counter()
    task = Task(problem, seed=0, give_permille=0)
    solve = solve_milp if instance.people <= 500 else solve_columns
    answer: Answer = solve(task, watch)
    cpu, wall = cpu_seconds() - cpu, time.perf_counter() - wall
    peak = peak_rss_mb()
    assert answer.plan is not None
    worth, before = worth_of(problem, answer.plan), cpu_seconds()
    bound = None if answer.prices is None else bound_from_prices(problem, answer.prices)
    whole = int(problem.needs.weight.sum())
    gap = None if bound is None else 1 - worth.gap_closed / bound.weight
    return {
        "closed_percent": 100 * worth.gap_closed / whole,
        "ceiling_percent": None if bound is None else 100 * bound.weight / whole,
        "gap_percent": None if gap is None else 100 * gap,
        "bound_check_cpu_s": round(cpu_seconds() - before, 1),
        "people_estimated": None if bound is None else bound.n_estimated,
        "broken": [str(each.rule) for each in check_plan(problem, answer.plan)],
        "worth": asdict(worth),
        "cpu_s": round(cpu, 1),
        "wall_s": round(wall, 1),
        "peak_rss_mb": round(peak, 1),
        "method": answer.method,
        "work": answer.work,
        "versions": answer.versions,
        "course": watch.course,
    }


def _rivals(problem: SelectionProblem) -> Record:
    """What others reach; where the rule of fairness is out of their reach, the plan says so."""
    whole = int(problem.needs.weight.sum())
    found = {}
    for name, plans in BASELINES.items():
        began = cpu_seconds()
        plan = plans(problem)
        broken = {each.rule for each in check_plan(problem, plan)}
        found[name] = {
            "percent": 100 * worth_of(problem, plan).gap_closed / whole,
            "fair": Rule.FAIRNESS not in broken,
            "cpu_s": round(cpu_seconds() - began, 1),
        }
    return found


def main(words: list[str] | None = None) -> None:
    """Run what is asked for and not there yet."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.planner.selection_runs")
    parser.add_argument("sets", nargs="*", help="sets to run; all when none is named")
    parser.add_argument("--clock", choices=("wall", "cpu"), default="wall")
    parser.add_argument("--again", action="store_true", help="run what is there already, too")
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--child", help="for itself: one job as JSON")
    asked = parser.parse_args(words)
    if asked.child:
        job = json.loads(asked.child)
        print(json.dumps(measure(Instance(**job["instance"]), job["clock"])))
        return
    asked.results.mkdir(parents=True, exist_ok=True)
    for instance in instances():
        if not asked.sets or instance.name in asked.sets:
            _keep(instance, asked.clock, asked.results, again=asked.again)


def _keep(instance: Instance, clock: str, folder: Path, *, again: bool) -> None:
    path = folder / f"{instance.name}.json"
    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    label = f"NT${instance.per_head} a head, seed {instance.seed}"
    if label in known and not again:
        return
    known[label] = _run(instance, clock)
    text = json.dumps(known, indent=1, sort_keys=True, ensure_ascii=False)
    path.write_text(f"{text}\n", encoding="utf-8")
    print(line(instance, known[label]), flush=True)


def line(instance: Instance, record: Record) -> str:
    """One row of the table."""
    found = record["found"]
    figures = [
        f"{instance.people:>7,} × {instance.modules:<4} NT${instance.per_head} seed {instance.seed}",
        f"closed {found['closed_percent']:.2f} %  ceiling {found['ceiling_percent']:.2f} %",
        f"gap {found['gap_percent']:.3f} % ({'met' if record['met'] else 'MISSED'})",
        f"wall {found['wall_s']} s  cpu {found['cpu_s']} s  {found['peak_rss_mb']:.0f} MB",
    ]
    sheet, greedy = found["gap_per_money_percent"], found["adaptive_greedy_percent"]
    figures.append(f"spreadsheet {sheet:.2f} %  greedy {greedy:.2f} %")
    return "  ".join([*figures, f"load {record['machine']['load_before']}"])


def _run(instance: Instance, clock: str) -> Record:
    load = machine()
    child = json.dumps({"instance": asdict(instance), "clock": clock})
    command = [sys.executable, "-m", "benchmarks.planner.selection_runs", "--child", child]
    done = subprocess.run(
        command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True, env=_environment()
    )
    found = json.loads(done.stdout.splitlines()[-1])
    seconds = found["cpu_s"] if clock == "cpu" else found["wall_s"]
    met = (
        found["gap_percent"] is not None
        and found["gap_percent"] <= instance.gap_percent
        and seconds <= instance.seconds
        and not found["broken"]
        and (instance.memory_mb is None or found["peak_rss_mb"] <= instance.memory_mb)
    )
    return {
        "found": found,
        "instance": asdict(instance),
        "parameters": asdict(STANDARD),
        "clock": clock,
        "met": met,
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": load,
        "load_after": round(os.getloadavg()[0], 1),
    }


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT)))}


if __name__ == "__main__":
    main()
