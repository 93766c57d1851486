"""Where the bytes of a stored file lie."""

from pathlib import Path

from django.conf import settings


def path_of(sha256: str) -> Path:
    """The place below the home folder for bytes of this hash."""
    return Path(settings.ESPALIER_HOME) / "files" / sha256[:2] / sha256[2:4] / sha256
