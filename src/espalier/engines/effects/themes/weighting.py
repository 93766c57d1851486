"""Comments as rows of weights: term frequency × inverse document frequency, rows of length 1."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from espalier.engines.effects.themes.terms import terms_of
from espalier.engines.figures.arrays import Floats

FEWEST_COMMENTS = 2
MOST_SHARE = 0.6
MOST_TERMS = 1500


@dataclass(frozen=True, eq=False)
class Weights:
    """``matrix`` has shape (n_comments, n_terms); a row is all zero where a comment holds no kept term."""

    terms: tuple[str, ...]
    matrix: Floats


def tf_idf(
    comments: Sequence[str], *, fewest: int = FEWEST_COMMENTS, most_terms: int = MOST_TERMS
) -> Weights:
    """w = tf · (ln((1 + N)/(1 + df)) + 1), each row divided by its Euclidean length.

    A term is kept when at least ``fewest`` and at most 60 % of the comments hold it, and no longer term that contains
    it occurs in the same number of comments; at most ``most_terms``, the most frequent first.

    Parameters
    ----------
    comments : sequence of str
        One text a person.

    Raises
    ------
    ValueError
        Something that is no text, or limits below 1.

    References
    ----------
    Spärck Jones, Journal of Documentation 28 (1972) 11–21, doi:10.1108/eb026526 (idf; smoothed form).
    Checked against: weights by hand in the tests, 1e-12.

    Examples
    --------
    >>> found = tf_idf(["pace fast", "pace slow", "room cold", "room warm", "good"])
    >>> found.terms
    ('pace', 'room')
    """
    if fewest < 1 or most_terms < 1:
        raise ValueError(f"tf_idf: limits {fewest} and {most_terms} must be 1 or more")
    counted = [terms_of(each) for each in comments]
    documents: Counter[str] = Counter(term for each in counted for term in each)
    terms = _kept(documents, len(comments), fewest)[:most_terms]
    place = {term: at for at, term in enumerate(terms)}
    matrix = np.zeros((len(comments), len(terms)))
    for row, each in enumerate(counted):
        for term in each.keys() & place.keys():
            matrix[row, place[term]] = each[term]
    rarity = np.log((1 + len(comments)) / (1 + np.array([documents[t] for t in terms]))) + 1
    matrix *= rarity
    lengths = np.sqrt((matrix**2).sum(axis=1, keepdims=True))
    np.divide(matrix, lengths, out=matrix, where=lengths > 0)
    return Weights(tuple(terms), matrix)


def _kept(documents: Counter[str], n: int, fewest: int) -> list[str]:
    enough = {term: df for term, df in documents.items() if fewest <= df <= MOST_SHARE * n}
    inside = {
        part
        for term, df in enough.items()
        for part in (term[:-1], term[1:])
        if len(term) > 2 and enough.get(part) == df
    }
    return sorted(enough.keys() - inside, key=lambda term: (-enough[term], term))
