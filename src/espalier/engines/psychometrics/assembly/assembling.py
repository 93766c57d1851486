"""Assemble parallel forms from a bank: the best there are, checked without the solver; or what stands in the way.

References
----------
van der Linden 2005, Linear Models for Optimal Test Design, ch. 4–6 (maximin and target information, parallel forms).
Infeasible blueprints: deletion filter, Chinneck 2008, Feasibility and Infeasibility in Optimization, ch. 6.
"""

from dataclasses import dataclass
from enum import StrEnum

from espalier.engines.figures.types import Assumption, Refusal, Said
from espalier.engines.psychometrics.assembly.check import Rule, check_forms, sums
from espalier.engines.psychometrics.assembly.model import Subject, solve_forms, subjects_of
from espalier.engines.psychometrics.assembly.problem import AssemblyProblem, Goal

METHOD = "test-assembly"


class Status(StrEnum):
    """Whether the forms are proven best, or only the best found in the work allowed."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"


RULES = {
    Rule.LENGTH: Said("每份題數", "number of items in a form"),
    Rule.CONTENT_LEAST: Said("內容最少題數", "least items of content"),
    Rule.CONTENT_MOST: Said("內容最多題數", "most items of content"),
    Rule.ENEMIES: Said("互斥題", "enemy items"),
    Rule.FORMS_AN_ITEM: Said("一題可用於幾份", "forms an item may be in"),
    Rule.EXPOSURE: Said("題目曝光上限", "exposure limit of an item"),
    Rule.DIFFERENCE: Said("各份之間的差異上限", "largest difference between forms"),
    Rule.SHARED: Said("兩份共同題上限", "items two forms may share"),
    Rule.REQUIRED: Said("必選題", "required items"),
}


@dataclass(frozen=True, slots=True)
class Assembly:
    """Forms that keep every rule (checked anew).

    ``values``: sums by form and target point. ``objective``: largest distance from the target (closest) or smallest
    sum relative to the target's proportions (most), in the unit of the values; ``bound``: no forms can beat it.
    """

    forms: tuple[tuple[str, ...], ...]
    values: tuple[tuple[float, ...], ...]
    objective: float
    bound: float
    status: Status
    largest_difference: float
    n_used: int
    n_missing: int
    assumptions: tuple[Assumption, ...]
    warnings: tuple[Said, ...]
    sentence: Said

    @property
    def converged(self) -> bool:
        """Whether the forms are proven best."""
        return self.status is Status.OPTIMAL


@dataclass(frozen=True, slots=True)
class Conflict:
    """No forms can keep all rules; these together cannot. ``is_minimal``: each is needed for it."""

    subjects: tuple[Subject, ...]
    is_minimal: bool
    n_used: int
    n_missing: int
    sentence: Said


def assemble(
    problem: AssemblyProblem, *, seed: int, work_limit: float = 10.0, tolerance: float = 0.001
) -> Assembly | Conflict | Refusal:
    """Choose every form's items under the blueprint: min max |Σ values − target|, or max min Σ values / proportion.

    Call it in a process in which highspy was never loaded.

    Parameters
    ----------
    problem : AssemblyProblem
    seed : int
    work_limit : float
        CP-SAT's deterministic seconds for the search, above 0; the same seed and limit give the same forms.
    tolerance : float
        Forms this near to the bound count as best, in the unit of the values, 0 or more.

    Returns
    -------
    Assembly, Conflict or Refusal
        A conflict names the rules that cannot be kept together; the refusal says that the work did not suffice.

    Raises
    ------
    ValueError
        A limit of 0 or below, a negative tolerance.
    RuntimeError
        The solver's forms break a rule: a fault of ours.

    Checked against: all combinations of small banks (tests), 1e-6; every answer by :func:`check_forms`.

    Examples
    --------
    >>> from espalier.engines.psychometrics.assembly.problem import Blueprint, Item
    >>> bank = tuple(Item(f"i{n}", "law", (n / 10,)) for n in range(6))
    >>> found = assemble(AssemblyProblem(bank, Blueprint(n_forms=2, form_length=2, target=(0.5,))), seed=1)
    >>> found.status.value, round(found.objective, 6)
    ('optimal', 0.0)
    """
    if not (work_limit > 0 and tolerance >= 0):
        raise ValueError(
            f"work_limit above 0 and tolerance from 0 expected, got {work_limit} and {tolerance}"
        )
    subjects = subjects_of(problem)
    answer = solve_forms(problem, subjects, seed=seed, work_limit=work_limit, tolerance=tolerance)
    if answer.forms is None or answer.bound is None:
        if answer.is_known:
            return _conflict(problem, subjects, seed, work_limit)
        return _not_in_time(len(problem.items))
    breaches = check_forms(problem, answer.forms)
    if breaches:
        raise RuntimeError(f"assembled forms break the blueprint: {breaches}")
    return _assembled(problem, answer.forms, answer.bound, answer.is_optimal)


def objective(problem: AssemblyProblem, forms: tuple[tuple[str, ...], ...]) -> float:
    """What the forms reach of the goal, counted anew.

    Examples
    --------
    >>> from espalier.engines.psychometrics.assembly.problem import Blueprint, Item
    >>> bank = (Item("a", "law", (0.5,)), Item("b", "law", (0.8,)))
    >>> objective(AssemblyProblem(bank, Blueprint(n_forms=1, form_length=1, target=(1.0,))), (("a",),))
    0.5
    """
    plan, totals = problem.blueprint, [sums(problem, form) for form in forms]
    pairs = [
        (total, wanted) for each in totals for total, wanted in zip(each, plan.target, strict=True)
    ]
    if plan.goal is Goal.MOST:
        return min(total / (wanted / max(plan.target)) for total, wanted in pairs)
    return max(abs(total - wanted) for total, wanted in pairs)


def _assembled(
    problem: AssemblyProblem, forms: tuple[tuple[str, ...], ...], bound: float, is_optimal: bool
) -> Assembly:
    reached = objective(problem, forms)
    is_most = problem.blueprint.goal is Goal.MOST
    bound = max(bound, reached) if is_most else min(bound, reached)
    values = tuple(sums(problem, form) for form in forms)
    apart = max(max(column) - min(column) for column in zip(*values, strict=True))
    status = Status.OPTIMAL if is_optimal else Status.FEASIBLE
    known = Said(
        "題庫的難度與鑑別度估計正確", "the bank's difficulties and discriminations are right"
    )
    return Assembly(
        forms, values, reached, bound, status, apart, len(problem.items), 0,
        (Assumption("calibrated_bank", None, known),), (),
        _sentence(problem, reached, bound, is_optimal, apart),
    )  # fmt: skip


def _sentence(
    problem: AssemblyProblem, reached: float, bound: float, is_optimal: bool, apart: float
) -> Said:
    plan = problem.blueprint
    if is_optimal:
        proof = Said("已證明沒有明顯更好的組法", "proven that no other choice is worth more")
    else:
        proof = Said(
            f"在時限內最好，最好也不會優於 {bound:.3f}",
            f"best within the work allowed; none can beat {bound:.3f}",
        )
    what = (
        Said(f"最弱之處達到 {reached:.3f}", f"the weakest point reaches {reached:.3f}")
        if plan.goal is Goal.MOST
        else Said(f"與目標最多差 {reached:.3f}", f"at most {reached:.3f} from the target")
    )
    return Said(
        f"已從 {len(problem.items)} 題中組成 {plan.n_forms} 份、每份 {plan.form_length} 題的試卷，"
        f"符合細目表所有規定：{what.zh}（{proof.zh}），各份之間最多差 {apart:.3f}。請由命題者逐份讀過再定稿。",
        f"From {len(problem.items)} items {plan.n_forms} form(s) of {plan.form_length} were assembled that keep every "
        f"rule of the blueprint: {what.en} ({proof.en}), and forms differ by {apart:.3f} at most. Let an author "
        "read each form before it is used.",
    )


def _conflict(
    problem: AssemblyProblem, subjects: tuple[Subject, ...], seed: int, work_limit: float
) -> Conflict:
    """Take rules away one by one; what cannot be taken away without the conflict going away stays."""
    kept, is_minimal = list(subjects), True
    for subject in subjects:
        fewer = [each for each in kept if each != subject]
        answer = solve_forms(problem, fewer, seed=seed, work_limit=work_limit, has_goal=False)
        if answer.forms is None and answer.is_known:
            kept = fewer
        is_minimal = is_minimal and answer.is_known
    zh, en = zip(*(_said(each) for each in kept), strict=True)
    n = len(problem.items)
    said = Said(
        f"題庫的 {n} 題組不出符合所有規定的試卷。以下規定互相衝突：{'、'.join(zh)}。請放寬其中一項，或補充題目。",
        f"No forms from the {n} items of the bank keep every rule. These rules conflict: {', '.join(en)}. Relax one of "
        "them, or write more items.",
    )
    return Conflict(tuple(kept), is_minimal, n, 0, said)


def _said(subject: Subject) -> tuple[str, str]:
    rule = RULES[subject.rule]
    if subject.content:
        return f"{rule.zh}（{subject.content}）", f"{rule.en} ({subject.content})"
    return rule.zh, rule.en


def _not_in_time(n: int) -> Refusal:
    return Refusal(
        METHOD,
        "no_answer_in_time",
        Said(
            "在允許的計算量內沒有找到組法，也未能證明無解。",
            "No forms were found in the work allowed, nor proven impossible.",
        ),
        Said("請放寬規定或延長計算。", "Relax the rules, or allow more work."),
        n_used=n,
    )
