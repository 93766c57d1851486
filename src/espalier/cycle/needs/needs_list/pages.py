"""What the pages of needs draw, put together from queries and rules."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from espalier.cycle.needs import need_charts as drawing
from espalier.cycle.needs.need_words import (
    ANSWERS,
    PROPOSALS,
    QUESTIONS,
    RESPONDENTS,
    SCORES_FROM,
    VERDICTS,
    VIEWS,
    label,
)
from espalier.cycle.needs.needs_list import causes, linking, queries, scoring
from espalier.cycle.needs.needs_list.types import Scored, ScoreFrom, Sensitivity, View
from espalier.cycle.needs.stakeholders import queries as stakeholders

Context = dict[str, Any]
SMALL_GROUP = 5  # figures of fewer respondents are drawn, but marked as resting on few


def named(row: Any) -> str:
    """The name of a record in the reader's language."""
    english = (get_language() or "").startswith("en")
    return str((english and row.name_en) or row.name)


def titled(need: Any) -> str:
    """Code and title of a need in the reader's language."""
    english = (get_language() or "").startswith("en")
    return f"{need.code} {(english and need.title_en) or need.title}"


def need_page(need: Any) -> Context:
    """One need with addresses for everything it rests on."""
    links = queries.links_of(need)
    board = queries.board()
    scored = scoring.score_needs(board.values, board.weights)
    at = next((i for i, each in enumerate(board.needs) if each.pk == need.pk), None)
    gaps = queries.gaps_of([need.pk]).get(need.pk, [])
    return {
        "need": need,
        "extracts": _extracts(need),
        "found": [
            (link.label, linking.described(link, getattr(links, link.name)))
            for link in linking.LINKS
            if link.name != "extracts" and getattr(links, link.name)
        ],
        "gaps": gaps,
        "gap_index": queries.gap_index_of(gaps),
        "measured_on": gaps[0].measured_on if gaps else None,
        "cause": _cause(need),
        "scores": _scores(need, board, scored, at) if at is not None else [],
        "place": scored[at] if at is not None else None,
        "n_needs": len(board.needs),
        "goals": list(need.strategy_goals.all()),
        "view": label(VIEWS, need.view),
    }


def _extracts(need: Any) -> list[Context]:
    """The passages with the document, the page, and the address that opens it there."""
    found = sorted(need.extracts.all(), key=lambda each: each.pk)
    urls = linking.addresses(linking.BY_NAME["extracts"], [each.pk for each in found])
    return [{"extract": each, "url": urls.get(each.pk, "")} for each in found]


def _cause(need: Any) -> Context | None:
    check = getattr(need, "cause_check", None)
    if check is None:
        return None
    finding = causes.check_causes(check.answers)
    return {
        "check": check,
        "verdict": label(VERDICTS, check.verdict),
        "because": [
            (QUESTIONS[q], label(ANSWERS, check.answers.get(q.value, "unknown")))
            for q in finding.because
        ],
        "beside": [label(VERDICTS, each) for each in finding.beside],
        "missing": [QUESTIONS[q] for q in finding.missing],
        "proposal": PROPOSALS.get(check.verdict, ""),
    }


def _scores(need: Any, board: queries.Board, scored: list[Scored], at: int) -> list[Context]:
    reasons = {pk: row.reason for pk, row in queries.scores_of(need.pk).items()}
    total = sum(c.weight for c in board.criteria)
    return [
        {
            "name": named(criterion),
            "value": value_text(criterion.score_from, board.values[at][i]),
            "share": criterion.weight / total if total else 0.0,
            "part": scored[at].parts[i] if scored[at].parts else None,
            "origin": label(SCORES_FROM, criterion.score_from),
            "reason": reasons.get(criterion.pk, ""),
        }
        for i, criterion in enumerate(board.criteria)
    ]


def value_text(score_from: str, value: float | None) -> str:
    """A criterion's value as people read it: an index with three digits, everything else short."""
    if value is None:
        return "–"
    return f"{value:.3f}" if score_from == ScoreFrom.GAP else f"{value:g}"


def cause_initial(check: Any) -> Context:
    """The fields of the form for a check that was made before."""
    texts = ("reason", "reason_en", "alternative", "alternative_en")
    return {**check.answers, **{name: getattr(check, name) for name in texts}}


def climate_lines(on: date) -> list[Context]:
    """What the newest transfer-climate survey says, as evidence beside the questions.

    Empty before a survey, while it is open, and where too few answered. Four queries.
    """
    found = stakeholders.climate(on)
    if found is None or found.why_hidden:
        return []
    english = (get_language() or "").startswith("en")
    return [
        {
            "label": (english and factor.label_en) or factor.label,
            "value": f"{factor.mean:.2f}",
            "n": factor.n,
            "period": found.opened_on,
            "source": found.title,
        }
        for factor in found.factors
        if not factor.is_hidden and factor.mean is not None
    ]


def criteria_page() -> Context:
    """Criteria, the order they make, and its sensitivity. Six queries."""
    board = queries.board()
    scored = scoring.score_needs(board.values, board.weights)
    total = sum(c.weight for c in board.criteria)
    order = sorted(
        range(len(board.needs)), key=lambda i: (scored[i].rank or 10**6, board.needs[i].code)
    )
    lines = scoring.sensitivity(board.values, board.weights)
    return {
        "criteria": [
            {
                "name": named(c),
                "origin": label(SCORES_FROM, c.score_from),
                "weight": c.weight,
                "share": c.weight / total if total else None,
                "lower_is_better": c.lower_is_better,
                "changes": [line.changed[c.code] for line in lines],
            }
            for c in board.criteria
        ],
        "ranked": [
            {
                "need": board.needs[i],
                "title": titled(board.needs[i]),
                "place": scored[i],
                "values": [
                    value_text(c.score_from, board.values[i][j])
                    for j, c in enumerate(board.criteria)
                ],
            }
            for i in order
        ],
        "lines": lines,
        "sentences": [_sentence(line) for line in lines],
        "pareto": drawing.pareto_chart(
            [(board.needs[i].code, titled(board.needs[i]), scored[i].score) for i in order]
        ),
        "n_needs": len(board.needs),
    }


def _sentence(line: Sensitivity) -> str:
    return _(
        "When one weight at a time is changed by ±%(change)s, the first %(top)s needs are others in "
        "%(changed)s of %(n)s runs."
    ) % {
        "change": f"{line.change:.0%}",
        "top": line.top,
        "changed": line.n_changed,
        "n": line.n_runs,
    }


def analysis_page() -> Context:
    """What respondents think, and the three views of McGehee and Thayer. Nine queries."""
    found = queries.ratings_board()
    active = list(queries.active_needs())
    by_id = {need.pk: need for need in active}
    rows = sorted(found.rows, key=lambda row: row.pni_rank)
    lines = queries.gaps_of(by_id)
    return {
        "opinions": found,
        "few": 0 < found.n_respondents < SMALL_GROUP,
        "kinds": [(label(RESPONDENTS, kind), n) for kind, n in found.kinds],
        "rows": [drawing.opinion_row(row, titled(by_id[row.need_id])) for row in rows],
        "ipa": drawing.ipa_chart(found, {pk: need.code for pk, need in by_id.items()}),
        "locus": drawing.locus_chart(found, {pk: need.code for pk, need in by_id.items()}),
        "gaps": drawing.gap_chart(
            drawing.gap_lines([line for each in lines.values() for line in each])
        ),
        "measured_on": queries.last_measured_on(),
        "views": [
            {
                "name": label(VIEWS, view),
                "asks": _asks(view),
                "needs": [
                    {
                        "url": reverse("needs:need", args=[need.pk]),
                        "title": titled(need),
                        "gap": queries.gap_index_of(lines.get(need.pk, ())),
                        "headcount": need.headcount,
                        "verdict": label(VERDICTS, queries.verdict_of(need)),
                    }
                    for need in active
                    if need.view == view
                ],
            }
            for view in View
        ],
    }


def _asks(view: View) -> str:
    """What each view asks (McGehee and Thayer 1961)."""
    return {
        View.ORGANISATION: _("Where in the organisation is learning needed to reach its goals?"),
        View.TASK: _("What must be learned so that the work is done as it should be?"),
        View.PERSON: _("Who has to learn what, and how far are they from it?"),
    }[view]
