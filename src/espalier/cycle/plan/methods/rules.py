"""Rules of P2.3.3: what a decision about methods needs, and what assesses what. Pure."""

from collections.abc import Sequence

import numpy as np

from espalier.cycle.plan.methods.types import DecisionProblem, Turn, Weighed
from espalier.engines.planner.decision import decide

P = DecisionProblem
KNOWLEDGE_TEST = "test"
ATTITUDE = "A"


def weighed(
    option_ids: Sequence[int],
    criteria: Sequence[tuple[int, float]],
    scores: Sequence[tuple[int, int, int]],
) -> Weighed:
    """Totals, order and flips from criteria (id, weight) and scores (option, criterion, 1–5)."""
    told = {(option, criterion): score for option, criterion, score in scores}
    table = tuple(tuple(told.get((o, c)) for c, _weight in criteria) for o in option_ids)
    total = sum(weight for _id, weight in criteria)
    shares = tuple(weight / total for _id, weight in criteria) if total else ()
    sums = tuple(_total(row, shares) for row in table)
    known = Weighed(tuple(option_ids), tuple(c for c, _w in criteria), shares, table, sums)
    if len(option_ids) < 2 or not shares or any(each is None for each in sums):
        return known
    found = decide(np.array(table, float), np.array(shares))
    return Weighed(
        known.option_ids,
        known.criterion_ids,
        shares,
        table,
        sums,
        order=tuple(option_ids[at] for at in found.order),
        is_tie=len(found.winners) > 1,
        lead=found.lead,
        flips=tuple(
            Turn(criteria[f.criterion][0], option_ids[f.option], f.now, f.share, f.rises)
            for f in found.flips
        ),
    )


def _total(row: Sequence[int | None], shares: Sequence[float]) -> float | None:
    """A total over fewer criteria could not be compared, so there is none."""
    if not shares or any(score is None for score in row):
        return None
    return sum(share * score for share, score in zip(shares, row, strict=True) if score is not None)


def problems_before_deciding(
    known: Weighed, *, chosen: int, reason: str, context: str
) -> list[DecisionProblem]:
    """Everything that keeps a decision from being recorded.

    Source: P2.3.3; considerations and context are weighed, so they have to be written down.
    """
    found = []
    if len(known.option_ids) < 2:
        found.append(P.FEW_OPTIONS)
    if chosen not in known.option_ids:
        found.append(P.NOT_AMONG_OPTIONS)
    if not known.criterion_ids:
        found.append(P.NO_CRITERIA)
    elif any(total is None for total in known.totals):
        found.append(P.UNSCORED)
    if not context.strip():
        found.append(P.NO_CONTEXT)
    if not reason.strip():
        found.append(P.NO_REASON)
    return found


def tests_an_attitude(instruments: Sequence[str], kinds: Sequence[str]) -> bool:
    """Whether a module that teaches attitudes is assessed by knowledge tests alone.

    An attitude shows in what people do: it is rated by observation, anchored scales or many raters.
    """
    return ATTITUDE in kinds and bool(instruments) and set(instruments) == {KNOWLEDGE_TEST}
