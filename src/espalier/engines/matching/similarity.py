"""Similarity of short texts, Chinese or English, by the runs of one to three characters they share.

The weights are the usual TF-IDF (smoothed inverse document frequency, Euclidean norm), so that
words every item carries, such as 訓練 in a training standard, say little. NumPy alone does the
work: importing scikit-learn costs a page more than comparing two whole standards. The tests hold
every figure against scikit-learn's ``TfidfVectorizer(analyzer="char", ngram_range=(1, 3))``.

References
----------
Manning, Raghavan, Schütze: Introduction to Information Retrieval, Cambridge 2008, ch. 6.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from espalier.engines.matching.folding import folded, to_traditional

LONGEST_GRAM = 3

# A text that contains the query word for word must stand above one that is only like it, however
# long it is; within the group, the larger the share of the text the query covers, the better.
CONTAINED_FLOOR = 0.7

# Below this two short texts share no more than a stray character: showing them helps nobody.
DEFAULT_MIN_SCORE = 0.1

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Hit:
    """One found text: its index, a score in [0, 1], and why it was found."""

    index: int
    score: float
    contains_query: bool
    shared: tuple[str, ...]


class TextIndex:
    """Texts made ready for many comparisons.

    Parameters
    ----------
    texts : sequence of str
        Shape (n,). Empty texts are allowed; nothing is ever similar to them.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._folded = [folded(text) for text in texts]
        counts = [_gram_counts(text) for text in self._folded]
        self._vocabulary = {
            gram: position
            for position, gram in enumerate(dict.fromkeys(g for c in counts for g in c))
        }
        self._idf = self._inverse_document_frequency(counts)
        self._unseen_idf = math.log(1.0 + len(texts)) + 1.0
        self._build_postings(counts)

    def __len__(self) -> int:
        return len(self._folded)

    def _inverse_document_frequency(self, counts: Sequence[Counter[str]]) -> Floats:
        frequency = np.zeros(len(self._vocabulary))
        for count in counts:
            for gram in count:
                frequency[self._vocabulary[gram]] += 1
        return np.asarray(np.log((1 + len(counts)) / (1 + frequency)) + 1)

    def _build_postings(self, counts: Sequence[Counter[str]]) -> None:
        """Store for each gram the texts that hold it, with the weight it has there."""
        lengths = np.array([len(count) for count in counts], dtype=np.int64)
        total = int(lengths.sum())
        grams = np.fromiter((self._vocabulary[g] for c in counts for g in c), np.int64, count=total)
        tf = np.fromiter((n for c in counts for n in c.values()), np.float64, count=total)
        rows = np.repeat(np.arange(len(counts)), lengths)
        weights = tf * self._idf[grams]
        squares = np.bincount(rows, weights=weights**2, minlength=len(counts))
        weights /= np.sqrt(squares)[rows]
        order = np.argsort(grams, kind="stable")
        self._rows, self._weights = rows[order], weights[order]
        sizes = np.bincount(grams, minlength=len(self._vocabulary))
        self._starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)

    def cosines(self, query: str) -> Floats:
        """Cosine similarity of ``query`` to every text; shape (n,), in [0, 1].

        Grams the texts never use count in the length of the query, so that a query of which
        nothing but one character is known does not look like a full match.
        """
        counts = _gram_counts(folded(query))
        known = [(self._vocabulary[g], n) for g, n in counts.items() if g in self._vocabulary]
        if not known:
            return np.zeros(len(self))
        ids = np.array([gram for gram, _ in known], dtype=np.int64)
        weights = np.array([n for _, n in known], dtype=np.float64) * self._idf[ids]
        unseen = sum(n * n for g, n in counts.items() if g not in self._vocabulary)
        norm = math.sqrt(float(weights @ weights) + unseen * self._unseen_idf**2)
        sizes = self._starts[ids + 1] - self._starts[ids]
        flat = _ranges(self._starts[ids], sizes)
        products = np.repeat(weights / norm, sizes) * self._weights[flat]
        scores = np.bincount(self._rows[flat], weights=products, minlength=len(self))
        return np.clip(scores, 0.0, 1.0)

    def most_similar(self, query: str, k: int) -> list[Hit]:
        """Return up to ``k`` texts that share anything with ``query``, the nearest first.

        Raises
        ------
        ValueError
            When ``k`` is negative.
        """
        scores = self.cosines(query)
        return [self._hit(i, scores[i], query) for i in _best(scores, k, above=0.0)]

    def search(
        self,
        query: str,
        *,
        limit: int = 50,
        min_score: float = DEFAULT_MIN_SCORE,
        accept_simplified: bool = True,
    ) -> list[Hit]:
        """Find texts that contain the words of ``query`` or are like it.

        Words are split at spaces and must all occur for a text to count as containing the query.
        With ``accept_simplified`` the query is also tried in traditional characters.

        Parameters
        ----------
        query : str
            What a person typed; an empty query finds nothing.
        limit : int
            The most hits returned.
        min_score : float
            In [0, 1]; texts that neither contain the query nor reach this cosine are left out.
        """
        forms = [query]
        if accept_simplified and (traditional := to_traditional(query)) != query:
            forms.append(traditional)
        scores, best_form = self._scores_of_forms(forms)
        chosen = _best(scores, limit, above=max(min_score, 1e-12) * (1 - 1e-12))
        return [self._hit(i, scores[i], forms[best_form[i]]) for i in chosen]

    def _scores_of_forms(self, forms: Sequence[str]) -> tuple[Floats, Ints]:
        table = np.stack([np.maximum(self.cosines(f), self._containment(f)) for f in forms])
        best_form = table.argmax(axis=0)
        return table.max(axis=0), best_form

    def _containment(self, query: str) -> Floats:
        terms = [term for term in map(folded, query.split()) if term]
        found = np.zeros(len(self))
        if not terms:
            return found
        length = sum(map(len, terms))
        for position, text in enumerate(self._folded):
            if all(term in text for term in terms):
                cover = min(1.0, length / len(text))
                found[position] = CONTAINED_FLOOR + (1 - CONTAINED_FLOOR) * cover
        return found

    def _hit(self, index: int, score: float, query: str) -> Hit:
        text = self._folded[index]
        terms = [term for term in map(folded, query.split()) if term]
        contains = bool(terms) and all(term in text for term in terms)
        return Hit(int(index), float(score), contains, shared_phrases(query, text))


def similarity_matrix(a_texts: Sequence[str], b_texts: Sequence[str]) -> Floats:
    """Similarity of every text of ``a`` to every text of ``b``.

    Returns
    -------
    ndarray of float64
        Shape (len(a), len(b)), in [0, 1]; the weights are learnt from both sides together.

    Examples
    --------
    >>> m = similarity_matrix(["溝通協調能力"], ["溝通能力", "法規解讀"])
    >>> bool(m[0, 0] > m[0, 1])
    True
    """
    index = TextIndex([*b_texts, *a_texts])
    if not a_texts or not b_texts:
        return np.zeros((len(a_texts), len(b_texts)))
    return np.stack([index.cosines(text)[: len(b_texts)] for text in a_texts])


def most_similar(query: str, texts: Sequence[str], k: int) -> list[Hit]:
    """Return the ``k`` texts nearest to ``query``; see :meth:`TextIndex.most_similar`."""
    return TextIndex(texts).most_similar(query, k)


def search(texts: Sequence[str], query: str, *, limit: int = 50) -> list[Hit]:
    """Search ``texts`` once; keep a :class:`TextIndex` when searching them again.

    Examples
    --------
    >>> hits = search(["規劃年度訓練計畫", "調查課程滿意度"], "训练计画")
    >>> hits[0].index, hits[0].contains_query
    (0, True)
    """
    return TextIndex(texts).search(query, limit=limit)


def shared_phrases(a: str, b: str) -> tuple[str, ...]:
    """Return the phrases of ``b`` made of character pairs that ``a`` has too, in ``b``'s order.

    When no pair is shared, single shared characters are returned.

    Examples
    --------
    >>> shared_phrases("分析訓練需求", "訓練需求的分析")
    ('訓練需求', '分析')
    """
    left, right = folded(a), folded(b)
    pairs = {left[i : i + 2] for i in range(len(left) - 1)}
    covered = [False] * len(right)
    for i in range(len(right) - 1):
        if right[i : i + 2] in pairs:
            covered[i] = covered[i + 1] = True
    if not any(covered):
        return tuple(dict.fromkeys(c for c in right if c in left and c != " "))
    marked = "".join(c if hit else "\n" for c, hit in zip(right, covered, strict=True))
    phrases = dict.fromkeys(run.strip() for run in marked.split("\n") if run.strip())
    return tuple(p for p in phrases if not any(p != other and p in other for other in phrases))


def _gram_counts(text: str) -> Counter[str]:
    return Counter(
        text[i : i + size]
        for size in range(1, LONGEST_GRAM + 1)
        for i in range(len(text) - size + 1)
    )


def _ranges(starts: Ints, sizes: Ints) -> Ints:
    """Concatenate ``arange(start, start + size)`` for every pair, without a Python loop."""
    ends = np.cumsum(sizes)
    flat = np.arange(int(ends[-1])) + np.repeat(starts - (ends - sizes), sizes)
    return np.asarray(flat, dtype=np.int64)


def _best(scores: Floats, k: int, *, above: float) -> list[int]:
    """Indices of the ``k`` highest scores above a bound; equal scores keep the order given."""
    if k < 0:
        raise ValueError(f"k must not be negative, got {k}")
    order = np.argsort(-scores, kind="stable")[:k]
    return [int(i) for i in order if scores[i] > above]
