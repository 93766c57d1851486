"""The frozen content of O2.2.1: plain data, enough to write the report again without the records."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from espalier.cycle.needs.needs_list import queries as needs
from espalier.cycle.strategy.adoption import queries as adoption
from espalier.cycle.strategy.framework import queries as framework
from espalier.cycle.strategy.programmes import queries as programmes
from espalier.cycle.strategy.programmes.queries import ProgrammeView
from espalier.cycle.strategy.report import queries
from espalier.cycle.strategy.report.programme_content import programme_content, twins
from espalier.cycle.strategy.report.types import NARRATIVES
from espalier.kit.outputs.face import company_content

Content = dict[str, Any]
SHAPE = 1  # rises when the shape of this content changes


def content(on: date) -> Content:
    """Everything the report says on a day. The number of queries does not grow with the records."""
    views = programmes.designs(on)
    return {
        "shape": SHAPE,
        "output": framework.OUTPUT,
        "on": on.isoformat(),
        "organisation": company_content(),
        "narratives": _narratives(),
        "decisions": _decisions(on),
        "needs": _needs(on, views),
        "criteria": [
            {"id": c.pk, "code": c.code, "weight": c.weight, **twins(c, "name", "meaning")}
            for c in programmes.criteria()
        ],
        "programmes": [programme_content(each) for each in framework.aligned(views)],
        "advice": _advice(views),
        "confirmations": _confirmations(views),
        "ledger": _ledger(),
        "drafts": _drafts(),
        "procedure": _procedure(),
        "unit": _unit(on),
        "changes": [],
    }


def _narratives() -> Content:
    written = queries.narratives()
    return {
        key: {"id": row.pk, **twins(row, "text")}
        for key in NARRATIVES
        if (row := written.get(key)) is not None
    }


def _decisions(on: date) -> list[Content]:
    newer = adoption.newer_versions()
    rows = adoption.decisions().prefetch_related("needs", "positions")
    return [
        {
            "id": row.pk,
            "code": row.code,
            **twins(row, "title", "reason"),
            "sector": row.sector,
            "chosen": row.chosen.raw_code if row.chosen else "",
            "chosen_title": row.chosen.title if row.chosen else "",
            "decided_on": row.decided_on.isoformat() if row.decided_on else "",
            "decided_by": row.decided_by,
            "weights": adoption.weights_of(row),
            "needs": [each.code for each in row.needs.all()],
            "positions": [twins(each, "name") for each in row.positions.all()],
            "candidates": [
                {
                    "code": each.candidate.standard.raw_code,
                    "title": each.candidate.standard.title,
                    "is_chosen": each.is_chosen,
                    "fit": each.fit,
                    **twins(each.candidate, "note"),
                }
                for each in adoption.candidates_of(row, on)
            ],
            "newer": newer[row.pk].standard.raw_code if row.pk in newer else "",
        }
        for row in rows
    ]


def _needs(on: date, views: Iterable[ProgrammeView]) -> list[Content]:
    """The needs the programmes answer, with what the analysis found about them."""
    served: dict[str, list[str]] = {}
    for view in views:
        for need in view.programme.needs.all():
            served.setdefault(need.code, []).append(view.programme.code)
    return [
        {
            "id": row.id,
            "code": row.code,
            "title": row.title,
            "title_en": row.title_en,
            "is_training": row.is_training,
            "score": row.score,
            "rank": row.rank,
            "programmes": served[row.code],
        }
        for row in needs.needs(on)
        if row.code in served
    ]


def _advice(views: Iterable[ProgrammeView]) -> list[Content]:
    """The rules of advice that hold for some target group, with the groups they hold for."""
    found: dict[str, Content] = {}
    for view in views:
        for group in view.groups:
            for rule in group.advice:
                entry = found.setdefault(
                    rule.code,
                    {
                        "id": rule.pk,
                        "code": rule.code,
                        "level": rule.level,
                        "constraint": rule.constraint,
                        "source": rule.source,
                        "groups": [],
                        **twins(rule, "method", "reason", "principle"),
                    },
                )
                entry["groups"].append(group.group.code)
    return [found[code] for code in sorted(found)]


def _confirmations(views: Iterable[ProgrammeView]) -> Content:
    draft = framework.latest_draft()
    states = framework.states_of(list(views))
    return {
        "draft": draft.number if draft else None,
        "draft_on": draft.taken_on.isoformat() if draft else "",
        "is_current": all(state.is_current for state in states),
        "groups": [
            {
                "group": state.group,
                "holds": state.holds,
                "id": state.confirmation.pk if state.confirmation else None,
                "on": state.confirmation.confirmed_on.isoformat() if state.confirmation else "",
                "by": state.confirmation.spokesperson if state.confirmation else "",
                "n": state.confirmation.n_heard if state.confirmation else None,
                **(
                    twins(state.confirmation, "remarks")
                    if state.confirmation
                    else {"remarks": "", "remarks_en": ""}
                ),
            }
            for state in states
        ],
    }


def _ledger() -> list[Content]:
    """Voices and what became of them; requests and reasons in both languages, words as they were said."""
    drafts = list(framework.drafts())
    english = framework.requests_in_english(drafts)
    return [
        {
            "who": line.who,
            "when": line.when.isoformat() if line.when else "",
            "words": line.words,
            "request": line.request,
            "request_en": english.get(line.request_id, ("", ""))[0],
            "decision": line.decision or "",
            "reason": line.reason,
            "reason_en": english.get(line.request_id, ("", ""))[1],
            "effect": line.effect_label,
        }
        for line in framework.ledger(drafts)
    ]


def _drafts() -> list[Content]:
    rows = list(framework.drafts())
    return [
        {
            "id": row.pk,
            "number": row.number,
            "on": row.taken_on.isoformat(),
            "by": row.taken_by,
            "n_lines": len(row.lines),
            **twins(row, "note"),
            "changes": [
                [change.sign, change.line] for change in framework.changes_between(rows, row)
            ],
        }
        for row in rows
    ]


def _procedure() -> Content | None:
    found = framework.procedure_confirmation()
    if found is None:
        return None
    return {
        "id": found.pk,
        "code": found.procedure.code,
        **twins(found.procedure, "title"),
        **twins(found, "criteria"),
        "steps": found.steps,
        "on": found.confirmed_on.isoformat(),
        "by": found.confirmed_by,
    }


def _unit(on: date) -> Content:
    unit = framework.training_unit(on)
    return {
        "members": [
            {
                **twins(member.position, "name"),
                "n": member.n_people,
                "standards": [f"{s.raw_code} {s.title}" for s in member.standards],
                "work": [
                    {
                        "id": each.pk,
                        "part": each.part,
                        "indicator": each.indicator,
                        **twins(each, "work"),
                    }
                    for each in member.work
                ],
            }
            for member in unit.members
        ],
        "gaps": [
            {
                "code": row.code,
                **twins(row, "name"),
                "n_people": gap.n_people,
                "n_used": gap.n_used,
                "required": gap.mean_required,
                "current": gap.mean_current,
                "gap_index": gap.gap_index,
                "hidden": gap.hidden,
            }
            for row, gap in unit.gaps
        ],
    }
