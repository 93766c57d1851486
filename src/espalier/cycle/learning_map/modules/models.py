"""Learning modules and their versions."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from espalier.kit.versions.states import State


class Module(models.Model):
    """A learning module (學習模組). What it teaches stands in its versions."""

    code = models.CharField(max_length=40, unique=True)
    is_active = models.BooleanField(default=True)


class ModuleVersion(models.Model):
    """One version of a module; a published version is never edited."""

    class Mode(models.TextChoices):
        CLASSROOM = "classroom", _("Classroom")
        ONLINE = "online", _("Online")
        BLENDED = "blended", _("Blended")
        WORKPLACE = "workplace", _("Workplace training")
        MENTORING = "mentoring", _("Mentoring")
        EXTERNAL = "external", _("External training")

    class Mix(models.TextChoices):
        EXPERIENCE = "experience", _("70 experience")
        SOCIAL = "social", _("20 social")
        FORMAL = "formal", _("10 formal")

    module = models.ForeignKey(Module, on_delete=models.CASCADE, related_name="versions")
    version_no = models.PositiveSmallIntegerField()
    state = models.CharField(
        max_length=12, choices=[(s.value, s.value) for s in State], default=State.DRAFT
    )
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    minutes = models.PositiveIntegerField()
    mode = models.CharField(max_length=12, choices=Mode)
    mix = models.CharField(max_length=12, choices=Mix, default=Mix.FORMAL)
    category = models.CharField(max_length=60, blank=True)
    assessment = models.CharField(max_length=200, blank=True)
    certificate = models.CharField(max_length=200, blank=True)
    validity_months = models.PositiveSmallIntegerField(null=True, blank=True)
    change_note = models.TextField(blank=True)
    updated_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["module", "version_no"],
                name="learning_map_module_version_once",
                violation_error_message=_("This version of the module already exists."),
            ),
            models.UniqueConstraint(
                fields=["module"],
                condition=models.Q(state=State.PUBLISHED),
                name="learning_map_one_published_version",
                violation_error_message=_("Only one version of a module is in force."),
            ),
        ]


class Objective(models.Model):
    """One instructional objective of a module version."""

    version = models.ForeignKey(ModuleVersion, on_delete=models.CASCADE, related_name="objectives")
    text = models.TextField()
    order = models.PositiveSmallIntegerField()


class Prerequisite(models.Model):
    """A module version asks that another module was completed before."""

    version = models.ForeignKey(
        ModuleVersion, on_delete=models.CASCADE, related_name="prerequisites"
    )
    requires = models.ForeignKey(Module, on_delete=models.PROTECT, related_name="required_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "requires"],
                name="learning_map_prerequisite_once",
                violation_error_message=_("This prerequisite is already there."),
            )
        ]


class ModuleCompetency(models.Model):
    """A module version raises a competency to a level."""

    version = models.ForeignKey(
        ModuleVersion, on_delete=models.CASCADE, related_name="competencies"
    )
    competency = models.ForeignKey(
        "standards.Competency", on_delete=models.PROTECT, related_name="modules"
    )
    level = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "competency"],
                name="learning_map_module_competency_once",
                violation_error_message=_("This competency is already there."),
            )
        ]
