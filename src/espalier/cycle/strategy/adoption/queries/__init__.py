"""Reading decisions, their candidates and how well each fits."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, QuerySet

from espalier.cycle.learning_map.requirements import queries as requirements
from espalier.cycle.needs.needs_list import queries as needs_list
from espalier.cycle.standards.catalogue import queries as catalogue
from espalier.cycle.standards.versions import queries as versions
from espalier.cycle.strategy.adoption import rules
from espalier.cycle.strategy.adoption.models import AdoptionDecision
from espalier.cycle.strategy.adoption.types import (
    DEFAULT_WEIGHTS,
    FitRow,
    NeededCompetency,
    StandardFacts,
)
from espalier.kit.errors import NotFound
from espalier.kit.versions.states import State

Content = dict[str, Any]


@dataclass(frozen=True, slots=True)
class CandidateView:
    """A candidate with its row of the fit table in plain form: frozen once decided, else of today."""

    candidate: Any
    fit: Content
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Newer:
    """A newer version of what was chosen, and what rests on the chosen one.

    ``comparison_id`` None: the versions are not compared yet.
    """

    standard: Any
    n_positions: int
    n_competencies: int
    comparison_id: int | None


def decisions() -> QuerySet[AdoptionDecision]:
    """All decisions by code with what was chosen."""
    return AdoptionDecision.objects.select_related("chosen").order_by("code")


def decision_or_404(decision_id: int) -> AdoptionDecision:
    """Raises: NotFound."""
    found = decisions().prefetch_related("needs", "positions").filter(pk=decision_id).first()
    if found is None:
        raise NotFound
    return found


def candidates_of(decision: AdoptionDecision, on: date) -> list[CandidateView]:
    """The candidates, best fit first. The number of queries does not grow with items or needs."""
    rows = list(decision.candidates.select_related("standard").order_by("standard__raw_code", "pk"))
    if decision.chosen_id is None:
        computed = fits(decision, [row.standard for row in rows], on)
    else:
        computed = {row.standard_id: row.fit for row in rows}
    views = [
        CandidateView(row, computed[row.standard_id], row.standard_id == decision.chosen_id)
        for row in rows
    ]
    return sorted(views, key=lambda each: -(each.fit.get("total") or 0.0))


def weights_of(decision: AdoptionDecision) -> dict[str, float]:
    """The decision's own weights, else the usual ones."""
    return {name: float(decision.weights.get(name, w)) for name, w in DEFAULT_WEIGHTS.items()}


def fits(decision: AdoptionDecision, standards: Sequence[Any], on: date) -> dict[int, Content]:
    """Standard id → its row of the fit table in plain form."""
    needed = needed_competencies(decision, on)
    facts = _facts(standards, needed)
    return {
        pk: fit_content(
            rules.fit_of(each, needed, sector=decision.sector, on=on, weights=weights_of(decision))
        )
        for pk, each in facts.items()
    }


def fit_content(row: FitRow) -> Content:
    """A row as JSON can hold it."""
    return {
        "total": row.total,
        "weight_used": row.weight_used,
        "parts": {
            part.criterion.value: {
                "value": part.value,
                "n": part.n,
                "of": part.of,
                "reason": part.reason,
                "about": list(part.about),
            }
            for part in row.parts
        },
    }


def needed_competencies(decision: AdoptionDecision, on: date) -> list[NeededCompetency]:
    """What the decision's needs name, or all needs where it names none. Three queries."""
    named = decision.needs.all()
    ids = (named if named else needs_list.active_needs()).values("competencies")
    rows = catalogue.competencies(active_only=False).filter(pk__in=ids)
    positions = [each.pk for each in decision.positions.all()]
    required: dict[int, float] = {}
    for held in requirements.requirements_on(on, position_ids=positions or None):
        known = required.get(held.competency_id)
        required[held.competency_id] = max(held.level, known or held.level)
    return [NeededCompetency(c.code, c.name, c.kind, required.get(c.pk)) for c in rows]


def _facts(
    standards: Sequence[Any], needed: Sequence[NeededCompetency]
) -> dict[int, StandardFacts]:
    """Four queries for all candidates."""
    ids = [each.pk for each in standards]
    items: dict[int, dict[tuple[str, str], tuple[str, int | None]]] = {pk: {} for pk in ids}
    rows = catalogue.items().filter(standard_id__in=ids, kind__in=requirements.KSA)
    levels = rows.annotate(level=Max("placements__block__level"))
    for item in levels:
        items[item.standard_id].setdefault((item.kind, item.name), (item.code, item.level))
    by_source = _sources([each.code for each in needed])
    scale = requirements.level_map()
    newest = _newest(standards)
    return {
        each.pk: _facts_of(each, items[each.pk], needed, by_source, scale, newest)
        for each in standards
    }


def _sources(codes: Sequence[str]) -> dict[str, tuple[int, str, str]]:
    """Competency code → standard, kind and name of the item it grew from. One query."""
    rows = catalogue.competencies(active_only=False).exclude(source_item=None)
    wanted = set(codes)
    return {
        row.code: (row.source_item.standard_id, row.source_item.kind, row.source_item.name)
        for row in rows
        if row.code in wanted and row.source_item is not None
    }


def _facts_of(
    standard: Any,
    items: Mapping[tuple[str, str], tuple[str, int | None]],
    needed: Sequence[NeededCompetency],
    by_source: Mapping[str, tuple[int, str, str]],
    scale: Mapping[int, float],
    newest: Mapping[str, Any],
) -> StandardFacts:
    covered: dict[str, str] = {}
    levels: dict[str, float | None] = {}
    for each in needed:
        _standard, kind, name = by_source.get(each.code, (0, each.kind, each.name))
        found = items.get((kind, name)) or items.get((each.kind, each.name))
        if found is not None:
            covered[each.code] = found[0]
            levels[each.code] = scale.get(found[1]) if found[1] is not None else None
    newer = newest.get(standard.code_base)
    is_newer = newer is not None and (newer.version_no or 0) > (standard.version_no or 0)
    dated = standard.updated_on or (standard.published_at and standard.published_at.date())
    return StandardFacts(
        covered=covered,
        levels=levels,
        is_own=standard.space == "own",
        sectors=tuple(_names(standard.industries)) + tuple(_names(standard.job_categories)),
        dated=dated,
        newer=f"{newer.raw_code} {newer.title}" if is_newer and newer is not None else "",
    )


def _names(rows: Iterable[Any]) -> Iterable[str]:
    return (str(row.get("name", "")) for row in rows if isinstance(row, dict) and row.get("name"))


def _newest(standards: Sequence[Any]) -> dict[str, Any]:
    """Code without version → the newest published version. One query."""
    bases = {each.code_base for each in standards if each.code_base}
    rows = catalogue.standards().filter(code_base__in=bases, state=State.PUBLISHED)
    newest: dict[str, Any] = {}
    for row in rows.order_by("version_no"):
        newest[row.code_base] = row
    return newest


def newer_versions() -> dict[int, Newer]:
    """Decision id → the newer version of what was chosen, with what rests on the old. Five queries at most."""
    decided = [each for each in decisions() if each.chosen is not None]
    newest = _newest([each.chosen for each in decided])
    late = {
        each.pk: newest[each.chosen.code_base]
        for each in decided
        if each.chosen is not None
        and each.chosen.code_base in newest
        and (newest[each.chosen.code_base].version_no or 0) > (each.chosen.version_no or 0)
    }
    if not late:
        return {}
    compared = {(row.old_id, row.new_id): row.pk for row in versions.comparisons()}
    chosen = {each.pk: each.chosen_id for each in decided}
    positions = _counted(row.standard_id for row in requirements.adoptions().filter(ends_on=None))
    grown = catalogue.competencies().exclude(source_item=None)
    competencies = _counted(grown.values_list("source_item__standard_id", flat=True))
    return {
        pk: Newer(
            standard,
            positions.get(chosen[pk], 0),
            competencies.get(chosen[pk], 0),
            compared.get((chosen[pk] or 0, standard.pk)),
        )
        for pk, standard in late.items()
    }


def _counted(ids: Iterable[Any]) -> dict[Any, int]:
    found: dict[Any, int] = {}
    for each in ids:
        found[each] = found.get(each, 0) + 1
    return found
