"""Published documents: their editions, states, files, and the log of what replaced what."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from espalier.kit.versions.states import State


class Edition(models.Model):
    """One edition of one document. ``content`` is the frozen data it was made from.

    ``output`` is the code of the output (O1.2.1), ``subject`` tells several of one kind apart ("" when there is one).
    """

    output = models.CharField(max_length=12, db_index=True)
    subject = models.CharField(max_length=80, blank=True)
    number = models.CharField(max_length=40)
    edition = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    state = models.CharField(
        max_length=12, choices=[(s.value, s.value) for s in State], default=State.DRAFT
    )
    change_note = models.TextField(blank=True)
    content = models.JSONField()
    content_sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_by_label = models.CharField(max_length=120, blank=True)
    needs_update_reason = models.TextField(blank=True)
    needs_update_since = models.DateTimeField(null=True, blank=True)
    needs_update_kind = models.CharField(max_length=60, blank=True)
    needs_update_record = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["output", "subject", "edition"],
                name="versions_edition_once",
                violation_error_message=_("This edition already exists."),
            ),
            models.CheckConstraint(
                name="versions_published_has_time",
                condition=models.Q(published_at__isnull=False)
                | ~models.Q(state__in=[State.PUBLISHED, State.SUPERSEDED]),
                violation_error_message=_("A published edition needs its time of publication."),
            ),
        ]


class EditionFile(models.Model):
    """A file of an edition as it was published: re-export gives these bytes."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="files")
    format = models.CharField(max_length=8)
    language = models.CharField(max_length=10)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "format", "language"],
                name="versions_file_once",
                violation_error_message=_("This edition already has a file of this format."),
            )
        ]


class EditionSource(models.Model):
    """A record an edition rests on, and the section that says so; ``record_id`` "*" is the whole register."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="sources")
    section = models.CharField(max_length=60)
    kind = models.CharField(max_length=60)
    record_id = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "section", "kind", "record_id"],
                name="versions_source_once",
                violation_error_message=_("This section already names the record."),
            )
        ]
        indexes = [models.Index(fields=["kind", "record_id"], name="versions_source_record")]


class PublishLog(models.Model):
    """What was published when by whom, and which edition it replaced. Rows are only added."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="log")
    replaced = models.ForeignKey(
        Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    note = models.TextField(blank=True)
