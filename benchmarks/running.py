"""Running a case: each run in a child process, the readings judged and kept as data."""

import json
import os
import platform
import sqlite3
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.homes import ROOT, Homes, at_work, environment
from benchmarks.types import Case, Reading, Run, Size

Record = dict[str, Any]


def run_case(case: Case, size: Size, homes: Homes) -> Record:
    """Run everything a case needs and return its record, ready for JSON."""
    found: dict[str, dict[str, Reading]] = {}
    made: dict[str, str] = {}
    for run in case.runs:
        print(f"   {case.name} · {run.label}", flush=True)
        made[run.label], readings = _run(run, homes)
        found[run.label] = {each.name: each for each in readings}
    return {
        "case": case.name,
        "title": case.title,
        "size": size.name,
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": commit(),
        "machine": machine(),
        "runs": [
            {
                "label": run.label,
                "volume": made[run.label],
                "arguments": dict(run.arguments),
                "readings": [_rounded(asdict(each)) for each in found[run.label].values()],
            }
            for run in case.runs
        ],
        "targets": [asdict(verdict) for verdict in case.judge(found)],
        "peers": [asdict(peer) for peer in case.peers],
        "notes": list(case.notes),
    }


def _run(run: Run, homes: Homes) -> tuple[str, list[Reading]]:
    """The volume worked on, with the digest of its sources, and the readings."""
    if run.volume is None:
        with TemporaryDirectory() as nowhere:
            return "", _in_child(run, Path(nowhere))
    with at_work(run.volume, homes, writes=run.writes) as home:
        return (home / "made").read_text(), _in_child(run, home)


def _in_child(run: Run, home: Path) -> list[Reading]:
    job = {
        "function": run.function,
        "arguments": dict(run.arguments),
        "needs_records": run.volume is not None,
    }
    with TemporaryDirectory() as folder:
        asked, answered = Path(folder) / "job.json", Path(folder) / "answer.json"
        asked.write_text(json.dumps(job), encoding="utf-8")
        command = [sys.executable, "-m", "benchmarks.child", str(asked), str(answered)]
        subprocess.run(command, env=environment(home), cwd=ROOT, check=True)
        rows = json.loads(answered.read_text(encoding="utf-8"))
    return [Reading(**row) for row in rows]


def _rounded(values: Mapping[str, Any]) -> Record:
    return {k: round(v, 1) if isinstance(v, float) else v for k, v in values.items()}


def machine() -> Record:
    """What the figures were measured on.

    ``loop_ms``: CPU time of a loop of a million steps, the median of five. On a shared machine CPU time grows too,
    as caches and cores are shared; this says how fast the machine was just then.
    """
    return {
        "loop_ms": round(median(_loop_ms() for _ in range(5)), 1),
        "cores": os.cpu_count(),
        "load_before": round(os.getloadavg()[0], 1),
        "platform": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "django": version("django"),
        "numpy": version("numpy"),
    }


def _loop_ms() -> float:
    before = time.process_time()
    sum(number * number for number in range(1_000_000))
    return (time.process_time() - before) * 1000


def commit() -> str:
    """The commit measured; "+" behind it when a source file differs from it."""
    try:
        commit = _git("rev-parse", "--short=12", "HEAD")
        changed = _git("status", "--porcelain", "--", "src", "examples", "benchmarks/*.py")
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return f"{commit}+" if changed else commit


def _git(*arguments: str) -> str:
    found = subprocess.run(
        ["git", *arguments], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return found.stdout.strip()
