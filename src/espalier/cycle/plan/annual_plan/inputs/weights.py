"""What a hundredth of a level is worth, in thousandths: the factors, and nothing hidden. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from espalier.cycle.needs.needs_list.types import NeedRow
from espalier.cycle.needs.unit_requests.types import Priority
from espalier.cycle.plan.annual_plan.inputs.types import Bools, Ints

ONE = 1000
# Who was on last year's plan and did not get to it comes first this year.
CARRIED_OVER = 1250
# What a coming promotion, transfer or succession asks for has a date by which it must be there.
FUTURE = 1200
# What an accepted request is worth for each person, against one level of an ordinary gap (100 hundredths × 1).
REQUEST_WEIGHT = {Priority.HIGH: 150, Priority.MEDIUM: 100, Priority.LOW: 60}
# A duty the organisation or a customer laid on people, though no law does.
OWN_DUTY_WEIGHT = 100


@dataclass(frozen=True, slots=True, eq=False)
class Factors:
    """Thousandths for each cell; their product is its weight."""

    requirement: Ints  # weight of the requirement: criticality of the competency in the position
    need: Ints  # place of the needs that name the competency
    carried: Ints
    future: Ints

    @property
    def weight(self) -> Ints:
        found = self.requirement
        for factor in (self.need, self.carried, self.future):
            found = (found * factor + ONE // 2) // ONE
        return np.maximum(found, 1)


def need_factors(
    needs: Sequence[NeedRow],
    competency_ids: Ints,
    position_ids: Ints,
    unit_ids: Ints,
    below: Mapping[int, Collection[int]],
) -> Ints:
    """Per cell 1 to 2 by the best score of a training need about its competency, post and unit.

    A need without posts or units is about everybody; ``below`` gives the units of a unit with all below it. Needs
    that nobody scored, or that training does not meet, change nothing.
    """
    found = np.full(competency_ids.size, ONE, dtype=np.int64)
    for need in needs:
        if need.score is None or need.is_training is False or not need.competency_ids:
            continue
        hit = np.isin(competency_ids, _ids(need.competency_ids))
        if need.position_ids:
            hit &= np.isin(position_ids, _ids(need.position_ids))
        if need.unit_ids:
            units = {pk for unit in need.unit_ids for pk in below.get(unit, (unit,))}
            hit &= np.isin(unit_ids, _ids(units))
        factor = ONE + round(ONE * min(max(need.score, 0.0), 1.0))
        found[hit] = np.maximum(found[hit], factor)
    return found


def _ids(values: Collection[int]) -> Ints:
    return np.array(sorted(values), dtype=np.int64)


def factor_where(hit: Bools, factor: int) -> Ints:
    return np.where(hit, factor, ONE).astype(np.int64)
