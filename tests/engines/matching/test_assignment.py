"""The pairing of greatest weight, held against SciPy's solver."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from espalier.engines.matching import assignment
from espalier.engines.matching.assignment import best_pairs

sizes = st.integers(1, 7)


@st.composite
def tables(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    n, m = draw(sizes), draw(sizes)
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    # Few distinct weights make many ties, where solvers go wrong first.
    weights = random.integers(1, draw(st.sampled_from([3, 1000])), (n, m)) / 8
    return weights, random.random((n, m)) < draw(st.sampled_from([0.2, 0.5, 1.0]))


@given(tables())
@settings(max_examples=200, deadline=None)
def test_total_weight_equals_scipys(drawn: tuple[np.ndarray, np.ndarray]) -> None:
    weights, allowed = drawn
    pairs = best_pairs(weights, allowed)
    masked = np.where(allowed, weights, 0.0)
    best = masked[linear_sum_assignment(masked, maximize=True)].sum()
    assert sum(masked[i, j] for i, j in pairs) == pytest.approx(best)
    assert all(allowed[i, j] for i, j in pairs)
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)


def test_large_islands_give_the_same_as_small_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    weights = np.random.default_rng(3).random((20, 17)) + 0.1
    allowed = weights > 0.6
    own = best_pairs(weights, allowed)
    monkeypatch.setattr(assignment, "LARGEST_OWN_ISLAND", 0)
    assert best_pairs(weights, allowed) == own


def test_nothing_allowed_pairs_nothing() -> None:
    assert best_pairs(np.ones((3, 2)), np.zeros((3, 2), dtype=bool)) == []


def test_comparing_small_standards_does_not_import_scipy() -> None:
    program = (
        "import sys\n"
        "from tests.engines.matching.facts import small_standard as s\n"
        "from espalier.engines.matching.diff import diff_standards\n"
        "diff_standards(s({'T1.1 甲': ['P1.1.1 乙丙丁']}), s({'T1.1 甲': ['P1.1.1 乙丙戊']}))\n"
        "sys.exit('scipy' in sys.modules or 'sklearn' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], env={"PYTHONPATH": ":".join(sys.path)})
    assert done.returncode == 0
