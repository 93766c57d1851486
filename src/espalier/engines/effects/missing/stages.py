"""Who was counted: from everybody enrolled to those with every measure, stage by stage.

Policy: nobody is left out silently; above 5 % missing the result is held against multiple imputation, above 20 %
against a shift of the missing scores, above 40 % no effect is judged.

References
----------
House rule of the product (statistics.md, section 1.5). Schafer, Graham: Missing data: our view of the state of the art.
Psychological Methods 7, 2002, 147–177.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.arrays import Bools, Floats, MissingPolicy, float_array
from espalier.engines.figures.types import Refusal, Said, Stage

MUCH_MISSING = 0.05  # above: multiple imputation beside it
VERY_MUCH_MISSING = 0.20  # above: what if the missing did worse
TOO_MUCH_MISSING = 0.40  # above: no verdict

NAMES = {
    "pre": Said("前測", "pre-test"),
    "post": Said("後測", "post-test"),
    "outcome": Said("結果", "outcome"),
    "before": Said("訓練前結果", "result before"),
    "after": Said("訓練後結果", "result after"),
}


@dataclass(frozen=True, eq=False)
class Counted:
    """Measures of the people who have them all, and who fell out where.

    ``used`` (n,) marks them among everybody; ``values`` by name hold theirs only. ``missing_share`` is that of the last
    measure, the outcome, among everybody.
    """

    used: Bools
    values: dict[str, Floats]
    stages: tuple[Stage, ...]
    n_used: int
    n_missing: int
    missing_share: float

    def __getitem__(self, name: str) -> Floats:
        return self.values[name]


def counted(measures: Mapping[str, ArrayLike], *, missing: MissingPolicy) -> Counted:
    """Keep the people with every measure.

    Parameters
    ----------
    measures : mapping of name to array_like of float, shape (n,) each
        In the order of time; the last is the outcome. NaN where somebody has none.
    missing : MissingPolicy
        ``exclude`` leaves people out and counts them; ``refuse`` stops; ``as_zero`` is refused, as a test not taken is
        not a test failed.

    Raises
    ------
    ValueError
        Nobody at all, unequal lengths, a measure nobody has, or the policy.

    Examples
    --------
    >>> found = counted({"pre": [1, 2, 3], "post": [4, float("nan"), 6]}, missing=MissingPolicy.EXCLUDE)
    >>> found["post"].tolist(), [(stage.code, stage.n) for stage in found.stages]
    ([4.0, 6.0], [('enrolled', 3), ('with_pre', 3), ('with_post', 2)])
    """
    policy = MissingPolicy(missing)
    if policy is MissingPolicy.AS_ZERO:
        raise ValueError(
            "missing: a test not taken is not a score of zero; choose exclude or refuse"
        )
    arrays = {
        name: float_array(name, each, ndim=1, may_miss=True) for name, each in measures.items()
    }
    n = _one_length(arrays)
    used = np.ones(n, dtype=np.bool_)
    stages = [Stage("enrolled", n)]
    for name, array in arrays.items():
        present = ~np.isnan(array)
        if not present.any():
            raise ValueError(f"{name}: all {n} values are missing")
        kept = used & present
        dropped = int(used.sum() - kept.sum())
        why = Said(f"沒有{_named(name).zh}", f"no {_named(name).en}") if dropped else None
        stages.append(Stage(f"with_{name}", int(kept.sum()), dropped, why))
        used = kept
    n_used = int(used.sum())
    if policy is MissingPolicy.REFUSE and n_used < n:
        raise ValueError(
            f"{n - n_used} of {n} people lack a measure; choose missing='exclude', or fill them in"
        )
    if n_used == 0:
        raise ValueError(f"none of the {n} people has every measure: {', '.join(arrays)}")
    outcome = arrays[name]
    values = {each: array[used] for each, array in arrays.items()}
    return Counted(used, values, tuple(stages), n_used, n - n_used, float(np.isnan(outcome).mean()))


def _one_length(arrays: Mapping[str, Floats]) -> int:
    lengths = {name: len(array) for name, array in arrays.items()}
    if len(set(lengths.values())) != 1:
        raise ValueError(f"one value a person expected in each, got lengths {lengths}")
    n = next(iter(lengths.values()))
    if n == 0:
        raise ValueError(f"{', '.join(lengths)}: nobody at all")
    return n


def _named(name: str) -> Said:
    return NAMES.get(name, Said(name, name))


def refused_for_missing(people: Counted, method: str) -> Refusal | None:
    """No verdict where more than 40 % of the outcomes are missing."""
    if people.missing_share <= TOO_MUCH_MISSING:
        return None
    share = 100 * people.missing_share
    n = len(people.used)
    return Refusal(
        method,
        "too_many_missing",
        Said(
            f"{n} 人中有 {share:.0f}% 沒有後測，剩下的人可能和離開的人很不一樣，不對效果下判斷。",
            f"{share:.0f}% of {n} learners have no outcome; those left may differ much from those who left, "
            "so no effect is judged.",
        ),
        Said(
            "請補測缺席者，或只報告各階段人數與離開者的前測。",
            "Test the absent later, or report only the numbers at each stage and the leavers' pre-test.",
        ),
        n_used=people.n_used,
    )


def missing_warnings(people: Counted) -> tuple[Said, ...]:
    """What must be said beside a result when people are missing."""
    if people.missing_share <= MUCH_MISSING:
        return ()
    said = Said(
        "{share:.0f}% 沒有後測：請連同多重插補的結果一起看{more_zh}。",
        "{share:.0f}% have no outcome: read this beside multiple imputation{more_en}.",
    )
    is_much = people.missing_share > VERY_MUCH_MISSING
    return (
        said.filled(
            share=100 * people.missing_share,
            more_zh="，並看缺席者若較差會如何" if is_much else "",
            more_en=" and beside what a worse outcome of the missing would change"
            if is_much
            else "",
        ),
    )
