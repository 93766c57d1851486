"""Satisfaction cases: net promoter score with its error, Wilson's interval."""

from collections.abc import Mapping
from typing import Any

from espalier.engines.effects.surveys.likert import likert_item
from espalier.engines.effects.surveys.promoters import TEN, net_promoter_score, ratings_of_counts
from espalier.engines.effects.surveys.response import share_interval
from espalier.engines.figures.arrays import MissingPolicy
from tests.oracles.cases import Case


def promoters(case: Case) -> Mapping[str, Any]:
    ratings = ratings_of_counts(case.inline["counts_0_to_10"])
    found = net_promoter_score(ratings, missing=MissingPolicy.REFUSE)
    item = likert_item(ratings, missing=MissingPolicy.REFUSE, scale=TEN)
    return {
        "nps": found.nps,
        "se": found.se,
        "ci95": [found.interval.low, found.interval.high],
        "top2box_9_10": item.top_share,
    }


def shares(case: Case) -> Mapping[str, Any]:
    found = {(k, n): share_interval(k, n) for k, n in case.inline["cases"]}
    return {f"{k}/{n}": [each.low, each.high] for (k, n), each in found.items()}


ADAPTERS = {"survey_nps_topbox": promoters, "survey_wilson_newcombe": shares}
