"""The records as a table people can read, in the README and on the terminal."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.registry import cases
from benchmarks.types import FULL

Record = dict[str, Any]
BEGINS, ENDS = "<!-- results: written by make bench -->", "<!-- end of results -->"
LONGEST_TABLE = 24


def records_in(folder: Path) -> list[Record]:
    """The kept records in the order of the cases."""
    order = [case.name for case in cases(FULL)]
    found = [json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*.json")]
    return sorted(found, key=lambda record: order.index(record["case"]))


def write_readme(readme: Path, records: list[Record]) -> None:
    """Replace the results between the marks; the rest of the page is written by hand."""
    before, _, rest = readme.read_text(encoding="utf-8").partition(BEGINS)
    after = rest.partition(ENDS)[2]
    lines = "\n".join(line for record in records for line in _section(record))
    readme.write_text(f"{before}{BEGINS}\n\n{lines}\n{ENDS}{after}", encoding="utf-8")


def _section(record: Record) -> Iterator[str]:
    machine = record["machine"]
    yield f"### {record['title']}"
    yield ""
    yield (
        f"`{record['case']}` · {record['measured_at'][:16].replace('T', ' ')} UTC · commit "
        f"`{record['commit']}` · {machine['cores']} cores, load {machine['load_before']:g}, "
        f"loop of a million {machine['loop_ms']:g} ms · Python {machine['python']} · SQLite {machine['sqlite']}"
    )
    yield ""
    yield from _targets(record)
    yield from _readings(record)
    yield from (
        f"- Quoted, {p['source']}: {p['product']}, {p['what']}: {p['figure']}."
        for p in record["peers"]
    )
    yield from (f"- {note}" for note in record["notes"])
    yield ""


def _targets(record: Record) -> Iterator[str]:
    if not record["targets"]:
        return
    yield "| wanted | measured | met |"
    yield "|---|---|---|"
    for each in record["targets"]:
        yield f"| {each['wanted']} | {each['measured']} | {'yes' if each['met'] else '**no**'} |"
    yield ""


def _readings(record: Record) -> Iterator[str]:
    rows = [(run["label"], each) for run in record["runs"] for each in run["readings"]]
    shown = rows
    if len(rows) > LONGEST_TABLE:
        shown = sorted(rows, key=lambda row: -row[1]["cpu_ms"])[:LONGEST_TABLE]
        yield f"The {LONGEST_TABLE} dearest of {len(rows)} readings; all are in `results/{record['case']}.json`."
        yield ""
    yield "| run | what | CPU ms | wall ms | queries | peak MB | median of |"
    yield "|---|---|--:|--:|--:|--:|--:|"
    for label, each in shown:
        yield (
            f"| {label} | {each['name']} | {each['cpu_ms']:,.1f} | {each['wall_ms']:,.1f} | "
            f"{each['n_queries'] or ''} | {each['peak_rss_mb']:.0f} | {each['repeats']} |"
        )
    yield ""


def summary(record: Record) -> str:
    """One line a target, for the terminal."""
    lines = [f"{record['case']}: {record['title']}"]
    lines += [
        f"  {'met ' if each['met'] else 'MISSED'}  {each['wanted']}  →  {each['measured']}"
        for each in record["targets"]
    ]
    return "\n".join(lines)
