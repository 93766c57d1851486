"""The frozen content of O1.2.1: plain data, enough to write the document again without the records.

Paths, coverage and moves are stored as computed, so that a later change of a rule cannot change an
edition that was published.
"""

import base64
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from espalier.cycle.learning_map.completions import queries as completions
from espalier.cycle.learning_map.map import queries
from espalier.cycle.learning_map.map.queries import MapData, Move
from espalier.cycle.learning_map.map.types import Coverage, Path, Unreached
from espalier.cycle.learning_map.modules.types import PublishedModule
from espalier.cycle.learning_map.norms import queries as norms
from espalier.cycle.learning_map.norms.types import NormInForce
from espalier.cycle.learning_map.requirements import queries as requirements
from espalier.cycle.learning_map.scale import bounds
from espalier.kit.files.queries import file_bytes
from espalier.kit.organisation import queries as organisation

Content = dict[str, Any]
SHAPE = 2  # rises when the shape of this content changes


def map_content(on: date) -> Content:
    """Everything O1.2.1 says on a day. The number of queries does not grow with the records."""
    data = queries.map_data(on)
    codes = {pk: each.code for pk, each in data.competencies.items()}
    modules = {pk: each.code for pk, each in data.modules.items()}
    places = {each.pk: each.code for each in data.positions}
    scale = bounds()
    return {
        "shape": SHAPE,
        "on": on.isoformat(),
        "organisation": _organisation(),
        "scale": {
            "lowest": scale.lowest,
            "highest": scale.highest,
            "name": scale.name,
            "name_en": scale.name_en,
            "anchors": list(scale.anchors),
        },
        "standards": _standards(on, places),
        "functions": _functions(data),
        "positions": [_position(each, data) for each in data.positions],
        "competencies": _competencies(data),
        "requirements": [
            [places[position], codes[competency], level]
            for position, levels in data.required.items()
            for competency, level in levels.items()
        ],
        "modules": [_module(each, codes, modules) for each in data.modules.values()],
        "paths": {places[pk]: _path(path) for pk, path in data.paths.items()},
        "unreached": {
            places[pk]: _unreached(path.unreached, codes)
            for pk, path in data.paths.items()
            if path.unreached
        },
        "coverage": _coverage(data.coverage, codes, modules),
        "norms": [_norm(each, places) for each in norms.norms_in_force(on, applied_only=False)],
        "moves": [_move(each, codes) for each in queries.adjacent_moves(data)],
        "provenance": _provenance(data),
        "changes": [],
    }


def _organisation() -> Content:
    """The name and look of the day; the logo goes along so that the edition can be written again."""
    settings = organisation.current()
    logo = base64.b64encode(file_bytes(settings.logo)).decode() if settings.logo else ""
    return {
        "name": settings.name,
        "name_en": settings.name_en,
        "republic_dates": settings.date_form == "roc",
        "logo": logo,
    }


def _standards(on: date, places: Mapping[int, str]) -> list[Content]:
    found: dict[str, Content] = {}
    for row in requirements.adoptions(on):
        if row.position_id not in places:
            continue
        standard = row.standard
        entry = found.setdefault(
            standard.raw_code or standard.title,
            {
                "code": standard.raw_code,
                "title": standard.title,
                "space": standard.space,
                "state": standard.state,
                "level": standard.level,
                "positions": [],
            },
        )
        entry["positions"].append(places[row.position_id])
    return [found[key] for key in sorted(found)]


def _functions(data: MapData) -> list[Content]:
    seen = {each.function_id: each.function for each in data.positions}
    return [{"code": f.code, "name": f.name, "name_en": f.name_en} for f in seen.values()]


def _position(each: Any, data: MapData) -> Content:
    path = data.paths[each.pk]
    return {
        "code": each.code,
        "name": each.name,
        "name_en": each.name_en,
        "function": each.function.code,
        "grade": each.grade.name,
        "grade_en": each.grade.name_en,
        "rank": each.grade.rank,
        "tier": each.grade.tier,
        "degree": each.min_degree,
        "fields": each.fields_of_study,
        "experience_months": each.min_experience_months,
        "n_required": len(data.required.get(each.pk, {})),
        "minutes": path.minutes,
    }


def _competencies(data: MapData) -> list[Content]:
    """Only what somebody requires or a module raises."""
    used = {c for levels in data.required.values() for c in levels}
    used |= {c for module in data.modules.values() for c, _level in module.raises}
    chosen = [ref for pk, ref in data.competencies.items() if pk in used]
    # One standard after the other, knowledge before skills before attitudes, as documents print them.
    chosen.sort(key=lambda ref: (ref.code.rpartition("/")[0], "KSA".index(ref.kind), ref.code))
    return [
        {"code": ref.code, "kind": ref.kind, "name": ref.name, "name_en": ref.name_en}
        for ref in chosen
    ]


def _module(each: PublishedModule, codes: Mapping[int, str], modules: Mapping[int, str]) -> Content:
    return {
        "code": each.code,
        "version": each.version_no,
        "name": each.name,
        "name_en": each.name_en,
        "minutes": each.minutes,
        "mode": each.mode,
        "mix": each.mix,
        "category": each.category,
        "assessment": each.assessment,
        "certificate": each.certificate,
        "validity_months": each.validity_months,
        "requires": [modules[pk] for pk in each.requires if pk in modules],
        "raises": [[codes[pk], level] for pk, level in each.raises],
    }


def _path(path: Path) -> list[Content]:
    return [
        {"module": s.module.code, "why": s.why.value, "mandatory": s.is_mandatory}
        for s in path.modules
    ]


def _unreached(found: Sequence[Unreached], codes: Mapping[int, str]) -> list[list[object]]:
    return [[codes[each.competency_id], each.required, each.reached] for each in found]


def _coverage(found: Coverage, codes: Mapping[int, str], modules: Mapping[int, str]) -> Content:
    return {
        "n_required": found.n_required,
        "n_covered": found.n_covered,
        "share": found.share,
        "without_module": [codes[pk] for pk in found.without_module],
        "not_reached": _unreached(found.not_reached, codes),
        "orphan_modules": [modules[pk] for pk in found.orphan_modules],
        "unused_modules": [modules[pk] for pk in found.unused_modules],
        "redundant": [
            [codes[each.competency_id], each.level, [modules[pk] for pk in each.module_ids]]
            for each in found.redundant
        ],
    }


def _move(move: Move, codes: Mapping[int, str]) -> Content:
    return {
        "from": move.start.code,
        "to": move.target.code,
        "gaps": [
            [codes[each.competency_id], each.had, each.needed] for each in move.gaps if each.gap > 0
        ],
        "modules": [each.code for each in move.modules],
        "minutes": move.minutes,
    }


def _norm(norm: NormInForce, places: Mapping[int, str]) -> Content:
    """A norm as the register knew it on the day, with the rule in force and what it was linked to."""
    known = norm.content
    return {
        "id": norm.id,
        "code": norm.code,
        "version": norm.version_no,
        "kind": known.kind,
        "topic": known.topic,
        "name": known.title,
        "name_en": known.title_en,
        "summary": known.summary,
        "summary_en": known.summary_en,
        "source": known.source,
        "source_dated": _day(known.source_dated),
        "checked_on": _day(known.checked_on),
        "review_on": _day(known.review_on),
        "status": known.status,
        "is_applied": known.is_applied,
        "effective_from": norm.effective_from.isoformat(),
        "rule": norm.rule.to_json(),
        "positions": [places[pk] for pk in norm.position_ids if pk in places],
        "modules": [[link.code, link.credit_minutes] for link in norm.modules],
    }


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _provenance(data: MapData) -> Content:
    recorded = requirements.last_recorded_at()
    return {
        "n_positions": len(data.positions),
        "n_positions_without_requirement": sum(
            1 for each in data.positions if not data.required.get(each.pk)
        ),
        "n_requirements": sum(len(levels) for levels in data.required.values()),
        "n_modules": len(data.modules),
        "n_completions": completions.n_completions(),
        "requirements_recorded_at": recorded.isoformat() if recorded else "",
    }
