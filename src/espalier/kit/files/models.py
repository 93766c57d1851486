"""Stored files: bytes lie under the home folder by their hash, rows say what they are."""

from django.db import models


class StoredFile(models.Model):
    """One upload or one made document. The same bytes under another name are another row, one file on disk."""

    sha256 = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    stored_at = models.DateTimeField()
    stored_by = models.CharField(max_length=120)
