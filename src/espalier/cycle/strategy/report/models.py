"""What people write into O2.2.1 by hand."""

from django.db import models


class Narrative(models.Model):
    """The text of one narrative section; which sections there are is said by the report."""

    key = models.CharField(max_length=40, unique=True)
    text = models.TextField()
    text_en = models.TextField(blank=True)
    updated_by = models.CharField(max_length=120)
    updated_at = models.DateTimeField()
