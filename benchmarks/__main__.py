"""``python -m benchmarks [NAMES] [--quick]``: run cases, keep their records, rewrite the tables of the README.

A missed target does not fail the run: it is written down. A case that cannot run does.
"""

import argparse
import json
from pathlib import Path

from benchmarks.homes import HOMES, Homes
from benchmarks.registry import cases
from benchmarks.report import records_in, summary, write_readme
from benchmarks.running import run_case
from benchmarks.types import FULL, QUICK

HERE = Path(__file__).parent


def main(words: list[str] | None = None) -> None:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", help="cases to run; all of them when none is named")
    parser.add_argument(
        "--quick", action="store_true", help="tiny volumes; only proves that all runs"
    )
    parser.add_argument("--list", action="store_true", help="name the cases and stop")
    parser.add_argument("--results", type=Path, help="where the records go")
    parser.add_argument("--homes", type=Path, default=HOMES, help="where volumes are kept")
    parser.add_argument("--keep", action="store_true", help="use volumes of earlier sources")
    asked = parser.parse_args(words)
    size = QUICK if asked.quick else FULL
    known = {case.name: case for case in cases(size)}
    if asked.list:
        print("\n".join(f"{name:16} {case.title}" for name, case in known.items()))
        return
    unknown = set(asked.names) - set(known)
    if unknown:
        parser.error(f"no case {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    kept_here = asked.results is None and not asked.quick
    folder = asked.results or (HERE / "results" if kept_here else asked.homes / "quick-results")
    folder.mkdir(parents=True, exist_ok=True)
    for name in asked.names or known:
        record = run_case(known[name], size, Homes(asked.homes, asked.keep))
        text = json.dumps(record, ensure_ascii=False, indent=1)
        (folder / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")
        print(summary(record), flush=True)
    if kept_here:
        write_readme(HERE / "README.md", records_in(folder))


if __name__ == "__main__":
    main()
