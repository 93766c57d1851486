"""Who completed what, when."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Completion(models.Model):
    """A person completed a module version. ``origin`` says how we know: an import, a class, an outside course."""

    class Origin(models.TextChoices):
        IMPORT = "import", _("Imported")
        CLASS = "class", _("Class")
        EXTERNAL = "external", _("External")

    employee = models.ForeignKey(
        "people.Employee", on_delete=models.PROTECT, related_name="completions"
    )
    version = models.ForeignKey(
        "learning_map.ModuleVersion", on_delete=models.PROTECT, related_name="completions"
    )
    completed_on = models.DateField()
    minutes = models.PositiveIntegerField()
    mode = models.CharField(max_length=12)
    expires_on = models.DateField(null=True, blank=True)
    origin = models.CharField(max_length=10, choices=Origin)
    note = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "version", "completed_on"],
                name="learning_map_completion_once",
                violation_error_message=_("This completion is already recorded."),
            )
        ]
