"""Passages of long texts that speak of a competency: found by shared characters, with the reason.

A suggestion only: a person decides whether the passage says what they need. Pages are first ranked
by how many character pairs of the query they hold, so that a report of 600 pages is not weighed
sentence by sentence; how many pages were looked at closely is part of the answer.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from espalier.engines.matching.folding import folded
from espalier.engines.matching.similarity import TextIndex

CLOSE_PAGES = 20  # pages weighed sentence by sentence
SHORTEST, LONGEST = 10, 400  # characters of a passage; a heading is shorter
# A long sentence that names the query once reaches little more; below it only stray characters are
# shared, which any two Chinese sentences do, as they do single characters.
MIN_SCORE, SHORTEST_SHARED = 0.06, 2
_END = re.compile(r"[。！？!?；;]+[」』）)]*|\n+|(?<=[a-z]{2})\.\s+")


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``start`` to ``end`` (exclusive) of a page's text, counted from 0."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A passage that may speak of the query: where it stands, how near it is, and why.

    ``page`` is the position of the page among those given; ``score`` lies in [0, 1]; ``shared``
    are the phrases both have.
    """

    page: int
    span: Span
    text: str
    score: float
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The nearest first; ``n_pages`` were given, ``n_close`` of them weighed by the sentence."""

    found: tuple[Suggestion, ...]
    n_pages: int
    n_close: int


def split_passages(text: str) -> list[Span]:
    """Cut a page into sentences; what is too short to say anything is left out.

    Examples
    --------
    >>> split_passages("一、背景\\n量測人員對不確定度不熟悉。應於半年內加強訓練課程！")
    [Span(start=5, end=18), Span(start=18, end=30)]
    """
    spans: list[Span] = []
    start = 0
    for match in [*_END.finditer(text), None]:
        end = match.end() if match else len(text)
        spans += _trimmed(text, start, end)
        start = end
    return spans


def _trimmed(text: str, start: int, end: int) -> Iterable[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    for piece in range(start, end, LONGEST):
        stop = min(piece + LONGEST, end)
        if stop - piece >= SHORTEST:
            yield Span(piece, stop)


def suggest_passages(
    query: str, pages: Sequence[str], *, limit: int = 10, close_pages: int = CLOSE_PAGES
) -> Suggestions:
    """Find passages like a query.

    Parameters
    ----------
    query : str
        The words of a competency, best its name alone: a long definition shares a little with
        everything.
    pages : sequence of str
        Texts of pages, shape (n_pages,).
    limit : int
        The most passages returned.
    close_pages : int
        How many pages, those sharing most with the query, are weighed by the sentence.

    Raises
    ------
    ValueError
        When ``limit`` or ``close_pages`` is negative.
    """
    if limit < 0 or close_pages < 0:
        raise ValueError(f"limits must not be negative, got {limit} and {close_pages}")
    close = _most_shared(query, pages, close_pages)
    places = [(page, span) for page in close for span in split_passages(pages[page])]
    texts = [pages[page][span.start : span.end] for page, span in places]
    hits = TextIndex(texts).most_similar(query, limit) if texts else []
    found = tuple(
        Suggestion(*places[hit.index], texts[hit.index], hit.score, hit.shared)
        for hit in hits
        if hit.score >= MIN_SCORE and any(len(phrase) >= SHORTEST_SHARED for phrase in hit.shared)
    )
    return Suggestions(found, len(pages), len(close))


def _most_shared(query: str, pages: Sequence[str], n: int) -> list[int]:
    """Positions of the pages that hold most character pairs of the query, in reading order."""
    plain = folded(query)
    pairs = {plain[i : i + 2] for i in range(len(plain) - 1)}
    shared = [sum(pair in text for pair in pairs) for text in (page.lower() for page in pages)]
    ranked = sorted((i for i, count in enumerate(shared) if count), key=lambda i: (-shared[i], i))
    return sorted(ranked[:n])


def find_words(text: str, words: str) -> Span | None:
    """Where words stand in a text, spaces and line breaks apart; None when they do not.

    Examples
    --------
    >>> find_words("量測不確\\n定度的評估", "不確定度")
    Span(start=2, end=7)
    """
    exact = text.find(words) if words else -1
    if exact >= 0:
        return Span(exact, exact + len(words))
    wanted = "".join(words.split())
    if not wanted:
        return None
    kept = [(i, c) for i, c in enumerate(text) if not c.isspace()]
    at = "".join(c for _i, c in kept).find(wanted)
    if at < 0:
        return None
    return Span(kept[at][0], kept[at + len(wanted) - 1][0] + 1)
