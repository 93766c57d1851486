"""Which column of a multitrait-multimethod matrix is which trait in which method, and whether it is one."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.arrays import Bools, Floats, float_array


@dataclass(frozen=True, eq=False)
class Design:
    """Traits × methods, ``place[t, m]`` the column; checked to be complete."""

    traits: tuple[str, ...]
    methods: tuple[str, ...]
    trait_of: tuple[str, ...]
    method_of: tuple[str, ...]

    def same_trait(self) -> Bools:
        codes = np.array(self.trait_of)
        return np.asarray(codes[:, None] == codes[None, :])

    def same_method(self) -> Bools:
        codes = np.array(self.method_of)
        return np.asarray(codes[:, None] == codes[None, :])

    def place(self, trait: str, method: str) -> int:
        return list(zip(self.trait_of, self.method_of, strict=True)).index((trait, method))


def checked_matrix(matrix: ArrayLike, has_reliabilities: bool) -> Floats:
    """The matrix, symmetric and within 1. Raises ``ValueError`` for anything else."""
    r = float_array("matrix", matrix, ndim=2)
    if r.shape[0] != r.shape[1]:
        raise ValueError(f"matrix: square expected, got {r.shape}")
    if not np.allclose(r, r.T, atol=1e-9) or (np.abs(r) > 1 + 1e-12).any():
        raise ValueError("matrix: not symmetric, or a correlation beyond 1")
    diagonal = np.diag(r)
    if not has_reliabilities and not np.allclose(diagonal, 1):
        raise ValueError("matrix: 1 expected on the diagonal, or say has_reliabilities")
    return r


def crossed_design(traits: Sequence[str], methods: Sequence[str], k: int) -> Design:
    """The design of the columns. Raises ``ValueError`` where it is not fully crossed."""
    cells = list(zip(traits, methods, strict=True))
    names, ways = tuple(dict.fromkeys(traits)), tuple(dict.fromkeys(methods))
    if len(names) < 2 or len(ways) < 2:
        raise ValueError("mtmm: two traits and two methods are the least")
    if (
        len(cells) != k
        or set(cells) != {(t, m) for t in names for m in ways}
        or len(set(cells)) != k
    ):
        raise ValueError("mtmm: every trait in every method exactly once, one column each")
    return Design(names, ways, tuple(traits), tuple(methods))
