"""Tables of competency standards and of the competencies the organisation owns."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from espalier.kit.versions.states import State


class Standard(models.Model):
    """One version of one standard, official or the organisation's own model.

    A published version is never edited. Codes of items are local to this row. A missing ``level`` means that the
    document prints none; it is never filled in.
    """

    class Space(models.TextChoices):
        OFFICIAL = "official", _("Official standard")
        OWN = "own", _("Own model")

    space = models.CharField(max_length=8, choices=Space)
    state = models.CharField(
        max_length=12, choices=[(s.value, s.value) for s in State], default=State.DRAFT
    )
    raw_code = models.CharField(max_length=60, blank=True)
    code_base = models.CharField(max_length=60, blank=True, db_index=True)
    version_no = models.PositiveSmallIntegerField(null=True, blank=True)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=8, blank=True)  # 職類 or 職業, as printed
    related_titles = models.JSONField(default=list, blank=True)
    job_categories = models.JSONField(default=list, blank=True)  # [{"name", "code"}]
    occupations = models.JSONField(default=list, blank=True)
    industries = models.JSONField(default=list, blank=True)
    description = models.TextField(blank=True)
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    versions = models.JSONField(default=list, blank=True)  # rows of the version table as printed
    prerequisites = models.JSONField(default=list, blank=True)
    notes = models.JSONField(default=list, blank=True)
    meaning_of_a = models.TextField(blank=True)
    is_historical = models.BooleanField(default=False)
    updated_on = models.DateField(null=True, blank=True)
    warnings = models.JSONField(default=list, blank=True)
    unplaced = models.JSONField(default=list, blank=True)
    source_uri = models.CharField(max_length=400, blank=True)
    source_file = models.ForeignKey(
        "files.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    source_format = models.CharField(max_length=8, blank=True)
    fetched_at = models.DateTimeField(null=True, blank=True)
    derived_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True)
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code_base", "version_no"],
                condition=~models.Q(code_base=""),
                name="standards_version_once",
                violation_error_message=_("This version of the standard is already here."),
            ),
            models.CheckConstraint(
                name="standards_level_1_to_6",
                condition=models.Q(level=None) | models.Q(level__gte=1, level__lte=6),
                violation_error_message=_("A standard's level lies between 1 and 6."),
            ),
        ]


class Duty(models.Model):
    """A main duty (主要職責); code and name are empty where the document begins with tasks."""

    standard = models.ForeignKey(Standard, on_delete=models.CASCADE, related_name="duties")
    code = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=300, blank=True)
    order = models.PositiveSmallIntegerField()


class TaskGroup(models.Model):
    """Tasks that stand in one cell and share the blocks below them."""

    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="groups")
    order = models.PositiveSmallIntegerField()


class Task(models.Model):
    """A work task (工作任務)."""

    group = models.ForeignKey(TaskGroup, on_delete=models.CASCADE, related_name="tasks")
    code = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=300)
    order = models.PositiveSmallIntegerField()


class Block(models.Model):
    """The unit that shares one level, one K list and one S list."""

    group = models.ForeignKey(TaskGroup, on_delete=models.CASCADE, related_name="blocks")
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    order = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="standards_block_level_1_to_6",
                condition=models.Q(level=None) | models.Q(level__gte=1, level__lte=6),
                violation_error_message=_("A block's level lies between 1 and 6."),
            )
        ]


class Item(models.Model):
    """One coded item of one standard: output, indicator, knowledge, skill or attitude.

    Real documents print one code with two texts. The first text is the item (``variant`` 0); any other text under
    the same code is kept beside it with a higher variant, so that nothing printed is lost.
    """

    class Kind(models.TextChoices):
        OUTPUT = "O", _("Work output")
        INDICATOR = "P", _("Performance indicator")
        KNOWLEDGE = "K", _("Knowledge")
        SKILL = "S", _("Skill")
        ATTITUDE = "A", _("Attitude")

    standard = models.ForeignKey(Standard, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(max_length=1, choices=Kind)
    code = models.CharField(max_length=20, blank=True)
    variant = models.PositiveSmallIntegerField(default=0)
    name = models.TextField()
    definition = models.TextField(blank=True)
    task_refs = models.JSONField(default=list, blank=True)
    order = models.PositiveSmallIntegerField()
    derived_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["standard", "kind", "order"], name="standards_item_order")]
        constraints = [
            models.UniqueConstraint(
                fields=["standard", "kind", "code", "variant"],
                condition=~models.Q(code=""),
                name="standards_item_code_once",
                violation_error_message=_("This code is already used in the standard."),
            )
        ]


class BlockItem(models.Model):
    """An item standing in a block; the same K may stand in many blocks."""

    block = models.ForeignKey(Block, on_delete=models.CASCADE, related_name="placements")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="placements")
    order = models.PositiveSmallIntegerField()


class Competency(models.Model):
    """A competency the organisation owns, usually grown from a K, S or A item of an adopted standard.

    ``source_item`` is where it came from; none means that the organisation wrote it. It outlives the version of the
    standard: migrating to a newer version only moves ``source_item``.
    """

    class Kind(models.TextChoices):
        KNOWLEDGE = "K", _("Knowledge")
        SKILL = "S", _("Skill")
        ATTITUDE = "A", _("Attitude")

    code = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=1, choices=Kind)
    name = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300, blank=True)
    definition = models.TextField(blank=True)
    source_item = models.ForeignKey(
        Item, on_delete=models.PROTECT, null=True, blank=True, related_name="competencies"
    )
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
