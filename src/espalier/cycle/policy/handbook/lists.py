"""The lists of clauses and of the parts of the training system."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from espalier.cycle.people.positions.queries import tier_choices
from espalier.cycle.policy.handbook import queries
from espalier.cycle.policy.handbook.chapters import BY_NUMBER, chapter_choices
from espalier.cycle.policy.handbook.wording import FIELDS
from espalier.kit.ui.types import Column, EmptyState, Filter, ListSpec

_KINDS = dict(queries.clause_kinds())
_CATEGORY_KINDS = dict(queries.category_kinds())
_TIERS = dict(tier_choices())


def _chapter(number: Any) -> str:
    return f"{number}. {BY_NUMBER[number].title}"


def _is_ended(value: str) -> Q:
    return Q(ended_on__isnull=value != "yes")


YES_NO = [("yes", _("Yes")), ("no", _("No"))]

CLAUSES = ListSpec(
    key="policy.clauses",
    title=_("Clauses of the handbook"),
    columns=(
        Column("place", _("No."), value=lambda row: f"{row.chapter}.{row.number}",
               sort=("chapter", "number")),
        Column("title", FIELDS["title"], sort=("title",)),
        Column("chapter", FIELDS["chapter"], sort=("chapter",), format=_chapter),
        Column("kind", FIELDS["kind"], sort=("kind",), format=lambda v: _KINDS.get(v, v)),
        Column("owner__name", FIELDS["owner_id"], sort=("owner__name",)),
        Column("is_adapted", FIELDS["is_adapted"], sort=("is_adapted",)),
        Column("updated_at", _("Changed at"), sort=("updated_at",)),
        Column("text", FIELDS["text"], shown=False),
        Column("text_en", FIELDS["text_en"], shown=False),
        Column("ended_on", FIELDS["ended_on"], sort=("ended_on",), shown=False),
    ),
    filters=(
        Filter("chapter", FIELDS["chapter"],
               choices=lambda: [(str(n), title) for n, title in chapter_choices()]),
        Filter("adapted", FIELDS["is_adapted"], choices=YES_NO,
               apply=lambda value: Q(is_adapted=value == "yes")),
        Filter("ended", _("Ended"), choices=YES_NO, apply=_is_ended),
    ),
    search_fields=("title", "title_en", "text", "text_en"),
    default_sort="place",
    row_url=lambda row: reverse("policy:clause", args=[row.pk]),
    empty=EmptyState(
        _("The handbook has no clause yet"),
        _("Begin a chapter with a template, or import your clauses."),
        "policy:handbook",
        _("Handbook by chapter"),
    ),
)  # fmt: skip

CATEGORIES = ListSpec(
    key="policy.categories",
    title=_("System of training"),
    columns=(
        Column("code", _("Code"), sort=("code",)),
        Column("name", _("Designation"), sort=("name",)),
        Column("kind", _("Kind of training"), sort=("kind",),
               format=lambda v: _CATEGORY_KINDS.get(v, v)),
        Column("tier", _("Level"), sort=("tier",), format=lambda v: _TIERS.get(v, v)),
        Column("function__name", _("Function"), sort=("function__name",)),
        Column("text", _("Content")),
        Column("order", _("Order"), sort=("order",), numeric=True, shown=False),
    ),
    filters=(Filter("kind", _("Kind of training"), choices=queries.category_kinds()),),
    search_fields=("code", "name", "name_en", "text"),
    default_sort="order",
    row_url=lambda row: reverse("policy:category_edit", args=[row.pk]),
    empty=EmptyState(
        _("The training system has no part yet"),
        _("Write or import its parts: for new employees, by level, by function, required by law."),
        "policy:category_new",
        _("Write a part of the system"),
    ),
)  # fmt: skip
