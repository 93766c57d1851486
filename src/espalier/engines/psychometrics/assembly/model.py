"""The blueprint as a model of CP-SAT. OR-Tools is loaded only when it runs, and cannot share a process with highspy.

Values are whole hundred-thousandths; where rounding them could break a rule, the rule is drawn tighter.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from math import ceil, floor
from typing import TYPE_CHECKING, Any

from espalier.engines.psychometrics.assembly.check import Rule
from espalier.engines.psychometrics.assembly.problem import AssemblyProblem, Goal

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

SCALE = 100_000
SHARE_SCALE = (
    1_000  # least proportion of a target; proportions of a target, when as much as can be is wanted
)
WORKERS = 8


@dataclass(frozen=True, slots=True)
class Subject:
    """One rule that may be left out when looking for what conflicts: its kind and, where it has one, its content."""

    rule: Rule
    content: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What CP-SAT said: item codes by form, or none; ``is_known`` is false when it ran out of work."""

    forms: tuple[tuple[str, ...], ...] | None
    is_optimal: bool
    is_known: bool
    bound: float | None


def subjects_of(problem: AssemblyProblem) -> tuple[Subject, ...]:
    """Every rule of the blueprint that says something.

    Examples
    --------
    >>> from espalier.engines.psychometrics.assembly.problem import Blueprint, Item
    >>> problem = AssemblyProblem((Item("a", "law", (0.5,)),), Blueprint(n_forms=1, form_length=1, target=(0.5,)))
    >>> [each.rule.value for each in subjects_of(problem)]
    ['length', 'forms-an-item']
    """
    plan = problem.blueprint
    found = [Subject(Rule.LENGTH)]
    found += [Subject(Rule.CONTENT_LEAST, each.content) for each in plan.contents if each.least]
    found += [Subject(Rule.CONTENT_MOST, each.content) for each in plan.contents]
    said = {
        Rule.ENEMIES: bool(plan.enemies),
        Rule.FORMS_AN_ITEM: True,
        Rule.EXPOSURE: plan.most_uses is not None,
        Rule.DIFFERENCE: plan.most_difference is not None,
        Rule.SHARED: plan.most_shared is not None,
        Rule.REQUIRED: bool(plan.required),
    }
    return (*found, *(Subject(rule) for rule, is_said in said.items() if is_said))


def solve_forms(
    problem: AssemblyProblem,
    subjects: Iterable[Subject],
    *,
    seed: int,
    work_limit: float,
    tolerance: float = 0.0,
    has_goal: bool = True,
) -> Answer:
    """Solve under the rules named; ``work_limit`` in deterministic seconds, so that a seed gives one answer."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    built = _Built(model, problem)
    for subject in subjects:
        built.add(subject)
    if has_goal:
        built.aim()
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.random_seed = seed % 2**31
    parameters.num_workers = WORKERS
    parameters.interleave_search = True
    parameters.max_deterministic_time = work_limit
    parameters.absolute_gap_limit = tolerance * SCALE
    status = solver.solve(model)
    is_found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    if not is_found:
        return Answer(None, False, status == cp_model.INFEASIBLE, None)
    codes = [item.code for item in problem.items]
    forms = tuple(
        tuple(code for code, chosen in zip(codes, row, strict=True) if solver.value(chosen))
        for row in built.chosen
    )
    bound = built.natural(solver.best_objective_bound) if has_goal else None
    return Answer(forms, status == cp_model.OPTIMAL, True, bound)


class _Built:
    """The model while it grows: one variable an item and form."""

    def __init__(self, model: "cp_model.CpModel", problem: AssemblyProblem) -> None:
        self._model, self._problem, self._plan = model, problem, problem.blueprint
        n_forms, n = self._plan.n_forms, len(problem.items)
        self.chosen: list[list[Any]] = [
            [model.new_bool_var(f"{f}:{i}") for i in range(n)] for f in range(n_forms)
        ]
        self._whole = [[round(value * SCALE) for value in item.values] for item in problem.items]
        self._slack = self._rounding()

    def _rounding(self) -> int:
        """How far the sum of a form may be off, in hundred-thousandths; exact values are not off at all."""
        worst = sorted(
            (
                max(abs(v * SCALE - w) for v, w in zip(item.values, whole, strict=True))
                for item, whole in zip(self._problem.items, self._whole, strict=True)
            ),
            reverse=True,
        )
        off = sum(worst[: self._plan.form_length])
        return ceil(off) if off > 1e-6 else 0

    def _sum(self, form: int, point: int) -> Any:
        return sum(w[point] * x for w, x in zip(self._whole, self.chosen[form], strict=True))

    def add(self, subject: Subject) -> None:
        """One rule, for every form."""
        if subject.rule in (Rule.CONTENT_LEAST, Rule.CONTENT_MOST):
            self._content(subject)
        elif subject.rule in (Rule.FORMS_AN_ITEM, Rule.EXPOSURE):
            self._uses(subject.rule)
        elif subject.rule in (Rule.DIFFERENCE, Rule.SHARED):
            self._pairs(subject.rule)
        else:
            for row in self.chosen:
                self._of_form(subject.rule, row)

    def _of_form(self, rule: Rule, row: list[Any]) -> None:
        if rule is Rule.LENGTH:
            self._model.add(sum(row) == self._plan.form_length)
            return
        variable = {item.code: x for item, x in zip(self._problem.items, row, strict=True)}
        if rule is Rule.REQUIRED:
            for code in sorted(self._plan.required):
                self._model.add(variable[code] == 1)
            return
        for enemies in self._plan.enemies:
            self._model.add_at_most_one([variable[code] for code in sorted(enemies)])

    def _content(self, subject: Subject) -> None:
        count = next(each for each in self._plan.contents if each.content == subject.content)
        for row in self.chosen:
            pairs = zip(self._problem.items, row, strict=True)
            total = sum(x for item, x in pairs if item.content == subject.content)
            if subject.rule is Rule.CONTENT_LEAST:
                self._model.add(total >= count.least)
            else:
                self._model.add(total <= count.most)

    def _uses(self, rule: Rule) -> None:
        for at, item in enumerate(self._problem.items):
            total = sum(row[at] for row in self.chosen)
            if rule is Rule.EXPOSURE:
                assert self._plan.most_uses is not None
                self._model.add(total <= max(0, self._plan.most_uses - item.n_uses))
            elif item.code not in self._plan.required:
                self._model.add(total <= self._plan.most_forms_an_item)

    def _pairs(self, rule: Rule) -> None:
        for one, two in combinations(range(self._plan.n_forms), 2):
            if rule is Rule.SHARED:
                self._shared(one, two)
                continue
            assert self._plan.most_difference is not None
            most = floor(self._plan.most_difference * SCALE + 1e-6) - 2 * self._slack
            for point in range(len(self._plan.target)):
                apart = self._sum(one, point) - self._sum(two, point)
                self._model.add(apart <= most)
                self._model.add(apart >= -most)

    def _shared(self, one: int, two: int) -> None:
        both = []
        for a, b in zip(self.chosen[one], self.chosen[two], strict=True):
            each = self._model.new_bool_var("")
            self._model.add(each >= a + b - 1)
            both.append(each)
        assert self._plan.most_shared is not None
        self._model.add(sum(both) <= self._plan.most_shared)

    def aim(self) -> None:
        """The largest distance from the target as small, or the smallest multiple of it as large, as can be."""
        totals = [
            sum(abs(whole[k]) for whole in self._whole) for k in range(len(self._plan.target))
        ]
        wanted = [round(each * SCALE) for each in self._plan.target]
        most = max(totals) + max(abs(each) for each in wanted) + 1
        is_most = self._plan.goal is Goal.MOST
        goal = self._model.new_int_var(-most if is_most else 0, most, "goal")
        for form in range(self._plan.n_forms):
            for point, of_target in enumerate(self._plan.target):
                total = self._sum(form, point)
                if is_most:
                    share = floor(of_target / max(self._plan.target) * SHARE_SCALE)
                    self._model.add(total * SHARE_SCALE >= share * goal)
                else:
                    self._model.add(total - wanted[point] <= goal)
                    self._model.add(total - wanted[point] >= -goal)
        (self._model.maximize if is_most else self._model.minimize)(goal)

    def natural(self, bound: float) -> float:
        """The solver's bound in the unit of the values, widened by what rounding may do."""
        if self._plan.goal is Goal.MOST:
            least = min(self._plan.target) / max(self._plan.target)
            return (bound + (self._slack + 1) / least) / SCALE
        return max(0.0, (bound - self._slack - 1) / SCALE)
