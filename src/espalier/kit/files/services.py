"""Storing files: the type is told from the bytes, the bytes are kept once by their hash."""

import hashlib
import os
import tempfile
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from espalier.kit.accounts.types import Actor
from espalier.kit.errors import Problem, Refused
from espalier.kit.files.media import media_type_of
from espalier.kit.files.models import StoredFile
from espalier.kit.files.paths import path_of

MAX_BYTES = 50 * 1024 * 1024


@transaction.atomic
def store_file(
    *,
    data: bytes,
    name: str,
    by: Actor,
    at: datetime,
    media_type: str | None = None,
    max_bytes: int = MAX_BYTES,
) -> StoredFile:
    """Keep the bytes and a row about them.

    Raises: Refused when the file is empty or larger than ``max_bytes``.
    """
    if not data:
        raise Refused([Problem("empty_file", _("The file is empty."), name)])
    if len(data) > max_bytes:
        limit = _("The limit is %(n)d MB; split the file or remove pictures.") % {
            "n": max_bytes // 2**20
        }
        raise Refused([Problem("file_too_large", _("The file is too large."), name, limit)])
    digest = hashlib.sha256(data).hexdigest()
    path = path_of(digest)
    if not path.exists():
        _write_whole(path, data)
    return StoredFile.objects.create(
        sha256=digest,
        name=Path(name).name[:200] or digest[:12],
        media_type=media_type or media_type_of(data, name),
        size=len(data),
        stored_at=at,
        stored_by=by.label[:120],
    )


def _write_whole(path: Path, data: bytes) -> None:
    """Write beside and rename, so that a kill leaves either the whole file or none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, beside = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
