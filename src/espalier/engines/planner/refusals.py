"""Everything wrong with a selection problem, told at once before any solver starts."""

from espalier.engines.planner.findings import Code, Finding, ProblemRefused, Severity
from espalier.engines.planner.problem import SelectionProblem
from espalier.engines.planner.problem_numbers import problems_of_numbers
from espalier.engines.planner.problem_rules import problems_between_rules

__all__ = ["Code", "Finding", "ProblemRefused", "Severity", "findings", "refuse"]


def findings(problem: SelectionProblem) -> tuple[Finding, ...]:
    """Everything that is wrong, what stops first.

    Where numbers are wrong already, rules are not held against each other: what came out would mislead.
    """
    found = tuple(problems_of_numbers(problem))
    if any(each.severity is Severity.STOPS for each in found):
        return found
    found = (*found, *problems_between_rules(problem))
    return tuple(sorted(found, key=lambda each: each.severity is not Severity.STOPS))


def refuse(problem: SelectionProblem) -> tuple[Finding, ...]:
    """Raise with everything that stops the problem; return what only warns."""
    found = findings(problem)
    stopping = [each for each in found if each.severity is Severity.STOPS]
    if stopping:
        raise ProblemRefused(stopping)
    return found
