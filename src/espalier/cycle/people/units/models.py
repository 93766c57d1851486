"""The tree of organisational units."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Unit(models.Model):
    """One organisational unit. Its place in the tree is ``scope.path``, kept equal to ``parent``."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    scope = models.OneToOneField("accounts.ScopeNode", on_delete=models.PROTECT)
    manager = models.ForeignKey(
        "people.Employee", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    awaited_manager_number = models.CharField(
        max_length=40, blank=True
    )  # named in the units' sheet before the person was on the roster; linked when they come in
    order = models.PositiveSmallIntegerField(default=0)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="people_unit_not_own_parent",
                condition=models.Q(parent=None) | ~models.Q(parent=models.F("id")),
                violation_error_message=_("A unit cannot lie below itself."),
            )
        ]
