"""How each method reads its columns and settings."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from espalier.engines.effects.designs.adjusted import adjusted_effect
from espalier.engines.effects.designs.bayesian import bayesian_effect
from espalier.engines.effects.designs.choosing import ChosenBy
from espalier.engines.effects.designs.differences import difference_in_differences
from espalier.engines.effects.designs.equivalence import (
    Question,
    group_equivalence,
    paired_equivalence,
)
from espalier.engines.effects.designs.individual import reliable_change
from espalier.engines.effects.designs.paired import paired_effect
from espalier.engines.effects.designs.permutation import permuted_difference
from espalier.engines.effects.designs.proportions import PERCENTAGE_POINTS, paired_shares
from espalier.engines.effects.designs.repeated import growth_effect
from espalier.engines.effects.designs.sensitivity import missing_sensitivity
from espalier.engines.effects.designs.series import SerialErrors, segmented_regression
from espalier.engines.effects.designs.sessions import Degrees, session_effect, session_gain
from espalier.engines.effects.designs.sizes import Correction, matched_effect
from espalier.engines.effects.designs.small import ranked_gain
from espalier.engines.effects.designs.training import Measurements, training_effect
from espalier.engines.effects.designs.two_groups import ranked_difference, welch_effect
from espalier.engines.effects.designs.verdicts import Scale
from espalier.engines.effects.missing.leavers import compare_leavers
from espalier.engines.effects.multiple.adjust import Adjustment, adjust_outcomes
from espalier.engines.effects.power.planning import (
    Plan,
    Study,
    learners_needed,
    power_of,
    smallest_detectable,
)
from espalier.engines.effects.regression.anova import one_way
from espalier.engines.effects.regression.least_squares import least_squares
from espalier.engines.figures.arrays import Floats, MissingPolicy
from espalier.engines.figures.methods import Result
from espalier.engines.figures.table import Table

Given = Mapping[str, Any]


def _scale(given: Given) -> Scale:
    return Scale(smallest=given["smallest"], higher_is_better=given["higher_is_better"])


def _told(given: Given) -> dict[str, Any]:
    """The settings nearly every effect takes."""
    return {
        "missing": MissingPolicy(given["missing"]),
        "scale": _scale(given),
        "level": given["level"],
    }


def _optional(table: Table, name: str) -> Floats | None:
    return table.numbers(name) if name in table.columns else None


def _labels(table: Table, name: str) -> np.ndarray[Any, np.dtype[np.int64]] | None:
    return table.codes(name)[0] if name in table.columns else None


def run_training(table: Table, given: Given) -> Result:
    trained = _optional(table, "trained")
    chosen_by = None if trained is None else ChosenBy(given["chosen_by"])
    measured = Measurements(
        table.numbers("post"),
        pre=_optional(table, "pre"),
        is_trained=trained,
        chosen_by=chosen_by,
        sessions=_labels(table, "session"),
    )
    return training_effect(measured, seed=given["seed"], **_told(given))


def run_paired(table: Table, given: Given) -> Result:
    return paired_effect(
        table.numbers("pre"), table.numbers("post"), seed=given["seed"], **_told(given)
    )


def run_ranked(table: Table, given: Given) -> Result:
    return ranked_gain(table.numbers("pre"), table.numbers("post"), **_told(given))


def run_welch(table: Table, given: Given) -> Result:
    post, trained = table.numbers("post"), table.numbers("trained")
    return welch_effect(post, trained, is_randomised=given["randomised"], **_told(given))


def run_mann_whitney(table: Table, given: Given) -> Result:
    post, trained = table.numbers("post"), table.numbers("trained")
    return ranked_difference(post, trained, is_randomised=given["randomised"], **_told(given))


def run_ancova(table: Table, given: Given) -> Result:
    found, labels = table.codes("arm")
    comparison = given["comparison"]
    if comparison not in labels:
        raise ValueError(f"option comparison: {comparison!r} is none of {', '.join(labels)}")
    order = [comparison, *(label for label in labels if label != comparison)]
    arm = np.array([order.index(label) for label in labels])[found]
    return adjusted_effect(
        table.numbers("pre"),
        table.numbers("post"),
        arm,
        labels=order,
        sessions=_labels(table, "session"),
        is_randomised=given["randomised"],
        **_told(given),
    )


def run_did(table: Table, given: Given) -> Result:
    return difference_in_differences(
        table.numbers("pre"),
        table.numbers("post"),
        table.numbers("trained"),
        earlier=_optional(table, "earlier"),
        sessions=_labels(table, "session"),
        **_told(given),
    )


def run_mixed(table: Table, given: Given) -> Result:
    return session_effect(
        table.numbers("post"),
        table.numbers("trained"),
        table.codes("session")[0],
        pre=_optional(table, "pre"),
        is_randomised=given["randomised"],
        degrees=Degrees(given["degrees"]),
        **_told(given),
    )


def run_gain_by_session(table: Table, given: Given) -> Result:
    pre, post = table.numbers("pre"), table.numbers("post")
    return session_gain(
        pre, post, table.codes("session")[0], degrees=Degrees(given["degrees"]), **_told(given)
    )


def run_permutation(table: Table, given: Given) -> Result:
    return permuted_difference(
        table.numbers("post"),
        table.numbers("trained"),
        table.codes("session")[0],
        pre=_optional(table, "pre"),
        is_randomised=given["randomised"],
        seed=given["seed"],
        **_told(given),
    )


def run_series(table: Table, given: Given) -> Result:
    return segmented_regression(
        table.numbers("figure"),
        given["start"],
        errors=SerialErrors(given["errors"]),
        **_told(given),
    )


def run_mcnemar(table: Table, given: Given) -> Result:
    scale = Scale(
        smallest=given["smallest"],
        unit=PERCENTAGE_POINTS.unit,
        higher_is_better=given["higher_is_better"],
        shown_times=PERCENTAGE_POINTS.shown_times,
    )
    return paired_shares(
        table.numbers("before"), table.numbers("after"), **{**_told(given), "scale": scale}
    )


def run_equivalence(table: Table, given: Given) -> Result:
    settings = {
        "missing": MissingPolicy(given["missing"]),
        "scale": _scale(given),
        "question": Question(given["question"]),
        "alpha": given["alpha"],
    }
    if "trained" in table.columns:
        post, trained = table.numbers("post"), table.numbers("trained")
        return group_equivalence(post, trained, is_randomised=given["randomised"], **settings)
    return paired_equivalence(table.numbers("pre"), table.numbers("post"), **settings)


def run_reliable(table: Table, given: Given) -> Result:
    return reliable_change(
        table.numbers("pre"),
        table.numbers("post"),
        reliability=given["reliability"],
        sd=given["sd"],
        missing=MissingPolicy(given["missing"]),
        higher_is_better=given["higher_is_better"],
        level=given["level"],
    )


def run_growth(table: Table, given: Given) -> Result:
    return growth_effect(
        table.numbers("outcome"),
        table.numbers("time"),
        table.codes("person")[0],
        is_trained=_optional(table, "trained"),
        is_randomised=given["randomised"],
        **_told(given),
    )


def run_sensitivity(table: Table, given: Given) -> Result:
    return missing_sensitivity(
        table.numbers("pre"),
        table.numbers("post"),
        is_trained=_optional(table, "trained"),
        is_randomised=given["randomised"],
        sessions=_labels(table, "session"),
        seed=given["seed"],
        n_sets=given["n_sets"],
        scale=_scale(given),
        level=given["level"],
    )


def run_leavers(table: Table, given: Given) -> Result:
    return compare_leavers(table.numbers("pre"), table.numbers("post"))


def _single(table: Table, name: str) -> float:
    """The number of a table of one row."""
    numbers = table.numbers(name)
    if len(numbers) != 1 or not np.isfinite(numbers[0]):
        raise ValueError(f"column {name!r}: one row with a number expected, got {numbers.tolist()}")
    return float(numbers[0])


def run_bayesian(table: Table, given: Given) -> Result:
    return bayesian_effect(
        _single(table, "g"),
        _single(table, "variance"),
        n_used=int(_single(table, "n")),
        has_comparison=given["comparison"],
        is_randomised=given["randomised"],
        smallest=given["smallest"],
        level=given["level"],
    )


def run_matched(table: Table, given: Given) -> Result:
    return matched_effect(
        _single(table, "mean_post") - _single(table, "mean_pre"),
        _single(table, "sd_diff"),
        int(_single(table, "n")),
        _single(table, "r"),
        correction=Correction(given["correction"]),
    )


def _study(table: Table, given: Given) -> Study:
    optional = ("n_untrained", "r", "session_size", "size_variation", "icc")
    told = {name: _single(table, name) for name in optional if name in table.columns}
    return Study(Plan(given["plan"]), _single(table, "n_trained"), alpha=given["alpha"], **told)


def run_power(table: Table, given: Given) -> Result:
    return power_of(_study(table, given), given["effect"])


def run_detectable(table: Table, given: Given) -> Result:
    return smallest_detectable(_study(table, given), power=given["power"])


def run_needed(table: Table, given: Given) -> Result:
    return learners_needed(_study(table, given), given["effect"], power=given["power"])


def run_adjust(table: Table, given: Given) -> Result:
    return adjust_outcomes(
        table.numbers("p"),
        table.column("outcome"),
        adjustment=Adjustment(given["adjustment"]),
        primary=given["primary"],
        alpha=given["alpha"],
    )


def run_anova(table: Table, given: Given) -> Result:
    codes, labels = table.codes("group")
    return one_way(table.numbers("y"), codes, len(labels))


def run_regression(table: Table, given: Given) -> Result:
    outcome = given["outcome"]
    columns = table.matrix(without=[outcome])
    return least_squares(table.numbers(outcome), columns, table.names(without=[outcome])).summary()
