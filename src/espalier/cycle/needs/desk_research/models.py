"""Documents read at the desk, their text by page, and the passages taken from them."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

_FROM_1_TO_5 = [MinValueValidator(1), MaxValueValidator(5)]


class DeskDocument(models.Model):
    """One document of the register. Without ``file`` it is only announced.

    ``text_state`` says how far its text is; a scan without text stays in the register and takes
    passages typed by hand.
    """

    class Type(models.TextChoices):
        TREND = "trend", _("Industry trend")
        LAW = "law", _("Law or standard")
        STRATEGY = "strategy", _("Strategy or plan")
        MINUTES = "minutes", _("Minutes")
        COMPLAINT = "complaint", _("Customer complaints")
        AUDIT = "audit", _("Audit report")
        TURNOVER = "turnover", _("Staff and turnover")
        PERFORMANCE = "performance", _("Performance figures")
        INCIDENT = "incident", _("Incident or accident")
        OTHER = "other", _("Other document")

    class Scope(models.TextChoices):
        INDUSTRY = "industry", _("Industry")
        ORGANISATION = "organisation", _("Organisation")

    class TextState(models.TextChoices):
        NO_FILE = "no_file", _("No file yet")
        WAITING = "waiting", _("Text is being read")
        READY = "ready", _("Text by page")
        NO_TEXT = "no_text", _("Scan without text")
        FAILED = "failed", _("Could not be read")

    code = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=240, blank=True)
    type = models.CharField(max_length=12, choices=Type)
    scope = models.CharField(max_length=12, choices=Scope)
    issuer = models.CharField(max_length=120, blank=True)
    issuer_en = models.CharField(max_length=160, blank=True)
    dated_on = models.DateField(null=True, blank=True)
    relevance = models.PositiveSmallIntegerField(validators=_FROM_1_TO_5)
    credibility = models.PositiveSmallIntegerField(validators=_FROM_1_TO_5)
    reason = models.TextField(blank=True)  # why it is thought this relevant and this credible
    reason_en = models.TextField(blank=True)
    file = models.ForeignKey(
        "files.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    text_state = models.CharField(max_length=8, choices=TextState, default=TextState.NO_FILE)
    text_problem = models.TextField(blank=True)  # what stopped the reading, in words
    n_pages = models.PositiveIntegerField(default=0)
    job = models.ForeignKey(
        "jobs.Job", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_active = models.BooleanField(default=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="needs_document_marks",
                condition=Q(relevance__range=(1, 5), credibility__range=(1, 5)),
                violation_error_message=_("Relevance and credibility lie between 1 and 5."),
            )
        ]


class DeskPage(models.Model):
    """The text of one page of a document (of one sheet of a workbook)."""

    document = models.ForeignKey(DeskDocument, on_delete=models.CASCADE, related_name="pages")
    number = models.PositiveIntegerField()
    label = models.CharField(max_length=120, blank=True)  # the name of a sheet
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "number"],
                name="needs_desk_page_once",
                violation_error_message=_("This page is already there."),
            )
        ]


class Extract(models.Model):
    """A passage taken from a document: its words, where they stand, and what they speak of.

    ``start`` and ``end`` count characters of the page's text; both are None when the passage was
    typed by hand, as from a scan. The words are kept here too, so that they stay when a newer file
    is read.
    """

    class Kind(models.TextChoices):
        NEED = "need", _("Need")
        TREND = "trend", _("Trend")
        CONSTRAINT = "constraint", _("Constraint")
        RISK = "risk", _("Risk")

    class Aspect(models.TextChoices):
        POLITICAL = "political", _("Political and legal")
        ECONOMIC = "economic", _("Economic")
        SOCIAL = "social", _("Social")
        TECHNOLOGICAL = "technological", _("Technological")

    document = models.ForeignKey(DeskDocument, on_delete=models.PROTECT, related_name="extracts")
    number = models.PositiveIntegerField()  # within the document
    code = models.CharField(max_length=60, unique=True)  # the document's code and the number
    page = models.PositiveIntegerField()
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    text = models.TextField()
    text_en = models.TextField(blank=True)
    kind = models.CharField(max_length=10, choices=Kind)
    aspect = models.CharField(max_length=14, choices=Aspect, blank=True)
    comment = models.TextField(blank=True)
    comment_en = models.TextField(blank=True)
    competency = models.ForeignKey(
        "standards.Competency",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="extracts",
    )
    marked_at = models.DateTimeField()
    marked_by = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="needs_extract_span",
                condition=Q(start=None, end=None) | Q(start__lt=F("end")),
                violation_error_message=_("A passage ends after it begins."),
            )
        ]
