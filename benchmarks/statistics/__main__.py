"""``python -m benchmarks.statistics [PARTS]``: every figure of the statistics rooms, kept in results/statistics.json.

Each part runs in a process of its own, so that the memory of one does not count for the next. Peers are used where they
can be imported (``ESPALIER_PEERS`` names a folder with them); without one its ratio is missing.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.homes import ROOT
from benchmarks.running import commit, machine

RESULTS = Path(__file__).parents[1] / "results" / "statistics.json"
PARTS = ("items", "irt", "dif", "effects", "cross", "assessors")


@dataclass(frozen=True, slots=True)
class Target:
    """What the product promised: CPU seconds, memory, how many times faster than the best Python peer."""

    cpu_s: float
    rss_mb: float | None = None
    ratio: float | None = None

    def is_met(self, figure: dict[str, Any]) -> bool:
        ratios = figure.get("ratio") or {}
        known = list(ratios.values()) if isinstance(ratios, dict) else [ratios]
        return (
            figure["cpu_s"] <= self.cpu_s
            and (self.rss_mb is None or figure["rss_mb"] <= self.rss_mb)
            and (self.ratio is None or not known or min(known) >= self.ratio)
        )


TARGETS = {
    "item_analysis 1000000 x 50": Target(0.15),
    "bootstrap_alpha 10000 x (1000 x 40)": Target(0.1),
    "2PL 100000 x 50": Target(1.0, 200, 7),
    "2PL 1000 x 40": Target(0.05),
    "GRM 20000 x 20 x 5": Target(1.0),
    "mantel_haenszel_dif 100000 x 50": Target(0.05),
    "mixed_model 2000 learners in 100 sessions": Target(0.1),
}


def figures_of(part: str) -> Iterator[dict[str, Any]]:
    """What a part prints, line by line as it comes, with whether it keeps its promise."""
    command = [sys.executable, "-m", f"benchmarks.statistics.{part}"]
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    with subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **threads}, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        for line in child.stdout:
            figure = json.loads(line)
            yield {"part": part, **figure, "met": _met(figure)}
    if child.returncode:
        sys.exit(f"{part} ended with {child.returncode}")


def _met(figure: dict[str, Any]) -> bool | None:
    whole = f"{figure['what']} {figure['size']}"
    found = [t for name, t in TARGETS.items() if whole.startswith(name) or figure["what"] == name]
    return found[0].is_met(figure) if found else None


def main(parts: list[str]) -> None:
    kept = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {"figures": []}
    for part in parts:
        now = {
            "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "commit": commit(),
            "machine": machine() | {"scipy": version("scipy")},
        }
        fresh = []
        for figure in figures_of(part):
            fresh.append(figure | now)
            told = {True: "met", False: "MISSED", None: ""}[figure["met"]]
            print(
                f"{part:10} {figure['what']} {figure['size']}: {figure['cpu_s']:.4f} CPU-s {told}",
                flush=True,
            )
        kept["figures"] = [each for each in kept["figures"] if each["part"] != part] + fresh
        text = json.dumps(kept, ensure_ascii=False, indent=1)
        RESULTS.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("parts", nargs="*", default=PARTS)
    main(asked.parse_args().parts)
