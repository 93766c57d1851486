"""Installations the cases work on: each volume has its own ESPALIER_HOME under var/bench, made once.

Making one is cut into steps, and each finished step is written down, so that a broken run goes on where it
stopped. The folder's name carries a digest of everything the records are made from. Remove var/bench/ to begin
anew.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.types import Volume

ROOT = Path(__file__).parents[1]
HOMES = ROOT / "var" / "bench"
# What records are made from: the generator, our volumes, the tables.
SOURCES = (
    "examples/generate.py",
    "examples/maker/**/*.py",
    "examples/maker/**/*.toml",
    "examples/demo.toml",
    "benchmarks/volumes.py",
    "src/espalier/**/migrations/0*.py",
)


def environment(home: Path) -> dict[str, str]:
    """What a child process sees: an installation as in production, on SQLite, at ``home``."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("ESPALIER_", "DJANGO_"))}
    paths = [str(ROOT), str(ROOT / "src")]
    return {
        **kept,
        "PYTHONPATH": os.pathsep.join(paths),
        "PYTHONHASHSEED": "0",
        "ESPALIER_MODE": "production",
        "ESPALIER_HOME": str(home),
    }


def generator_version() -> str:
    """A digest of the sources of all records."""
    digest = hashlib.sha256()
    for pattern in SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def prepared(volume: Volume, homes: Path = HOMES) -> Path:
    """The home of a volume, made or finished now if it is not there. Homes of older sources go."""
    home = homes / f"{volume.name}@{generator_version()}"
    for old in homes.glob(f"{volume.name}@*"):
        if old != home:
            shutil.rmtree(old)
    home.mkdir(parents=True, exist_ok=True)
    arguments = [volume.recipe, str(volume.people), str(volume.competencies)]
    subprocess.run(
        [sys.executable, "-m", "benchmarks.prepare", *arguments],
        env=environment(home),
        cwd=ROOT,
        check=True,
    )
    return home


@contextmanager
def at_work(volume: Volume, *, writes: bool, homes: Path = HOMES) -> Iterator[Path]:
    """The home itself for who only reads; a copy that goes afterwards for who writes."""
    home = prepared(volume, homes)
    if not writes:
        yield home
        return
    with TemporaryDirectory(dir=homes, prefix="copy-") as folder:
        copy = Path(folder) / "home"
        shutil.copytree(home, copy)
        yield copy
