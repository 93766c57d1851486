"""Positions: function × grade, with what a person must bring."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class JobFunction(models.Model):
    """A family of positions (職系), such as production or training."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)
    order = models.PositiveSmallIntegerField(default=0)


class Grade(models.Model):
    """A grade (職等); ``rank`` grows with responsibility."""

    class Tier(models.TextChoices):
        BASE = "base", _("Base level")
        MIDDLE = "middle", _("Middle level")
        TOP = "top", _("Top level")

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120, blank=True)
    rank = models.PositiveSmallIntegerField(unique=True)
    tier = models.CharField(max_length=8, choices=Tier)


class Position(models.Model):
    """One position (職位). Empty prerequisites mean that none are asked."""

    class Degree(models.TextChoices):
        NONE = "", _("Not asked")
        JUNIOR_HIGH = "junior_high", _("Junior high school")
        SENIOR_HIGH = "senior_high", _("Senior high school")
        ASSOCIATE = "associate", _("Associate degree")
        BACHELOR = "bachelor", _("Bachelor")
        MASTER = "master", _("Master")
        DOCTOR = "doctor", _("Doctor")

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)
    function = models.ForeignKey(JobFunction, on_delete=models.PROTECT, related_name="positions")
    grade = models.ForeignKey(Grade, on_delete=models.PROTECT, related_name="positions")
    summary = models.TextField(blank=True)
    min_degree = models.CharField(max_length=12, choices=Degree, blank=True)
    fields_of_study = models.CharField(max_length=300, blank=True)
    min_experience_months = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)
