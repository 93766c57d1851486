"""What is to be assembled: the bank, the blueprint, and what every form shall measure.

References
----------
van der Linden 2005, Linear Models for Optimal Test Design, ch. 2–5 (blueprint, target, enemy sets, parallel forms).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from math import isfinite

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.arrays import Floats, float_array

MOST_VALUE = 1e3  # of one item at one point: beyond it whole numbers for the solver grow too large


class Goal(StrEnum):
    """``closest``: sums as near to the target as can be; ``most``: as much as can be, in the target's proportions."""

    CLOSEST = "closest"
    MOST = "most"


@dataclass(frozen=True, slots=True)
class Item:
    """One item: its content, what it adds at each target point (information or difficulty), how often it was used."""

    code: str
    content: str
    values: tuple[float, ...]
    n_uses: int = 0


@dataclass(frozen=True, slots=True)
class ContentCount:
    """How many items of a content every form must have."""

    content: str
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Blueprint:
    """The rules of every form.

    ``target``: wanted sum at each point. ``enemies``: sets of items of which a form holds one at most.
    ``most_forms_an_item``: in how many of the new forms an item may be. ``most_uses``: exposure limit, past uses and
    new forms together. ``most_difference``: between any two forms at any point. ``most_shared``: items two forms may
    have in common. ``required``: items in every form. ``goal``: see :class:`Goal`.
    """

    n_forms: int
    form_length: int
    target: tuple[float, ...]
    contents: tuple[ContentCount, ...] = ()
    enemies: tuple[frozenset[str], ...] = ()
    most_forms_an_item: int = 1
    most_uses: int | None = None
    most_difference: float | None = None
    most_shared: int | None = None
    required: frozenset[str] = frozenset()
    goal: Goal = Goal.CLOSEST


@dataclass(frozen=True, slots=True)
class AssemblyProblem:
    """Bank and blueprint, checked at birth.

    Raises
    ------
    ValueError
        All problems at once: an empty bank, codes twice, values of another length or not finite, counts that are
        none, contents or items nobody has.

    Examples
    --------
    >>> bank = (Item("a", "law", (0.5,)), Item("b", "law", (0.7,)))
    >>> AssemblyProblem(bank, Blueprint(n_forms=1, form_length=1, target=(0.6,))).contents
    frozenset({'law'})
    """

    items: tuple[Item, ...]
    blueprint: Blueprint
    contents: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "contents", frozenset(item.content for item in self.items))
        problems = [*_bank_problems(self.items, self.blueprint), *_blueprint_problems(self)]
        if problems:
            raise ValueError("; ".join(problems))


def _bank_problems(items: tuple[Item, ...], blueprint: Blueprint) -> list[str]:
    if not items:
        return ["items: the bank is empty"]
    codes = [item.code for item in items]
    n_points = len(blueprint.target)
    found = [
        f"items: {code} is there twice" for code in sorted({c for c in codes if codes.count(c) > 1})
    ]
    for item in items:
        if len(item.values) != n_points:
            found.append(f"item {item.code}: {len(item.values)} values for {n_points} points")
        if not all(isfinite(value) and abs(value) <= MOST_VALUE for value in item.values):
            found.append(f"item {item.code}: values are finite and at most {MOST_VALUE:g}")
        if item.n_uses < 0:
            found.append(f"item {item.code}: used {item.n_uses} times")
    return found


def _blueprint_problems(problem: AssemblyProblem) -> list[str]:
    plan, codes = problem.blueprint, {item.code for item in problem.items}
    found = []
    if min(plan.n_forms, plan.form_length, plan.most_forms_an_item, len(plan.target)) < 1:
        found.append("blueprint: forms, length, uses of an item and target points are 1 or more")
    if not all(isfinite(each) and abs(each) <= MOST_VALUE * 100 for each in plan.target):
        found.append("target: finite values expected")
    elif (
        plan.goal is Goal.MOST
        and not min(plan.target, default=0) >= max(plan.target, default=1) / 1000 > 0
    ):
        found.append(
            "target: for as much as can be, proportions above 0 and not below a thousandth expected"
        )
    for limit in (plan.most_uses, plan.most_difference, plan.most_shared):
        if limit is not None and not (isfinite(limit) and limit >= 0):
            found.append(f"blueprint: limits are 0 or more, got {limit}")
    for each in plan.contents:
        if each.content not in problem.contents or not 0 <= each.least <= each.most:
            found.append(
                f"content {each.content}: {each.least} to {each.most} of what the bank has expected"
            )
    named = [each.content for each in plan.contents]
    found += [
        f"content {each}: named twice" for each in sorted({c for c in named if named.count(c) > 1})
    ]
    unknown = (frozenset().union(*plan.enemies) | plan.required) - codes
    found += [f"item {code}: not in the bank" for code in sorted(unknown)]
    return found


def information(parameters: ArrayLike, thetas: Sequence[float]) -> Floats:
    """Fisher information of 1–3-parameter logistic items: a² (Q/P) ((P − c)/(1 − c))².

    Parameters
    ----------
    parameters : array_like of float, shape (n_items, 3)
        a above 0, b, c from 0 to below 1.
    thetas : sequence of float
        Ability points.

    Returns
    -------
    ndarray, shape (n_items, n_points)

    Raises
    ------
    ValueError
        Parameters out of range.

    Checked against: the numerical derivative of P, (P′)²/(P Q) (tests), 1e-6.

    Examples
    --------
    >>> information([[1.0, 0.0, 0.0]], (0.0,)).tolist()
    [[0.25]]
    """
    table = float_array("parameters", parameters, ndim=2)
    at = float_array("thetas", np.asarray(thetas, float), ndim=1)
    if (
        table.shape[1] != 3
        or (table[:, 0] <= 0).any()
        or ((table[:, 2] < 0) | (table[:, 2] >= 1)).any()
    ):
        raise ValueError(
            f"parameters: a above 0, b, c from 0 to below 1 expected, got shape {table.shape}"
        )
    a, b, c = table.T[:, :, None]
    rising = 1 / (1 + np.exp(-np.clip(a * (at - b), -500, 500)))
    p = c + (1 - c) * rising
    return np.asarray(a**2 * (1 - c) * (1 - rising) * rising**2 / p)
