"""Make .venv from the lock files. Runs with the system's Python, so it uses the standard library alone."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
VENV = ROOT / ".venv"
LOCKS = ["bootstrap", "runtime", "test"]


def main() -> None:
    check_python()
    python = VENV / "bin" / "python"
    if not python.exists():
        run(sys.executable, "-m", "venv", str(VENV))
    bootstrap = ROOT / "requirements" / "bootstrap.txt"
    run(str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check",
        "--require-hashes", "-r", str(bootstrap))  # fmt: skip
    locks = [str(ROOT / "requirements" / f"{name}.txt") for name in LOCKS]
    uv = str(VENV / "bin" / "uv")
    # The bootstrap file goes along, or uv would remove itself.
    run(uv, "pip", "sync", "-q", "--require-hashes", "--python", str(python), *locks)
    run(uv, "pip", "install", "-q", "--no-deps", "--no-build-isolation", "--offline",
        "--python", str(python), "-e", str(ROOT))  # fmt: skip


def check_python() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 — this one file meets the system Python
        sys.exit(f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}")
    try:
        import ensurepip  # noqa: F401 — Debian ships it apart
    except ImportError:
        sys.exit("Python's venv module is missing. Type: apt-get install python3-venv")


def run(*command: str) -> None:
    if subprocess.run(command, check=False, cwd=ROOT).returncode:
        sys.exit(f"failed: {' '.join(command)}")


if __name__ == "__main__":
    main()
