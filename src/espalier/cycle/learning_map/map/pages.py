"""What the pages of the map draw."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from espalier.cycle.learning_map.freshness import OUTPUT
from espalier.cycle.learning_map.labels import (
    MODES,
    ROUTE_STATES,
    TIERS,
    hours_text,
    level_text,
)
from espalier.cycle.learning_map.map.queries import MapData
from espalier.cycle.learning_map.map.types import Path, Route, RouteStep
from espalier.kit.ui.states import tone_of
from espalier.kit.versions import queries as versions
from espalier.kit.versions.models import Edition
from espalier.kit.versions.states import State


@dataclass(frozen=True, slots=True)
class GridCard:
    """One position on the grid: what it requires and how long its path is."""

    position: Any
    n_required: int
    n_modules: int
    hours: str
    n_unreached: int


@dataclass(frozen=True, slots=True)
class Grid:
    """Functions down, grades across, grades gathered under their tiers."""

    tiers: Sequence[tuple[object, int]]  # name, number of grades below it
    grades: Sequence[Any]
    rows: Sequence[tuple[Any, Sequence[Sequence[GridCard]]]]


def grid_of(data: MapData) -> Grid:
    """The grid of function × grade; grades nobody uses are left out."""
    grades = sorted({p.grade_id: p.grade for p in data.positions}.values(), key=lambda g: g.rank)
    functions = list({p.function_id: p.function for p in data.positions}.values())
    cards: dict[tuple[int, int], list[GridCard]] = {}
    for position in data.positions:
        place = (position.function_id, position.grade_id)
        cards.setdefault(place, []).append(_card(position, data))
    tiers: list[tuple[object, int]] = []
    for grade in grades:
        name = TIERS.get(grade.tier, grade.tier)
        if tiers and tiers[-1][0] == name:
            tiers[-1] = (name, tiers[-1][1] + 1)
        else:
            tiers.append((name, 1))
    rows = [(f, [cards.get((f.pk, g.pk), []) for g in grades]) for f in functions]
    return Grid(tiers, grades, rows)


def _card(position: Any, data: MapData) -> GridCard:
    path = data.paths[position.pk]
    return GridCard(
        position,
        len(data.required.get(position.pk, {})),
        len(path.modules),
        hours_text(path.minutes),
        len(path.unreached),
    )


def path_rows(path: Path, names: Mapping[int, Any]) -> list[dict[str, object]]:
    """The steps of a path with the names of what each raises."""
    return [
        {
            "step": step,
            "hours": hours_text(step.module.minutes),
            "raises": [(names[pk], level_text(level)) for pk, level in step.raises if pk in names],
        }
        for step in path.modules
    ]


@dataclass(frozen=True, slots=True)
class RouteRow:
    """One step of a route in words. Worked out here, once, because a learner's page is read most."""

    order: int
    url: str
    name: str
    state: str
    tone: str
    word: str
    is_mandatory: bool
    note: str
    completion_id: int | None


def route_rows(route: Route) -> list[RouteRow]:
    """The steps of a route with everything the page writes about them."""
    words = {state: (tone_of(state), str(label)) for state, label in ROUTE_STATES.items()}
    # One address is resolved; the others differ from it by the id alone.
    pattern = reverse("learning_map:module", args=[0])
    texts = {
        "completed": _("completed %(day)s"),
        "holds": _("holds through %(day)s"),
        "older": _("in an earlier version"),
        "first": _("first"),
    }
    modes = {mode: str(label) for mode, label in MODES.items()}
    return [_route_row(each, words, pattern, texts, modes) for each in route.steps]


def _route_row(
    each: RouteStep,
    words: Mapping[str, tuple[str, str]],
    pattern: str,
    texts: Mapping[str, str],
    modes: Mapping[str, str],
) -> RouteRow:
    module, held = each.step.module, each.completed
    parts = [
        module.code,
        modes.get(module.mode, module.mode),
        f"{hours_text(module.minutes)} {_('h')}",
    ]
    if held is not None:
        parts.append(texts["completed"] % {"day": f"{held.completed_on:%Y/%m/%d}"})
        if held.expires_on is not None:
            parts.append(texts["holds"] % {"day": f"{held.expires_on:%Y/%m/%d}"})
    if each.newer_version:
        parts.append(texts["older"])
    if each.blocked_by:
        parts.append(f"{texts['first']}：{'、'.join(each.blocked_by)}")
    tone, word = words[each.state]
    return RouteRow(
        order=each.step.order,
        url=pattern.replace("/0/", f"/{module.id}/"),
        name=module.name,
        state=each.state,
        tone=tone,
        word=word,
        is_mandatory=each.step.is_mandatory,
        note=" · ".join(parts),
        completion_id=held.completion_id if held else None,
    )


def published_edition() -> Edition | None:
    return versions.latest(OUTPUT, state=State.PUBLISHED)
