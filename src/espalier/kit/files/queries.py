"""Reading stored files."""

import hashlib

from espalier.kit.errors import NotFound
from espalier.kit.files.models import StoredFile
from espalier.kit.files.paths import path_of


def stored_file(file_id: int) -> StoredFile:
    """Raises NotFound."""
    found = StoredFile.objects.filter(pk=file_id).first()
    if found is None:
        raise NotFound
    return found


def file_bytes(file: StoredFile) -> bytes:
    """The bytes, checked against their hash.

    Raises: NotFound when they are gone; ValueError when the disk gives other bytes than were stored.
    """
    try:
        data = path_of(file.sha256).read_bytes()
    except FileNotFoundError as error:
        raise NotFound from error
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise ValueError(f"stored file {file.pk} is damaged on disk: restore it from a backup")
    return data
