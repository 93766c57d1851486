"""What the pages of the handbook show, prepared from the rows of the queries."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from espalier.cycle.policy.goals import queries as goals
from espalier.cycle.policy.handbook import queries
from espalier.cycle.policy.handbook.chapters import CHAPTERS, Chapter
from espalier.cycle.policy.handbook.types import ClauseTemplate, RaciTable
from espalier.cycle.policy.handbook.wording import FIELDS, raci_problem
from espalier.cycle.policy.history import Change, history_of
from espalier.kit.errors import Problem


@dataclass(frozen=True, slots=True)
class ChapterPage:
    """A chapter with its clauses, and the templates not begun yet."""

    chapter: Chapter
    clauses: tuple[Any, ...]
    templates: tuple[ClauseTemplate, ...]

    @property
    def n_unadapted(self) -> int:
        return sum(not clause.is_adapted for clause in self.clauses)


def chapter_pages() -> list[ChapterPage]:
    """All sixteen chapters. One query."""
    by_chapter: dict[int, list[Any]] = defaultdict(list)
    for clause in queries.clauses_in_force():
        by_chapter[clause.chapter].append(clause)
    used = {clause.template for found in by_chapter.values() for clause in found}
    return [
        ChapterPage(
            chapter,
            tuple(by_chapter[chapter.number]),
            tuple(t for t in queries.templates_of(chapter.number) if t.key not in used),
        )
        for chapter in CHAPTERS
    ]


@dataclass(frozen=True, slots=True)
class ClausePage:
    """One clause with the directions it carries out and what happened to it."""

    english: bool
    directions: tuple[Any, ...]
    history: tuple[Change, ...]
    template: ClauseTemplate | None


def clause_page(clause: Any) -> ClausePage:
    linked = set(goals.direction_ids_of_clauses().get(clause.pk, ()))
    return ClausePage(
        english=(get_language() or "").startswith("en"),
        directions=tuple(d for d in goals.policy_directions() if d.id in linked),
        history=history_of(clause, FIELDS),
        template=queries.clause_templates().get(clause.template),
    )


@dataclass(frozen=True, slots=True)
class RaciPage:
    """The table with one cell a role, and what is wrong with its lines."""

    roles: tuple[str, ...]
    rows: tuple[tuple[int, str, tuple[str, ...], bool], ...]
    problems: tuple[Problem, ...]


def raci_page(table: RaciTable) -> RaciPage:
    english = (get_language() or "").startswith("en")

    def name(row: Any) -> str:
        return str((english and row.name_en) or row.name)

    return RaciPage(
        roles=tuple(name(role) for role in table.roles),
        rows=tuple(
            (
                line.id,
                f"{line.code} {name(line)}",
                tuple(line.letters.get(role.id, "") for role in table.roles),
                bool(line.problems),
            )
            for line in table.lines
        ),
        problems=tuple(
            raci_problem(kind, f"{line.code} {name(line)}")
            for line in table.lines
            for kind in line.problems
        ),
    )


def legend() -> list[tuple[str, str]]:
    """What the four letters mean."""
    return [
        ("R", _("Responsible: does the work")),
        ("A", _("Accountable: answers for it, one role only")),
        ("C", _("Consulted: is asked before")),
        ("I", _("Informed: is told after")),
    ]
