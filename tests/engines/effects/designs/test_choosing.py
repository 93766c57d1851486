"""The design decides the estimator."""

import math
from dataclasses import fields, is_dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from espalier.engines.effects.designs.choosing import ChosenBy, Design, Outcome, choose
from espalier.engines.effects.designs.training import Measurements, training_effect
from espalier.engines.figures.types import Refusal
from tests.engines.effects.designs.tables import (
    EXCLUDE,
    REFUSE,
    in_sessions,
    one_group,
    two_groups,
    without,
)

CHANCE, MANAGER, SELF = ChosenBy
# comparison group? pre? who chose? sessions -> estimator
CASES = """
no   | yes | -          | -    | paired-t
no   | yes | -          | 3    | paired-t
no   | yes | -          | 8    | session-gain
no   | no  | -          | -    | no_comparison_no_pre
yes  | no  | chance     | -    | welch
yes  | no  | manager    | -    | welch
yes  | yes | chance     | -    | ancova
yes  | yes | manager    | -    | did
yes  | yes | themselves | -    | did
yes  | yes | chance     | 3    | session-permutation
yes  | yes | themselves | 3    | session-permutation
yes  | yes | chance     | 8    | mixed-model
yes  | no  | manager    | 8    | mixed-model
yes  | yes | manager    | 8    | did
"""


@pytest.mark.parametrize("line", CASES.strip().splitlines())
def test_the_table_of_designs(line):
    comparison, pre, who, sessions, estimator = (cell.strip() for cell in line.split("|"))
    found = choose(
        Design(
            has_comparison=comparison == "yes",
            has_pre=pre == "yes",
            chosen_by=None if who == "-" else ChosenBy(who),
            n_sessions=None if sessions == "-" else int(sessions),
        )
    )
    assert (found.code if isinstance(found, Refusal) else found.estimator) == estimator
    assert ("volunteered" in found.sentence.en) == (who == "themselves")


def test_other_outcomes_and_blocks():
    assert (
        choose(Design(has_comparison=False, has_pre=False, outcome=Outcome.SERIES)).estimator
        == "segmented-regression"
    )
    assert (
        choose(Design(has_comparison=False, has_pre=True, outcome=Outcome.YES_NO)).estimator
        == "mcnemar"
    )
    groups = Design(has_comparison=True, has_pre=True, chosen_by=CHANCE, outcome=Outcome.YES_NO)
    assert choose(groups).code == "yes_no_groups"
    blocked = Design(
        has_comparison=True, has_pre=True, chosen_by=CHANCE, n_sessions=2, has_mixed_sessions=True
    )
    assert choose(blocked).estimator == "ancova"
    assert "same few sessions" in choose(blocked).sentence.en
    assert choose(Design(has_comparison=True, has_pre=True, chosen_by=MANAGER)).beside == (
        "ancova",
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"has_comparison": True, "has_pre": True},
        {"has_comparison": False, "has_pre": True, "chosen_by": CHANCE},
        {"has_comparison": False, "has_pre": True, "n_sessions": 0},
    ],
)
def test_no_design(wrong):
    with pytest.raises(ValueError, match="design"):
        Design(**wrong)


def effect(*arguments, **settings):
    return training_effect(Measurements(*arguments, **settings), missing=EXCLUDE, seed=1)


def test_one_group_from_its_data():
    pre, post = one_group()
    found = effect(post, pre=pre)
    assert type(found.result).__name__ == "PairedEffect"
    assert found.replaced is None
    assert found.estimate == found.result.estimate
    assert found.interval == found.result.interval
    assert (found.n_used, found.n_missing) == (24, 0)
    assert found.verdict == found.result.verdict
    assert "each learner's gain" in found.sentence.en
    few = effect(post[:8], pre=pre[:8])
    assert type(few.result).__name__ == "RankedGain"
    assert "8 learners" in few.sentence.en
    assert effect(post[:3], pre=pre[:3]).code == "too_few"
    assert effect(post).code == "no_comparison_no_pre"
    assert effect(pre + 1, pre=pre).code == "no_variation"
    one_session = effect(post, pre=pre, sessions=np.zeros(24))
    assert "1 session(s) only" in one_session.sentence.en
    assert (
        type(effect(post, pre=pre, sessions=np.arange(24) % 8).result).__name__ == "SessionEffect"
    )


def test_two_groups_from_their_data():
    pre, post, arm = two_groups(n=24)
    kinds = {
        "TwoGroupEffect": effect(post, is_trained=arm, chosen_by=CHANCE),
        "AdjustedEffect": effect(post, pre=pre, is_trained=arm, chosen_by=CHANCE),
        "DifferenceEffect": effect(post, pre=pre, is_trained=arm, chosen_by=MANAGER),
    }
    for kind, found in kinds.items():
        assert type(found.result).__name__ == kind
    few = np.r_[0:8, 24:32]
    by_ranks = effect(post[few], pre=pre[few], is_trained=arm[few], chosen_by=CHANCE)
    assert type(by_ranks.result).__name__ == "RankedDifference"
    assert by_ranks.estimate == pytest.approx(8, abs=4)
    after = effect(post[few], is_trained=arm[few], chosen_by=CHANCE)
    assert type(after.result).__name__ == "RankedDifference"
    blocked = effect(post, pre=pre, is_trained=arm, chosen_by=MANAGER, sessions=np.arange(48) % 2)
    assert blocked.result.errors == "by_person"


def test_the_sessions_are_never_left_out():
    pre, post, arm, session = in_sessions()
    mixed = effect(post, pre=pre, is_trained=arm, chosen_by=CHANCE, sessions=session)
    assert type(mixed.result).__name__ == "SessionEffect"
    clustered = effect(post, pre=pre, is_trained=arm, chosen_by=SELF, sessions=session)
    assert clustered.result.errors == "by_session"
    some = session < 8
    few = effect(
        post[some], pre=pre[some], is_trained=arm[some], chosen_by=CHANCE, sessions=session[some]
    )
    assert type(few.result).__name__ == "PermutedDifference"
    two = session < 2
    assert effect(
        post[two], pre=pre[two], is_trained=arm[two], chosen_by=CHANCE, sessions=session[two]
    ).code == ("too_few_sessions")


def test_measurements_are_checked_at_birth():
    with pytest.raises(ValueError, match="nobody"):
        Measurements([])
    with pytest.raises(ValueError, match="one value a person"):
        Measurements([1, 2], pre=[1])
    with pytest.raises(ValueError, match="chosen_by"):
        Measurements([1, 2], is_trained=[0, 1])
    empty = Measurements(without([1.0, 2.0], 0, 1), pre=[1, 2], sessions=[0, 1])
    assert empty.design.n_sessions is None
    with pytest.raises(ValueError, match="all 2 values"):
        training_effect(empty, missing=REFUSE, seed=1)


def not_finite(value, path=""):
    """Where in a result a number is none."""
    if (isinstance(value, float) and not math.isfinite(value)) or (
        isinstance(value, np.ndarray) and value.dtype.kind == "f" and not np.isfinite(value).all()
    ):
        yield path
    elif is_dataclass(value):
        for each in fields(value):
            yield from not_finite(getattr(value, each.name), f"{path}.{each.name}")
    elif isinstance(value, tuple):
        for place, each in enumerate(value):
            yield from not_finite(each, f"{path}[{place}]")


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 2**20),
    st.sampled_from([1, 3, 6, 14, 25, 60]),
    st.sampled_from([0.0, 1.0, 10.0]),
    st.sampled_from([0.0, 0.1, 0.5]),
    st.sampled_from([None, *ChosenBy]),
    st.sampled_from([0, 1, 3, 14]),
    st.booleans(),
)
def test_a_number_or_a_reason_but_never_nan(seed, n, spread, holes, who, n_sessions, has_pre):
    draws = np.random.default_rng(seed)
    pre = np.round(draws.normal(60, spread, n))
    post = pre + np.round(draws.normal(8, draws.choice([0, 1, 5]), n))
    post[draws.random(n) < holes] = np.nan
    try:
        found = effect(
            post,
            pre=pre if has_pre else None,
            is_trained=None if who is None else (np.arange(n) % 2),
            chosen_by=who,
            sessions=draws.integers(0, n_sessions, n) if n_sessions else None,
        )
    except ValueError:
        return  # it says what is wrong instead of a number
    assert not list(not_finite(found))
    assert "nan" not in found.sentence.en


@pytest.mark.parametrize("who", [CHANCE, MANAGER])
def test_twice_the_same_people_change_the_width_and_not_the_effect(who):
    pre, post, arm = two_groups(n=24)
    once = effect(post, pre=pre, is_trained=arm, chosen_by=who)
    twice = effect(np.tile(post, 2), pre=np.tile(pre, 2), is_trained=np.tile(arm, 2), chosen_by=who)
    assert twice.estimate == pytest.approx(once.estimate)
    assert twice.interval.width == pytest.approx(once.interval.width / 2**0.5, rel=0.05)
