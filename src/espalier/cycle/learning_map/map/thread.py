"""The thread to the published map: indicator, requirement and module version → edition of O1.2.1."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from espalier.cycle.learning_map.freshness import OUTPUT
from espalier.cycle.learning_map.map import queries
from espalier.cycle.learning_map.modules import queries as modules
from espalier.cycle.learning_map.requirements import queries as requirements
from espalier.kit.outputs.thread import SECTION, section_id
from espalier.kit.thread import registry
from espalier.kit.thread.types import Break, Check, Edge, NodeKind
from espalier.kit.versions import queries as versions
from espalier.kit.versions.states import State

EDITION = "learning_map.Edition"
INDICATOR, FULFILS = "frame.Indicator", "P1.2.1"
REQUIREMENT, VERSION = "learning_map.Requirement", "learning_map.ModuleVersion"
COMPETENCY = "standards.Competency"
Pairs = Iterable[tuple[str, str]]


def register_thread() -> None:
    room = "espalier.cycle.learning_map.map"
    registry.register_node(NodeKind(EDITION, _("Competency learning map"), room, _described))
    registry.register_edge(
        Edge(INDICATOR, EDITION, _("the edition fulfils the indicator"), _fulfilled, _fulfilling)
    )
    registry.register_edge(
        Edge(
            REQUIREMENT,
            EDITION,
            _("the edition states the requirement"),
            _requirement_down,
            _requirement_up,
        )
    )
    registry.register_edge(
        Edge(VERSION, EDITION, _("the edition lists the module"), _module_down, _module_up)
    )
    registry.register_edge(
        Edge(EDITION, SECTION, _("the section belongs to the edition"), _sections, _edition_of)
    )
    registry.register_check(
        Check(
            "learning_map.level_not_reached",
            _("Required levels no module reaches"),
            levels_not_reached,
        )
    )
    registry.register_check(
        Check("learning_map.map_outdated", _("A published map older than its records"), outdated)
    )


def _sections(ids: Sequence[str]) -> Pairs:
    wanted = set(ids)
    return [
        (str(each.pk), section_id(each.pk, anchor))
        for each in _published()
        if str(each.pk) in wanted
        for anchor, *_titles in each.content.get("sections", [])
    ]


def _edition_of(ids: Sequence[str]) -> Pairs:
    mine = {str(each.pk) for each in _published()}
    return [(id, pk) for id in ids if (pk := id.partition("-")[0]) in mine]


def _published() -> list[Any]:
    """All editions that were ever in force, newest first. One query and its prefetches."""
    return [each for each in versions.editions(OUTPUT) if each.published_at is not None]


def _described(ids: Sequence[str]) -> Iterable[tuple[str, str, str]]:
    wanted = set(ids)
    for each in versions.editions(OUTPUT):
        if str(each.pk) in wanted:
            label = _("%(title)s, edition %(n)s") % {"title": each.title, "n": each.edition}
            yield str(each.pk), label, reverse("outputs:document", args=[OUTPUT])


def _fulfilled(ids: Sequence[str]) -> Pairs:
    return [(FULFILS, str(each.pk)) for each in _published()] if FULFILS in ids else []


def _fulfilling(ids: Sequence[str]) -> Pairs:
    wanted = set(ids)
    return [(str(each.pk), FULFILS) for each in _published() if str(each.pk) in wanted]


def _requirement_down(ids: Sequence[str]) -> Pairs:
    periods = requirements.periods_of(ids)
    return [
        (pk, str(edition.pk))
        for edition in _published()
        for pk, starts_on, ends_on in periods
        if _held(edition, starts_on, ends_on)
    ]


def _held(edition: Any, starts_on: date, ends_on: date | None) -> bool:
    on = date.fromisoformat(edition.content["on"])
    return starts_on <= on and (ends_on is None or on <= ends_on)


def _requirement_up(ids: Sequence[str]) -> Pairs:
    wanted = set(ids)
    return [
        (str(edition.pk), str(pk))
        for edition in _published()
        if str(edition.pk) in wanted
        for pk in requirements.ids_in_force(date.fromisoformat(edition.content["on"]))
    ]


def _listed(edition: Any) -> set[tuple[str, int]]:
    return {(each["code"], each["version"]) for each in edition.content["modules"]}


def _module_down(ids: Sequence[str]) -> Pairs:
    known = {str(key.id): place for place, key in modules.versions_by_number().items()}
    return [
        (pk, str(edition.pk))
        for edition in _published()
        for pk in ids
        if known.get(pk) in _listed(edition)
    ]


def _module_up(ids: Sequence[str]) -> Pairs:
    wanted, known = set(ids), modules.versions_by_number()
    return [
        (str(edition.pk), str(known[place].id))
        for edition in _published()
        if str(edition.pk) in wanted
        for place in sorted(_listed(edition))
        if place in known
    ]


def levels_not_reached() -> Iterable[Break]:
    """Required competencies that no module raises to the highest level required. Seven queries."""
    data = queries.map_data(timezone.localdate())
    missing = set(data.coverage.without_module)
    lacking = {each.competency_id: each for each in data.coverage.not_reached}
    for pk in sorted(missing | lacking.keys()):
        ref = data.competencies[pk]
        message: Any = _("No module raises it.")
        if pk in lacking:
            message = _("Level %(required)s is required, modules reach %(reached)s.") % {
                "required": f"{lacking[pk].required:g}",
                "reached": f"{lacking[pk].reached or 0:g}",
            }
        yield Break(
            check="learning_map.level_not_reached",
            kind=COMPETENCY,
            id=str(pk),
            label=f"{ref.code} {ref.name}",
            url=reverse("standards:competency", args=[pk]),
            message=message,
            remedy=_("Write a module that raises it, or change one."),
            remedy_url=reverse("learning_map:module_new"),
        )


def outdated() -> Iterable[Break]:
    """The edition in force, when a record it rests on changed since."""
    edition = versions.latest(OUTPUT, state=State.PUBLISHED)
    if edition is None or edition.published_at is None:
        return
    changed = [
        at
        for at in (requirements.last_recorded_at(), modules.last_published_at())
        if at is not None and at > edition.published_at
    ]
    if changed or edition.needs_update_since is not None:
        reason = edition.needs_update_reason or _("Requirements or modules changed since.")
        yield Break(
            check="learning_map.map_outdated",
            kind=EDITION,
            id=str(edition.pk),
            label=f"{edition.output} {edition.edition}",
            url=reverse("outputs:document", args=[OUTPUT]),
            message=reason,
            remedy=_("Submit a new edition"),
            remedy_url=reverse("outputs:submit", args=[OUTPUT]),
        )
