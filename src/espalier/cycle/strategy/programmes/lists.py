"""Lists of programmes, criteria, advice and verbs."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from espalier.cycle.strategy.programmes.models import BloomVerb, MethodRule, Objective
from espalier.cycle.strategy.programmes.queries.wording import constraint_words, level_words
from espalier.kit.ui.types import Column, EmptyState, Filter, ListSpec


def _edit(kind: str, pk: int) -> str:
    return reverse("strategy:record", args=[kind, pk])


PROGRAMMES = ListSpec(
    key="strategy.programmes",
    title=_("Programmes"),
    columns=(
        Column("code", _("Code"), sort=("code",)),
        Column("title", _("Programme"), sort=("title",)),
        Column("n_goals", _("Strategy goals"), sort=("n_goals",), numeric=True),
        Column("n_needs", _("Needs"), sort=("n_needs",), numeric=True),
        Column("n_options", _("Design options"), sort=("n_options",), numeric=True),
        Column("n_objectives", _("Objectives"), sort=("n_objectives",), numeric=True),
        Column("owner", _("Owner"), sort=("owner",)),
    ),
    search_fields=("code", "title", "title_en", "purpose"),
    default_sort="code",
    row_url=lambda row: reverse("strategy:programme", args=[row.pk]),
    empty=EmptyState(
        _("No programme yet"), _("Write the first programme, or import the list of programmes.")
    ),
)

CRITERIA = ListSpec(
    key="strategy.criteria",
    title=_("Criteria of design options"),
    columns=(
        Column("code", _("Code"), sort=("code",)),
        Column("name", _("Criterion"), sort=("name",)),
        Column("weight", _("Weight"), sort=("weight",), numeric=True),
        Column("meaning", _("What 5 points mean")),
    ),
    search_fields=("code", "name", "name_en", "meaning"),
    row_url=lambda row: _edit("option_criteria", row.pk),
    empty=EmptyState(_("No criterion yet"), _("Take over the starter table, then adapt it.")),
)

METHOD_RULES = ListSpec(
    key="strategy.method_rules",
    title=_("Advice on methods"),
    columns=(
        Column("code", _("Code"), sort=("code",)),
        Column("level", _("Level"), sort=("level",), format=level_words),
        Column("constraint", _("Constraint"), sort=("constraint",), format=constraint_words),
        Column("method", _("Method"), sort=("method",)),
        Column("reason", _("Reason for it")),
        Column("principle", _("Principle"), sort=("principle",)),
        Column("source", _("Source"), sort=("source",)),
    ),
    filters=(
        Filter("level", _("Level"), choices=list(Objective.Level.choices)),
        Filter("constraint", _("Constraint"), choices=list(MethodRule.Constraint.choices)),
    ),
    search_fields=("code", "method", "reason", "principle", "source"),
    row_url=lambda row: _edit("method_rules", row.pk),
    empty=EmptyState(_("No advice yet"), _("Take over the starter table, then adapt it.")),
)


def _in_its_language(verb: Any) -> str:
    """English verbs are told as such on a Chinese page: screen readers and spelling follow."""
    return format_html('<span lang="en">{}</span>', verb) if str(verb).isascii() else str(verb)


VERBS = ListSpec(
    key="strategy.verbs",
    title=_("Verbs of objectives"),
    columns=(
        Column("verb", _("Verb"), sort=("verb",), format=_in_its_language),
        Column("level", _("Level"), sort=("level",), format=level_words),
        Column(
            "language",
            _("Language"),
            sort=("language",),
            format=lambda value: str(BloomVerb.Language(value).label),
        ),
    ),
    filters=(
        Filter("level", _("Level"), choices=list(Objective.Level.choices)),
        Filter("language", _("Language"), choices=list(BloomVerb.Language.choices)),
    ),
    search_fields=("verb",),
    row_url=lambda row: _edit("bloom_verbs", row.pk),
    empty=EmptyState(_("No verb yet"), _("Take over the starter table, then adapt it.")),
)
