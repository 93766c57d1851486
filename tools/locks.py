"""Renew the lock files: with hashes, for every platform, and without the name of any registry."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
FLAGS = [
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-header",
    "--no-annotate",
    "--quiet",
    "--upgrade",
]
LOCKS = {
    "bootstrap": "requirements/bootstrap.in",
    "runtime": "pyproject.toml",
    "test": "requirements/test.in",  # constrained by the runtime's lock
    "node": "requirements/node.in",
}


def main() -> None:
    # A folder of local wheels would leave its own hashes in the lock.
    environment = {k: v for k, v in os.environ.items() if k not in {"UV_FIND_LINKS"}}
    for name, source in LOCKS.items():
        target = f"requirements/{name}.txt"
        command = [str(ROOT / ".venv/bin/uv"), "pip", "compile", *FLAGS, source, "-o", target]
        if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode:
            sys.exit(f"could not lock {source}")


if __name__ == "__main__":
    main()
