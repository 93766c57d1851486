"""``python -m espalier`` is the same as ``espalier``."""

from espalier.entrypoints.cli.main import run

run()
