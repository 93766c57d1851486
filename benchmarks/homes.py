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
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Homes:
    """Where volumes are kept, and whether those of older sources may be used."""

    folder: Path = HOMES
    keep: bool = False


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


def prepared(volume: Volume, homes: Path = HOMES, *, keep: bool = False) -> Path:
    """The home of a volume, made or finished now if it is not there. Homes of older sources go.

    With ``keep`` a home of older sources is taken as it is; the record names the sources it was made from.
    """
    home = homes / f"{volume.name}@{generator_version()}"
    for old in homes.glob(f"{volume.name}@*"):
        if old != home and keep:
            home = old
        elif old != home:
            shutil.rmtree(old)
    home.mkdir(parents=True, exist_ok=True)
    arguments = [volume.recipe, str(volume.people), str(volume.competencies)]
    subprocess.run(
        [sys.executable, "-m", "benchmarks.prepare", *arguments],
        env=environment(home),
        cwd=ROOT,
        check=True,
    )
    (home / "made").write_text(home.name)
    return home


@contextmanager
def at_work(volume: Volume, where: Homes, *, writes: bool) -> Iterator[Path]:
    """The home itself for who only reads; a copy that goes afterwards for who writes."""
    home = prepared(volume, where.folder, keep=where.keep)
    if not writes:
        yield home
        return
    with TemporaryDirectory(dir=where.folder, prefix="copy-") as folder:
        copy = Path(folder) / "home"
        shutil.copytree(home, copy)
        yield copy
