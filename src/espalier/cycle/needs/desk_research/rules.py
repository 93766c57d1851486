"""Rules of desk research. Pure: what a document must say, and how a page is cut for marking."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from itertools import pairwise

from espalier.cycle.needs.desk_research.types import (
    DocumentContent,
    Mark,
    PassageContent,
    Segment,
    Snippet,
)

LOWEST, HIGHEST = 1, 5
MAX_WORDS = 5000  # of one passage; who needs more marks two
AROUND = 40  # characters shown before and after searched words


class DocumentProblem(StrEnum):
    NO_CODE = "no_code"
    NO_TITLE = "no_title"
    BAD_RELEVANCE = "bad_relevance"
    BAD_CREDIBILITY = "bad_credibility"
    NO_REASON = "no_reason"


class PassageProblem(StrEnum):
    NO_WORDS = "no_words"
    TOO_LONG = "too_long"
    NO_KIND = "no_kind"
    BAD_ASPECT = "bad_aspect"
    NO_SUCH_PAGE = "no_such_page"
    NOT_ON_PAGE = "not_on_page"


def problems_of_document(content: DocumentContent) -> list[DocumentProblem]:
    """Everything that keeps a document out of the register.

    A credibility other than the middle is a judgement, and a judgement has a reason.
    """
    found = []
    if not content.code.strip():
        found.append(DocumentProblem.NO_CODE)
    if not content.title.strip():
        found.append(DocumentProblem.NO_TITLE)
    if not LOWEST <= content.relevance <= HIGHEST:
        found.append(DocumentProblem.BAD_RELEVANCE)
    if not LOWEST <= content.credibility <= HIGHEST:
        found.append(DocumentProblem.BAD_CREDIBILITY)
    if not content.reason.strip():
        found.append(DocumentProblem.NO_REASON)
    return found


def problems_of_passage(
    content: PassageContent,
    *,
    kinds: Iterable[str],
    aspects: Iterable[str],
    n_pages: int,
) -> list[PassageProblem]:
    """Everything wrong with a passage before its words are sought on the page.

    ``n_pages`` 0 means that nobody knows how many pages there are, as with a paper.
    """
    found = []
    words = content.words.strip()
    if not words:
        found.append(PassageProblem.NO_WORDS)
    if len(words) > MAX_WORDS:
        found.append(PassageProblem.TOO_LONG)
    if content.kind not in set(kinds):
        found.append(PassageProblem.NO_KIND)
    if content.aspect and content.aspect not in set(aspects):
        found.append(PassageProblem.BAD_ASPECT)
    if content.page < 1 or (n_pages and content.page > n_pages):
        found.append(PassageProblem.NO_SUCH_PAGE)
    return found


def segments(text: str, marks: Sequence[Mark]) -> list[Segment]:
    """Cut a page where passages begin and end; put together again the segments are the page.

    Passages may lie in one another or overlap; marks outside the text are cut to it.
    """
    inside = [mark for mark in marks if mark.start < len(text)]
    cuts = sorted({0, len(text), *(c for m in inside for c in (m.start, min(m.end, len(text))))})
    found = []
    begun: set[int] = set()
    for start, end in pairwise(cuts):
        over = tuple(m for m in inside if m.start <= start < m.end)
        fresh = [m.extract_id for m in over if m.extract_id not in begun]
        begun.update(fresh)
        found.append(Segment(text[start:end], over, fresh[0] if fresh else None))
    return found


def snippet(text: str, start: int, end: int) -> Snippet:
    """Searched words with what stands around them, on one line."""
    before = text[max(0, start - AROUND) : start].replace("\n", " ").lstrip()
    after = text[end : end + AROUND].replace("\n", " ").rstrip()
    return Snippet(before, text[start:end].replace("\n", ""), after)
