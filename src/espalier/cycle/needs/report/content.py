"""The frozen content of O2.1.1: plain data, enough to write the report again without the records.

Ranks, figures of opinion and measured gaps are stored as computed, so that a later change of a rule cannot change
an edition that was approved.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from espalier.cycle.needs.desk_research import queries as desk
from espalier.cycle.needs.needs_list import queries as needs
from espalier.cycle.needs.report import queries
from espalier.cycle.needs.report.types import OUTPUT
from espalier.cycle.needs.stakeholders import queries as stakeholders
from espalier.cycle.needs.stakeholders.types import Climate
from espalier.cycle.needs.strategy_goals import queries as goals
from espalier.cycle.policy.goals import queries as policy
from espalier.kit.consultation.types import LedgerLine
from espalier.kit.outputs import face

Content = dict[str, Any]
SHAPE = 1  # rises when the shape of this content changes


def content(on: date) -> Content:
    """Everything O2.1.1 says on a day. The number of queries does not grow with the records."""
    analysis = stakeholders.current_analysis()
    year = analysis.pk if analysis else None
    people = stakeholders.stakeholders(analysis=analysis)
    considerations = stakeholders.considerations(analysis=analysis) if analysis else []
    return {
        "shape": SHAPE,
        "output": OUTPUT,
        "on": on,
        "organisation": face.company_content(),
        "analysis": _analysis(analysis),
        "narratives": {
            part: {"id": row.pk, "text": row.text, "text_en": row.text_en}
            for part, row in sorted(queries.narratives(year).items())
        },
        "stakeholders": [_without(asdict(row), "email", "user_id") for row in people],
        "unheard": [asdict(row) for row in stakeholders.unheard(people)],
        "ledger": _ledger(analysis),
        "considerations": [asdict(row) | {"n": row.n} for row in considerations],
        "climate": _climate(stakeholders.climate(on)),
        "documents": [asdict(row) for row in desk.documents()],
        "extracts": [asdict(row) for row in desk.extracts()],
        "findings": [_finding(row) for row in queries.findings(year)],
        **_needs(),
        "goals": [_goal(row) for row in goals.all_goals()],
        "directions": [
            {"id": row.id, "number": row.number, "text": row.text, "text_en": row.text_en}
            for row in policy.directions()
        ],
    }


def _analysis(analysis: Any) -> Content | None:
    if analysis is None:
        return None
    names = ("year", "purpose", "purpose_en", "scope", "scope_en", "question", "question_en")
    return {"id": analysis.pk, **{name: getattr(analysis, name) for name in names}}


def _without(row: Content, *names: str) -> Content:
    """Addresses of people have no place in a document that is handed out."""
    return {key: value for key, value in row.items() if key not in names}


def _ledger(analysis: Any) -> list[Content]:
    """What was said stays in the words of who said it; the rounds have English titles."""
    english = {row.pk: row.title_en for row in stakeholders.rounds_of_analysis(analysis)}
    return [
        _logged(line) | {"round_en": english.get(line.round_id, "")}
        for line in stakeholders.consultation_log(analysis)
    ]


def _logged(line: LedgerLine) -> Content:
    return {
        "when": line.when,
        "who": line.who,
        "channel": line.channel.value,
        "round_id": line.round_id,
        "round": line.round_title,
        "words": line.words,
        "request": line.request,
        "decision": line.decision.value if line.decision else "",
        "reason": line.reason,
        "effect": line.effect_label,
    }


def _climate(found: Climate | None) -> Content | None:
    if found is None:
        return None
    plain = asdict(found)
    plain["factors"] = [
        _without(factor, "items") for factor in plain["factors"] if not factor["is_hidden"]
    ]
    return plain


def _finding(row: Any) -> Content:
    names = (
        "code", "kind", "text", "text_en", "response", "response_en", "source", "source_en",
        "extract_id", "consideration_id",
    )  # fmt: skip
    return {
        "id": row.pk,
        **{name: getattr(row, name) for name in names},
        "rests_on": sorted(each.code for each in row.rests_on.all()),
    }


def _needs() -> Content:
    """Needs with their places, causes, links, gaps, criteria and what respondents think of them."""
    board = needs.board()
    scored, sensitivity = needs.priorities(board)
    places = {need.pk: place for need, place in zip(board.needs, scored, strict=True)}
    active = list(needs.active_needs())
    gaps = needs.gaps_of(need.pk for need in active)
    return {
        "needs": [_need(need, places[need.pk]) for need in active],
        "criteria": [
            {
                "id": row.pk,
                "code": row.code,
                "name": row.name,
                "name_en": row.name_en,
                "weight": row.weight,
                "lower_is_better": row.lower_is_better,
                "score_from": row.score_from,
            }
            for row in board.criteria
        ],
        "sensitivity": [_without(asdict(line), "changed") for line in sensitivity],
        "opinions": asdict(needs.ratings_board()),
        "gaps": [_gap(row) for need in active for row in gaps.get(need.pk, ())],
        "measured_on": needs.last_measured_on(),
    }


def _need(need: Any, place: Any) -> Content:
    check = getattr(need, "cause_check", None)
    texts = ("title", "title_en", "description", "description_en", "source", "source_en")
    return {
        "id": need.pk,
        "code": need.code,
        **{name: getattr(need, name) for name in texts},
        "view": need.view,
        "headcount": need.headcount,
        "score": place.score,
        "rank": place.rank,
        "best_rank": place.best_rank,
        "worst_rank": place.worst_rank,
        "verdict": check.verdict if check else "",
        "reason": check.reason if check else "",
        "reason_en": check.reason_en if check else "",
        "alternative": check.alternative if check else "",
        "alternative_en": check.alternative_en if check else "",
        "checked_on": check.checked_on if check else None,
        "extract_ids": _ids(need.extracts.all()),
        "consideration_ids": _ids(need.considerations.all()),
        "direction_ids": _ids(need.directions.all()),
        "norms": sorted(norm.code for norm in need.norms.all()),
        "units": [_named(unit) for unit in need.units.all()],
        "positions": [_named(position) for position in need.positions.all()],
    }


def _ids(rows: Iterable[Any]) -> list[int]:
    return sorted(row.pk for row in rows)


def _named(row: Any) -> Mapping[str, str]:
    return {"code": row.code, "name": row.name, "name_en": row.name_en}


def _gap(row: Any) -> Content:
    return {
        "need_id": row.need_id,
        "competency_id": row.competency_id,
        "name": row.competency.name,
        "name_en": row.competency.name_en,
        "required": row.mean_required,
        "current": row.mean_current,
        "gap_index": row.gap_index,
        "share_proficient": row.share_proficient,
        "n_used": row.n_used,
        "n_people": row.n_people,
        "is_hidden": row.is_hidden,
    }


def _goal(goal: Any) -> Content:
    names = (
        "text", "specific", "measurable", "achievable", "relevant", "timely", "measure", "unit",
        "source",
    )  # fmt: skip
    both = [each for name in names for each in (name, f"{name}_en")]
    return {
        "id": goal.pk,
        "code": goal.code,
        **{name: getattr(goal, name) for name in both},
        "baseline": goal.baseline,
        "baseline_period": goal.baseline_period,
        "baseline_n": goal.baseline_n,
        "target": goal.target,
        "due_on": goal.due_on,
        "owner": goal.owner.name if goal.owner else "",
        "owner_en": goal.owner.name_en if goal.owner else "",
        "state": goal.state,
        "confirmed_on": goal.confirmed_on,
        "confirmed_by": goal.confirmed_by,
        "direction_ids": _ids(goal.directions.all()),
        "need_ids": _ids(goal.needs.all()),
    }
