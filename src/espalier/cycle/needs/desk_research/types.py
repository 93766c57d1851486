"""What a document of the desk and a passage say, apart from how they are stored."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class DocumentContent:
    """What the register says of a document. Units: ``relevance`` and ``credibility`` 1 (low) to 5."""

    code: str
    title: str
    type: str
    scope: str
    relevance: int
    credibility: int
    title_en: str = ""
    issuer: str = ""
    issuer_en: str = ""
    dated_on: date | None = None
    reason: str = ""
    reason_en: str = ""


@dataclass(frozen=True, slots=True)
class PassageContent:
    """A passage somebody takes from a page. ``start`` is where they marked it, when it is known."""

    page: int
    words: str
    kind: str
    start: int | None = None
    words_en: str = ""
    aspect: str = ""
    comment: str = ""
    comment_en: str = ""
    competency_id: int | None = None


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One row of the register as other rooms see it. ``n_extracts`` passages were taken from it."""

    id: int
    code: str
    title: str
    title_en: str
    type: str
    scope: str
    issuer: str
    issuer_en: str
    dated_on: date | None
    relevance: int
    credibility: int
    reason: str
    reason_en: str
    text_state: str
    n_pages: int
    n_extracts: int


@dataclass(frozen=True, slots=True)
class ExtractRow:
    """One passage as other rooms see it, with the document and page it came from.

    ``is_manual``: typed by hand, so no place on the page is known.
    """

    id: int
    code: str
    document_id: int
    document_code: str
    document_title: str
    document_title_en: str
    page: int
    text: str
    text_en: str
    kind: str
    aspect: str
    comment: str
    comment_en: str
    competency_id: int | None
    competency_code: str
    is_manual: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a passage stands on its page."""

    extract_id: int
    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of a page's text and the passages that cover it; ``anchor`` where a passage begins."""

    text: str
    marks: tuple[Mark, ...] = ()
    anchor: int | None = None


@dataclass(frozen=True, slots=True)
class Snippet:
    """A place where searched words stand: what is before them, they themselves, what is after."""

    before: str
    found: str
    after: str


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A page that holds the searched words."""

    document_id: int
    code: str
    title: str
    page: int
    label: str
    snippet: Snippet


@dataclass(frozen=True, slots=True)
class SuggestedPassage:
    """A passage that may speak of a competency. Units: ``score`` 0 to 1; ``shared`` says why."""

    document_id: int
    code: str
    title: str
    page: int
    start: int
    text: str
    score: float
    shared: tuple[str, ...]
    is_taken: bool


@dataclass(frozen=True, slots=True)
class SuggestionList:
    """Suggested passages; of ``n_pages`` pages with text ``n_close`` were weighed by the sentence."""

    passages: tuple[SuggestedPassage, ...]
    n_pages: int
    n_close: int
