"""Reading clauses, their templates, the RACI table and the parts of the training system."""

import tomllib
from collections import defaultdict
from functools import cache
from importlib.resources import files
from typing import Any

from django.db.models import Max, QuerySet

from espalier.cycle.policy.handbook.models import (
    Clause,
    RaciActivity,
    RaciCell,
    RaciRole,
    TrainingCategory,
)
from espalier.cycle.policy.handbook.rules import problems_of_activity
from espalier.cycle.policy.handbook.types import (
    ClauseTemplate,
    RaciLine,
    RaciRoleRow,
    RaciTable,
)
from espalier.kit.errors import NotFound


@cache
def clause_templates() -> dict[str, ClauseTemplate]:
    """The texts to begin with, by key, in the order of the chapters."""
    source = files("espalier.cycle.policy.handbook").joinpath("clause_templates.toml")
    table = tomllib.loads(source.read_text(encoding="utf-8"))
    return {
        each["key"]: ClauseTemplate(
            each["key"],
            each["chapter"],
            each["title"],
            each["title_en"],
            each["text"].strip(),
            each["text_en"].strip(),
        )
        for each in table["clause"]
    }


def templates_of(chapter: int) -> list[ClauseTemplate]:
    return [each for each in clause_templates().values() if each.chapter == chapter]


def clauses() -> QuerySet[Clause]:
    """All clauses, ended ones too, with the posts that answer for them, in the order of the handbook."""
    return Clause.objects.select_related("owner").order_by("chapter", "number")


def clauses_in_force() -> QuerySet[Clause]:
    return clauses().filter(ended_on=None)


def clause_or_404(clause_id: int) -> Clause:
    """Raises: NotFound."""
    found = clauses().filter(pk=clause_id).first()
    if found is None:
        raise NotFound
    return found


def next_number(chapter: int) -> int:
    """The number after the last clause of a chapter."""
    return (Clause.objects.filter(chapter=chapter).aggregate(n=Max("number"))["n"] or 0) + 1


def clause_ids_by_place() -> dict[tuple[int, int], int]:
    """(chapter, number) → id, ended ones too. One query."""
    return {(c, n): pk for c, n, pk in Clause.objects.values_list("chapter", "number", "pk")}


def unadapted_clauses() -> list[Clause]:
    """Clauses in force that still are a template nobody confirmed to have read."""
    return list(clauses_in_force().filter(is_adapted=False))


def clause_kinds() -> list[tuple[str, Any]]:
    return list(Clause.Kind.choices)


def raci_roles() -> QuerySet[RaciRole]:
    return RaciRole.objects.order_by("order", "code")


def raci_activities() -> QuerySet[RaciActivity]:
    return RaciActivity.objects.order_by("order", "code")


def activity_or_404(activity_id: int) -> RaciActivity:
    """Raises: NotFound."""
    found = RaciActivity.objects.filter(pk=activity_id).first()
    if found is None:
        raise NotFound
    return found


def raci_table() -> RaciTable:
    """Roles × activities with what is wrong with each line. Three queries."""
    letters: dict[int, dict[int, str]] = defaultdict(dict)
    for activity, role, told in RaciCell.objects.values_list("activity_id", "role_id", "letters"):
        letters[activity][role] = told
    roles = tuple(RaciRoleRow(r.pk, r.code, r.name, r.name_en) for r in raci_roles())
    lines = tuple(
        RaciLine(
            a.pk,
            a.code,
            a.name,
            a.name_en,
            letters.get(a.pk, {}),
            tuple(problems_of_activity(letters.get(a.pk, {}).values())),
        )
        for a in raci_activities()
    )
    return RaciTable(roles, lines)


def training_categories() -> QuerySet[TrainingCategory]:
    """The parts of the training system in their order, with their functions."""
    return TrainingCategory.objects.select_related("function").order_by("order", "code")


def category_or_404(category_id: int) -> TrainingCategory:
    """Raises: NotFound."""
    found = training_categories().filter(pk=category_id).first()
    if found is None:
        raise NotFound
    return found


def category_kinds() -> list[tuple[str, Any]]:
    return list(TrainingCategory.Kind.choices)
