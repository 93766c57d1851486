"""A whole roster as one workbook, taken in through the mechanism of imports."""

from benchmarks.measure import once
from benchmarks.types import Reading
from benchmarks.volumes import roster_file


def import_roster(people: int) -> list[Reading]:
    """Store, read, plan, apply: what a person does with three clicks. Memory is the peak of the process.

    The workbook is made by a child, so that making it costs this process nothing.
    """
    import subprocess
    import sys
    from pathlib import Path

    from django.conf import settings

    path = Path(settings.ESPALIER_HOME) / "roster.xlsx"
    subprocess.run([sys.executable, "-m", "benchmarks.cases.roster", str(people), path], check=True)
    data = path.read_bytes()
    return [
        once(f"roster of {people:,}", lambda: _bring(data, people, again=False)),
        once("the same file again", lambda: _bring(data, people, again=True)),
    ]


def _bring(data: bytes, people: int, *, again: bool) -> dict[str, float | str]:
    from django.utils import timezone

    from espalier.kit.accounts.types import Actor
    from espalier.kit.imports import services

    by, at = Actor.system("benchmarks"), timezone.now()
    run = services.start_import(kind="employees", data=data, filename="roster.xlsx", by=by, at=at)
    run = services.plan_import(run_id=run.pk, by=by, at=at)
    if not again:
        run = services.apply_import(run_id=run.pk, by=by, at=at)
    n = run.counts["skip" if again else "add"]
    if n < people:
        raise RuntimeError(f"{people} rows expected, {run.counts}")
    return {"rows": n, "file_bytes": len(data)}


if __name__ == "__main__":
    import sys
    from pathlib import Path

    Path(sys.argv[2]).write_bytes(roster_file(int(sys.argv[1])))
