"""A test of several topics: alpha of each topic, and stratified alpha of the whole."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from espalier.engines.figures.arrays import Bools, Floats, Ints, code_array
from espalier.engines.figures.types import Refusal, Said, Stage
from espalier.engines.psychometrics.classical.alpha import Alpha, alpha_of, raw_alpha, refused
from espalier.engines.psychometrics.classical.moments import Moments, moments
from espalier.engines.psychometrics.classical.responses import Unanswered, settled
from espalier.engines.psychometrics.classical.wording import decimals


@dataclass(frozen=True, eq=False)
class TopicAlphas:
    """Alpha per topic, in the order of ``labels``; ``stratified`` of the total, ``None`` where a topic has none."""

    labels: tuple[str, ...]
    topics: tuple[Alpha | Refusal, ...]
    stratified: float | None
    n_used: int
    n_missing: int
    stages: tuple[Stage, ...]
    warnings: tuple[Said, ...]

    @property
    def sentence(self) -> Said:
        """Each topic, then the whole."""
        said = Said(f"依主題計算，共 {self.n_used} 位學員。", f"By topic, {self.n_used} learners.")
        for label, topic in zip(self.labels, self.topics, strict=True):
            said += Said(f"「{label}」：{topic.sentence.zh}", f"{label}: {topic.sentence.en}")
        if self.stratified is None:
            return said
        whole = decimals(self.stratified)
        return said + Said(
            f"整份測驗的分層 α = {whole}。", f"Stratified alpha of the whole: {whole}."
        )


def alpha_by_topic(
    scores: ArrayLike,
    topics: ArrayLike,
    *,
    missing: Unanswered,
    labels: tuple[str, ...] | None = None,
    level: float = 0.95,
) -> TopicAlphas:
    """Alpha of the items of each topic; stratified alpha = 1 − Σ s_t² (1 − alpha_t) / s_T².

    Parameters
    ----------
    scores : array_like, shape (n people, k items)
    topics : array_like of int, shape (k,)
        The topic of each item, 0, 1, 2, … without a gap.

    Raises
    ------
    ValueError
        Topic codes or labels of a wrong shape, a topic without an item, or what ``cronbach_alpha`` raises.

    References
    ----------
    Cronbach, Schönemann & McKie 1965, Educational and Psychological Measurement 25, 291–312.

    Checked against: one topic, where it is alpha (own test), 1e-12.
    """
    responses = settled(scores, missing=missing)
    codes = code_array("topics", topics, n_codes=responses.k, length=responses.k)
    n_topics = int(codes.max()) + 1
    told = tuple(str(t + 1) for t in range(n_topics)) if labels is None else tuple(labels)
    if len(told) != n_topics or np.unique(codes).size != n_topics:
        raise ValueError(
            f"topics: {len(told)} labels for {np.unique(codes).size} of {n_topics} topics"
        )
    whole = moments(responses)
    parts = [_part(whole, codes == t) for t in range(n_topics)]
    found = tuple(
        refused(part)
        or alpha_of(part, level=level, n_missing=responses.n_missing, stages=responses.stages)
        for part in parts
    )
    return TopicAlphas(
        told,
        found,
        _stratified(whole, codes, found),
        responses.n,
        responses.n_missing,
        responses.stages,
        (),
    )


def _part(whole: Moments, chosen: Bools) -> Moments:
    covariance: Floats = whole.covariance[np.ix_(chosen, chosen)]
    answers: Ints = whole.n_answers[chosen]
    return replace(
        whole, n_answers=answers, mean=whole.mean[chosen], covariance=covariance, totals=None
    )


def _stratified(whole: Moments, codes: Ints, found: tuple[Alpha | Refusal, ...]) -> float | None:
    if whole.total_variance <= 0 or any(isinstance(each, Refusal) for each in found):
        return None
    lost = 0.0
    for topic in range(len(found)):
        covariance = whole.covariance[np.ix_(codes == topic, codes == topic)]
        lost += float(covariance.sum()) * (1 - raw_alpha(covariance))
    return 1 - lost / whole.total_variance
