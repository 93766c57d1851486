"""The demonstration: prepare the embedded database, load the example company, write its documents, serve.

Everything lives in var/demo and is a production installation apart from its known passwords.
"""

import argparse
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import unicodedata
import urllib.error
import urllib.request
from pathlib import Path
from typing import BinaryIO

ROOT = Path(__file__).parents[1]
HOME = ROOT / "var" / "demo"
OUTPUTS = HOME / "outputs"
ANSWERS_WITHIN = 60.0
STOPS_WITHIN = 15.0
# Settings of another installation on this machine must not reach into the demonstration.
FOREIGN = ("ESPALIER_MODE", "ESPALIER_DATABASE_URL", "ESPALIER_SECRET_KEY", "ESPALIER_DEBUG")


def main() -> None:
    """Read the arguments and walk through the steps."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--serve", choices=("yes", "no"), default="yes")
    parser.add_argument("--address", default="127.0.0.1:8000", help="host:port")
    arguments = parser.parse_args()
    serves = arguments.serve == "yes"
    if serves and is_taken(arguments.address):
        sys.exit(f"{arguments.address} is in use; choose another: make demo ADDRESS=127.0.0.1:8001")
    began = time.monotonic()
    loaded = prepare(began)
    if serves:
        serve(arguments.address, loaded)


def prepare(began: float) -> dict[str, object]:
    """Database, records, documents; returns what ``demo-load --json`` says."""
    HOME.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(OUTPUTS, ignore_errors=True)
    step("database", began)
    espalier("migrate")
    step("example company", began)
    answer = espalier("demo-load", "--folder", "examples", "--outputs", str(OUTPUTS), "--json")
    loaded: dict[str, object] = json.loads(answer)
    step("documents", began)
    for path in sorted(OUTPUTS.iterdir()):
        print(f"   {path.relative_to(ROOT)}  {path.stat().st_size / 1024:,.0f} KiB")
    step("ready", began)
    return loaded


def step(name: str, began: float) -> None:
    """Say which step begins, after how many seconds."""
    print(f"== {name} ({time.monotonic() - began:.1f} s)", flush=True)


def environment() -> dict[str, str]:
    """The environment of the installation in var/demo."""
    kept = {key: value for key, value in os.environ.items() if key not in FOREIGN}
    return {**kept, "ESPALIER_HOME": str(HOME), "PYTHONUNBUFFERED": "1"}


def command(*arguments: str) -> list[str]:
    """The program of this environment, whatever PATH says."""
    return [sys.executable, "-m", "espalier", *arguments]


def espalier(*arguments: str) -> str:
    """Run one command to its end; its progress is shown, its answer returned."""
    run = subprocess.run(
        command(*arguments),
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if run.returncode:
        print(run.stdout, end="")
        remedy = "If var/demo holds an example of an earlier version, remove that folder first."
        sys.exit(f"espalier {arguments[0]} failed with exit code {run.returncode}. {remedy}")
    return run.stdout


def serve(address: str, loaded: dict[str, object]) -> None:
    """Run worker, scheduler and web until Ctrl-C, or until one of them ends."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    log = (HOME / "server.log").open("ab")
    children: list[subprocess.Popen[bytes]] = []
    try:
        for arguments in (("worker",), ("scheduler",), ("web", "--address", address)):
            children.append(start(arguments, log))
        wait_until_it_answers(address, children)
        show_sign_ins(address, loaded)
        while all(child.poll() is None for child in children):
            time.sleep(0.5)
        sys.exit(f"a part of the server has ended; see {HOME / 'server.log'}")
    except KeyboardInterrupt:
        print("\nstopping")
    finally:
        stop(children)
        log.close()


def start(arguments: tuple[str, ...], log: BinaryIO) -> subprocess.Popen[bytes]:
    """Start a child of its own process group, so that Ctrl-C reaches it through us only."""
    return subprocess.Popen(
        command(*arguments),
        cwd=ROOT,
        env=environment(),
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def stop(children: list[subprocess.Popen[bytes]]) -> None:
    """Ask all to end, and end those that do not."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    last = time.monotonic() + STOPS_WITHIN
    for child in children:
        try:
            child.wait(max(0.1, last - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def is_taken(address: str) -> bool:
    """Whether something listens there already."""
    host, _colon, port = address.rpartition(":")
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((host or "127.0.0.1", int(port))) == 0


def wait_until_it_answers(address: str, children: list[subprocess.Popen[bytes]]) -> None:
    """Return when a page comes back; end the program when a part died or it takes too long."""
    last = time.monotonic() + ANSWERS_WITHIN
    while time.monotonic() < last:
        if any(child.poll() is not None for child in children):
            sys.exit(f"a part of the server could not start; see {HOME / 'server.log'}")
        try:
            with urllib.request.urlopen(f"http://{address}/", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.3)
    sys.exit(f"no answer within {ANSWERS_WITHIN:.0f} s; see {HOME / 'server.log'}")


def show_sign_ins(address: str, loaded: dict[str, object]) -> None:
    """Print where it runs, and one line per role."""
    print(f"\n   http://{address}/\n")
    rows = [("角色 role", "帳號 number", "姓名 name")]
    people = loaded["sign_ins"]
    assert isinstance(people, list)
    rows += [(each["role"], each["number"], each["name"]) for each in people]
    widths = [max(width_of(row[column]) for row in rows) for column in range(3)]
    for row in rows:
        cells = (
            cell + " " * (width - width_of(cell)) for cell, width in zip(row, widths, strict=True)
        )
        print("   " + "   ".join(cells).rstrip())
    print(f"\n   密碼 password: {loaded['password']}\n   Ctrl-C to stop", flush=True)


def width_of(text: str) -> int:
    """Columns in a terminal: a wide character takes two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


if __name__ == "__main__":
    main()
