"""The path of a position through the modules, where a person has set it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PathStep(models.Model):
    """A module pinned on a position's path by hand; the rest of the path is computed from requirements."""

    position = models.ForeignKey(
        "people.Position", on_delete=models.CASCADE, related_name="path_steps"
    )
    module = models.ForeignKey(
        "learning_map.Module", on_delete=models.PROTECT, related_name="path_steps"
    )
    order = models.PositiveSmallIntegerField()
    is_mandatory = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["position", "module"],
                name="learning_map_step_once",
                violation_error_message=_("This module already stands on the path."),
            )
        ]
