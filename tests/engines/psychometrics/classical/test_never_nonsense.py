"""Whatever comes in: a ValueError, a refusal, or numbers that are numbers; never NaN, never a warning alone."""

import json
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from espalier.engines.figures.types import Interval
from espalier.engines.figures.writing import as_json
from espalier.engines.psychometrics.classical.alpha import cronbach_alpha
from espalier.engines.psychometrics.classical.bootstrap import bootstrap_alpha
from espalier.engines.psychometrics.classical.decision import livingston_lewis, subkoviak
from espalier.engines.psychometrics.classical.flags import Purpose
from espalier.engines.psychometrics.classical.halves import split_half
from espalier.engines.psychometrics.classical.instruction import cox_vargas
from espalier.engines.psychometrics.classical.items import item_analysis
from espalier.engines.psychometrics.classical.omega import omega_total
from espalier.engines.psychometrics.classical.options import distractor_analysis
from espalier.engines.psychometrics.classical.responses import Unanswered
from espalier.engines.psychometrics.classical.speededness import speededness
from espalier.engines.psychometrics.classical.topics import alpha_by_topic

WHOLE = Unanswered.COMPLETE


def holds_nan(value) -> bool:
    if isinstance(value, dict):
        return any(map(holds_nan, value.values()))
    return any(map(holds_nan, value)) if isinstance(value, list) else value != value


@given(
    st.integers(0, 10**6),
    st.sampled_from([12, 35, 110]),
    st.integers(2, 6),
    st.sampled_from([0.0, 0.02, 0.5, 0.97, 1.0]),
    st.sampled_from([0.0, 0.05, 0.6]),
    st.sampled_from(list(Unanswered)),
)
@settings(max_examples=60, deadline=None)
def test_random_answers_never_give_nonsense(seed, n, k, p, holes, policy):
    rng = np.random.default_rng(seed)
    scores = (rng.random((n, k)) < p).astype(float)
    scores[rng.random((n, k)) < holes] = np.nan
    filled = np.nan_to_num(scores)
    more = {"reliability": 0.7, "seed": 1, "n_resamples": 100}
    calls = [
        lambda: item_analysis(scores, missing=policy, purpose=Purpose.RANKING),
        lambda: cronbach_alpha(scores, missing=policy),
        lambda: bootstrap_alpha(scores, missing=policy, seed=1, n_resamples=100),
        lambda: split_half(scores, missing=policy),
        lambda: alpha_by_topic(scores, [0] * k, missing=policy),
        lambda: speededness(scores),
        lambda: cox_vargas(scores, filled),
        lambda: distractor_analysis(filled, [1] * k),
        lambda: omega_total(filled, missing=WHOLE, seed=1, n_resamples=100),
        lambda: subkoviak(filled.sum(axis=1), n_items=k, cut=k / 2, **more),
        lambda: livingston_lewis(filled.sum(axis=1), min_score=0, max_score=k, cut=k / 2, **more),
    ]
    for call in calls:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            try:
                found = call()
            except ValueError as wrong:
                told = str(wrong)
                assert told
                continue
        assert found.sentence.zh
        assert found.sentence.en
        written = as_json(found)
        assert not holds_nan(written)
        json.dumps(written, allow_nan=False)
        for name in ("interval", "kappa_interval"):
            interval = getattr(found, name, None)
            assert interval is None or isinstance(interval, Interval)


@pytest.mark.parametrize("scores", [[["a", "b", "c"]] * 40, [[None, 1, 2]] * 40, 7, [[]]])
def test_what_is_no_table_of_numbers_is_an_error(scores):
    for method in (cronbach_alpha, split_half):
        with pytest.raises(ValueError):
            method(scores, missing=WHOLE)
    with pytest.raises(ValueError):
        item_analysis(scores, missing=WHOLE, purpose=Purpose.MASTERY)
