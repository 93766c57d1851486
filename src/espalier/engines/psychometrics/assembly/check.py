"""Does a set of forms keep the blueprint? Counted anew from bank and forms; knows nothing of any solver."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from math import fsum

from espalier.engines.psychometrics.assembly.problem import AssemblyProblem, Item

NOISE = 1e-9  # of sums of floating-point numbers


class Rule(StrEnum):
    """The kinds of rules of a blueprint."""

    FORMS = "forms"
    LENGTH = "length"
    CONTENT_LEAST = "content-least"
    CONTENT_MOST = "content-most"
    ENEMIES = "enemies"
    FORMS_AN_ITEM = "forms-an-item"
    EXPOSURE = "exposure"
    DIFFERENCE = "difference"
    SHARED = "shared"
    REQUIRED = "required"


@dataclass(frozen=True, slots=True)
class Breach:
    """One rule broken, and where."""

    rule: Rule
    where: str


Forms = Sequence[Sequence[str]]


def check_forms(problem: AssemblyProblem, forms: Forms) -> tuple[Breach, ...]:
    """Everything in which the forms break the blueprint; empty when they keep it.

    Parameters
    ----------
    problem : AssemblyProblem
    forms : sequence of sequences of item codes

    Checked against: forms changed at random, each change found (tests).

    Examples
    --------
    >>> from espalier.engines.psychometrics.assembly.problem import Blueprint
    >>> problem = AssemblyProblem((Item("a", "law", (0.5,)),), Blueprint(n_forms=1, form_length=1, target=(0.5,)))
    >>> check_forms(problem, [["a"]]), check_forms(problem, [[]])[0].rule.value
    ((), 'length')
    """
    bank, plan = {item.code: item for item in problem.items}, problem.blueprint
    found = []
    if len(forms) != plan.n_forms:
        found.append(Breach(Rule.FORMS, f"{len(forms)} of {plan.n_forms}"))
    for at, form in enumerate(forms):
        found += _of_form(problem, bank, at, form)
    found += _of_all(problem, bank, forms)
    found += _between(problem, bank, forms)
    return tuple(found)


def sums(problem: AssemblyProblem, form: Sequence[str]) -> tuple[float, ...]:
    """What a form adds up to at every target point."""
    bank = {item.code: item for item in problem.items}
    return tuple(
        fsum(bank[code].values[k] for code in form) for k in range(len(problem.blueprint.target))
    )


def _of_form(
    problem: AssemblyProblem, bank: dict[str, Item], at: int, form: Sequence[str]
) -> list[Breach]:
    plan, where = problem.blueprint, f"form {at + 1}"
    found = []
    if len(form) != plan.form_length or len(set(form)) != len(form) or not set(form) <= set(bank):
        found.append(Breach(Rule.LENGTH, where))
    counts = Counter(bank[code].content for code in form if code in bank)
    for each in plan.contents:
        if counts[each.content] < each.least:
            found.append(Breach(Rule.CONTENT_LEAST, f"{where}, {each.content}"))
        if counts[each.content] > each.most:
            found.append(Breach(Rule.CONTENT_MOST, f"{where}, {each.content}"))
    for enemies in plan.enemies:
        if len(enemies & set(form)) > 1:
            found.append(Breach(Rule.ENEMIES, f"{where}, {', '.join(sorted(enemies))}"))
    if not plan.required <= set(form):
        found.append(Breach(Rule.REQUIRED, where))
    return found


def _of_all(problem: AssemblyProblem, bank: dict[str, Item], forms: Forms) -> list[Breach]:
    plan, found = problem.blueprint, []
    uses = Counter(code for form in forms for code in set(form) if code in bank)
    for code, n in sorted(uses.items()):
        if n > plan.most_forms_an_item and code not in plan.required:
            found.append(Breach(Rule.FORMS_AN_ITEM, code))
        if plan.most_uses is not None and bank[code].n_uses + n > plan.most_uses:
            found.append(Breach(Rule.EXPOSURE, code))
    return found


def _between(problem: AssemblyProblem, bank: dict[str, Item], forms: Forms) -> list[Breach]:
    plan, found = problem.blueprint, []
    totals = [sums(problem, [code for code in form if code in bank]) for form in forms]
    for one, two in combinations(range(len(forms)), 2):
        where = f"forms {one + 1} and {two + 1}"
        if (
            plan.most_shared is not None
            and len(set(forms[one]) & set(forms[two])) > plan.most_shared
        ):
            found.append(Breach(Rule.SHARED, where))
        pairs = zip(totals[one], totals[two], strict=True)
        apart = max(abs(a - b) for a, b in pairs)
        if plan.most_difference is not None and apart > plan.most_difference + NOISE:
            found.append(Breach(Rule.DIFFERENCE, where))
    return found
