"""O1.1.1 as one of the eight documents: its hurdles, its sources, and where its pages are."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espalier.cycle.policy.handbook import content as contents
from espalier.cycle.policy.handbook.chapters import BY_NUMBER, CHAPTERS, CONTROL
from espalier.cycle.policy.handbook.permissions import CHANGE, PUBLISH, VIEW
from espalier.cycle.policy.handbook.sections import document_of
from espalier.cycle.policy.handbook.types import RaciProblem
from espalier.cycle.policy.handbook.wording import raci_problem
from espalier.kit.errors import Problem
from espalier.kit.outputs.registry import register_output
from espalier.kit.outputs.types import Content, Hurdle, OutputKind
from espalier.kit.versions.types import EVERY_RECORD, Source

OUTPUT = "O1.1.1"
GOAL, DEVELOPMENT = "policy.BusinessGoal", "policy.DevelopmentGoal"
DIRECTION, CLAUSE = "policy.Direction", "policy.Clause"
RACI, CATEGORY = "policy.RaciActivity", "policy.TrainingCategory"
RESOURCE = "policy.Resource"


def hurdles(frozen: Content) -> list[Hurdle]:
    """What keeps the handbook from review, all at once; a gap in the links may be explained instead."""
    return [
        *_missing_links(frozen),
        *_weak_directions(frozen),
        *_unread_clauses(frozen),
        *_empty_chapters(frozen),
        *_broken_raci(frozen),
    ]


def _missing_links(frozen: Content) -> Iterator[Hurdle]:
    goals = {row["key"]: row for row in frozen["goals"]}
    for key in frozen["uncovered"]:
        yield Hurdle(
            f"goal_uncovered:{key}",
            Problem(
                "goal_uncovered",
                _("No policy direction pursues the business goal %(goal)s.")
                % {"goal": f"{key} {goals[key]['text']}"},
                _("Goals and directions"),
                _("Link it to a people-development goal with a direction, or record why not."),
            ),
            reason_allowed=True,
        )
    directions = {row["key"]: row for row in frozen["directions"]}
    for key in frozen["unjustified"]:
        yield Hurdle(
            f"direction_unjustified:{key}",
            Problem(
                "direction_unjustified",
                _("No business goal asks for direction %(direction)s.")
                % {"direction": f"{key}. {directions[key]['text']}"},
                _("Goals and directions"),
                _("Say which people-development goal it pursues, end it, or record why it stays."),
            ),
            reason_allowed=True,
        )


def _weak_directions(frozen: Content) -> Iterator[Hurdle]:
    for row in frozen["directions"]:
        label = f"{row['key']}. {row['text']}"
        if not row["measure"] or row["target"] is None:
            yield Hurdle(
                f"direction_without_measure:{row['key']}",
                Problem(
                    "direction_without_measure",
                    _("The direction has no measure or no target."),
                    label,
                    _("Say what is measured and which value is to be reached."),
                ),
            )
        if not row["owner"]:
            yield Hurdle(
                f"direction_without_owner:{row['key']}",
                Problem(
                    "direction_without_owner",
                    _("Nobody answers for the direction."),
                    label,
                    _("Name the responsible post."),
                ),
            )
    if not frozen["directions"]:
        yield Hurdle(
            "no_direction",
            Problem(
                "no_direction",
                _("The policy has no direction."),
                _("Goals and directions"),
                _("Write at least one policy direction."),
            ),
        )


def _unread_clauses(frozen: Content) -> Iterator[Hurdle]:
    for clause in frozen["clauses"]:
        if clause["is_adapted"] and not clause["to_fill"]:
            continue
        left = "、".join(clause["to_fill"])
        message = _("The clause is still a template nobody adapted.")
        if left:
            message += " " + _("These places are still to be filled in: %(about)s") % {
                "about": left
            }
        yield Hurdle(
            f"clause_unadapted:{clause['chapter']}.{clause['number']}",
            Problem(
                "clause_unadapted",
                message,
                f"{clause['chapter']}.{clause['number']} {clause['title']}",
                _("Read it, fill in what is marked, and make it your own text."),
            ),
        )


def _empty_chapters(frozen: Content) -> Iterator[Hurdle]:
    for number in contents.empty_chapters(dict(frozen)):
        yield Hurdle(
            f"chapter_empty:{number}",
            Problem(
                "chapter_empty",
                _("The chapter has no clause."),
                f"{number}. {BY_NUMBER[number].title}",
                _("Write a clause, or begin with a template."),
            ),
        )


def _broken_raci(frozen: Content) -> Iterator[Hurdle]:
    for line in frozen["raci"]["lines"]:
        label = f"{line['code']} {line['name']}"
        for problem in line["problems"]:
            yield Hurdle(
                f"raci:{line['code']}:{problem}", raci_problem(RaciProblem(problem), label)
            )


def sources(frozen: Content) -> Iterator[Source]:
    """Every record a section states, and the registers the document lists whole."""
    anchors = {chapter.number: chapter.anchor for chapter in CHAPTERS}
    for clause in frozen["clauses"]:
        yield Source(anchors[clause["chapter"]], CLAUSE, str(clause["id"]))
    parts: tuple[tuple[str, str, tuple[str, ...]], ...] = (
        ("goals", GOAL, ("strategy", "indicators")),
        ("developments", DEVELOPMENT, ("strategy", "indicators")),
        ("directions", DIRECTION, ("directions", "strategy", "indicators")),
    )
    for part, kind, sections in parts:
        for row in frozen[part]:
            yield from (Source(section, kind, str(row["id"])) for section in sections)
    yield from (Source("governance", RACI, str(line["id"])) for line in frozen["raci"]["lines"])
    categories: Any = frozen["system"]["categories"]
    yield from (Source("system", CATEGORY, str(row["id"])) for row in categories)
    yield from (Source("resources", RESOURCE, str(row["id"])) for row in frozen["resources"])
    # A new record changes the document as much as a changed one.
    registers = ((CONTROL, CLAUSE), ("strategy", GOAL), ("strategy", DEVELOPMENT),
                 ("directions", DIRECTION), ("governance", RACI), ("system", CATEGORY),
                 ("resources", RESOURCE))  # fmt: skip
    yield from (Source(section, kind, EVERY_RECORD) for section, kind in registers)


def register() -> None:
    register_output(
        OutputKind(
            output=OUTPUT,
            title=gettext_lazy("Training policy handbook"),
            title_en="Training policy handbook",
            content=contents.content,
            tree=document_of,
            hurdles=hurdles,
            sources=sources,
            view=VIEW,
            prepare=CHANGE,
            publish=PUBLISH,
            work_page="policy:handbook",
        )
    )
