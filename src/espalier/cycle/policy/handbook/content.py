"""What is frozen in an edition of O1.1.1: plain data read from the records of a day.

The same records of the same day give the same content, so the document built from it is the same, too.
"""

from datetime import date
from typing import Any

from espalier.cycle.people.employees import queries as employees
from espalier.cycle.people.positions import queries as positions
from espalier.cycle.people.units import queries as units
from espalier.cycle.policy.goals import queries as goals
from espalier.cycle.policy.goals.types import GoalRow, Matrix
from espalier.cycle.policy.handbook import queries
from espalier.cycle.policy.handbook.chapters import CHAPTERS
from espalier.cycle.policy.handbook.rules import places_to_fill
from espalier.cycle.policy.numbers import plain
from espalier.cycle.policy.resources.queries import inventory_rows
from espalier.kit.outputs import face

TOP_OF_THE_TREE = 1  # units so deep below the root receive the handbook by name
CLAUSE_FIELDS = (
    "id", "chapter", "number", "kind", "title", "title_en", "text", "text_en", "is_adapted"
)  # fmt: skip


def content(on: date) -> dict[str, Any]:
    """Everything O1.1.1 states about ``on``. The number of queries does not grow with the records."""
    found = goals.matrix()
    return {
        "output": "O1.1.1",
        "on": on.isoformat(),
        "organisation": face.company_content(),
        "clauses": _clauses(on),
        "goals": [_goal(row) for row in found.goals],
        "developments": [_goal(row) for row in found.developments],
        "directions": [_goal(row) for row in found.directions],
        **_links(found),
        "raci": _raci(),
        "system": _system(on),
        "resources": inventory_rows(on),
        "receivers": _receivers(on),
    }


def _goal(row: GoalRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "key": row.key,
        "text": row.text,
        "text_en": row.text_en,
        "perspective": row.perspective,
        "measure": row.measure,
        "measure_en": row.measure_en,
        "baseline": plain(row.baseline),
        "target": plain(row.target),
        "unit": row.unit,
        "unit_en": row.unit_en,
        "baseline_period": row.baseline_period,
        "baseline_n": row.baseline_n,
        "source": row.source,
        "source_en": row.source_en,
        "owner": row.owner,
        "owner_en": row.owner_en,
        "starts_on": row.starts_on.isoformat() if row.starts_on else "",
        "ends_on": row.ends_on.isoformat() if row.ends_on else "",
    }


def _links(found: Matrix) -> dict[str, Any]:
    keys = {row.id: row.key for row in found.goals}
    middle = {row.id: row.key for row in found.developments}
    ends = {row.id: row.key for row in found.directions}
    return {
        "goal_links": sorted(
            [keys[a], middle[b]] for a, b in found.goal_links if a in keys and b in middle
        ),
        "direction_links": sorted(
            [middle[a], ends[b]] for a, b in found.direction_links if a in middle and b in ends
        ),
        "uncovered": [row.key for row in found.uncovered],
        "unjustified": [row.key for row in found.unjustified],
    }


def _clauses(on: date) -> list[dict[str, Any]]:
    numbers = {row.id: row.number for row in goals.directions()}
    linked = goals.direction_ids_of_clauses()
    rows = list(queries.clauses_in_force())
    holders = _holders({c.owner_id for c in rows if c.kind == "message" and c.owner_id}, on)
    return [
        {
            **{name: getattr(clause, name) for name in CLAUSE_FIELDS},
            "owner": clause.owner.name if clause.owner else "",
            "owner_en": clause.owner.name_en if clause.owner else "",
            "holder": holders.get(clause.owner_id or 0, "") if clause.kind == "message" else "",
            "directions": [numbers[pk] for pk in linked.get(clause.pk, ())],
            "to_fill": places_to_fill(clause.text, clause.text_en),
        }
        for clause in rows
    ]


def _holders(position_ids: set[int], on: date) -> dict[int, str]:
    """Who signs: the one person who holds the post of the signatory; "" where several do."""
    if not position_ids:
        return {}
    people = employees.employees().filter(employees.present_on(on), position_id__in=position_ids)
    found: dict[int, list[str]] = {}
    for position, name in people.values_list("position_id", "name"):
        found.setdefault(position, []).append(name)
    return {position: names[0] for position, names in found.items() if len(names) == 1}


def _raci() -> dict[str, Any]:
    table = queries.raci_table()
    return {
        "roles": [
            {"code": role.code, "name": role.name, "name_en": role.name_en} for role in table.roles
        ],
        "lines": [
            {
                "id": line.id,
                "code": line.code,
                "name": line.name,
                "name_en": line.name_en,
                "letters": [line.letters.get(role.id, "") for role in table.roles],
                "problems": [str(problem) for problem in line.problems],
            }
            for line in table.lines
        ],
    }


def _system(on: date) -> dict[str, Any]:
    """The parts of the training system, and positions and people by function and tier."""
    holders = positions.holders_on(on)
    counts: dict[tuple[str, str], list[int]] = {}
    for position in positions.positions().filter(is_active=True):
        place = counts.setdefault((position.function.code, position.grade.tier), [0, 0])
        place[0] += 1
        place[1] += holders.get(position.pk, 0)
    functions = [
        {"code": f.code, "name": f.name, "name_en": f.name_en} for f in positions.functions()
    ]
    return {
        "functions": functions,
        "cells": [[*place, *told] for place, told in sorted(counts.items())],
        "categories": [
            {
                "id": category.pk,
                "code": category.code,
                "name": category.name,
                "name_en": category.name_en,
                "kind": category.kind,
                "tier": category.tier,
                "function": category.function.code if category.function else "",
                "text": category.text,
                "text_en": category.text_en,
            }
            for category in queries.training_categories()
        ],
    }


def _receivers(on: date) -> list[dict[str, Any]]:
    """The units at the top of the tree with everybody below them: who the document is given to."""
    return [
        {"code": node.code, "name": node.name, "name_en": node.name_en, "n": node.n_below}
        for node in units.unit_tree(on=on)
        if node.depth <= TOP_OF_THE_TREE and not node.has_ended and node.n_below
    ]


def empty_chapters(frozen: dict[str, Any]) -> list[int]:
    """Chapters without a clause; chapters 3 and 16 are whole with directions and targets alone."""
    filled = {clause["chapter"] for clause in frozen["clauses"]}
    if frozen["directions"]:
        filled |= {3, 16}
    return [chapter.number for chapter in CHAPTERS if chapter.number not in filled]
