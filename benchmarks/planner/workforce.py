"""The people of the made-up company: departments, roles, grades, required and present levels."""

from dataclasses import dataclass

import numpy as np

from benchmarks.planner.catalogue import Catalogue
from benchmarks.planner.parameters import Parameters


@dataclass(frozen=True, slots=True, eq=False)
class Workforce:
    """Gaps are one row each, by person then competency; ``worth`` is what one level of it counts."""

    n_people: int
    n_departments: int
    department: np.ndarray
    gap_person: np.ndarray
    gap_competency: np.ndarray
    level: np.ndarray
    required: np.ndarray
    worth: np.ndarray


def make_workforce(
    people: int, catalogue: Catalogue, chance: np.random.Generator, using: Parameters
) -> Workforce:
    """Spread people over departments, roles and grades, and give each their gaps."""
    n_departments = max(2, round(people**using.department_exponent))
    size = chance.lognormal(0, using.department_sigma, n_departments)
    department = np.sort(chance.choice(n_departments, people, p=size / size.sum()))
    role = _roles(department, n_departments, chance, using)
    competencies = _of_roles(n_departments, catalogue, chance, using)[role]
    importance = chance.choice(
        using.importance_halves,
        n_departments * using.roles_per_department,
        p=using.importance_shares,
    )
    grade = chance.choice(len(using.grades), people, p=using.grades)
    required = np.clip(1 + grade[:, None] + chance.integers(0, 3, competencies.shape), 1, 5)
    missing = np.minimum(_missing(competencies.shape, chance, using), required)
    waitlisted = (chance.random(competencies.shape) < using.carry_over_share).astype(np.int64)
    worth = (
        catalogue.criticality[competencies]
        * importance[role][:, None]
        * np.array(using.carry_over_quarters)[waitlisted]
    )
    order = np.argsort(competencies, axis=1)
    competencies, required, missing, worth = (
        np.take_along_axis(each, order, axis=1) for each in (competencies, required, missing, worth)
    )
    person, column = np.nonzero(missing)
    at = (person, column)
    return Workforce(
        people, n_departments, department, person, competencies[at],
        required[at] - missing[at], required[at], worth[at],
    )  # fmt: skip


def _roles(
    department: np.ndarray, n_departments: int, chance: np.random.Generator, using: Parameters
) -> np.ndarray:
    """Each department shares its people among its roles in its own proportions."""
    shares = chance.dirichlet(np.full(using.roles_per_department, 2.0), n_departments)
    edges = np.cumsum(shares, axis=1)[department]
    nth = (chance.random(department.size)[:, None] > edges).sum(axis=1)
    role: np.ndarray = department * using.roles_per_department + np.minimum(
        nth, using.roles_per_department - 1
    )
    return role


def _of_roles(
    n_departments: int, catalogue: Catalogue, chance: np.random.Generator, using: Parameters
) -> np.ndarray:
    """The competencies of each role: some core ones, the others of the family of its department."""
    core = np.flatnonzero(catalogue.family < 0)
    rows = []
    for each in range(n_departments * using.roles_per_department):
        mine = (each // using.roles_per_department) % catalogue.n_families
        family = np.flatnonzero(catalogue.family == mine)
        rest = np.flatnonzero((catalogue.family >= 0) & (catalogue.family != mine))
        known = chance.choice(core, using.core_per_role, replace=False)
        own = chance.permutation(family)[: using.family_per_role]
        # A small family is filled up from the others.
        more = chance.permutation(rest)[: using.family_per_role - own.size]
        rows.append(np.concatenate([known, own, more]))
    return np.array(rows)


def _missing(shape: tuple[int, int], chance: np.random.Generator, using: Parameters) -> np.ndarray:
    """Levels missing; a person's own tendency moves all of their gaps."""
    tendency = chance.lognormal(0, using.personal_sigma, (shape[0], 1))
    edges = np.cumsum(using.gap_shares)[:-1]
    drawn = chance.random(shape) ** (1 / tendency)
    missing: np.ndarray = (drawn[:, :, None] > edges).sum(axis=2)
    return missing
