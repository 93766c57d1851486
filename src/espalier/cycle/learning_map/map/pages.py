"""What the pages of the map draw."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from espalier.cycle.learning_map.freshness import OUTPUT
from espalier.cycle.learning_map.labels import (
    MODES,
    ROUTE_STATES,
    TIERS,
    hours_text,
    level_text,
)
from espalier.cycle.learning_map.map.content import map_content
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


@dataclass(frozen=True, slots=True)
class PartChange:
    """One part of the document that differs from the last edition, as texts."""

    title: object
    before: str
    after: str
    n_added: int
    n_removed: int


_PARTS: tuple[tuple[str, Promise], ...] = (
    ("standards", gettext_lazy("Standards and own models")),
    ("positions", gettext_lazy("Positions")),
    ("requirements", gettext_lazy("Required levels")),
    ("modules", gettext_lazy("Modules")),
    ("paths", gettext_lazy("Learning paths")),
    ("moves", gettext_lazy("Career moves")),
)


def changes_since(edition: Edition | None, on: date) -> list[PartChange]:
    """What publishing today would change against the last edition; empty when nothing would."""
    now = json.loads(json.dumps(map_content(on), cls=DjangoJSONEncoder))
    before = edition.content if edition else {}
    found = []
    for key, title in _PARTS:
        old, new = _lines(key, before.get(key)), _lines(key, now.get(key))
        gone = [line for line in old if line not in set(new)]
        come = [line for line in new if line not in set(old)]
        if gone or come:  # the mere order of records is no change
            found.append(PartChange(title, "\n".join(gone), "\n".join(come), len(come), len(gone)))
    return found


def _lines(key: str, part: Any) -> list[str]:
    """One line for each record of a part, in words an editor can compare."""
    if not part:
        return []
    if key == "requirements":
        return [f"{position}　{code}　{level_text(level)}" for position, code, level in part]
    if key == "paths":
        return [
            f"{code}：" + " → ".join(s["module"] for s in steps) for code, steps in part.items()
        ]
    if key == "moves":
        return [
            f"{m['from']} → {m['to']}：" + _("%(n)s competencies to raise") % {"n": len(m["gaps"])}
            for m in part
        ]
    if key == "standards":
        return [f"{s['code']} {s['title']}：{'、'.join(s['positions'])}" for s in part]
    if key == "positions":
        return [f"{p['code']} {p['name']}（{p['grade']}）" for p in part]
    return [
        f"{m['code']} v{m['version']} {m['name']}　"
        + _("%(hours)s hours") % {"hours": hours_text(m["minutes"])}
        for m in part
    ]


def published_edition() -> Edition | None:
    return versions.latest(OUTPUT, state=State.PUBLISHED)


def all_editions() -> list[Edition]:
    return list(versions.editions(OUTPUT))
